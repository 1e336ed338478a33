"""The shared books on a real Valkey, in real time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from hypothesis import given, settings, strategies as st
from redis.asyncio import Redis

from bot.chat.ports import Clock, Wait
from bot.cluster.opening import open_cluster
from bot.cluster.shared_ledger import LEASE, RETRY_EVERY, Command, LedgerScript, SharedLedger
from bot.core.account.ledger import Ledger, Limits, Ticket
from bot.llm.governor import Governor
from tests.fakes import FakeClock
from tests.valkey import Valkey

MICRO = 1_000_000


@asynccontextmanager
async def open_shared_ledger(
    url: str, account: str, limits: Limits, clock: Clock
) -> AsyncIterator[SharedLedger]:
    async with open_cluster(url) as cluster, cluster.ledger(account, limits, clock) as ledger:
        yield ledger


# The twin


@dataclass
class Twins:
    """The same commands to the pure ledger and to the script, on the time of the script.

    Ticket number n is of process n modulo 2. The pure ledger counts in microseconds.
    """

    scripts: tuple[LedgerScript, LedgerScript]
    pure: Ledger
    tickets: int = 0
    seen: list[int] = field(default_factory=list)

    async def do(self, name: str, which: int, number: int) -> None:
        known = which % max(1, self.tickets)
        actor = (self.tickets if name == "enter" else known) % 2
        new = self.tickets + (self.tickets % 2 != actor)
        ticket = Ticket(f"{new}", which % 3 - 1, number)  # visitors of the site are below zero
        told = [ticket.id, str(ticket.tenant), ticket.tokens]
        if name in {"enter", "requeue"}:
            self.tickets = new + 1
        wire: dict[str, Command] = {
            "enter": ["enter", *told],
            "requeue": ["requeue", f"{known}", *told],
            "leave": ["leave", f"{known}"],
            "settle": ["settle", f"{known}", number],
            "settle all": ["settle", f"{known}", -1],
            "pause": ["pause", number * 100],
        }
        reply = await self.scripts[actor]([wire[name]])
        assert reply is not None
        now = round(reply.now * MICRO)
        do: dict[str, Callable[[], None]] = {
            "enter": lambda: self.pure.enter(ticket),
            "requeue": lambda: self.pure.requeue(f"{known}", ticket),
            "leave": lambda: self.pure.leave(f"{known}"),
            "settle": lambda: self.pure.settle(f"{known}", number, now),
            "settle all": lambda: self.pure.settle(f"{known}", None, now),
            "pause": lambda: self.pure.pause(number * 100, now),
        }
        do[name]()
        look = self.pure.look(now)

        def own(ticket_id: str) -> bool:
            return int(ticket_id) % 2 == actor

        assert reply.held == {each.id for each in self.pure.held if own(each.id)}
        assert reply.places == {each: at for each, at in look.places.items() if own(each)}
        assert reply.again * MICRO == pytest.approx(look.again)
        assert reply.paused * MICRO == pytest.approx(look.paused)


COMMANDS = ("enter", "enter", "enter", "requeue", "leave", "settle", "settle all", "pause", "rest")


@settings(max_examples=60)
@given(
    limits=st.builds(Limits, st.integers(0, 4), st.sampled_from([0, 100]), st.integers(0, 3)),
    commands=st.lists(
        st.tuples(st.sampled_from(COMMANDS), st.integers(0, 30), st.integers(0, 120)),
        min_size=10,
        max_size=40,
    ),
    awaited=st.integers(0, 3),
)
async def test_the_same_commands_to_the_ledger_and_to_valkey_give_equal_answers(
    steady: Valkey, limits: Limits, commands: list[tuple[str, int, int]], awaited: int
) -> None:
    most = limits.requests, limits.tokens, limits.concurrency
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        account, short = uuid4().hex, Limits(*most, window=0.015, margin=0.005)
        twins = Twins(
            (LedgerScript(redis, account, short), LedgerScript(redis, account, short)),
            Ledger(Limits(*most, window=15_000, margin=5_000).share(2 + awaited, 2)),
        )
        others = [f"awaited{number}" for number in range(awaited)]
        for script in twins.scripts:
            assert await script([["keep", [], others]])
        for name, which, number in commands:
            if name == "rest":
                await asyncio.sleep(number / 10_000)
            else:
                await twins.do(name, which, number)


async def test_commands_may_come_twice(steady: Valkey) -> None:
    """The answer to the first time may have been lost."""
    limits = Limits(requests=3, tokens=100, concurrency=2)
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        script = LedgerScript(redis, uuid4().hex, limits)
        batches: list[list[Command]] = [
            [
                ["keep", [], []],
                ["enter", "a", "1", 30],
                ["enter", "b", "1", 30],
                ["enter", "c", "1", 5],
            ],
            [["settle", "a", 20], ["requeue", "b", "d", "1", 30], ["spend", "z", 9, MICRO]],
            [["request", "a", MICRO], ["request", "b", MICRO], ["leave", "c"], ["pause", 0]],
        ]
        answers = [(await script(batch), await script(batch)) for batch in batches]
        for first, second in answers[1:]:
            assert first is not None
            assert second is not None
            assert (first.held, first.places) == (second.held, second.places)
        tokens = await redis.hget(f"tokki:{{{script.account}}}:state", "spent")
        assert int(tokens or 0) == 29


async def test_a_process_that_is_not_known_is_told_so(steady: Valkey) -> None:
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        script = LedgerScript(redis, uuid4().hex, Limits())
        assert await script([["enter", "a", "1", 30]]) is None
        assert await script([["keep", [], []], ["enter", "a", "1", 30]])


# Several processes


@asynccontextmanager
async def a_process(valkey: Valkey, account: str, limits: Limits) -> AsyncIterator[Governor]:
    clock = FakeClock()
    async with open_shared_ledger(valkey.url, account, limits, clock) as ledger:
        governor = Governor(ledger, clock)
        async with asyncio.TaskGroup() as tasks:
            pump = tasks.create_task(governor.run())
            yield governor
            pump.cancel()


@asynccontextmanager
async def two_processes(valkey: Valkey, limits: Limits) -> AsyncIterator[tuple[Governor, Governor]]:
    account = uuid4().hex
    async with (
        a_process(valkey, account, limits) as one,
        a_process(valkey, account, limits) as other,
    ):
        yield one, other


async def test_two_processes_share_one_limit_and_one_queue(steady: Valkey) -> None:
    places: asyncio.Queue[int] = asyncio.Queue()
    order: list[str] = []

    def tell(wait: Wait) -> None:
        places.put_nowait(wait.place)

    async def ask(governor: Governor, name: str) -> None:
        async with governor.admitted(1, 1, tell):
            order.append(name)

    async with (
        two_processes(steady, Limits(concurrency=1)) as (one, other),
        asyncio.TaskGroup() as tasks,
        one.admitted(1, 1),
    ):
        tasks.create_task(ask(one, "first"))
        assert await places.get() == 1
        tasks.create_task(ask(other, "last"))
        assert await places.get() == 2
        order.append("released")
    assert order == ["released", "first", "last"]


async def test_a_pause_in_one_process_holds_the_other(steady: Valkey) -> None:
    told: asyncio.Queue[Wait] = asyncio.Queue()

    async def ask(governor: Governor) -> None:
        async with governor.admitted(1, 1, told.put_nowait):
            raise AssertionError

    async with two_processes(steady, Limits()) as (one, other), asyncio.TaskGroup() as tasks:
        one.pause(600)
        asking = [tasks.create_task(ask(one))]
        assert (await told.get()).until  # so the pause is known to Redis
        asking.append(tasks.create_task(ask(other)))
        wait = await told.get()
        assert wait.until == pytest.approx(FakeClock().wall() + 600, abs=60)
        for task in asking:
            task.cancel()


async def test_a_pause_is_told_at_once_although_nobody_waits(steady: Valkey) -> None:
    async with two_processes(steady, Limits()) as (one, other):
        await asyncio.sleep(0.2)  # its first look is over
        one.pause(600)
        async with asyncio.timeout(LEASE / 4):  # sooner than its next sign of life
            while not await is_paused(other):
                pass


async def is_paused(governor: Governor) -> bool:
    told: list[Wait] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2), governor.admitted(1, 1, told.append):
            return False
    return told != []


async def test_a_process_that_ends_leaves_its_place_at_once(steady: Valkey) -> None:
    limits, account = Limits(concurrency=1), uuid4().hex
    clock = FakeClock()
    async with open_shared_ledger(steady.url, account, limits, clock) as ledger:
        ledger.enter(Ticket("a", 1, 1))
        assert (await ledger.look()).granted == ("a",)
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        reply = await LedgerScript(redis, account, limits)(
            [["keep", [], []], ["enter", "b", "1", 1]]
        )
    assert reply is not None
    assert (reply.held, len(reply.processes)) == (frozenset("b"), 1)


async def test_what_a_vanished_process_held_and_waited_for_frees_itself(steady: Valkey) -> None:
    limits = Limits(concurrency=1, tokens=100)
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        account = uuid4().hex
        vanishing = SharedLedger(LedgerScript(redis, account, limits, lease=1.0), FakeClock())
        vanishing.enter(Ticket("held", 1, 10))
        vanishing.enter(Ticket("waiting", 1, 10))
        assert (await vanishing.look()).granted == ("held",)

        staying = SharedLedger(LedgerScript(redis, account, limits), FakeClock())
        staying.enter(Ticket("mine", 1, 90))
        assert (await staying.look()).places == {"mine": 2}
        await asyncio.sleep(1.1)
        assert (await staying.look()).granted == ("mine",)

        staying.settle("mine", 90)
        staying.enter(Ticket("next", 1, 1))
        assert (await staying.look()).granted == ()  # what it reserved may have been used


async def test_a_process_that_was_silent_for_too_long_tells_everything_anew(steady: Valkey) -> None:
    limits = Limits(concurrency=1)
    async with Redis.from_url(steady.url, decode_responses=True) as redis:
        account = uuid4().hex
        silent = SharedLedger(LedgerScript(redis, account, limits, lease=0.2), FakeClock())
        silent.enter(Ticket("held", 1, 10))
        silent.enter(Ticket("waiting", 1, 10))
        assert (await silent.look()).granted == ("held",)
        await asyncio.sleep(0.3)
        look = await silent.look()
        assert look.granted == ()
        assert look.places == {"waiting": 1}
        silent.settle("held", 5)
        assert (await silent.look()).granted == ("waiting",)


# Redis is lost


async def until_shared(ledger: SharedLedger) -> None:
    async with asyncio.timeout(10):
        await ledger.look()  # may meet the broken connection
        while ledger._retry_at is not None:
            await asyncio.sleep(0.05)
            await ledger.look()


async def test_an_outage_is_bridged_with_a_share_and_told_when_it_is_over(
    shaky: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    limits, account, clock = Limits(requests=8, concurrency=4), uuid4().hex, FakeClock()
    async with (
        open_shared_ledger(shaky.url, account, limits, clock) as one,
        open_shared_ledger(shaky.url, account, limits, clock) as other,
    ):
        other.enter(Ticket("others", 2, 1))
        assert (await other.look()).granted == ("others",)
        for name in "abcdef":
            one.enter(Ticket(name, 1, 1))
        assert set((await one.look()).granted) == {"a", "b", "c"}

        shaky.kill()
        assert (await one.look()).granted == ()  # its share is two at once
        one.settle("a", 1)
        one.settle("b", 1)
        assert (await one.look()).granted == ("d",)  # and four in a minute
        one.settle("c", 1)
        one.settle("d", 1)
        look = await one.look()
        assert look.granted == ()
        assert look.places == {"e": 1, "f": 2}
        assert look.again <= 2  # seconds until Redis is tried again

        shaky.start()
        await until_shared(one)
        assert [each.message.split()[0] for each in caplog.records] == ["redis.lost", "redis.back"]
        assert (await one.look()).granted == ()  # the other has not told what it has
        await until_shared(other)
        assert set((await one.look()).granted) == {"e", "f"}
        for name in "ghi":
            one.enter(Ticket(name, 1, 1))
        assert (await one.look()).granted == ("g",)
        one.settle("e", 1)
        assert (await one.look()).granted == ()  # in all there were a to g, and the other's


@dataclass
class StillClock:
    """Time that a test moves on."""

    at: float = 0.0

    def now(self) -> float:
        return self.at

    def wall(self) -> float:
        return self.at


async def test_a_redis_that_forgot_everything_is_told_anew(shaky: Valkey) -> None:
    limits, clock = Limits(requests=3, tokens=100, concurrency=1), StillClock()
    async with open_shared_ledger(shaky.url, "an account", limits, clock) as ledger:
        for name in "abc":
            ledger.enter(Ticket(name, 1, 40))
        assert (await ledger.look()).granted == ("a",)
        ledger.settle("a", 40)
        assert (await ledger.look()).granted == ("b",)
        shaky.kill()
        shaky.start()
        await ledger.look()  # may meet the broken connection
        clock.at += RETRY_EVERY
        look = await ledger.look()
        assert (look.granted, dict(look.places)) == ((), {"c": 1})
        ledger.settle("b", 40)
        assert (await ledger.look()).granted == ()  # 80 tokens are used
        ledger.leave("c")
        ledger.enter(Ticket("short", 1, 20))
        assert (await ledger.look()).granted == ("short",)
        ledger.settle("short", 0)
        ledger.enter(Ticket("fourth", 1, 0))
        assert (await ledger.look()).granted == ()


async def test_a_pause_by_another_process_holds_in_an_outage_that_is_logged_once(
    shaky: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    account, clock = uuid4().hex, StillClock()
    async with (
        open_shared_ledger(shaky.url, account, Limits(), clock) as one,
        open_shared_ledger(shaky.url, account, Limits(), clock) as other,
    ):
        other.pause(600)
        await other.look()
        await one.look()
        shaky.kill()
        one.enter(Ticket("a", 1, 1))
        for _ in range(3):
            clock.at += RETRY_EVERY
            assert (await one.look()).granted == ()
        assert [record.message.split()[0] for record in caplog.records] == ["redis.lost"]


async def test_without_any_redis_the_process_works_alone(
    shaky: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    shaky.kill()
    async with a_process(shaky, "an account", Limits(concurrency=1)) as governor:
        for _ in range(5):
            async with governor.admitted(1, 1):
                pass
    assert [record.message.split()[0] for record in caplog.records] == [
        "redis.lost",
        "redis.unclosed",
    ]


async def test_questions_that_wait_through_an_outage_are_all_answered(shaky: Valkey) -> None:
    answered: list[int] = []

    async def ask(governor: Governor, number: int) -> None:
        async with governor.admitted(number % 3, 1) as lease:
            await asyncio.sleep(0.05)
            lease.settle(1)
        answered.append(number)

    async with (
        two_processes(shaky, Limits(concurrency=4)) as (one, other),
        asyncio.timeout(30),
        asyncio.TaskGroup() as tasks,
    ):
        for number in range(60):
            tasks.create_task(ask(one if number % 2 else other, number))
        await asyncio.sleep(0.15)
        shaky.kill()
        await asyncio.sleep(0.3)
        shaky.start()
    assert sorted(answered) == list(range(60))
