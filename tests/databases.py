"""A memory in a real database."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database


@asynccontextmanager
async def open_memory(url: str) -> AsyncIterator[SqlMemory]:
    """Open the memory in the database at *url*, as a process of its own."""
    async with open_database(url) as engine:
        yield SqlMemory(engine, uuid.uuid4().hex)
