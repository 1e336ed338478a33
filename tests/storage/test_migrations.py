import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, insert, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, TurnState
from bot.storage.opening import (
    _MIGRATIONS,
    alembic_config,
    engine_for,
    open_database,
)
from bot.storage.schema import metadata
from tests.databases import open_memory

ROOT = Path(__file__).parent.parent.parent
VERSIONS = [script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]
TURN = {
    "channel_id": 1,
    "exchange_id": 100,
    "server_id": 7,
    "speaker_id": 5,
    "speaker": "Mina",
    "text": "Why?",
    "state": "complete",
    "message_ids": "[100]",
    "model": None,
    "prompt_tokens": None,
    "completion_tokens": None,
    "at": 1.0,
}
TURNS = [
    {**TURN, "role": "user"},
    {
        **TURN,
        "role": "assistant",
        "speaker_id": None,
        "speaker": "",
        "text": "Because.",
        "state": "cut",
        "message_ids": json.dumps([900, 901]),
        "model": "m",
        "prompt_tokens": 10,
        "completion_tokens": 3,
        "at": 2.0,
    },
    {**TURN, "role": "user", "exchange_id": 101, "server_id": None, "message_ids": "[101]"},
    # What `/forget` left behind while it was being written.
    {**TURN, "role": "assistant", "exchange_id": 102, "message_ids": "[902]"},
]
# Opens five memories at once, when it is told to, and asks one question in each.
CHILD = """
import asyncio, sys
from bot.core.talk.turns import Question
from tests.databases import open_memory

async def main():
    question = Question(1, 7, int(sys.argv[2]), 5, "Mina", "Why?", 1.0)
    async with open_memory(sys.argv[1]) as memory:
        assert await memory.add_question(question)

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


@asynccontextmanager
async def at_version(url: str, version: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection to a database as an earlier version of the bot has left it."""
    engine = engine_for(url, None)
    async with engine.begin() as connection:
        await connection.run_sync(lambda plain: command.upgrade(alembic_config(plain), version))
        yield connection
    await engine.dispose()


async def put_turns(connection: AsyncConnection) -> None:
    turns = table("turns", *(column(name) for name in TURNS[0]))
    await connection.execute(insert(turns), TURNS)


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


@pytest.mark.parametrize("version", ["base", *VERSIONS])
async def test_the_migrations_lead_from_every_version_to_the_schema(url: str, version: str) -> None:
    async with at_version(url, version):
        pass
    async with open_database(url) as engine, engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_what_the_first_version_stored_is_kept(url: str) -> None:
    async with at_version(url, "0001") as connection:
        await put_turns(connection)
    async with open_memory(url) as memory:
        assert await memory.count(1) == 3
        found = await memory.find_message(1, 901)
        assert found == await memory.exchange(1, 100)
        assert found
        assert found.question.text == "Why?"
        assert found.question.at == 1.0
        assert found.answer == Answer("Because.", TurnState.CUT, "m", (900, 901), 2.0, 10, 3)
        unanswered = await memory.exchange(1, 101)
        assert unanswered
        assert (unanswered.question.server_id, unanswered.answer) == (None, None)
        assert await memory.find_message(1, 902) is None


async def test_a_failed_migration_leaves_the_old_state(url: str) -> None:
    async with at_version(url, "0001") as connection:
        await put_turns(connection)
        await connection.execute(text("CREATE TABLE usage (in_the_way INTEGER)"))
    with pytest.raises(StorageError, match="usage"):
        async with open_memory(url):
            pass
    async with at_version(url, "0001") as connection:
        assert (await connection.execute(text("SELECT count(*) FROM turns"))).scalar() == 4
        await connection.execute(text("DROP TABLE usage"))
    async with open_memory(url) as memory:
        assert await memory.count(1) == 3


async def test_a_database_of_a_newer_version_is_a_storage_error(url: str) -> None:
    async with at_version(url, "head") as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="9999"):
        async with open_memory(url):
            pass


async def test_twenty_processes_that_start_at_once_migrate_once(url: str) -> None:
    # What they find is the first version, with data.
    async with at_version(url, "0001") as connection:
        await put_turns(connection)
    children = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", CHILD, url, str(number * 1000)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for number in range(1, 21)
    ]
    for child in children:
        assert child.stdout
        assert await child.stdout.readline() == b"ready\n"
    for _, errors in await asyncio.gather(*(child.communicate(b"go\n") for child in children)):
        assert errors == b""
    async with open_memory(url) as memory:
        assert await memory.count(1) == 23
