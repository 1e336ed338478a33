"""Several processes of one account, on a real Valkey that they lose, or that loses its data."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest

from bot.cluster.opening import connect
from bot.cluster.shared_ledger import LEASE, RETRY_EVERY, LedgerScript, SharedLedger
from bot.core.account.ledger import Limits, Ticket
from tests.valkey import Valkey

SHORT = 2.0  # seconds of Valkey's clock, for a lease that a test waits for


@dataclass
class StillClock:
    """Time that a test moves on."""

    at: float = 0.0

    def now(self) -> float:
        return self.at

    def wall(self) -> float:
        return self.at


@dataclass
class Several:
    """The ledgers of processes that all know of each other, and what each holds."""

    ledgers: list[SharedLedger]
    clock: StillClock

    def ask(self, which: int, questions: int = 20) -> None:
        for number in range(questions):
            self.ledgers[which].enter(Ticket(f"{which}.{number}", which, 10))

    def end(self, which: int) -> None:
        """Give up all that this one holds and waits for."""
        own = self.ledgers[which]._own
        for ticket in (*own.held, *own.waiting):
            self.ledgers[which].leave(ticket.id)

    async def look(self, *which: int) -> list[int]:
        """Let these look, one after the other; gives how many tickets each process holds then."""
        for each in which:
            await self.ledgers[each].look()
        return [len(ledger._own.held) for ledger in self.ledgers]

    async def only(self, which: int) -> None:
        """Let a short lease pass in which only this one gives signs of life."""
        for _ in range(3):
            await asyncio.sleep(SHORT / 2)
            await self.ledgers[which].look()

    async def lose(self, valkey: Valkey) -> None:
        """Let all go on alone, with twenty questions each, until it is back and empty."""
        valkey.kill()
        for which in range(len(self.ledgers)):
            self.ask(which)
            await self.look(which)
        valkey.start()
        self.clock.at += RETRY_EVERY


@asynccontextmanager
async def several(
    valkey: Valkey, count: int, limits: Limits, lease: float = LEASE
) -> AsyncIterator[Several]:
    account, clock = uuid4().hex, StillClock()
    async with connect(valkey.url) as redis:
        scripts = [LedgerScript(redis, account, limits, lease) for _ in range(count)]
        them = Several([SharedLedger(script, clock) for script in scripts], clock)
        await them.look(*range(count), *range(count))
        yield them


@pytest.mark.parametrize("limits", [Limits(8), Limits(tokens=80), Limits(concurrency=8)])
async def test_an_emptied_redis_gives_nobody_what_the_others_may_hold(
    shaky: Valkey, limits: Limits
) -> None:
    async with several(shaky, 4, limits) as them:
        await them.lose(shaky)
        for which in (2, 0, 3, 1, 2):
            assert await them.look(which) == [2, 2, 2, 2]


async def test_with_the_last_one_back_all_may_use_the_whole_limit_at_once(shaky: Valkey) -> None:
    async with several(shaky, 4, Limits(concurrency=8)) as them:
        await them.lose(shaky)
        for which in (1, 2, 3):
            them.end(which)
        assert await them.look(0, 1, 2, 0) == [6, 0, 0, 0]
        assert await them.look(3, 0) == [8, 0, 0, 0]


async def test_one_that_does_not_come_back_leaves_its_part_after_a_lease(shaky: Valkey) -> None:
    async with several(shaky, 2, Limits(concurrency=8), SHORT) as them:
        await them.lose(shaky)
        assert await them.look(0) == [4, 4]
        await them.only(0)
        assert await them.look(0) == [8, 4]


async def test_one_that_ends_in_order_is_not_awaited(shaky: Valkey) -> None:
    async with several(shaky, 2, Limits(concurrency=8)) as them:
        await them.lose(shaky)
        assert await them.look(0) == [4, 4]
        await them.ledgers[1].close()
        assert await them.look(0) == [8, 4]


async def test_one_that_was_cut_off_finds_the_others_as_they_are_and_awaits_who_is_missing(
    steady: Valkey,
) -> None:
    async with several(steady, 3, Limits(concurrency=6), SHORT) as them:
        await them.only(0)
        them.ask(0)
        assert await them.look(0) == [6, 0, 0]
        await them.look(1)  # it is back, and may know of one that goes on alone
        them.end(0)
        them.ask(1)
        assert await them.look(0, 1) == [0, 4, 0]
        assert await them.look(2, 1) == [0, 6, 0]


async def test_new_processes_await_nobody(steady: Valkey) -> None:
    async with several(steady, 2, Limits(concurrency=8)) as them:
        them.ask(0)
        assert await them.look(0) == [8, 0]
