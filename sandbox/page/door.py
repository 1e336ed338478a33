"""The page over HTTP: its files, one stream of news, and the actions that come back."""

import asyncio
from contextlib import suppress
from pathlib import Path

import orjson
from aiohttp import web

from sandbox.errors import DiscordError, Json
from sandbox.page.actions import act
from sandbox.page.stage import Stage
from sandbox.page.view import News, View

_FILES = Path(__file__).parent / "static"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".txt": "text/plain"}
_HOSTS = ("127.0.0.1", "localhost")
_PREFIX = "/sandbox/"
_LARGEST = 40 * 1024 * 1024  # an upload of 25 MB, in base64 and with its neighbours
_AT_MOST_EVERY = 0.03  # seconds between two batches of news
_SIGN_OF_LIFE = 15.0  # seconds
_SAFE = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


class Door:
    """Answers everything that a browser asks for."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @staticmethod
    def leads(path: str) -> bool:
        """Tell whether a path belongs to the page."""
        return path == "/" or path.startswith(_PREFIX)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request; other names for this host are refused, as they may be a trick."""
        if request.url.host not in _HOSTS:
            return web.Response(status=403, text="The page is there for this machine only.")
        path = "page.html" if request.path == "/" else request.path.removeprefix(_PREFIX)
        if path == "news":
            return await self._tell(request)
        if path.startswith("do/"):
            return await self._act(request, path.removeprefix("do/"))
        return _file(path.removeprefix("page/"))

    async def _tell(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            person = self._stage.person(request.query.get("as", ""))
        except LookupError:
            return web.Response(status=404, text="There is nobody of that name.")
        stream = web.StreamResponse(headers={**_SAFE, "Content-Type": "text/event-stream"})
        await stream.prepare(request)
        with self._stage.world.feed.watch() as watch, suppress(ConnectionError):
            await self._keep_telling(stream, View(self._stage, person, watch))
        return stream

    async def _keep_telling(self, stream: web.StreamResponse, view: View) -> None:
        """Send the news until the browser leaves, which shows as a ConnectionError."""
        feed = self._stage.world.feed
        beats, news = feed.beats, view.everything()
        while True:
            await stream.write(_event(news))
            await asyncio.sleep(_AT_MOST_EVERY)
            try:
                async with asyncio.timeout(_SIGN_OF_LIFE):
                    await feed.beyond(beats)
            except TimeoutError:
                news = []
            else:
                beats, news = feed.beats, view.news()

    async def _act(self, request: web.BaseRequest, verb: str) -> web.Response:
        # A page of another site cannot send this type without asking first, and nobody answers.
        if request.method != "POST" or request.content_type != "application/json":
            return _refusal(415, "Actions are posted as JSON.")
        if request.content_length is None or request.content_length > _LARGEST:
            return _refusal(413, "This is too large.")
        try:
            given = orjson.loads(await request.content.read())
            return _json(200, await act(self._stage, verb, given))
        except DiscordError as error:
            return _refusal(400, _words(error.body))
        except (LookupError, TypeError, ValueError) as error:
            return _refusal(400, str(error.args[0] if error.args else error))


def _event(news: News) -> bytes:
    """Write a batch of news; an empty one is a comment, which only keeps the line open."""
    return b"data: " + orjson.dumps(news) + b"\n\n" if news else b":\n\n"


def _file(name: str) -> web.Response:
    path = _FILES / name
    if path.parent != _FILES or not path.is_file():
        return web.Response(status=404, text="There is nothing here.")
    kind = _TYPES.get(path.suffix, "application/octet-stream")
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8", headers=_SAFE)


def _words(refusal: Json) -> str:
    """Find the most telling words in a refusal: those of its first field that is wrong."""
    found: object = refusal.get("errors")
    while isinstance(found, dict) and "_errors" not in found:
        found = next(iter(found.values()), None)
    return str(found["_errors"][0]["message"] if isinstance(found, dict) else refusal["message"])


def _refusal(status: int, words: str) -> web.Response:
    return _json(status, {"error": words})


def _json(status: int, body: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
