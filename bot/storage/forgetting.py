"""Forgetting: what a person, a channel, a deleted message, time or a lost server takes along."""

import json
import math

from sqlalchemy import ColumnElement, delete, select, tuple_, union, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's words for ON CONFLICT are the same
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.config.options import Layer
from bot.storage.config import remove_config
from bot.storage.rows import NO_ANSWER, is_exchange
from bot.storage.schema import (
    config_changes,
    config_versions,
    exchanges,
    left_servers,
    messages,
    usage,
)
from bot.storage.summaries import invalidate
from bot.storage.transactions import Stored

# Exchanges, or entries of the books, that one transaction of a sweep deletes: others wait for it,
# on SQLite all others.
_BATCH = 100


class SqlForgetting(Stored):
    """The part of SqlMemory that removes."""

    async def delete_message(self, channel_id: int, *message_ids: int) -> int:
        """Delete what messages held; gives how many turns that were. See Memory."""
        query = select(messages.c.channel_id, messages.c.message_id, messages.c.exchange_id).where(
            messages.c.channel_id.in_((channel_id, *message_ids)),
            messages.c.message_id.in_(message_ids),
        )
        total = 0
        async with self._transaction() as connection:
            for place_id, message_id, exchange_id in (await connection.execute(query)).all():
                if exchange_id == message_id:
                    total += await _remove(connection, is_exchange(place_id, exchange_id))
                else:
                    key = is_exchange(place_id, exchange_id)
                    total += await _remove_answer(connection, key, message_id)
        return total

    async def forget(self, channel_id: int) -> int:
        """Delete all turns of a channel; gives how many there were."""
        async with self._transaction() as connection:
            return await _remove(connection, exchanges.c.channel_id == channel_id)

    async def forget_person(
        self, server_id: int | None, speaker_id: int, channel_id: int | None = None
    ) -> int:
        """Delete a person's questions in a server and the answers to them; gives how many turns."""
        condition = (exchanges.c.server_id == server_id) & (exchanges.c.speaker_id == speaker_id)
        if channel_id is not None:
            condition &= exchanges.c.channel_id == channel_id
        async with self._transaction() as connection:
            return await _remove(connection, condition)

    async def sweep(self, before: float, server_id: int | None = None) -> int:
        """Delete the exchanges asked earlier, in a server, in none or everywhere; see Memory."""
        key = tuple_(exchanges.c.channel_id, exchanges.c.exchange_id)
        query = select(*key).where(exchanges.c.asked_at < before).limit(_BATCH)
        if server_id is not None:
            query = query.where(exchanges.c.server_id == (server_id or None))
        total = 0
        while True:
            async with self._transaction() as connection:
                old = (await connection.execute(query)).all()
                if not old:
                    return total
                total += await _remove(connection, key.in_([tuple(row) for row in old]))

    async def sweep_records(self, before: float, newest: int) -> None:
        """Delete the usage booked earlier, and of each owner's changes all but the *newest*."""
        old = select(usage.c.id).where(usage.c.at < before).limit(_BATCH)
        swept = _BATCH
        while swept == _BATCH:
            async with self._transaction() as connection:
                gone = await connection.execute(delete(usage).where(usage.c.id.in_(old)))
                swept = gone.rowcount
        last = select(config_versions.c.version).where(
            config_versions.c.owner_id == config_changes.c.owner_id
        )
        too_old = config_changes.c.number <= last.scalar_subquery() - newest
        async with self._transaction() as connection:
            await connection.execute(delete(config_changes).where(too_old))

    async def servers(self) -> list[int]:
        """Give the servers that something is stored of and that are not noted as left."""
        # A server's last change is kept as long as anything is set there, or a key.
        by_admins = config_changes.c.layer != Layer.PERSON
        known = union(
            select(exchanges.c.server_id),
            select(usage.c.server_id),
            select(config_changes.c.owner_id).where(by_admins),
        ).subquery()
        query = select(known.c.server_id).where(
            known.c.server_id.is_not(None),
            known.c.server_id.not_in(select(left_servers.c.server_id)),
        )
        async with self._transaction() as connection:
            return sorted((await connection.execute(query)).scalars())

    async def server_left(self, server_id: int, at: float) -> None:
        """Note that the bot was removed from a server."""
        note = insert(left_servers).values(server_id=server_id, left_at=at)
        async with self._transaction() as connection:
            await connection.execute(
                note.on_conflict_do_update(index_elements=["server_id"], set_={"left_at": at})
            )

    async def server_returned(self, server_id: int) -> None:
        """Note that the bot is in a server; a no-op when it had not left."""
        async with self._transaction() as connection:
            await connection.execute(
                delete(left_servers).where(left_servers.c.server_id == server_id)
            )

    async def sweep_left(self, before: float) -> list[int]:
        """Delete all data of servers left earlier; gives their ids."""
        query = select(left_servers.c.server_id).where(left_servers.c.left_at < before)
        async with self._transaction() as connection:
            servers = list((await connection.execute(query)).scalars())
        for server_id in servers:
            await self.sweep(math.inf, server_id)
            async with self._transaction() as connection:
                await connection.execute(delete(usage).where(usage.c.server_id == server_id))
                await remove_config(connection, server_id)
            await self.server_returned(server_id)
        return servers


async def _remove(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    condition = await invalidate(connection, condition)
    result = await connection.execute(
        delete(exchanges).where(condition).returning(exchanges.c.state)
    )
    return sum(1 if state is None else 2 for state in result.scalars())


async def _remove_answer(
    connection: AsyncConnection, key: ColumnElement[bool], message_id: int
) -> int:
    """Forget an answer of which a message was deleted, but for which others stand."""
    condition = await invalidate(connection, key)
    query = select(exchanges.c.state, exchanges.c.message_ids).where(condition)
    known = (await connection.execute(query)).one_or_none()
    shown = json.loads(known.message_ids or "[]") if known else []
    if known is None or message_id not in shown:  # whoever writes it has given the message up
        return 0
    change = NO_ANSWER | {"message_ids": json.dumps([id_ for id_ in shown if id_ != message_id])}
    await connection.execute(update(exchanges).where(condition).values(change))
    await connection.execute(delete(messages).where(messages.c.message_id == message_id))
    return int(known.state is not None)


async def unlink(connection: AsyncConnection, channel_id: int, exchange_id: int) -> None:
    """Forget which messages show the answer of an exchange."""
    await connection.execute(
        delete(messages).where(
            messages.c.channel_id == channel_id,
            messages.c.exchange_id == exchange_id,
            messages.c.message_id != exchange_id,
        )
    )
