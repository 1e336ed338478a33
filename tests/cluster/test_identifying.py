"""Whose turn it is, on a real Valkey."""

import asyncio
import logging
import time
from itertools import pairwise

import pytest
from redis.asyncio import Redis

from bot.cluster.identifying import IdentifySlots
from bot.cluster.opening import connect, open_cluster
from tests.valkey import Valkey

EVERY = 0.2


def slots(redis: Redis, name: str) -> IdentifySlots:
    return IdentifySlots(redis, name, EVERY)


async def test_under_one_key_all_processes_take_turns(steady: Valkey) -> None:
    taken: list[float] = []

    async def take(turn: IdentifySlots) -> None:
        assert await turn(0)
        taken.append(time.monotonic())

    async with connect(steady.url) as one, connect(steady.url) as other:
        turns = [slots(redis, "turns") for redis in (one, other) * 2]
        await asyncio.gather(*map(take, turns))
    assert min(b - a for a, b in pairwise(sorted(taken))) > 0.9 * EVERY


async def test_other_keys_and_other_bots_wait_for_nobody(steady: Valkey) -> None:
    async with connect(steady.url) as redis:
        turn = IdentifySlots(redis, "a bot", every=60)
        async with asyncio.timeout(5):
            assert await turn(0)
            assert await turn(1)
            assert await IdentifySlots(redis, "another bot", every=60)(0)


async def test_a_turn_ends_by_itself_when_its_holder_dies(steady: Valkey) -> None:
    async with connect(steady.url) as redis:
        assert await slots(redis, "dead")(0)
    async with connect(steady.url) as redis, asyncio.timeout(5):
        assert await slots(redis, "dead")(0)


async def test_one_that_gives_up_waiting_has_taken_nothing(steady: Valkey) -> None:
    async with connect(steady.url) as redis:
        turn = slots(redis, "patience")
        assert await turn(0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(EVERY / 4):
                await turn(0)
        await asyncio.sleep(EVERY)
        assert await redis.get("patience:0") is None


async def test_without_redis_nobody_knows_whose_turn_it_is(
    shaky: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    shaky.kill()
    async with open_cluster(shaky.url) as cluster:
        assert not await cluster.identify_slots("token")(0)
    assert [record.message.split()[0] for record in caplog.records] == ["identify.alone"]
