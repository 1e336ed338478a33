"""The governor over the books of one process, in virtual time."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from bot.chat.ports import Wait
from bot.core.account.ledger import Limits
from bot.llm.governor import TELL_EVERY, Governor, LocalLedger
from tests.fakes import FakeClock
from tests.virtual_time import VirtualTimeLoop

Scenario = Callable[[Governor], Awaitable[None]]


def governed(limits: Limits) -> Callable[[Scenario], Callable[[], None]]:
    """Run a test with a governor beside it, in virtual time."""

    def decorate(scenario: Scenario) -> Callable[[], None]:
        async def main() -> None:
            clock = FakeClock()
            governor = Governor(LocalLedger(limits, clock), clock)
            async with asyncio.TaskGroup() as tasks:
                pump = tasks.create_task(governor.run())
                await scenario(governor)
                pump.cancel()

        def test() -> None:
            with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
                runner.run(main())

        functools.update_wrapper(test, scenario)
        del test.__wrapped__  # type: ignore[attr-defined]  # pytest would ask for a governor
        return test

    return decorate


def now() -> float:
    return asyncio.get_running_loop().time()


async def ask(governor: Governor, seconds: float = 10.0, tokens: int = 1) -> float:
    """Ask a question that takes *seconds*; gives when it was let in."""
    async with governor.admitted(1, tokens):
        admitted = now()
        await asyncio.sleep(seconds)
        return admitted


@governed(Limits(concurrency=2))
async def test_a_question_waits_until_another_is_answered(governor: Governor) -> None:
    admitted = await asyncio.gather(*(ask(governor) for _ in range(5)))
    assert admitted == pytest.approx([0, 0, 10, 10, 20])


@governed(Limits(requests=1))
async def test_a_question_waits_for_the_window_without_being_woken(governor: Governor) -> None:
    assert await asyncio.gather(ask(governor), ask(governor)) == pytest.approx([0, 61])


@governed(Limits(tokens=100))
async def test_what_was_not_used_is_there_for_the_next(governor: Governor) -> None:
    async with governor.admitted(1, 90) as lease:
        lease.settle(20)
    assert await ask(governor, tokens=80) == 0


@governed(Limits(tokens=100))
async def test_without_a_settlement_all_that_was_reserved_stays_booked(governor: Governor) -> None:
    with pytest.raises(ZeroDivisionError):
        async with governor.admitted(1, 90):
            raise ZeroDivisionError
    assert await ask(governor, tokens=80) == pytest.approx(61)


@governed(Limits(concurrency=1))
async def test_a_question_that_fails_or_is_cancelled_makes_room(governor: Governor) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5):
            await ask(governor, 100)
    assert await ask(governor) == 5


@governed(Limits(concurrency=1, tokens=100))
async def test_a_waiting_question_leaves_when_cancelled(governor: Governor) -> None:
    places: list[int] = []
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(ask(governor, 20))
        await asyncio.sleep(1)
        leaving = tasks.create_task(ask(governor, tokens=99))
        await asyncio.sleep(1)
        async with asyncio.timeout(30):
            cancelling = tasks.create_task(cancel_at(leaving, 5))
            async with governor.admitted(1, 1, lambda wait: places.append(wait.place)):
                assert now() == 20
            await cancelling
    assert places == [2, 1, 0]


async def cancel_at(task: asyncio.Task[float], when: float) -> None:
    await asyncio.sleep(when - now())
    task.cancel()


@governed(Limits(concurrency=1))
async def test_a_question_cancelled_in_the_moment_of_its_grant_holds_nothing(
    governor: Governor,
) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ask(governor))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # the pump has granted it, the task has not run since
        first.cancel()
    assert await ask(governor) == 0


@governed(Limits(concurrency=1))
async def test_places_are_told_when_they_change_and_once_a_second_at_most(
    governor: Governor,
) -> None:
    told: list[tuple[float, int]] = []
    async with asyncio.TaskGroup() as tasks:
        for _ in range(30):
            tasks.create_task(ask(governor, 0.3))
        await asyncio.sleep(0)
        async with governor.admitted(1, 1, lambda wait: told.append((now(), wait.place))):
            pass
    times, places = [at for at, _ in told], [place for _, place in told]
    assert (times[0], places[0]) == (0, 30)
    assert places == sorted(set(places), reverse=True)
    assert places[-1] == 0  # it is asked now
    assert all(b - a >= TELL_EVERY for a, b in pairwise(times[:-1]))
    assert len(told) > 4


@governed(Limits())
async def test_a_question_that_needs_not_wait_is_told_nothing(governor: Governor) -> None:
    told: list[Wait] = []
    async with governor.admitted(1, 1, told.append):
        pass
    assert told == []


@governed(Limits())
async def test_a_refusal_pauses_everybody_and_they_are_told_until_when(governor: Governor) -> None:
    told: list[Wait] = []
    governor.pause(20)
    async with governor.admitted(1, 1, told.append):
        assert now() == pytest.approx(20)
        assert [each.place for each in told] == [1, 0]
        assert told[0].until == pytest.approx(FakeClock().wall())


@governed(Limits(concurrency=2))
async def test_a_refused_question_goes_first_when_the_pause_ends(governor: Governor) -> None:
    order: list[str] = []

    async def refused(name: str) -> None:
        async with governor.admitted(1, 1) as lease:
            await asyncio.sleep(1)
            governor.pause(5)
            await lease.requeue()
            order.append(name)
            await asyncio.sleep(1)

    async def late(name: str) -> None:
        async with governor.admitted(1, 1):
            order.append(name)

    async with asyncio.TaskGroup() as tasks:
        for name in "ab":
            tasks.create_task(refused(name))
        await asyncio.sleep(0.5)
        tasks.create_task(late("c"))
    assert order == ["a", "b", "c"]


@governed(Limits(concurrency=1))
async def test_a_refused_question_that_is_cancelled_leaves(governor: Governor) -> None:
    async def refused() -> None:
        async with governor.admitted(1, 1) as lease:
            governor.pause(5)
            await lease.requeue()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(refused(), 2)
    assert await ask(governor) == pytest.approx(5)
