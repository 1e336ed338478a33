"""Opening a database: its URL, its connections, its migrations."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import StorageError
from bot.storage.transactions import LIBRARY_ERRORS, ended

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that nobody else locks in the same database.
_MIGRATION_LOCK = 0x746F6B6B69
_BUSY_MILLISECONDS = 5000
# What a call waits for a free connection, for a new one, and for one statement's answer.
_QUEUE_SECONDS = 30
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 10
# The driver would wait 2 s for each connection to a server that does not answer any more.
_CLOSE_SECONDS = 1
# A server takes 100 connections by default: this leaves room for a dozen processes.
_POOL_SIZE = 8


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database at *url*, migrate it, and close it in the end.

    `sqlite:///path` (a missing folder is made) or `postgresql://…` as libpq writes it.
    StorageError when the database cannot be opened or migrated.
    """
    # A migration may take its time, and so may waiting for another process's.
    await _migrate(engine_for(url, statement_seconds=None))
    engine = engine_for(url, _STATEMENT_SECONDS)
    try:
        yield engine
    finally:
        # A call that nobody waits for any more is still under way in SQLite's thread.
        await ended(engine, _CLOSE_SECONDS)
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await engine.dispose()


def engine_for(url: str, statement_seconds: float | None) -> AsyncEngine:
    """Make the way to the database at *url*; a statement may take so long, None: for ever."""
    if url.startswith("sqlite:"):
        return _sqlite(url)
    # asyncpg reads the URL itself: hosts, sockets and TLS are meant as libpq means them.
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(
            url, timeout=_CONNECT_SECONDS, command_timeout=statement_seconds
        ),
        pool_size=_POOL_SIZE,
        max_overflow=0,
        pool_timeout=_QUEUE_SECONDS,
        pool_pre_ping=True,  # a connection that the server has dropped is made anew
        hide_parameters=True,  # what people say stays out of the errors, and so out of the log
    )


def _sqlite(url: str) -> AsyncEngine:
    # One connection: SQLite has one writer at a time, and its own waiting is not in order.
    engine = create_async_engine(
        _with_folder(url),
        pool_size=1,
        max_overflow=0,
        pool_timeout=_QUEUE_SECONDS,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin_immediately)
    return engine


def _with_folder(url: str) -> str:
    try:
        parsed = make_url(url).set(drivername="sqlite+aiosqlite")
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except (ArgumentError, OSError) as error:
        raise StorageError(f"cannot make the folder of {url}: {error}") from error
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
    except (*LIBRARY_ERRORS, CommandError, ValueError) as error:  # ValueError: a malformed URL
        words = str(error).partition("\n")[0]  # what follows leads to the library's pages
        raise StorageError(f"cannot open the database: {words}") from error
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Until the end of the transaction; SQLite's BEGIN IMMEDIATE is such a lock already.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Tell Alembic where our migrations are, and where to apply them."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
