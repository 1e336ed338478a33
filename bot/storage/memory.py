"""The turns of every channel in a database."""

import json

from sqlalchemy import ColumnElement, and_, desc, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's words for ON CONFLICT are the same
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.ports import Exchange
from bot.core.talk.turns import Answer, Question, Record, Turn, TurnState, records
from bot.storage.forgetting import SqlForgetting, unlink
from bot.storage.rows import (
    SAID,
    TURN_COLUMNS,
    answer_row,
    exchange_of,
    is_exchange,
    question_row,
    turns_of,
)
from bot.storage.schema import exchanges, messages
from bot.storage.summaries import SqlSummaries, invalidate, next_revision
from bot.storage.transactions import clean


class SqlMemory(SqlForgetting, SqlSummaries):
    """Memory (bot.chat.ports) over SQLAlchemy.

    *owner* is this process among all that share the database: its name is never used again.
    """

    def __init__(self, engine: AsyncEngine, owner: str) -> None:
        super().__init__(engine)
        self._owner = owner

    async def add_question(self, question: Question) -> bool:
        """Store a question; False when this message was stored as a question before."""
        row = question_row(question)
        async with self._transaction() as connection:
            result = await connection.execute(
                insert(exchanges).values(**row).on_conflict_do_nothing()
            )
            if result.rowcount:
                await _link(connection, question, (question.message_id,))
            return bool(result.rowcount)

    async def change_question(self, question: Question) -> bool:
        """Replace the text of a stored question; False when there is none, or it is the same."""
        text = clean(question.text)
        change = update(exchanges).values(question=text)
        known = is_exchange(question.channel_id, question.message_id) & (
            exchanges.c.question != text
        )
        async with self._transaction() as connection:
            result = await connection.execute(change.where(await invalidate(connection, known)))
            return bool(result.rowcount)

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        """Store the answer beside its question; False when that is forgotten or not ours."""
        key = (question.channel_id, question.message_id)
        row, owner = answer_row(answer, self._owner), exchanges.c.owner
        is_ours = is_exchange(*key) & (owner.is_(None) | (owner == self._owner))
        async with self._transaction() as connection:
            query = select(exchanges.c.message_ids).where(is_ours)
            known = (await connection.execute(query)).one_or_none()
            if known is None:
                return False
            if answer.state is not TurnState.WRITING:
                row["revision"] = await next_revision(connection, *key)
            change = update(exchanges).where(is_ours).values(**row)
            if not (await connection.execute(change)).rowcount:
                return False
            linked = json.loads(known.message_ids or "[]")
            if not set(linked) <= set(answer.message_ids):
                await unlink(connection, *key)
            if linked != list(answer.message_ids):
                await _link(connection, question, answer.message_ids)
        return True

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give a question and its answer, None if the question is unknown."""
        return await self._one(is_exchange(channel_id, message_id))

    async def find_message(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give the exchange that a message belongs to: as its question, or part of its answer."""
        belongs = select(messages.c.exchange_id).where(
            messages.c.channel_id == channel_id, messages.c.message_id == message_id
        )
        return await self._one(
            and_(
                exchanges.c.channel_id == channel_id,
                exchanges.c.exchange_id == belongs.scalar_subquery(),
            )
        )

    async def recall(
        self,
        channel_id: int,
        until: int,
        limit: int,
        speaker_id: int | None = None,
        since: int = 0,
    ) -> list[Turn]:
        """Give the newest *limit* turns up to the exchange of message *until*, oldest first."""
        query = (
            select(*TURN_COLUMNS)
            .where(exchanges.c.channel_id == channel_id)
            .where(exchanges.c.exchange_id <= until, exchanges.c.exchange_id > since)
            .where(SAID)
            .order_by(desc(exchanges.c.exchange_id))
            .limit(limit)
        )
        if speaker_id is not None:
            query = query.where(exchanges.c.speaker_id == speaker_id)
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [turn for row in reversed(rows) for turn in turns_of(row)][-limit:]

    async def chain(self, channel_id: int, message_id: int, limit: int) -> list[Turn]:
        """Give the newest *limit* turns of a chain of replies, oldest first."""
        links = (
            select(messages.c.exchange_id, literal(1).label("length"))
            .where(messages.c.channel_id == channel_id, messages.c.message_id == message_id)
            .cte("links", recursive=True)
        )
        earlier = select(messages.c.exchange_id, links.c.length + 1).where(
            exchanges.c.channel_id == channel_id,
            exchanges.c.exchange_id == links.c.exchange_id,
            messages.c.channel_id == channel_id,
            messages.c.message_id == exchanges.c.replies_to,
            messages.c.exchange_id < links.c.exchange_id,  # so it ends, whatever is stored
            links.c.length < limit,
        )
        links = links.union_all(earlier)
        query = (
            select(*TURN_COLUMNS)
            .join(links, links.c.exchange_id == exchanges.c.exchange_id)
            .where(exchanges.c.channel_id == channel_id, SAID)
            .order_by(desc(exchanges.c.exchange_id))
        )
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [turn for row in reversed(rows) for turn in turns_of(row)][-limit:]

    async def count(self, channel_id: int) -> int:
        """Give the number of remembered turns of a channel."""
        query = select(func.count() + func.count(exchanges.c.state)).select_from(exchanges)
        async with self._transaction() as connection:
            result = await connection.execute(query.where(exchanges.c.channel_id == channel_id))
            return result.scalar_one()

    async def claim_unfinished(self, before: float, now: float) -> list[Exchange]:
        """Make what other processes left WRITING this process's own, and give it."""
        claim = update(exchanges).where(self._is_abandoned(before))
        claim = claim.values(owner=self._owner, touched=now)
        async with self._transaction() as connection:
            claimed = (await connection.execute(claim.returning(exchanges))).all()
        found = [exchange_of(row, self._owner) for row in claimed]
        return sorted(found, key=lambda exchange: exchange.question.message_id)

    async def export(
        self,
        channel_id: int | None = None,
        server_id: int | None = None,
        speaker_id: int | None = None,
    ) -> list[Record]:
        """Give all turns that fit everything given, oldest first."""
        given = {"channel_id": channel_id, "server_id": server_id, "speaker_id": speaker_id}
        fits = [exchanges.c[name] == value for name, value in given.items() if value is not None]
        query = select(exchanges).where(and_(*fits)).order_by(exchanges.c.exchange_id)
        async with self._transaction() as connection:
            found = [exchange_of(row, self._owner) for row in await connection.execute(query)]
        return [turn for each in found for turn in records(each.question, each.answer)]

    def _is_abandoned(self, before: float) -> ColumnElement[bool]:
        return and_(exchanges.c.touched < before, exchanges.c.owner != self._owner)

    async def _one(self, condition: ColumnElement[bool]) -> Exchange | None:
        async with self._transaction() as connection:
            row = (await connection.execute(select(exchanges).where(condition))).one_or_none()
        return exchange_of(row, self._owner) if row else None


async def _link(connection: AsyncConnection, question: Question, ids: tuple[int, ...]) -> None:
    """Note that messages belong to the exchange of *question*."""
    if ids:
        rows = [
            {
                "channel_id": question.channel_id,
                "message_id": message_id,
                "exchange_id": question.message_id,
            }
            for message_id in ids
        ]
        await connection.execute(insert(messages).values(rows).on_conflict_do_nothing())
