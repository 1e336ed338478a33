"""A chat model behind an OpenAI-compatible endpoint, over aiohttp.

The request is tried again only while no text has come (retry.py). Everything aiohttp can
raise is translated to a ModelError at this door.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from bot.chat.ports import Finish, FinishReason, ModelRequest
from bot.core.errors import Fault, ModelError
from bot.core.wire.completion import NOTHING, CompletionReader, Delta, error_words
from bot.core.wire.sse import EventTooLargeError
from bot.llm.retry import RetryPolicy, parse_retry_after, retrying

log = logging.getLogger(__name__)

_MAX_ERROR_BODY = 64 * 1024
_MAX_WHOLE_BODY = 8 * 1024 * 1024
# After the last text some servers still send the usage, and then leave the connection open.
_GRACE_AFTER_FINISH = 2.0
# The codes of https://api-docs.deepseek.com/quick_start/error_codes and of OpenAI agree on these.
_FAULTS = {
    401: Fault.UNAUTHORIZED,
    402: Fault.UNPAID,
    403: Fault.UNAUTHORIZED,
    404: Fault.UNKNOWN_MODEL,
    408: Fault.OVERLOADED,
    409: Fault.OVERLOADED,
    429: Fault.OVERLOADED,
}
_REASONS = {"length": FinishReason.LENGTH, "content_filter": FinishReason.FILTERED}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each phase of an answer may take, in seconds."""

    connect: float = 10.0
    first_text: float = 60.0  # from the request to the first text; comments do not count
    between_texts: float = 30.0
    whole: float = 600.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint: *base_url* up to and with its version, and its key."""

    base_url: str
    key: str | None = field(default=None, repr=False)

    def url(self, path: str) -> URL:
        """Give the address of *path* below the base."""
        return URL(self.base_url.rstrip("/") + path)


class OpenAIModel:
    """ChatModel over HTTP; *session* is the caller's and may be shared.

    At most *concurrency* answers are asked for at once (0 means no limit); others wait.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        endpoint: Endpoint,
        deadlines: Deadlines | None = None,
        retry: RetryPolicy | None = None,
        concurrency: int = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._endpoint = endpoint
        self._deadlines = deadlines or Deadlines()
        self._retry = retry or RetryPolicy()
        self._sleep = sleep
        self._slots = asyncio.Semaphore(concurrency) if concurrency else nullcontext()

    @asynccontextmanager
    async def answer(self, request: ModelRequest) -> AsyncIterator["CompletionStream"]:
        """Ask, and give the stream once its first text is there; ModelError when it never comes."""
        attempts = retrying(self._retry, self._sleep)
        async with self._slots:
            stream: CompletionStream = await attempts(self._open, request)
            try:
                yield stream
            finally:
                stream.close()

    async def models(self) -> list[str]:
        """Give the ids of `GET /models`; ModelError when the endpoint does not list any."""
        try:
            document = await self._get("/models")
            return sorted(str(entry["id"]) for entry in document["data"])
        except TimeoutError as error:
            raise ModelError(Fault.TIMED_OUT, "no list of models in time") from error
        except (TypeError, KeyError) as error:
            raise ModelError(Fault.GARBLED, "the endpoint lists no models") from error

    async def _get(self, path: str) -> Any:  # noqa: ANN401 - any JSON value can come
        timeout = aiohttp.ClientTimeout(total=self._deadlines.connect)
        url, headers = self._endpoint.url(path), self._headers()
        async with (
            _translated(),
            self._session.get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as response,
        ):
            await _raise_for_status(response)
            return json.loads(await _read_body(response, _MAX_WHOLE_BODY) or b"null")

    def _headers(self) -> dict[str, str]:
        # An event stream that a proxy compresses is a stream that it buffers.
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        return headers

    async def _open(self, request: ModelRequest) -> "CompletionStream":
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self._deadlines.first_text):
                async with _translated():
                    response = await self._post(request)
                    stream = CompletionStream(response, self._deadlines, started, request.model)
                    try:
                        await _raise_for_status(response)
                        await stream.start()
                    except BaseException:
                        stream.close()
                        raise
        except TimeoutError as error:
            raise ModelError(Fault.TIMED_OUT, "no first text in time") from error
        return stream

    async def _post(self, request: ModelRequest) -> aiohttp.ClientResponse:
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": m.role.value, "content": m.content} for m in request.messages],
            "temperature": request.temperature,
            "max_tokens": request.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        return await self._session.post(
            self._endpoint.url("/chat/completions"),
            json=body,
            headers=self._headers(),
            # The phases have deadlines of their own: aiohttp's total of 300 s would cut long answers.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._deadlines.connect),
            allow_redirects=False,  # the key must not travel to another host
        )


