"""Opening a database: its URL, its pragmas, its migrations."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import StorageError
from bot.storage.memory import SqlMemory

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_MILLISECONDS = 5000
_QUEUE_SECONDS = 120


@asynccontextmanager
async def open_memory(url: str) -> AsyncIterator[SqlMemory]:
    """Open the database at *url* (`sqlite:///path`), migrate it, and close it in the end.

    A missing folder is made. StorageError when the database cannot be opened or migrated.
    """
    # One connection: SQLite has one writer at a time, and its own waiting is not in order.
    engine = create_async_engine(
        _prepared(url), pool_size=1, max_overflow=0, pool_timeout=_QUEUE_SECONDS
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin_immediately)
    try:
        await _migrate(engine)
        yield SqlMemory(engine)
    finally:
        await engine.dispose()


def _prepared(url: str) -> str:
    parsed = make_url(url).set(drivername="sqlite+aiosqlite")
    if parsed.database and parsed.database != ":memory:":
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make the folder of {parsed.database}: {error}") from error
    return parsed.render_as_string(hide_password=False)


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    # The driver would begin transactions by itself, and later than we mean: see _begin_immediately.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "synchronous=NORMAL",  # in WAL mode a crash of the process loses nothing
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    # Readers never wait for the writer. The mode stays with the file; whoever finds it locked
    # meets another process that is switching it just now, and SQLite does not wait for that.
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    # A read transaction that turns into a writing one fails at once when another writer is
    # there; one that begins as a writer waits its turn. It is also the lock of the migrations.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _migrate(engine: AsyncEngine) -> None:
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"cannot open the database: {error}") from error


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
