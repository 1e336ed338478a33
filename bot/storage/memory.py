"""The turns of every channel in a database."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, desc, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.chat.ports import Exchange
from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, Question, Role, Turn, TurnState
from bot.storage.schema import turns


class SqlMemory:
    """Memory (bot.chat.ports) over SQLAlchemy."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_question(self, question: Question) -> bool:
        """Store a question; False when this message was stored as a question before."""
        row = _question_row(question)
        try:
            async with self._transaction() as connection:
                await connection.execute(insert(turns).values(**row))
        except _DuplicateError:
            return False
        return True

    async def change_question(self, question: Question) -> None:
        """Replace the text of a stored question."""
        change = update(turns).where(*_is(question, Role.USER)).values(text=question.text)
        async with self._transaction() as connection:
            await connection.execute(change)

    async def put_answer(self, question: Question, answer: Answer) -> None:
        """Store the answer behind its question, in place of an earlier one."""
        row = _answer_row(question, answer)
        async with self._transaction() as connection:
            await connection.execute(delete(turns).where(*_is(question, Role.ASSISTANT)))
            await connection.execute(insert(turns).values(**row))

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give a question and its answer, None if the question is unknown."""
        query = select(turns).where(
            turns.c.channel_id == channel_id, turns.c.exchange_id == message_id
        )
        async with self._transaction() as connection:
            rows = {row.role: row for row in (await connection.execute(query)).all()}
        asked, answered = rows.get(Role.USER), rows.get(Role.ASSISTANT)
        if asked is None:
            return None
        return Exchange(_question_of(asked), _answer_of(answered) if answered else None)

    async def recall(self, channel_id: int, until: int, limit: int) -> list[Turn]:
        """Give the newest *limit* turns up to the exchange of message *until*, oldest first."""
        query = (
            select(turns.c.role, turns.c.speaker, turns.c.text, turns.c.state)
            .where(turns.c.channel_id == channel_id)
            .where(turns.c.exchange_id <= until)
            .where(turns.c.text != "")
            # "user" sorts behind "assistant", and this order is turned round below
            .order_by(desc(turns.c.exchange_id), turns.c.role)
            .limit(limit)
        )
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Turn(Role(row.role), row.speaker, row.text, TurnState(row.state))
            for row in reversed(rows)
        ]

    async def forget(self, channel_id: int) -> int:
        """Delete all turns of a channel; gives how many there were."""
        async with self._transaction() as connection:
            result = await connection.execute(delete(turns).where(turns.c.channel_id == channel_id))
            return result.rowcount

    async def count(self, channel_id: int) -> int:
        """Give the number of remembered turns of a channel."""
        query = select(func.count()).select_from(turns).where(turns.c.channel_id == channel_id)
        async with self._transaction() as connection:
            return (await connection.execute(query)).scalar_one()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise _DuplicateError(str(error.orig)) from error
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(str(error)) from error


def _is(question: Question, role: Role) -> tuple[ColumnElement[bool], ...]:
    return (
        turns.c.channel_id == question.channel_id,
        turns.c.exchange_id == question.message_id,
        turns.c.role == role,
    )


def _question_row(question: Question) -> dict[str, Any]:
    return {
        "channel_id": question.channel_id,
        "server_id": question.server_id,
        "exchange_id": question.message_id,
        "role": Role.USER,
        "speaker_id": question.speaker_id,
        "speaker": question.speaker[:100],
        "text": question.text,
        "state": TurnState.COMPLETE,
        "message_ids": json.dumps([question.message_id]),
        "at": question.at,
    }


def _answer_row(question: Question, answer: Answer) -> dict[str, Any]:
    return {
        "channel_id": question.channel_id,
        "server_id": question.server_id,
        "exchange_id": question.message_id,
        "role": Role.ASSISTANT,
        "speaker": "",
        "text": answer.text,
        "state": answer.state,
        "message_ids": json.dumps(answer.message_ids),
        "model": answer.model[:200],
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "at": answer.at,
    }


def _question_of(row: Row[Any]) -> Question:
    return Question(
        channel_id=row.channel_id,
        server_id=row.server_id,
        message_id=row.exchange_id,
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        text=row.text,
        at=row.at,
    )


def _answer_of(row: Row[Any]) -> Answer:
    return Answer(
        text=row.text,
        state=TurnState(row.state),
        model=row.model,
        message_ids=tuple(json.loads(row.message_ids)),
        at=row.at,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
    )


class _DuplicateError(StorageError):
    """This turn is stored already."""
