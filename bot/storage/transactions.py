"""What every part of the storage stands on: a transaction, and clean text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.errors import StorageError

# All that the libraries raise. SQLAlchemy does not translate what asyncpg raises while it
# connects; time-outs and lost sockets are an OSError.
LIBRARY_ERRORS = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


class Stored:
    """A part of the storage, over *engine*."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        """Begin; commit in the end, or roll back and raise StorageError."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except LIBRARY_ERRORS as error:
            raise StorageError(str(error) or type(error).__name__) from error


def clean(text: str) -> str:
    """Give *text* without what a database cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
