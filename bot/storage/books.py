"""The books of usage in a database."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, and_, func, insert, select

from bot.chat.books import ANSWER, Entry, Selection, Totals
from bot.storage.schema import usage
from bot.storage.transactions import Stored, clean

_EPOCH = date(1970, 1, 1)
_SECONDS_PER_DAY = 86400
_TOTALS = (
    func.count().filter(usage.c.purpose == ANSWER),
    func.sum(usage.c.prompt_tokens),
    func.sum(usage.c.cached_tokens),
    func.sum(usage.c.reasoning_tokens),
    func.sum(usage.c.completion_tokens),
    func.sum(usage.c.cost),
    func.count() - func.count(usage.c.cost),
)


class SqlBooks(Stored):
    """Books (bot.chat.books) over SQLAlchemy."""

    async def book(self, entry: Entry) -> None:
        """Store an entry."""
        async with self._transaction() as connection:
            await connection.execute(insert(usage).values(**_row(entry)))

    async def totals(self, which: Selection) -> Totals:
        """Give the sums."""
        async with self._transaction() as connection:
            row = (await connection.execute(select(*_TOTALS).where(_fits(which)))).one()
        return _totals_of(row)

    async def by_day(self, which: Selection) -> dict[date, Totals]:
        """Give the sums of each day (UTC) that has entries, oldest first."""
        rows = await self._grouped(usage.c.day, which)
        return {_EPOCH + timedelta(days=day): totals for day, totals in rows}

    async def by_model(self, which: Selection) -> dict[str, Totals]:
        """Give the sums of each model that has entries, in order of their names."""
        return dict(sorted(await self._grouped(usage.c.model, which)))

    async def _grouped(self, key: Column[Any], which: Selection) -> list[tuple[Any, Totals]]:
        query = select(*_TOTALS, key).where(_fits(which)).group_by(key).order_by(key)
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [(row[-1], _totals_of(row)) for row in rows]


def _fits(which: Selection) -> ColumnElement[bool]:
    ids = (
        usage.c[name] == value
        for name in ("server_id", "channel_id", "person_id")
        if (value := getattr(which, name)) is not None
    )
    return and_(usage.c.at >= which.since, usage.c.at < which.until, *ids)


def _totals_of(row: Row[Any]) -> Totals:
    # A sum is a Decimal on PostgreSQL, and NULL over no rows.
    return Totals(*(int(value or 0) for value in row[:7]))


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "day": int(entry.at // _SECONDS_PER_DAY),
        "server_id": entry.server_id,
        "channel_id": entry.channel_id,
        "person_id": entry.person_id,
        "exchange_id": entry.exchange_id,
        "purpose": entry.purpose,
        "model": clean(entry.model)[:200],
        "prompt_tokens": entry.usage.prompt_tokens,
        "cached_tokens": entry.usage.cached_tokens,
        "reasoning_tokens": entry.usage.reasoning_tokens,
        "completion_tokens": entry.usage.completion_tokens,
        "estimated": entry.usage.estimated,
        "first_text": entry.first_text,
        "seconds": entry.seconds,
        "cost": entry.cost,
        "outcome": entry.outcome,
    }
