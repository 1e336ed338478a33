"""Files that people give to a command, over real sockets."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterable
from types import SimpleNamespace

import discord
import pytest
from aiohttp import web
from discord.http import Route

from benchmarks._app_server import AppServer
from bot.core.errors import SurfaceError
from cogs import _files
from cogs._files import read_file

BOMB = gzip.compress(b"0" * 10**7)


class FileServer(AppServer):
    """Gives files as a host may that means no good."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        self.sent = 0
        self.left = asyncio.Event()  # whoever read the endless file has gone

    def routes(self) -> Iterable[web.RouteDef]:
        yield web.get("/{path:.*}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        match request.path:
            case "/files/notes.txt":
                return web.Response(body=b"Rabbits dig.")
            case "/files/elsewhere":
                raise web.HTTPFound("/files/notes.txt")
            case "/files/bomb":
                return web.Response(body=BOMB, headers={"Content-Encoding": "gzip"})
            case "/files/slow":
                await asyncio.sleep(60)
                return web.Response()
            case "/files/endless":
                return await self._endless(request)
            case _:
                raise web.HTTPNotFound

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"0" * 10_000)
                self.sent += 10_000
        finally:
            self.left.set()


@pytest.fixture
async def server() -> AsyncIterator[FileServer]:
    """A server of files that stands where the API in use is said to be."""
    async with FileServer() as server:
        Route.BASE = f"{server.url}/api/v10"
        yield server


def file_at(url: str) -> discord.Attachment:
    """A file as Discord tells of it; what it says of the size need not be true."""
    told = {"id": "1", "filename": "notes.txt", "size": 1, "url": url, "proxy_url": url}
    return discord.Attachment(data=told, state=SimpleNamespace(http=None))  # type: ignore[arg-type]  # all that it needs


async def test_a_file_comes_as_it_is(server: FileServer) -> None:
    assert await read_file(file_at(f"{server.url}/files/notes.txt"), 100) == b"Rabbits dig."
    [request] = server.asked
    assert not {"Authorization", "Cookie"} & request.headers.keys()


async def test_a_file_is_not_fetched_from_another_host(server: FileServer) -> None:
    Route.BASE = "https://discord.com/api/v10"
    with pytest.raises(SurfaceError, match="not at Discord"):
        await read_file(file_at(f"{server.url}/files/notes.txt"), 100)
    assert server.asked == []


async def test_nobody_is_followed_elsewhere(server: FileServer) -> None:
    with pytest.raises(SurfaceError, match="302"):
        await read_file(file_at(f"{server.url}/files/elsewhere"), 100)
    assert len(server.asked) == 1


async def test_of_a_file_that_never_ends_no_more_is_read_than_may_be(server: FileServer) -> None:
    with pytest.raises(SurfaceError, match="more than 50000 bytes"):
        await read_file(file_at(f"{server.url}/files/endless"), 50_000)
    await asyncio.wait_for(server.left.wait(), 5)
    assert server.sent < 10**7  # what buffers of sockets hold, and no more


async def test_a_packed_file_is_not_unpacked(server: FileServer) -> None:
    assert await read_file(file_at(f"{server.url}/files/bomb"), len(BOMB)) == BOMB


async def test_a_file_that_does_not_come_is_waited_for_only_so_long(
    server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_files, "_WITHIN", 0.2)
    with pytest.raises(SurfaceError):
        await read_file(file_at(f"{server.url}/files/slow"), 100)


async def test_a_file_that_is_gone_is_an_error_of_the_surface(server: FileServer) -> None:
    with pytest.raises(SurfaceError, match="404"):
        await read_file(file_at(f"{server.url}/files/nothing"), 100)
