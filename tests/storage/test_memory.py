import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.chat.ports import Exchange
from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, Role, TurnState
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_memory
from bot.storage.schema import metadata
from tests.fakes import a_question


def answer(text: str = "Because.") -> Answer:
    return Answer(text, TurnState.COMPLETE, "fake-model", (900, 901), 1.0, 10, 3)


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[SqlMemory]:
    async with open_memory(f"sqlite:///{tmp_path}/new/folder/t.db") as memory:
        yield memory


async def test_what_was_said_is_recalled_in_order(memory: SqlMemory) -> None:
    await memory.add_question(a_question("One?", message=1))
    await memory.add_question(a_question("Two?", message=2))
    await memory.put_answer(a_question(message=2), answer("Second."))
    await memory.put_answer(a_question(message=1), answer("First."))

    turns = await memory.recall(1, until=2, limit=10)
    assert [turn.text for turn in turns] == ["One?", "First.", "Two?", "Second."]
    assert [turn.role for turn in turns[:2]] == [Role.USER, Role.ASSISTANT]


async def test_a_later_question_is_not_in_the_memory_of_an_earlier_one(memory: SqlMemory) -> None:
    await memory.add_question(a_question("One?", message=1))
    await memory.add_question(a_question("Two?", message=2))
    assert [turn.text for turn in await memory.recall(1, until=1, limit=10)] == ["One?"]


async def test_the_newest_turns_are_recalled(memory: SqlMemory) -> None:
    for number in range(30):
        await memory.add_question(a_question(f"{number}", message=number))
    turns = await memory.recall(1, until=99, limit=5)
    assert [turn.text for turn in turns] == ["25", "26", "27", "28", "29"]


async def test_channels_do_not_see_each_other(memory: SqlMemory) -> None:
    await memory.add_question(a_question(channel=1))
    assert await memory.recall(2, until=999, limit=10) == []
    assert await memory.forget(2) == 0
    assert await memory.count(1) == 1


async def test_a_question_is_stored_once(memory: SqlMemory) -> None:
    assert await memory.add_question(a_question())
    assert not await memory.add_question(a_question())


async def test_an_exchange_is_found_with_all_that_a_button_needs(memory: SqlMemory) -> None:
    assert await memory.exchange(1, 100) is None
    await memory.add_question(a_question())
    assert await memory.exchange(1, 100) == Exchange(a_question(), None)
    await memory.put_answer(a_question(), answer())
    assert await memory.exchange(1, 100) == Exchange(a_question(), answer())
    assert await memory.exchange(2, 100) is None


async def test_an_answer_and_a_question_can_be_replaced(memory: SqlMemory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer("First."))
    await memory.put_answer(a_question(), answer("Second."))
    await memory.change_question(a_question("How?"))
    assert [turn.text for turn in await memory.recall(1, 999, 10)] == ["How?", "Second."]


async def test_an_answer_without_a_word_is_not_recalled(memory: SqlMemory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer(""))
    assert [turn.text for turn in await memory.recall(1, 999, 10)] == ["Why?"]


async def test_forgetting_leaves_nothing(memory: SqlMemory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer())
    assert await memory.forget(1) == 2
    assert await memory.recall(1, until=999, limit=10) == []


async def test_any_text_comes_back_as_it_was(memory: SqlMemory) -> None:
    text = "한국어 😀 \n\t'; DROP TABLE turns; -- %s"
    await memory.add_question(a_question(text))
    assert (await memory.recall(1, until=999, limit=1))[0].text == text


async def test_many_writers_at_once_lose_nothing(memory: SqlMemory) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(50):
            tasks.create_task(memory.add_question(a_question(message=number)))
    assert await memory.count(1) == 50


async def test_it_is_still_there_after_reopening(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/t.db"
    async with open_memory(url) as memory:
        await memory.add_question(a_question("Still here?"))
    async with open_memory(url) as memory:
        assert (await memory.recall(1, until=999, limit=1))[0].text == "Still here?"


async def test_several_openings_at_once_migrate_once(tmp_path: Path) -> None:
    async def use(number: int) -> bool:
        async with open_memory(f"sqlite:///{tmp_path}/t.db") as memory:
            return await memory.add_question(a_question(message=number))

    assert all(await asyncio.gather(*(use(number) for number in range(8))))


async def test_the_migrations_lead_to_the_schema(memory: SqlMemory, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/new/folder/t.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


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


async def test_a_table_that_is_gone_is_a_storage_error(memory: SqlMemory, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/new/folder/t.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE turns")
    engine.dispose()
    with pytest.raises(StorageError):
        await memory.count(1)
