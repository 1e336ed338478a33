"""The settings of servers and people in a database, with everything that was ever changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new  # and SQLite speaks it, too
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.settings.config_port import Change, ChangedSinceError, NoChangeError, Stored
from bot.core.config.document import Slot
from bot.core.config.options import Layer
from bot.storage.schema import config_changes, config_values, config_versions, quota_notices
from bot.storage.transactions import Stored as Part

_OF_OWNER = (config_values, config_changes, config_versions, quota_notices)


class SqlConfig(Part):
    """ConfigStore (bot.chat.settings.config_port) over SQLAlchemy."""

    async def load(self, owner_id: int, known: int = 0) -> Stored | None:
        """Give all that an owner has set; None when its version is the *known* one."""
        query = select(config_versions.c.version).where(config_versions.c.owner_id == owner_id)
        async with self._transaction() as connection:
            version = (await connection.execute(query)).scalar_one_or_none() or 0
            if version == known:
                return None
            return Stored(version, await _values(connection, owner_id))

    async def change(
        self,
        owner_id: int,
        values: Mapping[Slot, str | None],
        author_id: int,
        at: float,
        *,
        whole: bool = False,
    ) -> list[Change]:
        """Set values (None: not set any more), all or none; gives what that changed."""
        async with self._transaction() as connection:
            number = 1 + await _lock(connection, owner_id)
            current = await _values(connection, owner_id)
            wanted = {**dict.fromkeys(current if whole else ()), **values}
            changes = [
                Change(number, slot, current.get(slot), after, author_id, at)
                for slot, after in wanted.items()
                if current.get(slot) != after
            ]
            await _apply(connection, owner_id, changes)
        return changes

    async def undo(
        self, owner_id: int, author_id: int, at: float, number: int | None = None
    ) -> list[Change]:
        """Undo a change, or the last one that is no undoing and was not undone."""
        async with self._transaction() as connection:
            last = await _lock(connection, owner_id)
            if number is None:
                number = await _last_change(connection, owner_id)
            query = select(config_changes).where(
                config_changes.c.owner_id == owner_id, config_changes.c.number == number
            )
            undone = [_change_of(row) for row in await connection.execute(query)]
            if not undone:
                raise NoChangeError
            current = await _values(connection, owner_id)
            if any(current.get(each.slot) != each.after for each in undone):
                raise ChangedSinceError
            changes = [
                Change(last + 1, each.slot, each.after, each.before, author_id, at, number)
                for each in undone
            ]
            await _apply(connection, owner_id, changes)
        return changes

    async def history(self, owner_id: int, limit: int) -> list[Change]:
        """Give the newest *limit* changed values, newest first."""
        query = select(config_changes).where(config_changes.c.owner_id == owner_id)
        order = config_changes.c.number.desc(), config_changes.c.scope_id, config_changes.c.key
        async with self._transaction() as connection:
            rows = await connection.execute(query.order_by(*order).limit(limit))
            return [_change_of(row) for row in rows]

    async def note(self, owner_id: int, name: str, until: float, now: float) -> bool:
        """Note that something was said, up to *until*; False when that was noted before."""
        notes = quota_notices
        note = insert_if_new(notes).values(owner_id=owner_id, name=name, until=until)
        async with self._transaction() as connection:
            over = notes.c.owner_id == owner_id, notes.c.until <= now
            await connection.execute(delete(notes).where(*over))
            return bool((await connection.execute(note.on_conflict_do_nothing())).rowcount)


async def remove_config(connection: AsyncConnection, owner_id: int) -> None:
    """Delete all that an owner has set, and who changed it."""
    for table in _OF_OWNER:
        await connection.execute(delete(table).where(table.c.owner_id == owner_id))


async def _lock(connection: AsyncConnection, owner_id: int) -> int:
    """Let nobody else change an owner's settings until the end; gives the last change's number."""
    row = insert_if_new(config_versions).values(owner_id=owner_id, version=0)
    await connection.execute(row.on_conflict_do_nothing())
    query = select(config_versions.c.version).where(config_versions.c.owner_id == owner_id)
    version: int = (await connection.execute(query.with_for_update())).scalar_one()
    return version


async def _values(connection: AsyncConnection, owner_id: int) -> dict[Slot, str]:
    rows = await connection.execute(
        select(config_values).where(config_values.c.owner_id == owner_id)
    )
    return {_slot_of(row): row.value for row in rows}


async def _last_change(connection: AsyncConnection, owner_id: int) -> int | None:
    """Give the last change that still holds and is no undoing, None when there is none."""
    number, undoes = config_changes.c.number, config_changes.c.undoes
    query = select(number, undoes).where(config_changes.c.owner_id == owner_id).distinct()
    undone: set[int] = set()
    for row in await connection.execute(query.order_by(number.desc())):
        if row.number in undone:
            continue  # an undoing that was itself undone undoes nothing
        if row.undoes is None:
            return int(row.number)
        undone.add(row.undoes)
    return None


async def _apply(connection: AsyncConnection, owner_id: int, changes: Iterable[Change]) -> None:
    changes = list(changes)
    if not changes:
        return
    rows = [_row(owner_id, change) for change in changes]
    await connection.execute(insert(config_changes), rows)
    columns = config_values.primary_key.columns
    unset = delete(config_values).where(*(each == bindparam(each.name) for each in columns))
    await connection.execute(unset, [_place(owner_id, each.slot) for each in changes])
    set_now = [
        {**_place(owner_id, each.slot), "value": each.after}
        for each in changes
        if each.after is not None
    ]
    if set_now:
        await connection.execute(insert(config_values), set_now)
    version = update(config_versions).where(config_versions.c.owner_id == owner_id)
    await connection.execute(version.values(version=changes[0].number))


def _place(owner_id: int, slot: Slot) -> dict[str, Any]:
    return {
        "owner_id": owner_id,
        "layer": slot.layer.value,
        "scope_id": slot.scope_id,
        "key": slot.key,
    }


def _row(owner_id: int, change: Change) -> dict[str, Any]:
    return {
        **_place(owner_id, change.slot),
        "number": change.number,
        "before": change.before,
        "after": change.after,
        "author_id": change.author_id,
        "at": change.at,
        "undoes": change.undoes,
    }


def _slot_of(row: Row[Any]) -> Slot:
    return Slot(Layer(row.layer), row.scope_id, row.key)


def _change_of(row: Row[Any]) -> Change:
    return Change(
        row.number, _slot_of(row), row.before, row.after, row.author_id, row.at, row.undoes
    )
