"""One account at a provider: every request is reserved before it and settled after it.

A request is tried again only while no text has come; each try counts with the account.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field, replace

from bot.chat.ports import Clock, Finish, ModelRequest, Wait, Waiting
from bot.chat.tracing import NO_SPAN, Facts, Span, current, during
from bot.core.account.cards import ModelCard
from bot.core.account.tokens import TokenEstimator
from bot.core.errors import Fault, ModelError
from bot.core.wire.completion import Delta
from bot.core.wire.usage import Usage
from bot.llm.client import OpenAIClient
from bot.llm.governor import Governor, Lease
from bot.llm.retry import RetryPolicy, retrying
from bot.llm.stream import CompletionStream

# The server refused before it read anything: these cost no tokens.
_REFUSED = frozenset(
    {
        Fault.OVERLOADED,
        Fault.RATE_LIMITED,
        Fault.UNAUTHORIZED,
        Fault.FORBIDDEN,
        Fault.UNPAID,
        Fault.UNKNOWN_MODEL,
        Fault.REJECTED,
        Fault.INVALID,
    }
)


class ModelAccount:
    """Asks one provider, within the limits that *governor* keeps."""

    def __init__(
        self,
        client: OpenAIClient,
        governor: Governor,
        clock: Clock,
        retry: RetryPolicy | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._governor = governor
        self._clock = clock
        self._retry = retry or RetryPolicy()
        self._sleep = sleep
        self._estimator = TokenEstimator()

    @asynccontextmanager
    async def answer(
        self, request: ModelRequest, card: ModelCard, waiting: Waiting | None = None
    ) -> AsyncIterator["MeteredStream"]:
        """Ask the model of *card*; see ChatModel.answer. ModelError when no text comes."""
        prompt = self._estimator.prompt(card.name, request.messages)
        tokens = prompt + request.max_tokens
        async with self._governor.admitted(request.tenant, tokens, waiting) as lease:
            call = _Call(request, card, prompt, lease, waiting)
            stream = await self._open(call)
            with call.spans, closing(stream):
                metered = MeteredStream(stream, self._estimator, request, card)
                try:
                    yield metered
                finally:
                    # When many leave at once, no request waits for what is counted of the others.
                    stream.close()
                    await asyncio.sleep(0)
                    usage = metered.usage
                    lease.settle(usage.prompt_tokens + usage.completion_tokens)
                    call.span.know(_answered(usage, metered.finish))
                    self._estimator.learn(card.name, request.messages, usage)

    @property
    def waiting(self) -> int:
        """How many questions wait for this account."""
        return self._governor.waiting

    async def models(self) -> list[str]:
        """Give the ids that the endpoint lists; ModelError when it does not say."""
        return await self._client.models()

    async def _open(self, call: "_Call") -> CompletionStream:
        def limited(seconds: float) -> None:
            self._governor.pause(seconds)
            if call.waiting is not None:
                call.waiting(Wait(1, self._clock.wall() + seconds))

        attempts = retrying(self._retry, self._sleep, limited)
        stream: CompletionStream = await attempts(self._try, call)
        return stream

    async def _try(self, call: "_Call") -> CompletionStream:
        if call.tries:
            await call.lease.requeue()
            if call.waiting is not None:
                call.waiting(Wait(0))
        call.tries += 1
        call.lease.settle(call.prompt)  # what it has cost if it is cancelled meanwhile
        call.span = current().part("model", _asked(call))
        with ExitStack() as spans:
            spans.enter_context(during(call.span))
            try:
                stream = await self._client.open(call.request, call.card.extra)
            except ModelError as error:
                if error.fault in _REFUSED:
                    call.lease.settle(0)
                raise
            except asyncio.CancelledError:
                call.request.spent(call.card.name, Usage(call.prompt, 0, estimated=True))
                raise
            call.span.mark("first token")
            call.spans = spans.pop_all()  # it goes on until the stream ends
        return stream


@dataclass(slots=True)
class _Call:
    """A request on its way to its first text."""

    request: ModelRequest
    card: ModelCard
    prompt: int  # tokens, estimated
    lease: Lease
    waiting: Waiting | None
    tries: int = 0
    span: Span = NO_SPAN  # of the last try
    spans: ExitStack = field(default_factory=ExitStack)  # ends it


class MeteredStream:
    """An answer of the model of *card*, with the tokens that it has used so far."""

    def __init__(
        self,
        stream: CompletionStream,
        estimator: TokenEstimator,
        request: ModelRequest,
        card: ModelCard,
    ) -> None:
        self._stream = stream
        self._estimator = estimator
        self._request = request
        self.card = card

    @property
    def finish(self) -> Finish | None:
        """How it ended; None before."""
        return self._stream.finish

    @property
    def model(self) -> str:
        """What the server says has answered; it may do so under another name than its card's."""
        return self._stream.model

    @property
    def usage(self) -> Usage:
        """The tokens so far: what the server counted, and an estimate, marked so, of the rest."""
        counted, name, rest = self._stream.usage, self.card.name, self._stream.uncounted
        if counted is None:
            return self._estimator.usage(name, self._request.messages, rest)
        if not rest:
            return counted
        completion = counted.completion_tokens + self._estimator.text(name, rest)
        return replace(counted, completion_tokens=completion, estimated=True)

    def __aiter__(self) -> AsyncIterator[Delta]:
        """Give the deltas as they come."""
        return aiter(self._stream)


# The names are those of OpenTelemetry's conventions for generative AI:
# https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
def _asked(call: _Call) -> Facts:
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": call.card.provider,
        "gen_ai.request.model": call.request.model,
        "gen_ai.request.max_tokens": call.request.max_tokens,
        "tokki.attempt": call.tries,
    }


def _answered(usage: Usage, finish: Finish | None) -> Facts:
    counted: dict[str, int | str | tuple[str]] = {
        "gen_ai.usage.input_tokens": usage.prompt_tokens,
        "gen_ai.usage.output_tokens": usage.completion_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
    }
    if finish is None:
        return counted
    ended: Facts = {
        "gen_ai.response.model": finish.model,
        "gen_ai.response.finish_reasons": (finish.reason,),
    }
    return {**counted, **ended}
