"""Requests, deadlines, cancelling, and the number of answers at once."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import aiohttp
import pytest

from bot.core.account.ledger import Limits
from bot.core.errors import Fault, ModelError
from bot.llm.client import Deadlines, Endpoint, OpenAIClient
from tests.llm.conftest import (
    CARD,
    GOOD,
    REQUEST,
    SHORT,
    MakeModel,
    failing,
    failure_of,
    text_of,
)
from tests.llm.wire_case import DONE, chunk, d, document, head, sse
from tests.llm.wire_server import End, Endless, Pause, Script, WireServer


class TestRequest:
    async def test_holds_what_was_asked_and_the_key(self, make_model: MakeModel) -> None:
        async with WireServer(GOOD) as server:
            assert await text_of(make_model(server)) == "Hello"
        head_lines, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert head_lines.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
        assert b"Authorization: Bearer key" in head_lines
        assert b"Accept-Encoding: identity" in head_lines
        assert json.loads(body) == {
            "model": "a-model",
            "messages": [{"role": "user", "content": "Hi"}],
            "temperature": 0.5,
            "max_tokens": 100,
            "stream": True,
            "stream_options": {"include_usage": True},
        }

    def test_the_key_is_not_shown(self) -> None:
        assert "secret" not in repr(Endpoint("http://localhost/v1", "secret"))

    async def test_an_address_that_is_none_is_refused(self, session: aiohttp.ClientSession) -> None:
        client = OpenAIClient(session, Endpoint("not an address"))
        with pytest.raises(ModelError) as failure:
            await client.open(REQUEST)
        assert failure.value.fault is Fault.REJECTED


@contextmanager
def deaf_address() -> Iterator[str]:
    """An address where the connection is never taken: the queue of the listener is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


class TestDeadlines:
    async def test_connect(self, session: aiohttp.ClientSession) -> None:
        with deaf_address() as url:
            client = OpenAIClient(session, Endpoint(url), replace(SHORT, connect=0.1))
            started = time.monotonic()
            with pytest.raises(ModelError) as raised:
                await client.open(REQUEST)
            failure = raised.value
        assert failure.fault is Fault.UNREACHABLE
        assert "no connection in time" in failure.detail
        assert 0.09 < time.monotonic() - started < 3

    @pytest.mark.parametrize(
        "script",
        [
            [End.STALL],
            sse(End.STALL),
            sse(Endless(b": keep-alive\n\n", 0.01)),
            sse(Endless(chunk(delta={"role": "assistant"}), 0.01)),
            [*document(b"\n"), End.STALL],
            [*document(b'{"choices"'), End.STALL],
        ],
        ids=["no head", "no event", "comments", "no text", "blank lines", "half a document"],
    )
    async def test_first_text(self, make_model: MakeModel, script: Script) -> None:
        async with WireServer(script) as server:
            started = time.monotonic()
            failure = await failure_of(make_model(server, replace(SHORT, first_text=0.5)))
            assert 0.49 < time.monotonic() - started < 5
            await asyncio.wait_for(server.gone.wait(), 30)
        assert failure.fault is Fault.TIMED_OUT
        assert len(server.requests) == 1

    async def test_reasoning_counts_as_first_text(self, make_model: MakeModel) -> None:
        script = sse(chunk(delta={"reasoning": "hm"}), Pause(1.2), d(), DONE)
        async with WireServer(script) as server:
            assert await text_of(make_model(server, Deadlines(first_text=1.0))) == "Hello"

    async def test_between_texts(self, make_model: MakeModel) -> None:
        script = sse(d(), Pause(1.2), d(), Pause(1.2), d(), Endless(b":\n\n", 0.01))
        async with WireServer(script) as server:
            started = time.monotonic()
            failure = await failure_of(make_model(server, Deadlines(between_texts=2.0)))
            assert 4.39 < time.monotonic() - started < 8
        assert failure.fault is Fault.INTERRUPTED

    async def test_whole_answer(self, make_model: MakeModel) -> None:
        async with WireServer(sse(Endless(d("x"), 0.01))) as server:
            started = time.monotonic()
            failure = await failure_of(make_model(server, replace(SHORT, whole=0.3)))
            assert 0.29 < time.monotonic() - started < 3
            await asyncio.wait_for(server.gone.wait(), 30)
        assert failure.fault is Fault.INTERRUPTED

    async def test_a_slow_reader_is_not_a_slow_server(self, make_model: MakeModel) -> None:
        async with WireServer(GOOD) as server:
            model = make_model(server, replace(SHORT, between_texts=0.1))
            async with model.answer(REQUEST, CARD) as stream:
                async for _ in stream:
                    await asyncio.sleep(0.15)
            assert stream.finish is not None


