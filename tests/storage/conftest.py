"""Every test of the storage runs over SQLite and over a real PostgreSQL."""

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.chat.ports import Memory
from tests.databases import open_memory
from tests.fakes import FakeMemory
from tests.postgres import Postgres, running_postgres

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of a process (of a worker, where there are several)."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    database = f"test_{next(_numbers)}"
    yield postgres.create(database)
    postgres.drop(database)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new/folder/t.db"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """A database that nobody has opened yet."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgres", "fake"])
async def memory(request: pytest.FixtureRequest) -> AsyncIterator[Memory]:
    """An empty memory; the fake of the other tests has to keep the same promises."""
    if request.param == "fake":
        yield FakeMemory()
        return
    async with open_memory(request.getfixturevalue(f"{request.param}_url")) as memory:
        yield memory
