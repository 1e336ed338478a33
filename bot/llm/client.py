"""One OpenAI-compatible endpoint over aiohttp: a request is sent once, stream.py reads the answer."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from bot.chat.ports import ModelRequest
from bot.core.errors import Fault, ModelError
from bot.core.wire.failure import read_failure_body
from bot.core.wire.parsing import parse
from bot.llm.retry import parse_retry_after
from bot.llm.stream import MAX_DOCUMENT, CompletionStream, Deadlines, read_body, translated

__all__ = ["Deadlines", "Endpoint", "OpenAIClient"]

_NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
_MAX_ERROR_BODY = 64 * 1024
# The status has told what is wrong; its words are worth a moment, not a deadline.
_ERROR_BODY_TIMEOUT = 2.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint: *base_url* up to and with its version, and its key."""

    base_url: str
    key: str | None = field(default=None, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine, where connecting costs nothing."""
        return urlsplit(self.base_url).hostname in ("127.0.0.1", "::1", "localhost")

    def masked(self, words: str) -> str:
        """Give what the server says without the key."""
        return words.replace(self.key, "[key]") if self.key else words

    def url(self, path: str) -> URL:
        """Give the address of *path* below the base."""
        return URL(self.base_url.rstrip("/") + path)


class OpenAIClient:
    """Speaks to *endpoint*; *session* is the caller's and may be shared."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        endpoint: Endpoint,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._session = session
        self._endpoint = endpoint
        self._deadlines = deadlines or Deadlines()

    async def open(
        self, request: ModelRequest, extra: Mapping[str, object] = _NOTHING_MORE
    ) -> CompletionStream:
        """Ask, and give the stream once its first text is there; the caller closes it.

        *extra* are further fields of the request's body. ModelError when no text comes.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self._deadlines.first_text):
                async with translated(Fault.UNREACHABLE):
                    response = await self._post(request, extra)
                    stream = CompletionStream(
                        response, self._deadlines, started, request.model, self._endpoint.masked
                    )
                    try:
                        await self._raise_for_status(response)
                        await stream.start()
                    except BaseException:
                        stream.close()
                        raise
        except TimeoutError as error:
            raise ModelError(Fault.TIMED_OUT, "no first text in time") from error
        return stream

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
            translated(Fault.UNREACHABLE),
            self._session.get(
                url, headers=headers, timeout=timeout, allow_redirects=False
            ) as response,
        ):
            await self._raise_for_status(response)
            return parse(await read_body(response, MAX_DOCUMENT) or b"null")

    def _headers(self) -> dict[str, str]:
        # An event stream that a proxy compresses is a stream that it buffers.
        headers = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
        if self._endpoint.is_local:
            # llama.cpp closes a connection behind every stream, though it promises to keep it.
            headers["Connection"] = "close"
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        return headers

    async def _post(
        self, request: ModelRequest, extra: Mapping[str, object]
    ) -> aiohttp.ClientResponse:
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [{"role": m.role.value, "content": m.content} for m in request.messages],
            "temperature": request.temperature,
            "max_tokens": request.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
            **extra,
        }
        return await self._session.post(
            self._endpoint.url("/chat/completions"),
            json=body,
            headers=self._headers(),
            # The phases have deadlines of their own: aiohttp's total of 300 s would cut long answers.
            timeout=aiohttp.ClientTimeout(total=None, connect=self._deadlines.connect),
            allow_redirects=False,  # the key must not travel to another host
        )

    async def _raise_for_status(self, response: aiohttp.ClientResponse) -> None:
        if response.status == 200:  # noqa: PLR2004 - the one status that carries an answer
            return
        failure = read_failure_body(await _read_error(response), response.status)
        headers = response.headers
        wait = parse_retry_after(
            headers.get("retry-after-ms"), headers.get("Retry-After"), time.time()
        )
        words = self._endpoint.masked(failure.words)
        raise ModelError(failure.fault, f"{response.status}", wait, said=words)


async def _read_error(response: aiohttp.ClientResponse) -> bytes:
    """Read the words of an error; what breaks meanwhile does not hide the error itself."""
    try:
        async with asyncio.timeout(_ERROR_BODY_TIMEOUT):
            return await read_body(response, _MAX_ERROR_BODY)
    except (TimeoutError, aiohttp.ClientError, ConnectionError):
        return b""
