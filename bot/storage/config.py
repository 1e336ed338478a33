"""The settings of servers and people in a database, with everything that was ever changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new  # and SQLite speaks it, too
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.settings.config_port import (
    Change,
    ChangedSinceError,
    NoChangeError,
    SealedKey,
    Stored,
)
from bot.core.config.document import Slot
from bot.core.config.options import Layer
from bot.core.config.table import OWN_KEY
from bot.storage.schema import (
    config_changes,
    config_values,
    config_versions,
    quota_notices,
    server_keys,
)
from bot.storage.transactions import Stored as Part

_OF_OWNER = (config_values, config_changes, config_versions, quota_notices, server_keys)
_SET, _RENEWED = '"set"', '"renewed"'  # all that the history says of a key
_CAN_BE_UNDONE = config_changes.c.key != OWN_KEY


class SqlConfig(Part):
    """ConfigStore (bot.chat.settings.config_port) over SQLAlchemy."""

    async def load(self, owner_id: int, known: int = 0) -> Stored | None:
        """Give all that an owner has set; None when its version is the *known* one."""
        query = select(config_versions.c.version).where(config_versions.c.owner_id == owner_id)
        async with self._transaction() as connection:
            version = (await connection.execute(query)).scalar_one_or_none() or 0
            if version == known:
                return None
            values = await _values(connection, owner_id)
            return Stored(version, values, await _key(connection, owner_id))

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
                config_changes.c.owner_id == owner_id,
                config_changes.c.number == number,
                _CAN_BE_UNDONE,
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

    async def put_key(self, owner_id: int, sealed: str | None, author_id: int, at: float) -> bool:
        """Keep a key in place of an earlier one, or with None no key any more."""
        is_owner = server_keys.c.owner_id == owner_id
        async with self._transaction() as connection:
            number = 1 + await _lock(connection, owner_id)
            had = (await connection.execute(delete(server_keys).where(is_owner))).rowcount > 0
            if sealed is not None:
                row = {"owner_id": owner_id, "sealed": sealed, "author_id": author_id, "at": at}
                await connection.execute(insert(server_keys), row)
            elif not had:
                return False
            before, after = (_SET, _RENEWED) if had else (None, _SET)
            slot = Slot(Layer.SERVER, owner_id, OWN_KEY)
            change = Change(number, slot, before, after if sealed else None, author_id, at)
            await _note(connection, owner_id, [change])
        return True

    async def sealed_keys(self) -> dict[int, str]:
        """Give every owner's key as it is sealed."""
        query = select(server_keys.c.owner_id, server_keys.c.sealed)
        async with self._transaction() as connection:
            return {row.owner_id: row.sealed for row in await connection.execute(query)}

    async def reseal(self, owner_id: int, sealed: str, anew: str) -> None:
        """Replace how a key is sealed; a no-op when the key is no longer sealed like that."""
        same = server_keys.c.owner_id == owner_id, server_keys.c.sealed == sealed
        async with self._transaction() as connection:
            await connection.execute(update(server_keys).where(*same).values(sealed=anew))

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


async def _key(connection: AsyncConnection, owner_id: int) -> SealedKey | None:
    query = select(server_keys).where(server_keys.c.owner_id == owner_id)
    row = (await connection.execute(query)).one_or_none()
    return SealedKey(row.sealed, row.author_id, row.at) if row else None


async def _last_change(connection: AsyncConnection, owner_id: int) -> int | None:
    """Give the last change that still holds and is no undoing, None when there is none."""
    number, undoes = config_changes.c.number, config_changes.c.undoes
    can_be = config_changes.c.owner_id == owner_id, _CAN_BE_UNDONE
    query = select(number, undoes).where(*can_be).distinct()
    undone: set[int] = set()
    for row in await connection.execute(query.order_by(number.desc())):
        if row.number in undone:
            continue  # an undoing that was itself undone undoes nothing
        if row.undoes is None:
            return int(row.number)
        undone.add(row.undoes)
    return None


async def _apply(connection: AsyncConnection, owner_id: int, changes: Sequence[Change]) -> None:
    if not changes:
        return
    await _note(connection, owner_id, changes)
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


async def _note(connection: AsyncConnection, owner_id: int, changes: Sequence[Change]) -> None:
    """Write changes into the history; the owner's version is their number then."""
    rows = [_row(owner_id, change) for change in changes]
    await connection.execute(insert(config_changes), rows)
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
