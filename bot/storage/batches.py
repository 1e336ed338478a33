"""The batches that have not ended, in a database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row as SqlRow, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new  # and SQLite speaks it, too
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.chat.batching.batch_port import Batch
from bot.core.talk.batch import Result, Row
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from bot.storage.schema import batch_rows, batches
from bot.storage.transactions import Stored, clean


class SqlBatches(Stored):
    """Batches (bot.chat.batching.batch_port) over SQLAlchemy; *owner* is this process among all."""

    def __init__(self, engine: AsyncEngine, owner: str) -> None:
        super().__init__(engine)
        self._owner = owner

    async def add(self, batch: Batch, questions: Sequence[str], at: float) -> bool:
        """Store a batch as this process's own; False while its tenant has one."""
        row = asdict(batch) | {
            "name": clean(batch.name),
            "instructions": clean(batch.instructions),
            "tenant": batch.tenant,
            "owner": self._owner,
            "alive": at,
        }
        rows = [
            {"batch_id": batch.id, "number": number, "question": clean(question)}
            for number, question in enumerate(questions, 1)
        ]
        async with self._transaction() as connection:
            new = insert_if_new(batches).values(**row).on_conflict_do_nothing()
            if not (await connection.execute(new)).rowcount:
                return False
            await connection.execute(insert(batch_rows), rows)
        return True

    async def claim(self, before: float, now: float) -> list[Batch]:
        """Make the batches not alive since *before* this process's own, and give them."""
        # One statement: who comes second waits for the rows, and finds them alive.
        claim = update(batches).where(batches.c.alive < before)
        claim = claim.values(owner=self._owner, alive=now)
        async with self._transaction() as connection:
            found = await connection.execute(claim.returning(*batches.c))
            return [_batch_of(row) for row in found.all()]

    async def keep(self, batch: Batch, at: float) -> Batch | None:
        """Store that it is alive and where it is shown; gives it as stored, None if not ours."""
        keep = update(batches).where(batches.c.id == batch.id, batches.c.owner == self._owner)
        keep = keep.values(alive=at, message_id=batch.message_id)
        async with self._transaction() as connection:
            row = (await connection.execute(keep.returning(*batches.c))).one_or_none()
        return _batch_of(row) if row else None

    async def find(self, batch_id: int) -> Batch | None:
        """Give a batch, None if there is none."""
        query = select(batches).where(batches.c.id == batch_id)
        async with self._transaction() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _batch_of(row) if row else None

    async def stop(self, batch_id: int) -> None:
        """Mark a batch as stopped, whoever runs it."""
        change = update(batches).where(batches.c.id == batch_id).values(stopped=True)
        async with self._transaction() as connection:
            await connection.execute(change)

    async def rows(self, batch_id: int) -> list[Row]:
        """Give the questions of a batch in their order, with the results so far."""
        query = select(batch_rows).where(batch_rows.c.batch_id == batch_id)
        async with self._transaction() as connection:
            found = (await connection.execute(query.order_by(batch_rows.c.number))).all()
        return [Row(row.number, row.question, _result_of(row)) for row in found]

    async def put_result(self, batch_id: int, number: int, result: Result) -> None:
        """Store what came of a question."""
        change = update(batch_rows).where(
            batch_rows.c.batch_id == batch_id, batch_rows.c.number == number
        )
        async with self._transaction() as connection:
            await connection.execute(change.values(**_result_row(result)))

    async def remove(self, batch_id: int) -> None:
        """Delete a batch and, by the foreign key, its questions."""
        async with self._transaction() as connection:
            await connection.execute(delete(batches).where(batches.c.id == batch_id))


def _batch_of(row: SqlRow[Any]) -> Batch:
    return Batch(**{field.name: getattr(row, field.name) for field in fields(Batch)})


def _result_row(result: Result) -> Mapping[str, Any]:
    usage = result.usage
    return {
        "state": result.state,
        "answer": clean(result.answer),
        "why": result.why,
        "model": result.model,
        "prompt_tokens": usage.prompt_tokens if usage else None,
        "cached_tokens": usage.cached_tokens if usage else None,
        "completion_tokens": usage.completion_tokens if usage else None,
        "cost": result.cost,
    }


def _result_of(row: SqlRow[Any]) -> Result | None:
    if row.state is None:
        return None
    usage = None
    if row.prompt_tokens is not None:
        usage = Usage(row.prompt_tokens, row.completion_tokens, row.cached_tokens)
    return Result(TurnState(row.state), row.answer, row.why, row.model, usage, row.cost)
