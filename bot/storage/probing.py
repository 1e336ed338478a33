"""Probing the database for the doctor; nothing is made, migrated or kept."""

import asyncio
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, insert, select

from bot.chat.settings.config_port import SealError
from bot.core.checkup.findings import Failed
from bot.core.checkup.services import Database, Keys
from bot.storage.opening import alembic_config, engine_for
from bot.storage.schema import channels, server_keys
from bot.storage.sealing import FernetSafe
from bot.storage.transactions import LIBRARY_ERRORS

_STATEMENT_SECONDS = 5.0
_NO_CHANNEL = -1  # Discord's ids are positive


async def probe_database(
    url: str, seconds: float, secrets: Sequence[str] = ()
) -> Database | Failed:
    """Open the database at *url*, look at its migrations, and write without keeping it.

    *secrets* are those that the keys of servers should be sealed with, the newest first.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _probe(url, secrets)
    except TimeoutError:
        return Failed(f"no answer within {seconds:.0f} s")
    except RevisionError:
        return Failed("a newer version of the bot has migrated it")
    except (*LIBRARY_ERRORS, CommandError, ValueError) as error:
        cause = getattr(error, "orig", None) or error  # SQLAlchemy adds only where to read on
        return Failed(str(cause) or type(error).__name__)


async def _probe(url: str, secrets: Sequence[str]) -> Database | Failed:
    if not url.startswith("sqlite:"):
        return await _opened(url, secrets, Database(_place(url)))
    path = Path(url.removeprefix("sqlite:///"))
    found = await asyncio.to_thread(_file, path)
    if isinstance(found, Failed) or not found.exists:
        return found
    return await _opened(url, secrets, found)


def _file(path: Path) -> Database | Failed:
    """Look whether an SQLite file is there, or can be made, and at its disk."""
    folder = next(each for each in path.absolute().parents if each.exists())
    if not path.exists():
        try:
            TemporaryFile(dir=folder).close()  # the permissions do not tell of a read-only disk
        except OSError as error:
            return Failed(f"{path} cannot be made in {folder}: {error.strerror}")
    free = shutil.disk_usage(folder).free
    return Database(f"SQLite in {path}", path.exists(), free=free)


async def _opened(url: str, secrets: Sequence[str], found: Database) -> Database:
    engine, sealed = engine_for(url, _STATEMENT_SECONDS), list[str]()
    try:
        async with engine.connect() as connection:
            pending = await connection.run_sync(_migrations_to_come)
            if not pending:  # else the tables may not be there
                row = {"channel_id": _NO_CHANNEL, "revision": 0, "invalid": 0}
                await connection.execute(insert(channels).values(row))
                rows = await connection.execute(select(server_keys.c.sealed))
                sealed = list(rows.scalars())
            await connection.rollback()
    finally:
        await engine.dispose()
    return replace(found, pending=pending, keys=_keys(sealed, FernetSafe(secrets)))


def _keys(sealed: Iterable[str], safe: FernetSafe) -> Keys:
    newest = older = lost = 0
    for each in sealed:
        try:
            _, anew = safe.open(each)
        except SealError:
            lost += 1
        else:
            older += anew is not None
            newest += anew is None
    return Keys(newest, older, lost)


def _migrations_to_come(connection: Connection) -> int:
    """Count them; RevisionError when the database knows one that this version does not."""
    current = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(alembic_config(connection))
    return sum(1 for _ in script.iterate_revisions("head", current or "base"))


def _place(url: str) -> str:
    """Name host and database, never user or password."""
    parts = urlsplit(url)
    hosts = parts.netloc.rpartition("@")[2] or "a local socket"
    return f"PostgreSQL {parts.path.removeprefix('/')} at {hosts}"
