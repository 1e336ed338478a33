"""Servers with a key of their own: their account, their limits, and nobody else's money."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.beside import beside
from bot.chat.ports import ModelRequest
from bot.core.account.ledger import Limits
from bot.core.errors import Fault, ModelError
from bot.llm.account import ModelAccount
from bot.llm.hub import ModelHub
from bot.llm.own_accounts import IDLE, MOST_OPEN, OwnAccounts
from tests.llm.conftest import GOOD, failing
from tests.llm.test_hub import a_hub, a_request, body, text_of
from tests.llm.wire_case import DONE, d, document, event, sse, stop
from tests.llm.wire_server import Pause, Script, WireServer
from tests.virtual_time import VirtualTimeLoop

OPERATOR, OWN, OTHER = "home-key", "marker-of-seven", "marker-of-eight"
KEYS = {7: OWN, 8: OTHER}


@asynccontextmanager
async def a_hub_with_keys(
    folder: Path, home: WireServer, other: WireServer, limits: Limits | None = None
) -> AsyncIterator[ModelHub]:
    """Servers 7 and 8 have a key, all others have none."""

    async def key_of(tenant: int) -> str | None:
        return KEYS.get(tenant)

    async with a_hub(folder, home, other, limits) as hub:
        hub.use_keys(key_of)
        yield hub


def of(tenant: int, model: str = "spare") -> ModelRequest:
    return replace(a_request(model), tenant=tenant)


def saying(words: str, status: str) -> Script:
    return document({"error": {"message": words}}, status)


def keys_seen(server: WireServer) -> list[str]:
    heads = (request.partition(b"\r\n\r\n")[0].decode() for request in server.requests)
    return [head.partition("Bearer ")[2].partition("\r\n")[0] for head in heads]


async def refusal(hub: ModelHub, request: ModelRequest) -> ModelError:
    with pytest.raises(ModelError) as failure:
        await text_of(hub, request)
    return failure.value


async def test_each_server_is_asked_for_with_its_own_key_and_others_with_the_operators(
    tmp_path: Path,
) -> None:
    async with WireServer(GOOD) as home, a_hub_with_keys(tmp_path, home, home) as hub:
        for tenant in (7, 9, 8, 0, 7):
            assert await text_of(hub, of(tenant)) == "Hello"
    assert keys_seen(home) == [OWN, OPERATOR, OTHER, OPERATOR, OWN]


async def test_models_of_other_providers_are_asked_with_the_operators_key(tmp_path: Path) -> None:
    async with (
        WireServer(GOOD) as home,
        WireServer(GOOD) as other,
        a_hub_with_keys(tmp_path, home, other) as hub,
    ):
        assert await text_of(hub, of(7, "coder")) == "Hello"
    assert keys_seen(other) == ["other-key"]
    assert not home.requests


@pytest.mark.parametrize("status", ["401 Unauthorized", "402 Payment", "403 Forbidden"])
async def test_a_refused_key_is_told_as_such_and_nobody_else_is_asked(
    tmp_path: Path, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        WireServer(saying(f"no key {OWN}, nor {OWN[:9]}***", status)) as home,
        WireServer(GOOD) as other,
        a_hub_with_keys(tmp_path, home, other) as hub,
    ):
        error = await refusal(hub, of(7, "talker"))
    assert error.fault is Fault.KEY_REFUSED
    assert keys_seen(home) == [OWN]
    assert not other.requests
    assert "marker" not in f"{error!r} {caplog.text}"


async def test_what_fails_at_home_is_not_answered_by_the_operators_other_providers(
    tmp_path: Path,
) -> None:
    down = failing("404 Not Found")
    async with (
        WireServer(down) as home,
        WireServer(GOOD) as other,
        a_hub_with_keys(tmp_path, home, other) as hub,
    ):
        assert (await refusal(hub, of(7, "talker"))).fault is Fault.UNKNOWN_MODEL
        assert [body(request)["model"] for request in home.requests] == ["talker", "spare"]
        assert keys_seen(home) == [OWN, OWN]
        assert not other.requests
        assert await text_of(hub, of(9, "talker")) == "Hello"  # who has no key has the fallback


async def test_a_429_of_one_key_pauses_no_other(tmp_path: Path) -> None:
    limited = failing("429 Too Many Requests", "retry-after: 2")
    async with (
        WireServer(limited, GOOD) as home,
        a_hub_with_keys(tmp_path, home, home) as hub,
        asyncio.TaskGroup() as tasks,
    ):
        paused = tasks.create_task(text_of(hub, of(7)))
        await asyncio.sleep(0.3)
        also_paused = tasks.create_task(text_of(hub, of(7)))
        for tenant in (8, 9):
            assert await text_of(hub, of(tenant)) == "Hello"
        assert not paused.done()
        assert not also_paused.done()
        assert hub.waiting == 1
        await also_paused
    assert keys_seen(home) == [OWN, OTHER, OPERATOR, OWN, OWN]


async def test_every_key_has_the_limits_for_itself(tmp_path: Path) -> None:
    slow = sse(d(), Pause(0.1), stop(), DONE)
    async with (
        WireServer(slow) as home,
        a_hub_with_keys(tmp_path, home, home, Limits(concurrency=1)) as hub,
    ):
        await asyncio.gather(*(text_of(hub, of(tenant)) for tenant in (7, 7, 8, 8, 9, 9)))
    assert home.most_open == 3


async def test_a_key_stands_in_no_words_of_the_provider(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    in_stream = sse(event({"error": {"message": f"no quota for {OWN}", "code": "400"}}))
    in_body = (saying(f"not with {OWN}", status) for status in ("400 Bad", "503 Down"))
    for script in (*in_body, in_stream):
        async with WireServer(script) as home, a_hub_with_keys(tmp_path, home, home) as hub:
            error = await refusal(hub, of(7))
        assert "marker" not in f"{error!r} {error.detail}"
    assert "marker" not in caplog.text


async def test_a_key_is_tried_with_one_token(tmp_path: Path) -> None:
    wrong = failing("401 Unauthorized")
    async with WireServer(GOOD, wrong) as home, a_hub_with_keys(tmp_path, home, home) as hub:
        await hub.try_key("marker-to-try")
        with pytest.raises(ModelError) as failure:
            await hub.try_key("marker-to-try")
    assert failure.value.fault is Fault.UNAUTHORIZED
    assert keys_seen(home) == ["marker-to-try"] * 2
    assert body(home.requests[0])["max_tokens"] == 1


def in_virtual_time(scenario: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(scenario)


class Opened:
    """Notes the keys whose accounts are open."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.ever = 0

    @asynccontextmanager
    async def __call__(self, key: str) -> AsyncIterator[ModelAccount]:
        self.keys.append(key)
        self.ever += 1
        await asyncio.sleep(0.5)
        try:
            yield object()  # type: ignore[misc]  # nothing is asked here
        finally:
            self.keys.remove(key)


