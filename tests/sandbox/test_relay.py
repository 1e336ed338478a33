"""What stands between a bot and its model."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from sandbox.relay import Relay

_EVENTS = (b'data: {"a": 1}\n\n', b"data: [DONE]\r\n\r\n")
_LONG = 5.0  # seconds; what it is about takes milliseconds

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    async with Relay() as relay:
        yield relay


@pytest.fixture
async def bot() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@asynccontextmanager
async def model(answer: Answer) -> AsyncIterator[str]:
    """Open a model; gives its address."""
    app = web.Application()
    app.router.add_route("*", "/v1/{rest:.*}", answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.01)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


class Pen:
    """Answers with one event, and then with others when it is let."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.left = asyncio.Event()

    async def write(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            await response.write(_EVENTS[0])
            await self.go_on.wait()
            await response.write(b"".join(_EVENTS))
        except (asyncio.CancelledError, ConnectionError):
            self.left.set()
            raise
        return response


async def test_a_request_and_its_answer_go_on_unchanged(
    relay: Relay, bot: aiohttp.ClientSession
) -> None:
    heard: list[tuple[str, str, bytes, dict[str, str]]] = []

    async def answer(request: web.Request) -> web.Response:
        seen = (request.method, request.path_qs, await request.read(), dict(request.headers))
        heard.append(seen)
        headers = {"Content-Encoding": "gzip", "X-Request-Id": "7"}
        return web.Response(status=201, reason="Made", body=gzip.compress(b"{}"), headers=headers)

    sent = {"Authorization": "Bearer secret", "Accept": "text/event-stream", "Connection": "close"}
    async with model(answer) as url:
        address = relay.through(url + "/")
        async with bot.post(f"{address}/chat?a=%26", data=b"\x00 body", headers=sent) as answered:
            assert (answered.status, answered.reason) == (201, "Made")
            assert answered.headers["X-Request-Id"] == "7"
            assert await answered.read() == b"{}"
    [(method, path, body, headers)] = heard
    assert (method, path, body) == ("POST", "/v1/chat?a=%26", b"\x00 body")
    assert {name: headers[name] for name in ("Authorization", "Accept")} == {
        name: sent[name] for name in ("Authorization", "Accept")
    }
    assert headers["Host"] in url


@pytest.mark.parametrize("status", [301, 401, 429, 500])
async def test_a_refusal_goes_on_unchanged(
    relay: Relay, bot: aiohttp.ClientSession, status: int
) -> None:
    async def refuse(_request: web.Request) -> web.Response:
        headers = {"Retry-After": "7", "Location": "/elsewhere"}
        return web.json_response({"error": "no"}, status=status, headers=headers)

    async with (
        model(refuse) as url,
        bot.get(f"{relay.through(url)}/models", allow_redirects=False) as answer,
    ):
        assert (answer.status, answer.headers["Retry-After"]) == (status, "7")
        assert await answer.json() == {"error": "no"}


async def test_what_is_written_comes_at_once(relay: Relay, bot: aiohttp.ClientSession) -> None:
    pen = Pen()
    async with model(pen.write) as url, bot.post(f"{relay.through(url)}/chat") as answer:
        assert await answer.content.readany() == _EVENTS[0]
        pen.go_on.set()
        assert await answer.content.read() == b"".join(_EVENTS)


async def test_a_slow_models_events_come_one_by_one(
    relay: Relay, bot: aiohttp.ClientSession
) -> None:
    pen = Pen()
    relay.delay = 0.01
    async with model(pen.write) as url, bot.post(f"{relay.through(url)}/chat") as answer:
        pen.go_on.set()
        received = [chunk async for chunk, _ in answer.content.iter_chunks()]
    assert received == [_EVENTS[0], *_EVENTS]


@pytest.mark.parametrize("delay", [0.0, 30.0], ids=["while it writes", "while it is slow"])
async def test_a_bot_that_leaves_ends_the_models_request(
    relay: Relay, bot: aiohttp.ClientSession, delay: float
) -> None:
    pen = Pen()
    async with model(pen.write) as url:
        async with bot.post(f"{relay.through(url)}/chat") as answer:
            relay.delay = delay
            answer.close()
        async with asyncio.timeout(_LONG):
            await pen.left.wait()


async def test_a_bot_that_leaves_before_any_answer_ends_the_models_request(
    relay: Relay, bot: aiohttp.ClientSession
) -> None:
    asked, left = asyncio.Event(), asyncio.Event()

    async def think(_request: web.Request) -> web.Response:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
        return web.Response()

    async with model(think) as url:
        asking = asyncio.ensure_future(bot.post(f"{relay.through(url)}/chat"))
        await asked.wait()
        asking.cancel()
        async with asyncio.timeout(_LONG):
            await left.wait()


async def test_an_answer_that_breaks_off_does_so_after_what_had_come(
    relay: Relay, bot: aiohttp.ClientSession
) -> None:
    async def break_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(_EVENTS[0])
        assert request.transport is not None
        request.transport.close()
        return response

    async with model(break_off) as url, bot.post(f"{relay.through(url)}/chat") as answer:
        assert await answer.content.readany() == _EVENTS[0]
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.content.readany()


async def test_a_model_that_is_out_of_reach_is_no_answer(
    relay: Relay, bot: aiohttp.ClientSession
) -> None:
    async with model(Pen().write) as url:
        address = relay.through(url)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.get(f"{address}/models")


async def test_an_address_has_to_be_known(relay: Relay, bot: aiohttp.ClientSession) -> None:
    address = relay.through("http://127.0.0.1:9/v1")
    async with bot.get(f"{address.rpartition('/')[0]}/guessed/models") as answer:
        assert answer.status == 404