class CompletionStream:
    """One answer while it is read; made by OpenAIModel, which closes it."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        deadlines: Deadlines,
        started: float,
        model: str,
    ) -> None:
        self._response = response
        self._deadlines = deadlines
        self._ends_at = started + deadlines.whole
        self._model = model
        self._reader = CompletionReader()
        self._first = NOTHING
        self._over = False  # nothing more is to be read
        self._said_something = False
        self.finish: Finish | None = None

    def close(self) -> None:
        """End the request: the connection is closed, so the server stops writing."""
        self._response.close()

    async def start(self) -> None:
        """Read up to the first delta; ModelError when there is none."""
        kind = self._response.content_type
        if kind == "text/html":
            raise ModelError(Fault.GARBLED, "an HTML page instead of an answer")
        if kind == "application/json":
            body = await _read_body(self._response, _MAX_WHOLE_BODY)
            self._first = self._noted(self._reader.whole(body))
            self._over = True
        if not self._first:
            self._first = await self._next_delta()

    async def __aiter__(self) -> AsyncIterator[Delta]:
        """Give the deltas as they come; ModelError where the stream breaks off."""
        if self._first:
            yield self._first
        while self.finish is None:
            try:
                async with _translated(after_text=True), asyncio.timeout_at(self._deadline()):
                    delta = await self._next_delta()
            except TimeoutError as error:
                if self._reader.finish_reason is None:
                    raise ModelError(Fault.INTERRUPTED, "no further text in time") from error
                self._end()
                return
            if delta:
                yield delta

    def _deadline(self) -> float:
        now = asyncio.get_running_loop().time()
        finished = self._reader.finish_reason is not None
        pause = _GRACE_AFTER_FINISH if finished else self._deadlines.between_texts
        return min(now + pause, self._ends_at)

    async def _next_delta(self) -> Delta:
        """Read until something was said.

        An empty delta means that the answer has ended, or that only the usage is still to
        come and the caller should wait for it no longer than a short grace.
        """
        while not self._over:
            chunk = await self._response.content.readany()
            delta = self._noted(self._reader.feed(chunk) if chunk else self._reader.finish())
            self._over = not chunk or self._reader.done or self._reader.error is not None
            if delta or self._reader.finish_reason is not None:
                return delta
        self._end()
        return NOTHING

    def _noted(self, delta: Delta) -> Delta:
        self._said_something = self._said_something or bool(delta.text)
        return delta

    def _end(self) -> None:
        """Set `finish`, or raise what went wrong; all text has been given out before."""
        reader, broken = self._reader, Fault.INTERRUPTED
        if reader.error is not None:
            raise ModelError(broken if self._said_something else Fault.OVERLOADED, reader.error)
        if reader.finish_reason is None and not reader.done:
            fault = broken if self._said_something else Fault.UNREACHABLE
            raise ModelError(fault, "the stream broke off")
        if not self._said_something:
            raise ModelError(Fault.EMPTY, f"finish_reason={reader.finish_reason}")
        reason = _REASONS.get(reader.finish_reason or "stop", FinishReason.COMPLETE)
        self.finish = Finish(reason, reader.model or self._model, reader.usage)


@asynccontextmanager
async def _translated(*, after_text: bool = False) -> AsyncIterator[None]:
    """Turn what aiohttp raises into a ModelError."""
    broken = Fault.INTERRUPTED if after_text else Fault.UNREACHABLE
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise ModelError(broken, "no connection in time") from error
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise ModelError(Fault.REJECTED, f"{type(error).__name__}: {error}") from error
    except (aiohttp.ClientError, ConnectionError) as error:
        raise ModelError(broken, f"{type(error).__name__}: {error}") from error
    except (EventTooLargeError, ValueError) as error:
        raise ModelError(Fault.INTERRUPTED if after_text else Fault.GARBLED, str(error)) from error


async def _raise_for_status(response: aiohttp.ClientResponse) -> None:
    if response.status == 200:  # noqa: PLR2004 - the one status that carries an answer
        return
    detail = error_words(await _read_body(response, _MAX_ERROR_BODY))
    headers = response.headers
    wait = parse_retry_after(headers.get("retry-after-ms"), headers.get("Retry-After"), time.time())
    default = Fault.OVERLOADED if response.status >= 500 else Fault.REJECTED  # noqa: PLR2004 - 5xx
    fault = _FAULTS.get(response.status, default)
    if "insufficient_quota" in detail:
        fault = Fault.UNPAID
    raise ModelError(fault, f"{response.status} {detail}", wait)


async def _read_body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read at most *limit* bytes of a body."""
    pieces: list[bytes] = []
    async for piece in response.content.iter_any():
        pieces.append(piece[:limit])
        limit -= len(pieces[-1])
        if limit <= 0:
            break
    return b"".join(pieces)