def test_an_account_is_opened_once_and_closed_when_it_is_idle() -> None:
    async def scenario() -> None:
        opened = Opened()
        accounts = OwnAccounts(opened)

        async def use(key: str, seconds: float) -> None:
            async with accounts.account(key):
                await asyncio.sleep(seconds)

        async with beside(accounts.run()):
            await asyncio.gather(*(use(OWN, 1) for _ in range(5)), use(OTHER, 3 * IDLE))
            assert opened.keys == [OTHER]  # the other one was idle meanwhile
            await use(OWN, 1)
            await asyncio.sleep(IDLE / 2)
            await use(OWN, 1)
            await asyncio.sleep(IDLE / 2)
            assert opened.keys == [OWN]
            await asyncio.sleep(2 * IDLE)
            assert not opened.keys
            assert accounts.open == 0
            assert opened.ever == 3
            await use(OWN, 1)
        assert not opened.keys

    in_virtual_time(scenario())


def test_who_gives_up_while_an_account_is_opened_disturbs_nobody() -> None:
    async def scenario() -> None:
        opened = Opened()
        accounts = OwnAccounts(opened)

        async def use() -> None:
            async with accounts.account(OWN):
                pass

        async with beside(accounts.run()), asyncio.TaskGroup() as tasks:
            first, second = (tasks.create_task(use()) for _ in range(2))
            await asyncio.sleep(0.1)
            first.cancel()
            await second
        assert opened.ever == 1

    in_virtual_time(scenario())


def test_where_too_many_are_open_the_idlest_is_closed_and_none_in_use() -> None:
    async def scenario() -> None:
        opened = Opened()
        accounts = OwnAccounts(opened)

        async def use(key: str, seconds: float = 0.0) -> None:
            async with accounts.account(key):
                await asyncio.sleep(seconds)

        async with beside(accounts.run()), asyncio.TaskGroup() as tasks:
            for number in range(MOST_OPEN - 1):
                tasks.create_task(use(f"in use {number}", IDLE))
            await use("idlest")
            await use("new")
            assert len(opened.keys) == accounts.open == MOST_OPEN
            assert "idlest" not in opened.keys
            tasks.create_task(use("idlest", IDLE))
            await use("one too many", IDLE)
            assert accounts.open == MOST_OPEN + 1

    in_virtual_time(scenario())
