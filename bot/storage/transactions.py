"""What every part of the storage stands on: calls that are not torn, transactions, clean text."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import StorageError

log = logging.getLogger(__name__)

# All that the libraries raise. SQLAlchemy does not translate what asyncpg raises while it
# connects; time-outs and lost sockets are an OSError.
LIBRARY_ERRORS = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


_Call = Callable[..., Coroutine[Any, Any, Any]]
_running: WeakKeyDictionary[AsyncEngine, set[asyncio.Task[Any]]] = WeakKeyDictionary()

# What a cancelled call gets to end in order. A statement takes milliseconds; more is waiting for
# the connection, which can be cancelled.
_END_WITHIN = 2.0  # seconds


class Stored:
    """A part of the storage, over *engine*. Its public calls end before their cancellation does."""

    def __init_subclass__(cls) -> None:
        for name, call in list(vars(cls).items()):
            if iscoroutinefunction(call) and not name.startswith("_"):
                setattr(cls, name, _untorn(call))

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """Begin; commit in the end, or roll back and raise StorageError."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except LIBRARY_ERRORS as error:
            # Further lines quote the row, and so what somebody wrote.
            words = str(error).partition("\n")[0]
            raise StorageError(words or type(error).__name__) from error


async def ended(engine: AsyncEngine, within: float) -> None:
    """Wait until no call is under way on *engine*, at most *within* seconds."""
    if running := _running.get(engine):
        await asyncio.wait(set(running), timeout=within)


def _untorn(call: _Call) -> _Call:
    """Let *call* end before a cancellation goes on, where the database is SQLite.

    A transaction that is cancelled between its steps can stay behind with the lock of the file,
    for SQLite works in a thread that knows nothing of it.
    """

    @wraps(call)
    async def untorn(self: Stored, *given: object, **named: object) -> object:
        if self._engine.dialect.name != "sqlite":
            return await call(self, *given, **named)
        work = asyncio.get_running_loop().create_task(call(self, *given, **named))
        running = _running.setdefault(self._engine, set())
        running.add(work)
        work.add_done_callback(running.discard)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work], timeout=_END_WITHIN)
            work.cancel()
            await asyncio.wait([work])
            if not work.cancelled() and (error := work.exception()):
                log.info("storage.failed_after_cancellation error=%s", error)
            raise

    return untorn


def clean(text: str) -> str:
    """Give *text* without what a database cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
