"""What was said, told in short, for as long as it is true.

Who removes, changes or answers takes the channel's next revision and drops the summaries that
cover the turn. A summary that was being written meanwhile is refused: it was read at an earlier
revision. On PostgreSQL the channel's row is the lock between the two; it is always taken first.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's words for ON CONFLICT are the same
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.talk.turns import Summary
from bot.storage.schema import channels, exchanges, summaries
from bot.storage.transactions import Stored, clean


class SqlSummaries(Stored):
    """The part of SqlMemory that keeps summaries."""

    async def revision(self, channel_id: int) -> int:
        """Give a number that grows with every answer, change and removal in a channel."""
        query = select(channels.c.revision).where(channels.c.channel_id == channel_id)
        async with self._transaction() as connection:
            return (await connection.execute(query)).scalar_one_or_none() or 0

    async def summary(self, channel_id: int, speaker_id: int = 0) -> Summary | None:
        """Give the summary of a channel, or of a person's own memory there."""
        query = select(summaries).where(
            summaries.c.channel_id == channel_id, summaries.c.speaker_id == speaker_id
        )
        async with self._transaction() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Summary(channel_id, row.until_exchange, row.text, row.tokens, row.at, speaker_id)

    async def put_summary(self, summary: Summary, revision: int) -> bool:
        """Store a summary; False when what it covers is not as it was at *revision*."""
        async with self._transaction() as connection:
            if await _has_changed(connection, summary, revision):
                return False
            row: dict[str, Any] = {
                "until_exchange": summary.until,
                "text": clean(summary.text),
                "tokens": summary.tokens,
                "at": summary.at,
            }
            key = {"channel_id": summary.channel_id, "speaker_id": summary.speaker_id}
            await connection.execute(
                insert(summaries)
                .values(**key, **row)
                .on_conflict_do_update(index_elements=list(key), set_=row)
            )
        return True


async def _has_changed(connection: AsyncConnection, summary: Summary, revision: int) -> bool:
    channel_id = summary.channel_id
    await connection.execute(
        insert(channels)
        .values(channel_id=channel_id, revision=0, invalid=0)
        .on_conflict_do_nothing()
    )
    locked = select(channels.c.invalid).where(channels.c.channel_id == channel_id)
    invalid = (await connection.execute(locked.with_for_update())).scalar_one()
    answered = exists().where(
        exchanges.c.channel_id == channel_id,
        exchanges.c.exchange_id <= summary.until,
        exchanges.c.revision > revision,
    )
    return invalid > revision or (await connection.execute(select(answered))).scalar_one()


async def next_revision(connection: AsyncConnection, channel_id: int, exchange_id: int) -> int:
    """Prepare an answer: give the revision that its exchange is to carry."""
    bump = insert(channels).values(channel_id=channel_id, revision=1, invalid=0)
    bump = bump.on_conflict_do_update(
        index_elements=["channel_id"], set_={"revision": channels.c.revision + 1}
    )
    revision: int = (await connection.execute(bump.returning(channels.c.revision))).scalar_one()
    await connection.execute(
        delete(summaries).where(
            summaries.c.channel_id == channel_id, summaries.c.until_exchange >= exchange_id
        )
    )
    return revision


async def invalidate(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Prepare to remove or change the exchanges that fit; gives the condition to do it by."""
    query = select(exchanges.c.channel_id).where(condition).distinct()
    # Sorted, so that two who remove from the same channels do not wait for each other.
    found = sorted((await connection.execute(query)).scalars())
    condition = and_(condition, exchanges.c.channel_id.in_(found))
    if found:
        bump = insert(channels).values(
            [{"channel_id": channel_id, "revision": 1, "invalid": 1} for channel_id in found]
        )
        following = channels.c.revision + 1
        await connection.execute(
            bump.on_conflict_do_update(
                index_elements=["channel_id"], set_={"revision": following, "invalid": following}
            )
        )
        covers = exists().where(
            condition,
            exchanges.c.channel_id == summaries.c.channel_id,
            exchanges.c.exchange_id <= summaries.c.until_exchange,
        )
        await connection.execute(delete(summaries).where(covers))
    return condition
