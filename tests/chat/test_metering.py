"""What is booked while the database is away."""

from dataclasses import replace

import pytest

from bot.chat.books import Entry, Selection
from bot.chat.metering import MeteredBooks
from bot.core.errors import StorageError
from tests.chat.test_conversing import Talk
from tests.fakes import FakeBooks

MINA = 5
EVERYTHING = Selection(0.0, 1e12)


async def test_what_could_not_be_booked_is_booked_once_when_the_database_is_back() -> None:
    talk = Talk("Because.")
    for talk.books.broken in (True, True, False):
        await talk.ask()
    assert (await talk.books.totals(EVERYTHING)).answers == 3
    assert len({entry.exchange_id for entry in talk.books.entries}) == 3
    assert len(talk.meter.entries) == 3
    await talk.ask()
    assert len(talk.books.entries) == len(talk.meter.entries) == 4


class PickyBooks(FakeBooks):
    """Takes no entry of Mina's."""

    async def book(self, entry: Entry) -> None:
        if entry.person_id == MINA:
            raise StorageError("out of range")
        await super().book(entry)


async def test_an_entry_that_no_database_takes_keeps_no_other_from_the_books() -> None:
    picky, talk = PickyBooks(), Talk("Because.")
    books = MeteredBooks(picky, talk.meter)
    await talk.ask()
    [entry] = talk.books.entries
    with pytest.raises(StorageError):
        await books.book(replace(entry, person_id=MINA))
    for _ in range(3):
        await books.book(entry)
    assert picky.entries == [entry] * 3
