"""All models of all providers as one ChatModel: picks for `auto`, falls back, knows the prices."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.ports import Finish, ModelRequest, Waiting
from bot.core.account.cards import Catalogue, ModelCard
from bot.core.account.prices import cost
from bot.core.account.routing import AUTO
from bot.core.errors import Fault, ModelError
from bot.core.wire.completion import Delta
from bot.core.wire.usage import Usage
from bot.llm.account import MeteredStream, ModelAccount
from bot.llm.own_accounts import OwnAccounts

log = logging.getLogger(__name__)

# What another model would refuse as well.
_NO_FALLBACK = frozenset({Fault.REJECTED, Fault.KEY_REFUSED})
_KEY_REFUSED = frozenset({Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.UNPAID})

KeyOf = Callable[[int], Awaitable[str | None]]
_Asking = AbstractAsyncContextManager[MeteredStream]


async def _no_key(_tenant: int) -> None:
    return None


class ModelHub:
    """ChatModel over the models of *catalogue*; *accounts* are by the names of the providers.

    A tenant with a key of its own is asked for at the default provider with that key and in that
    account, never with the operator's. Models of other providers go on with the operator's keys,
    but none of them stands in for one that is asked for with a tenant's key: what a tenant chooses
    to pay for itself is not paid by the operator unnoticed.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        accounts: Mapping[str, ModelAccount],
        own: OwnAccounts | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._accounts = accounts
        self._own = own or OwnAccounts()
        self._key_of: KeyOf = _no_key

    def use_keys(self, key_of: KeyOf) -> None:
        """Have *key_of* asked for a tenant's own key; None: it has none. What it raises comes out."""
        self._key_of = key_of

    async def try_key(self, key: str) -> None:
        """Ask the default provider for one token with *key*; ModelError when it gives none."""
        catalogue = self.catalogue
        cards = (catalogue.card(catalogue.default_model), *catalogue.offered())
        await self._own.try_key(key, next(filter(self._is_home, cards), cards[0]))

    @property
    def waiting(self) -> int:
        """How many questions wait for their account."""
        return self._own.waiting + sum(each.waiting for each in self._accounts.values())

    async def refresh(self) -> None:
        """Ask the default provider which models it has; ModelError when it does not say."""
        listed = await self._accounts[self.catalogue.default].models()
        self.catalogue = replace(self.catalogue, listed=frozenset(listed))

    def cost(self, model: str, usage: Usage, at: float) -> int | None:
        """Give the price of *usage* in nano-dollars, None when it is not known.

        That of `auto` is the dearest that it may have.
        """
        moment = datetime.fromtimestamp(at, UTC)
        prices = [cost(usage, card.tariff, moment) for card in self.catalogue.behind(model)]
        return max((price for price in prices if price is not None), default=None)

    @asynccontextmanager
    async def answer(
        self, request: ModelRequest, waiting: Waiting | None = None
    ) -> AsyncIterator["HubStream"]:
        """Ask the model of *request*, and its fallbacks in order while none has said anything.

        ModelError when none does: that of the model which was meant.
        """
        chain = self.catalogue.chain(self._picked(request))
        key = await self._key_of(request.tenant)
        if key is not None and self._is_home(chain[0]):
            chain = [card for card in chain if self._is_home(card)]
        asking = ((card, self._ask(card, request, waiting, key)) for card in chain)
        async with AsyncExitStack() as stack:
            stream = await self._first_that_answers(stack, asking)
            stood_in = stream.card is not chain[0]
            yield HubStream(stream, self.catalogue, chain[0].name if stood_in else None)

    async def _first_that_answers(
        self, stack: AsyncExitStack, asking: Iterable[tuple[ModelCard, _Asking]]
    ) -> MeteredStream:
        errors: list[ModelError] = []
        for card, stream in asking:
            try:
                return await stack.enter_async_context(stream)
            except ModelError as error:
                log.warning("model.unanswered model=%s error=%s", card.name, error)
                errors.append(error)
                if error.fault in _NO_FALLBACK:
                    break
        raise errors[0]

    def _ask(
        self, card: ModelCard, request: ModelRequest, waiting: Waiting | None, key: str | None
    ) -> _Asking:
        most = min(request.max_tokens, card.max_output_tokens or request.max_tokens)
        request = replace(request, model=card.id, max_tokens=most)
        if key is not None and self._is_home(card):
            return self._ask_with(key, request, card, waiting)
        return self._accounts[card.provider].answer(request, card, waiting)

    @asynccontextmanager
    async def _ask_with(
        self, key: str, request: ModelRequest, card: ModelCard, waiting: Waiting | None
    ) -> AsyncIterator[MeteredStream]:
        async with self._own.account(key) as account:
            try:
                async with account.answer(request, card, waiting) as stream:
                    yield stream
            except ModelError as error:
                if error.fault not in _KEY_REFUSED:
                    raise
                # Without the provider's own words: some repeat a part of the key.
                raise ModelError(Fault.KEY_REFUSED, error.fault) from None

    def _is_home(self, card: ModelCard) -> bool:
        return card.provider == self.catalogue.default

    def _picked(self, request: ModelRequest) -> str:
        if request.model != AUTO:
            return request.model
        return self.catalogue.routes.pick(request.question)


class HubStream:
    """The answer of one model; *instead_of* is the name of the one that was meant, if another."""

    def __init__(self, stream: MeteredStream, catalogue: Catalogue, instead_of: str | None) -> None:
        self._stream = stream
        self._catalogue = catalogue
        self._instead_of = instead_of

    @property
    def finish(self) -> Finish | None:
        """How it ended; None before."""
        finish = self._stream.finish
        return finish and replace(finish, instead_of=self._instead_of)

    @property
    def model(self) -> str:
        """The name of the model that answers, as the response tells it where that is known."""
        return self._catalogue.answered(self._stream.card, self._stream.model).name

    @property
    def usage(self) -> Usage:
        """The tokens so far."""
        return self._stream.usage

    def __aiter__(self) -> AsyncIterator[Delta]:
        """Give the deltas as they come."""
        return aiter(self._stream)
