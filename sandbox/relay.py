"""A door between a bot and its model, which makes the model as slow as one likes."""

import asyncio
import re
import secrets
from collections.abc import Iterator, Mapping

import aiohttp
from aiohttp import hdrs, web

from sandbox.listening import HOST, Listener, Server

# RFC 9110, 7.6.1: they concern one connection. The rest is counted or written anew on each.
_OF_ONE_HOP = frozenset(
    name.lower()
    for name in (
        hdrs.CONNECTION,
        hdrs.KEEP_ALIVE,
        hdrs.PROXY_AUTHENTICATE,
        hdrs.PROXY_AUTHORIZATION,
        hdrs.TE,
        hdrs.TRAILER,
        hdrs.TRANSFER_ENCODING,
        hdrs.UPGRADE,
        hdrs.HOST,
    )
)
_NOT_OURS_TO_ADD = (hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.USER_AGENT, hdrs.CONTENT_TYPE)
_ANY_TIME = aiohttp.ClientTimeout(total=None)  # the bot has deadlines of its own
_EVENT = re.compile(rb".*?\r?\n\r?\n|.+", re.DOTALL)


class Relay(Server):
    """Hands requests on and answers back, byte for byte and as they come; errors stay what they are.

    Attributes:
        delay: Seconds that each server-sent event waits before it goes on.
    """

    def __init__(self) -> None:
        self.delay = 0.0
        self._listener = Listener(self._serve, 0, ends_with_client=True)
        self._addresses: dict[str, str] = {}

    @property
    def used(self) -> bool:
        """Whether somebody has an address that leads through here."""
        return bool(self._addresses)

    def through(self, url: str) -> str:
        """Give an address that leads to *url*; nobody can guess it."""
        name = secrets.token_urlsafe(12)
        self._addresses[name] = url.rstrip("/")
        return f"http://{HOST}:{self._listener.port}/{name}"

    async def start(self) -> None:
        """Open the door on a free port."""
        # Kept connections are worth little in a talk with one person, and llama.cpp breaks them.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self._client = aiohttp.ClientSession(
            connector=connector,
            timeout=_ANY_TIME,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        await self._listener.start()

    async def stop(self) -> None:
        """Close it, with all that goes through."""
        await self._listener.stop()
        await self._client.close()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        name, _, rest = request.path_qs.removeprefix("/").partition("/")
        if name not in self._addresses:
            return web.Response(status=404, text="This leads nowhere.")
        try:
            async with self._client.request(
                request.method,
                f"{self._addresses[name]}/{rest}",
                headers=list(_handed_on(request.headers)),
                data=await request.content.read() or None,
                skip_auto_headers=_NOT_OURS_TO_ADD,
                allow_redirects=False,
            ) as answer:
                return await self._pass_on(request, answer)
        except (aiohttp.ClientError, OSError):
            # Out of reach or broken off: the bot sees the same, after what had come until then.
            if request.transport is not None:
                request.transport.close()
            return web.Response(status=502)

    async def _pass_on(
        self, request: web.BaseRequest, answer: aiohttp.ClientResponse
    ) -> web.StreamResponse:
        response = web.StreamResponse(
            status=answer.status, reason=answer.reason, headers=list(_handed_on(answer.headers))
        )
        await response.prepare(request)
        async for received in answer.content.iter_any():
            if not self.delay:
                await response.write(received)
                continue
            for event in _EVENT.findall(received):
                await asyncio.sleep(self.delay)
                await response.write(event)
        return response


def _handed_on(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return (each for each in headers.items() if each[0].lower() not in _OF_ONE_HOP)
