"""The shares of two processes on a real Valkey; the arithmetic has its own tests in the core."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from bot.chat.answers.delivery import Dispatcher
from bot.chat.beside import beside
from bot.cluster.opening import open_cluster
from bot.cluster.token_budget import TokenBudget
from bot.core.reply.pacing import Demand
from tests.fakes import FakeClock
from tests.valkey import Valkey

TOTAL = 49
PART = 24


class Sender(Dispatcher):
    """One that only says what it wants, and uses all that it may."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.share = 0
        self.wanted = 0

    def demand(self) -> Demand:
        return Demand(min(self.wanted, self.share), self.wanted)

    def allow(self, requests: float) -> None:
        self.share = int(requests)


@dataclass
class Process:
    sender: Sender
    budget: TokenBudget


@asynccontextmanager
async def processes(url: str, count: int = 2, fair: int = PART) -> AsyncIterator[list[Process]]:
    async with open_cluster(url) as cluster:
        token, made = uuid4().hex, list[Process]()
        for _ in range(count):
            sender = Sender()
            made.append(Process(sender, cluster.budget(token, sender, TOTAL, fair)))
        yield made


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - Redis wakes nobody
            await asyncio.sleep(0.05)


async def test_two_processes_share_what_the_token_may(steady: Valkey) -> None:
    async with (
        processes(steady.url) as (one, other),
        beside(one.budget.run()),
        beside(other.budget.run()),
    ):
        await until(lambda: (one.sender.share, other.sender.share) == (PART, PART))
        one.sender.wanted = 200
        await until(lambda: (one.sender.share, other.sender.share) == (45, 4))
        other.sender.wanted = 200
        await until(lambda: {one.sender.share, other.sender.share} == {24, 25})


async def test_looks_at_the_same_moment_give_nothing_twice(steady: Valkey) -> None:
    async with processes(steady.url, count=12, fair=TOTAL) as all_of_them:
        for each in all_of_them:
            each.sender.wanted = 200
        for _ in range(10):
            await asyncio.gather(*(each.budget.look() for each in all_of_them))
            assert sum(each.sender.share for each in all_of_them) <= TOTAL
        assert sum(each.sender.share for each in all_of_them) == TOTAL


async def test_an_outage_is_said_once_and_each_goes_on_with_its_share(
    shaky: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with processes(shaky.url) as (one, _), beside(one.budget.run()):
        await until(lambda: one.sender.share == PART)
        shaky.kill()
        await until(lambda: bool(caplog.records))
        await asyncio.sleep(1)
        assert one.sender.share == PART
        shaky.start()
        await until(lambda: len(caplog.records) == 2)
    assert [record.message.split()[0] for record in caplog.records] == [
        "budget.alone",
        "budget.shared",
    ]


async def test_a_process_that_never_met_redis_has_its_part(shaky: Valkey) -> None:
    shaky.kill()
    async with processes(shaky.url) as (one, _):
        await one.budget.look()
        assert one.sender.share == PART


async def test_a_redis_that_hangs_costs_one_second(steady: Valkey) -> None:
    async with open_cluster(steady.url) as cluster, asyncio.timeout(5):
        await pause(cluster.redis, milliseconds=1500)
        sender = Sender()
        await cluster.budget(uuid4().hex, sender, TOTAL, PART).look()
        assert sender.share == PART
        await asyncio.sleep(1.5)


async def pause(redis: Redis, milliseconds: int) -> None:
    await redis.client_pause(milliseconds)
