from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from bot.chat.books import ANSWER, Books, Entry, Selection, Totals
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from bot.storage.books import SqlBooks
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database
from tests.fakes import FakeBooks

NOON = 1_790_000_000.0 // 86400 * 86400 + 43200
DAY = 86400.0
ENTRY = Entry(
    at=NOON,
    server_id=7,
    channel_id=1,
    person_id=5,
    exchange_id=100,
    purpose=ANSWER,
    model="small",
    usage=Usage(100, 20, 60, 5),
    first_text=0.4,
    seconds=3.0,
    cost=1_500,
    outcome=TurnState.COMPLETE,
)
ONE = Totals(1, 100, 60, 5, 20, 1_500, 0)


@pytest.fixture(params=["sqlite", "postgres", "fake"])
async def books(request: pytest.FixtureRequest) -> AsyncIterator[Books]:
    if request.param == "fake":
        yield FakeBooks()
        return
    async with open_database(request.getfixturevalue(f"{request.param}_url")) as engine:
        yield SqlBooks(engine)


async def test_empty_books_sum_up_to_nothing(books: Books) -> None:
    assert await books.totals(Selection(0, 9e9)) == Totals()
    assert await books.by_day(Selection(0, 9e9)) == {}
    assert await books.by_model(Selection(0, 9e9)) == {}


async def test_sums_are_of_the_time_and_of_all_that_is_given(books: Books) -> None:
    await books.book(ENTRY)
    await books.book(replace(ENTRY, server_id=None, channel_id=2, person_id=6))
    assert await books.totals(Selection(NOON, NOON + 1)) == Totals(2, 200, 120, 10, 40, 3_000, 0)
    assert await books.totals(Selection(NOON + 1, 9e9)) == Totals()
    assert await books.totals(Selection(0, NOON)) == Totals()
    for one in ({"server_id": 7}, {"channel_id": 2}, {"person_id": 6}):
        assert await books.totals(Selection(0, 9e9, **one)) == ONE
    assert await books.totals(Selection(0, 9e9, server_id=7, person_id=6)) == Totals()


async def test_only_answers_count_as_answers_and_all_is_paid(books: Books) -> None:
    await books.book(replace(ENTRY, purpose="summary"))
    assert await books.totals(Selection(0, 9e9)) == replace(ONE, answers=0)


async def test_what_has_no_price_is_told_apart_from_what_is_free(books: Books) -> None:
    await books.book(replace(ENTRY, cost=None, first_text=None))
    await books.book(replace(ENTRY, cost=0))
    totals = await books.totals(Selection(0, 9e9))
    assert (totals.cost, totals.unpriced, totals.answers) == (0, 1, 2)


async def test_sums_of_days_and_models_are_in_order(books: Books) -> None:
    for day, model in ((1, "small"), (0, "large"), (1, "aha")):
        await books.book(replace(ENTRY, at=NOON + day * DAY + 43199, model=model))
    first = date(2026, 9, 21)
    days = await books.by_day(Selection(0, 9e9))
    assert list(days.items()) == [
        (first, ONE),
        (date(2026, 9, 22), Totals(2, 200, 120, 10, 40, 3_000, 0)),
    ]
    assert list(await books.by_model(Selection(0, 9e9))) == ["aha", "large", "small"]
    assert await books.by_model(Selection(0, 9e9, person_id=4)) == {}


async def test_large_sums_are_exact(books: Books) -> None:
    for _ in range(3):
        await books.book(replace(ENTRY, cost=2**60 + 1, usage=Usage(2**40, 1)))
    totals = await books.totals(Selection(0, 9e9))
    assert (totals.prompt_tokens, totals.cost) == (3 * 2**40, 3 * 2**60 + 3)


async def test_a_model_whose_name_no_database_can_hold_is_booked(url: str) -> None:
    async with open_database(url) as engine:
        await SqlBooks(engine).book(replace(ENTRY, model="a\0ha"))
        assert list(await SqlBooks(engine).by_model(Selection(0, 9e9))) == ["aha"]


async def test_old_usage_is_swept_everywhere_and_newer_usage_is_not(url: str) -> None:
    async with open_database(url) as engine:
        books = SqlBooks(engine)
        for number in range(205):  # more than two transactions
            await books.book(replace(ENTRY, at=float(number), server_id=(7, None)[number % 2]))
        await books.book(replace(ENTRY, at=205.0))
        await SqlMemory(engine, "me").sweep_records(before=205.0, newest=100)
        assert await books.totals(Selection(0, 9e9)) == ONE


async def test_a_lost_server_takes_its_usage_along(url: str) -> None:
    async with open_database(url) as engine:
        books, memory = SqlBooks(engine), SqlMemory(engine, "me")
        await books.book(ENTRY)
        await books.book(replace(ENTRY, server_id=8))
        await memory.server_left(7, at=1.0)
        await memory.sweep_left(before=2.0)
        assert await books.totals(Selection(0, 9e9)) == ONE