class TestCancel:
    @pytest.mark.parametrize(
        "script",
        [[End.STALL], sse(End.STALL), sse(d(), End.STALL), sse(d(), Endless(d("x"), 0.001))],
        ids=["before the head", "before the text", "in silence", "in the middle"],
    )
    async def test_closes_the_connection_at_once(
        self, make_model: MakeModel, script: Script
    ) -> None:
        async with WireServer(script) as server, asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(text_of(make_model(server)))
            await asyncio.sleep(0.05)
            asking.cancel()
            await asyncio.wait_for(server.gone.wait(), 30)  # how soon: benchmarks/stopping.py
        assert asking.cancelled()

    async def test_in_a_pause_between_two_tries_ends_it(self, make_model: MakeModel) -> None:
        async with WireServer(failing("503 Busy", "Retry-After: 9")) as server:
            paused = asyncio.Event()

            async def pause(seconds: float) -> None:
                paused.set()
                await asyncio.sleep(seconds)

            asking = asyncio.ensure_future(text_of(make_model(server, sleep=pause)))
            await paused.wait()
            asking.cancel()
            await asyncio.wait([asking])
        assert asking.cancelled()
        assert len(server.requests) == 1


class TestConcurrency:
    async def test_no_more_than_allowed_are_asked_at_once(self, make_model: MakeModel) -> None:
        async with WireServer(sse(d(), Pause(0.03), d(), DONE)) as server:
            model = make_model(server, limits=Limits(concurrency=3))
            texts = await asyncio.gather(*(text_of(model) for _ in range(10)))
        assert texts == ["HelloHello"] * 10
        assert server.most_open == 3

    async def test_zero_means_no_limit(self, make_model: MakeModel) -> None:
        async with WireServer(sse(d(), Pause(0.1), DONE)) as server:
            model = make_model(server, limits=Limits())
            await asyncio.gather(*(text_of(model) for _ in range(10)))
        assert server.most_open == 10

    async def test_a_failed_or_cancelled_answer_gives_its_place_back(
        self, make_model: MakeModel
    ) -> None:
        async with WireServer(failing("400 No"), sse(d(), End.STALL), GOOD) as server:
            model = make_model(server, limits=Limits(concurrency=1))
            await failure_of(model)
            async with model.answer(REQUEST, CARD) as stream:
                async for _ in stream:
                    break
            assert await text_of(model) == "Hello"


class TestModels:
    async def test_are_listed_in_order(self, make_model: MakeModel) -> None:
        async with WireServer(document({"data": [{"id": "b"}, {"id": "a"}]})) as server:
            assert await make_model(server).models() == ["a", "b"]
        assert server.requests[0].startswith(b"GET /v1/models HTTP/1.1\r\n")

    @pytest.mark.parametrize(
        ("script", "fault"),
        [
            (document(b""), Fault.GARBLED),
            (document(b"<html>"), Fault.GARBLED),
            (document([]), Fault.GARBLED),
            (document({"data": [5]}), Fault.GARBLED),
            (document({"data": None}), Fault.GARBLED),
            (document(b"[" * 200_000), Fault.GARBLED),
            (failing("401 Unauthorized"), Fault.UNAUTHORIZED),
            (failing("500 Oh"), Fault.OVERLOADED),
            ([head("307 Temporary Redirect", "text/plain", "Location: /x")], Fault.REJECTED),
            ([End.RESET], Fault.UNREACHABLE),
            ([End.STALL], Fault.TIMED_OUT),
        ],
    )
    async def test_an_endpoint_that_does_not_say(
        self, make_model: MakeModel, script: Script, fault: Fault
    ) -> None:
        connect = 0.1 if fault is Fault.TIMED_OUT else 10.0
        async with WireServer(script) as server:
            with pytest.raises(ModelError) as failure:
                await make_model(server, replace(SHORT, connect=connect)).models()
        assert failure.value.fault is fault
