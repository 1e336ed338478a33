"""What is counted for whoever runs the bot; where the numbers go is an adapter's business."""

from collections import deque
from typing import Protocol

from bot.chat.books import Books, Entry
from bot.core.errors import StorageError


class Meter(Protocol):
    """Counts. It never waits and never raises."""

    def booked(self, entry: Entry) -> None:
        """Count a call of a model, with its tokens, cost and times."""
        ...

    def failed(self, kind: str) -> None:
        """Count a failure; *kind* is one of a few fixed words."""
        ...

    def shown(self, lag: float, *, edit: bool) -> None:
        """Count text that Discord has taken, *lag* seconds after the oldest of it was written."""
        ...

    def refused(self, scope: str) -> None:
        """Count a 429 of Discord; *scope* is global, user or shared, as Discord says."""
        ...


class NoMeter:
    """Counts nothing."""

    def booked(self, entry: Entry) -> None:
        """See Meter."""

    def failed(self, kind: str) -> None:
        """See Meter."""

    def shown(self, lag: float, *, edit: bool) -> None:
        """See Meter."""

    def refused(self, scope: str) -> None:
        """See Meter."""


NO_METER = NoMeter()


# A database that is away for so many calls of a model costs their oldest ones.
_MOST_UNBOOKED = 1000


class MeteredBooks:
    """Books that count what is booked, whatever it was for.

    What could not be stored is kept, and stored behind the next entry that can be.
    """

    def __init__(self, books: Books, meter: Meter) -> None:
        self._books = books
        self._meter = meter
        self._unbooked = deque[Entry](maxlen=_MOST_UNBOOKED)
        self.totals = books.totals
        self.by_day = books.by_day
        self.by_model = books.by_model

    async def book(self, entry: Entry) -> None:
        """Count an entry, and store it; StorageError when that fails."""
        self._meter.booked(entry)
        self._unbooked.append(entry)
        while self._unbooked:
            newest = self._unbooked.pop()
            try:
                await self._books.book(newest)
            except StorageError:
                self._unbooked.appendleft(newest)
                if newest is entry:
                    raise
                return
