"""One answer while it comes over the connection.

Everything aiohttp can raise is translated to a ModelError at this door.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.chat.ports import Finish, FinishReason
from bot.core.errors import Fault, ModelError
from bot.core.wire.completion import NOTHING, CompletionReader, Delta, Form, form_of
from bot.core.wire.usage import Usage

MAX_DOCUMENT = 8 * 1024 * 1024  # bytes of an answer that comes as one JSON document
MAX_ANSWER = 1_000_000  # characters; the longest output on offer (384K tokens) is about that
_REASONS = {
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,  # Zhipu, Anthropic
    "content_filter": FinishReason.FILTERED,
    "sensitive": FinishReason.FILTERED,  # Zhipu
    "refusal": FinishReason.FILTERED,  # Anthropic
    "safety": FinishReason.FILTERED,  # this and what follows: Gemini
    "recitation": FinishReason.FILTERED,
    "blocklist": FinishReason.FILTERED,
    "prohibited_content": FinishReason.FILTERED,
    "spii": FinishReason.FILTERED,
}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each phase of an answer may take, in seconds."""

    connect: float = 10.0
    first_text: float = 60.0  # from the request to the first text; comments do not count
    between_texts: float = 30.0
    whole: float = 600.0
    # Some servers send the usage after the last text, and some then leave the connection open.
    after_finish: float = 2.0


class CompletionStream:
    """One answer while it is read; made by OpenAIClient.open; its caller closes it."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        deadlines: Deadlines,
        started: float,
        model: str,
        masked: Callable[[str], str],
    ) -> None:
        self._response = response
        self._masked = masked
        self._deadlines = deadlines
        self._ends_at = started + deadlines.whole
        self._finished_at: float | None = None
        self._model = model
        self._reader = CompletionReader()
        self._first = NOTHING
        self._over = False  # nothing more is to be read
        self._characters = 0
        self._answered = False
        self.finish: Finish | None = None

    @property
    def model(self) -> str:
        """What the server says has answered, the model that was asked while it does not."""
        return self._reader.model or self._model

    @property
    def usage(self) -> Usage | None:
        """What the server has counted so far, None if it has not."""
        return self._reader.usage

    @property
    def uncounted(self) -> str:
        """What was said since then."""
        return self._reader.uncounted

    def close(self) -> None:
        """End the request: the connection is closed, so the server stops writing."""
        self._response.close()

    async def start(self) -> None:
        """Read up to the first delta; ModelError when there is none."""
        async with translated(Fault.UNREACHABLE):
            head = await self._head()
            form = form_of(head)
            if form is Form.PAGE:
                raise ModelError(Fault.GARBLED, "an HTML page instead of an answer")
            if form is Form.DOCUMENT:
                body = head + await read_body(self._response, MAX_DOCUMENT)
                self._first = self._noted(self._reader.whole(body))
                self._over = True
            else:
                self._first = self._noted(self._fed(head))
            if not self._first:
                self._first = await self._next_delta()

    async def __aiter__(self) -> AsyncIterator[Delta]:
        """Give the deltas as they come; ModelError where the stream breaks off."""
        if self._first:
            yield self._first
        while self.finish is None:
            try:
                delta = await self._delta_in_time()
            except ModelError:
                if self._answered and (rest := self._reader.finish()):
                    yield rest  # what the reader still held
                raise
            if delta:
                yield delta

    async def _delta_in_time(self) -> Delta:
        try:
            async with translated(self._broken()), asyncio.timeout_at(self._deadline()):
                return await self._next_delta()
        except ModelError:
            if self._reader.finish_reason is None:
                raise
        except TimeoutError as error:
            if self._reader.finish_reason is None:
                fault = Fault.INTERRUPTED if self._answered else Fault.TIMED_OUT
                raise ModelError(fault, "no further text in time") from error
        # After the finish_reason only the usage is missed.
        rest = self._noted(self._reader.finish())
        self._end()
        return rest

    def _deadline(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._reader.finish_reason is None:
            return min(now + self._deadlines.between_texts, self._ends_at)
        self._finished_at = self._finished_at or now
        return min(self._finished_at + self._deadlines.after_finish, self._ends_at)

    async def _head(self) -> bytes:
        """Read until something came that is no blank."""
        head = b""
        while not head and (chunk := await self._response.content.readany()):
            head = chunk.lstrip(b" \t\r\n")
        return head

    async def _next_delta(self) -> Delta:
        """Read until something was said.

        An empty delta means that the answer has ended, or that only the usage is still to
        come and the caller should wait for it no longer than a short grace.
        """
        while not self._over:
            if self._characters > MAX_ANSWER:
                raise ModelError(Fault.INTERRUPTED, f"more than {MAX_ANSWER} characters")
            delta = self._noted(self._fed(await self._response.content.readany()))
            if delta or self._reader.finish_reason is not None:
                return delta
        self._end()
        return NOTHING

    def _fed(self, chunk: bytes) -> Delta:
        delta = self._reader.feed(chunk) if chunk else self._reader.finish()
        self._over = not chunk or self._reader.done or self._reader.failure is not None
        return delta

    def _noted(self, delta: Delta) -> Delta:
        self._answered = self._answered or bool(delta.text)
        self._characters += len(delta.text) + len(delta.reasoning)
        return delta

    def _broken(self) -> Fault:
        return Fault.INTERRUPTED if self._answered else Fault.UNREACHABLE

    def _end(self) -> None:
        """Set `finish`, or raise what went wrong; all text has been given out before."""
        reader = self._reader
        if (failure := reader.failure) is not None:
            fault = Fault.INTERRUPTED if self._answered else failure.fault
            words = self._masked(failure.words)
            raise ModelError(fault, "said in the stream", said=words)
        if reader.finish_reason is None and not reader.done:
            raise ModelError(self._broken(), "the stream broke off")
        if not self._answered:
            raise ModelError(Fault.EMPTY, f"finish_reason={reader.finish_reason}")
        reason = _REASONS.get((reader.finish_reason or "stop").lower(), FinishReason.COMPLETE)
        self.finish = Finish(reason, self.model, reader.usage)


@asynccontextmanager
async def translated(broken: Fault) -> AsyncIterator[None]:
    """Turn what aiohttp raises into a ModelError: *broken* for a connection that failed."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise ModelError(broken, "no connection in time") from error
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise ModelError(Fault.REJECTED, f"{type(error).__name__}: {error}") from error
    except (aiohttp.ClientError, ConnectionError) as error:
        raise ModelError(broken, f"{type(error).__name__}: {error}") from error
    except ValueError as error:  # no JSON, or an EventTooLargeError
        garbled = Fault.INTERRUPTED if broken is Fault.INTERRUPTED else Fault.GARBLED
        raise ModelError(garbled, type(error).__name__, said=str(error)) from error


async def read_body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read at most *limit* bytes of a body."""
    pieces: list[bytes] = []
    async for piece in response.content.iter_any():
        pieces.append(piece[:limit])
        limit -= len(pieces[-1])
        if limit <= 0:
            break
    return b"".join(pieces)
