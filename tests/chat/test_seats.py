import asyncio
import gc
import weakref

import pytest

from bot.chat.answers.seats import Seats
from bot.chat.ports import Wait


class Guest:
    """Somebody who takes a seat, notes what is told meanwhile, and leaves when told to."""

    def __init__(self, seats: Seats, channel: int = 1, most: int = 1) -> None:
        self._most = most
        self._seats = seats
        self._channel = channel
        self.told: list[int] = []
        self.seated = False
        self.leave = asyncio.Event()

    async def visit(self) -> None:
        async with self._seats.seat(self._channel, self._most, self._note):
            self.seated = True
            await self.leave.wait()

    def _note(self, wait: Wait) -> None:
        self.told.append(wait.place)


async def test_the_next_ones_wait_in_order_and_know_their_places() -> None:
    seats = Seats()
    guests = [Guest(seats, most=2) for _ in range(5)]
    async with asyncio.TaskGroup() as tasks:
        for guest in guests:
            tasks.create_task(guest.visit())
        await asyncio.sleep(0.1)
        assert [guest.seated for guest in guests] == [True, True, False, False, False]
        assert [guest.told for guest in guests] == [[], [], [1], [2], [3]]
        for guest in guests:
            guest.leave.set()
            await asyncio.sleep(0.1)
    assert [guest.told for guest in guests] == [[], [], [1, 0], [2, 1, 0], [3, 2, 1, 0]]


async def test_channels_do_not_wait_for_each_other() -> None:
    seats = Seats()
    guests = [Guest(seats, channel) for channel in (1, 2)]
    async with asyncio.TaskGroup() as tasks:
        for guest in guests:
            tasks.create_task(guest.visit())
        await asyncio.sleep(0.1)
        assert all(guest.seated for guest in guests)
        for guest in guests:
            guest.leave.set()


@pytest.mark.parametrize("together", [False, True], ids=["waiting", "as it is given a seat"])
async def test_who_goes_away_holds_up_nobody(together: bool) -> None:  # noqa: FBT001
    seats = Seats()
    first, gone, last = (Guest(seats) for _ in range(3))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(first.visit())
        going = tasks.create_task(gone.visit())
        tasks.create_task(last.visit())
        await asyncio.sleep(0.1)
        if together:
            first.leave.set()
            await asyncio.sleep(0)  # the seat is handed on, and nobody has noticed yet
        going.cancel()
        await asyncio.sleep(0.1)
        first.leave.set()
        await asyncio.sleep(0.1)
        assert last.seated
        assert not gone.seated
        last.leave.set()


class Place:
    """A channel that one can see being forgotten."""


async def test_a_row_that_all_have_left_is_forgotten() -> None:
    seats, place = Seats(), Place()
    known = weakref.ref(place)

    async def visit(leave: asyncio.Event, place: Place) -> None:
        async with seats.seat(place, 1, lambda _: None):
            await leave.wait()

    leave = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(visit(leave, place))
        going = tasks.create_task(visit(leave, place))
        await asyncio.sleep(0.1)
        leave.set()
        await asyncio.sleep(0)  # the seat is handed on, and nobody has noticed yet
        going.cancel()
    del place, going
    gc.collect()
    assert known() is None
