"""All models of all providers as one ChatModel: picks for `auto`, falls back, knows the prices."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
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

log = logging.getLogger(__name__)

# What another model would refuse as well.
_NO_FALLBACK = frozenset({Fault.REJECTED})


class ModelHub:
    """ChatModel over the models of *catalogue*; *accounts* are by the names of the providers."""

    def __init__(self, catalogue: Catalogue, accounts: Mapping[str, ModelAccount]) -> None:
        self.catalogue = catalogue
        self._accounts = accounts

    @property
    def waiting(self) -> int:
        """How many questions wait for their account."""
        return sum(account.waiting for account in self._accounts.values())

    async def refresh(self) -> None:
        """Ask the default provider which models it has; ModelError when it does not say."""
        listed = await self._accounts[self.catalogue.default].models()
        self.catalogue = replace(self.catalogue, listed=frozenset(listed))

    async def models(self) -> list[str]:
        """Give the names of the models to choose from."""
        await self.refresh()
        return [card.name for card in self.catalogue.offered()]

    def cost(self, model: str, usage: Usage, at: float) -> int | None:
        """Give the price of *usage* in nano-dollars, None when it is not known."""
        return cost(usage, self.catalogue.card(model).tariff, datetime.fromtimestamp(at, UTC))

    @asynccontextmanager
    async def answer(
        self, request: ModelRequest, waiting: Waiting | None = None
    ) -> AsyncIterator["HubStream"]:
        """Ask the model of *request*, and its fallbacks in order while none has said anything.

        ModelError when none does: that of the model which was meant.
        """
        chain = self.catalogue.chain(self._picked(request))
        async with AsyncExitStack() as stack:
            stream = await self._first_that_answers(stack, chain, request, waiting)
            stood_in = stream.card is not chain[0]
            yield HubStream(stream, self.catalogue, chain[0].name if stood_in else None)

    async def _first_that_answers(
        self,
        stack: AsyncExitStack,
        chain: Sequence[ModelCard],
        request: ModelRequest,
        waiting: Waiting | None,
    ) -> MeteredStream:
        errors: list[ModelError] = []
        for card in chain:
            try:
                return await stack.enter_async_context(self._ask(card, request, waiting))
            except ModelError as error:
                log.warning("model.unanswered model=%s error=%s", card.name, error)
                errors.append(error)
                if error.fault in _NO_FALLBACK:
                    break
        raise errors[0]

    def _ask(
        self, card: ModelCard, request: ModelRequest, waiting: Waiting | None
    ) -> AbstractAsyncContextManager[MeteredStream]:
        account = self._accounts[card.provider]
        most = min(request.max_tokens, card.max_output_tokens or request.max_tokens)
        return account.answer(replace(request, model=card.id, max_tokens=most), card, waiting)

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
        finish, card = self._stream.finish, self._stream.card
        return self._catalogue.answered(card, finish.model if finish else card.id).name

    @property
    def usage(self) -> Usage:
        """The tokens so far."""
        return self._stream.usage

    def __aiter__(self) -> AsyncIterator[Delta]:
        """Give the deltas as they come."""
        return aiter(self._stream)
