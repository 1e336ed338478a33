"""The turns of every channel in a database."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import delete, desc, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, Question, Role, Turn, TurnState
from bot.storage.schema import turns


class SqlMemory:
    """Memory (bot.chat.ports) over SQLAlchemy."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_question(self, question: Question) -> bool:
        """Store a question; False when this message was stored as a question before."""
        try:
            await self._insert(
                question,
                role=Role.USER,
                speaker_id=question.speaker_id,
                speaker=question.speaker[:100],
                text=question.text,
                state=TurnState.COMPLETE,
                message_id=question.message_id,
                at=question.at,
            )
        except _DuplicateError:
            return False
        return True

    async def add_answer(self, question: Question, answer: Answer) -> None:
        """Store the answer behind its question."""
        await self._insert(
            question,
            role=Role.ASSISTANT,
            speaker="",
            text=answer.text,
            state=answer.state,
            message_id=answer.message_id,
            model=answer.model[:200],
            prompt_tokens=answer.prompt_tokens,
            completion_tokens=answer.completion_tokens,
            at=answer.at,
        )

    async def recall(self, channel_id: int, until: int, limit: int) -> list[Turn]:
        """Give the newest *limit* turns up to the exchange of message *until*, oldest first."""
        query = (
            select(turns.c.role, turns.c.speaker, turns.c.text, turns.c.state)
            .where(turns.c.channel_id == channel_id)
            .where(turns.c.exchange_id <= until)
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

    async def _insert(self, question: Question, **values: object) -> None:
        row: Mapping[str, Any] = {
            "channel_id": question.channel_id,
            "server_id": question.server_id,
            "exchange_id": question.message_id,
            **values,
        }
        async with self._transaction() as connection:
            await connection.execute(insert(turns).values(**row))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise _DuplicateError(str(error.orig)) from error
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(str(error)) from error


class _DuplicateError(StorageError):
    """This turn is stored already."""
