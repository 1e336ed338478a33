import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, TurnState
from bot.storage import opening
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database
from tests.databases import open_memory
from tests.fakes import a_question
from tests.postgres import Postgres, running_postgres

HALF = Answer("Half of", TurnState.WRITING, "m", (900,), 1.0)
WHOLE = Answer("Half of the whole", TurnState.COMPLETE, "m", (900, 901), 2.0)
# A disk that is full for one table only, so that a transaction fails in its middle.
FULL = {
    "sqlite": [
        "CREATE TRIGGER full_ BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'x'); END"
    ],
    "postgresql": [
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'disk_full'; END $$
        """,
        "CREATE TRIGGER full_ BEFORE INSERT ON messages EXECUTE FUNCTION fail()",
    ],
}
NOT_FULL = {"sqlite": "DROP TRIGGER full_", "postgresql": "DROP TRIGGER full_ ON messages"}


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(url) as engine:
        yield engine


@pytest.fixture
async def server() -> AsyncIterator[Postgres]:
    """A server for one test alone, to be killed."""
    with running_postgres() as server:
        yield server


async def run(engine: AsyncEngine, *statements: str) -> None:
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "t.db").write_text("not a database, but long enough to be read as one" * 100)
    with pytest.raises(StorageError, match="not a database"):
        async with open_memory(f"sqlite:///{tmp_path}/t.db"):
            pass


async def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="folder"):
        async with open_memory(f"sqlite:///{tmp_path}/file/t.db"):
            pass


@pytest.mark.parametrize(
    "where",
    [
        "127.0.0.1:1/tokki",
        "127.0.0.1:1/tokki?sslmode=require",
        "/tokki?host=/nowhere",
        "127.0.0.1:port/tokki",
        "127.0.0.1:1/tokki?sslmode=never",
    ],
)
async def test_a_server_that_is_not_there_is_a_storage_error_without_the_password(
    where: str,
) -> None:
    with pytest.raises(StorageError) as caught:
        async with open_memory(f"postgresql://me:s3cret@{where}"):
            pass
    assert "s3cret" not in str(caught.value)


async def test_a_database_that_is_not_there_is_a_storage_error(postgres: Postgres) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        async with open_memory(postgres.url("nowhere")):
            pass


async def test_a_socket_can_be_the_host_of_the_url(postgres_url: str) -> None:
    parts = urlsplit(postgres_url)
    host = parts.query.removeprefix("host=")
    url = f"postgres://postgres@{quote(host, safe='')}{parts.path}"
    async with open_memory(url) as memory:
        assert await memory.count(1) == 0


async def test_a_table_that_is_gone_is_a_storage_error(engine: AsyncEngine) -> None:
    await run(engine, "DROP TABLE messages", "DROP TABLE exchanges")
    with pytest.raises(StorageError):
        await SqlMemory(engine, "me").count(1)


async def test_what_people_say_is_in_no_error(engine: AsyncEngine) -> None:
    await run(engine, "DROP TABLE messages", "DROP TABLE exchanges")
    with pytest.raises(StorageError) as caught:
        await SqlMemory(engine, "me").add_question(a_question("My secret?"))
    assert "My secret?" not in str(caught.value)


async def test_a_write_that_fails_half_way_leaves_nothing(engine: AsyncEngine) -> None:
    memory, name = SqlMemory(engine, "me"), engine.dialect.name
    await memory.add_question(a_question(message=1))
    await memory.put_answer(a_question(message=1), HALF)
    before = await memory.exchange(1, 1)
    await run(engine, *FULL[name])
    for failing in (
        memory.add_question(a_question(message=2)),
        memory.put_answer(a_question(message=1), WHOLE),
    ):
        with pytest.raises(StorageError):
            await failing
    assert await memory.exchange(1, 2) is None
    assert await memory.exchange(1, 1) == before
    assert await memory.find_message(1, 900) == before
    await run(engine, NOT_FULL[name])
    assert await memory.put_answer(a_question(message=1), WHOLE)
    assert await memory.add_question(a_question(message=2))


async def test_a_full_disk_is_a_storage_error_until_there_is_room(sqlite_url: str) -> None:
    async with open_database(sqlite_url) as engine:
        memory = SqlMemory(engine, "me")
        await memory.add_question(a_question())
        await run(engine, "PRAGMA max_page_count=1")  # SQLite makes it what there is
        with pytest.raises(StorageError, match="full"):
            await memory.put_answer(a_question(), replace(WHOLE, text="x" * 100_000))
        assert await memory.count(1) == 1
        await run(engine, "PRAGMA max_page_count=1000000")
        assert await memory.put_answer(a_question(), replace(WHOLE, text="x" * 100_000))


async def test_a_locked_file_is_a_storage_error_until_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BUSY_MILLISECONDS", 20)
    async with open_memory(f"sqlite:///{tmp_path}/t.db") as memory:
        other = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            await memory.add_question(a_question())
        other.execute("COMMIT")
        other.close()
        assert await memory.add_question(a_question())


async def test_a_locked_table_is_a_storage_error_until_it_is_free(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_STATEMENT_SECONDS", 0.2)
    async with open_memory(postgres_url) as memory:
        other = await asyncpg.connect(postgres_url)
        async with other.transaction():
            await other.execute("LOCK TABLE exchanges")
            with pytest.raises(StorageError):
                await memory.add_question(a_question())
        await other.close()
        assert await memory.add_question(a_question())


async def test_a_pool_without_a_free_connection_is_a_storage_error(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_QUEUE_SECONDS", 0.05)
    async with open_database(url) as engine:
        memory = SqlMemory(engine, "me")
        async with AsyncExitStack() as held:
            for _ in range(1 if engine.dialect.name == "sqlite" else opening._POOL_SIZE):
                _ = await held.enter_async_context(engine.connect())
            with pytest.raises(StorageError):
                await memory.count(1)
        assert await memory.count(1) == 0


async def test_a_lost_server_is_a_storage_error_and_is_used_again_when_it_is_back(
    server: Postgres,
) -> None:
    async with open_memory(server.create("tokki")) as memory:
        await asyncio.gather(*(memory.add_question(a_question(message=n)) for n in range(20)))
        server.kill()
        async with asyncio.timeout(10):
            for _ in range(2):
                with pytest.raises(StorageError):
                    await memory.count(1)
        server.start()
        assert await memory.count(1) == 20
        assert await memory.add_question(a_question(message=20))


async def test_a_server_that_is_lost_in_the_middle_of_calls_loses_none_that_it_confirmed(
    server: Postgres,
) -> None:
    async with open_memory(server.create("tokki")) as memory:
        confirmed: list[int] = []
        enough = asyncio.Event()

        async def write(first: int) -> None:
            for number in range(first, first + 1000):
                await memory.add_question(a_question(message=number))
                confirmed.append(number)
                if len(confirmed) == 50:
                    enough.set()

        async def write_until_it_fails(first: int) -> None:
            with pytest.raises(StorageError):
                await write(first)

        async with asyncio.TaskGroup() as tasks:
            for writer in range(10):
                tasks.create_task(write_until_it_fails(writer * 1000))
            await enough.wait()
            server.kill()
        server.start()
        for number in confirmed:
            assert await memory.exchange(1, number)


async def test_calls_that_are_cancelled_leave_no_lock_behind(tmp_path: Path) -> None:
    for number in range(30):
        async with open_memory(f"sqlite:///{tmp_path}/{number}.db") as memory:
            calls = [asyncio.ensure_future(memory.count(channel)) for channel in range(3)]
            await asyncio.sleep(0.0004 * number)
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            async with asyncio.timeout(4):
                assert await memory.count(9) == 0
