"""A few answers run side by side, of a channel or of a person in it; the next wait in order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.chat.ports import Wait, Waiting
from bot.chat.tracing import current, during


@dataclass(slots=True)
class _Row:
    """The seats of one row: how many are taken, and who waits for one."""

    taken: int = 0
    waiting: deque[tuple[asyncio.Event, Waiting]] = field(default_factory=deque)


class Seats:
    """Rows of seats, each known by any key: a channel, or a person in one."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, _Row] = {}

    @asynccontextmanager
    async def seat(self, key: Hashable, most: int, waiting: Waiting) -> AsyncIterator[None]:
        """Take one of *most* seats of a row (0: there is always one), while the body runs.

        *waiting* is told every change of place.
        """
        row = self._rows.setdefault(key, _Row())
        if most and (row.taken >= most or row.waiting):
            await self._queue(key, row, waiting)
        else:
            row.taken += 1
        try:
            yield
        finally:
            self._release(key, row)

    async def _queue(self, key: Hashable, row: _Row, waiting: Waiting) -> None:
        """Wait until somebody leaves a seat, which is then taken already."""
        entry = (asyncio.Event(), waiting)
        row.waiting.append(entry)
        waiting(Wait(len(row.waiting)))
        try:
            with during(current().part("queue", {"tokki.queue": "seat"})):
                await entry[0].wait()
        except asyncio.CancelledError:
            if entry[0].is_set():
                self._release(key, row)
            else:
                row.waiting.remove(entry)
                _tell(row)
            raise
        waiting(Wait(0))

    def _release(self, key: Hashable, row: _Row) -> None:
        self._hand_on(row)
        if not row.taken:
            self._rows.pop(key, None)

    def _hand_on(self, row: _Row) -> None:
        """Give a seat to who has waited longest."""
        if not row.waiting:
            row.taken -= 1
            return
        ready, _ = row.waiting.popleft()
        ready.set()
        _tell(row)


def _tell(row: _Row) -> None:
    for place, (_, waiting) in enumerate(row.waiting, 1):
        waiting(Wait(place))
