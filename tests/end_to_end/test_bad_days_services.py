"""Bad days of database, Redis and disk, as the people in the channel see them. See docs/bad-days.md."""

import asyncio
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from bot.chat import texts
from bot.chat.languages import Language, translated
from bot.core.talk.turns import TurnState
from bot.storage import opening
from sandbox import Message, Sandbox
from tests.databases import open_memory
from tests.end_to_end.bad_model import BadModel
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, ask, body, buttons, has_ended, replies
from tests.end_to_end.test_process import finished, on, outcome, start
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres
from tests.valkey import Valkey, running_valkey

WORDS = [f"word{number} " for number in range(60)]
WHOLE = "".join(WORDS).split()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
async def model() -> AsyncIterator[BadModel]:
    async with BadModel() as server:
        yield server


async def crowd(sandbox: Sandbox, people: int, channels: int) -> list[Message]:
    """Let so many people ask in so many channels; gives their questions."""
    known = {channel.name for channel in sandbox.guild.channels.values()}
    for number in range(channels):
        if f"room-{number}" not in known:
            sandbox.add_channel(f"room-{number}")
    return [
        await sandbox.person(f"Person {number}").say(
            sandbox.channel(f"room-{number % channels}"), f"{sandbox.bot.mention} write"
        )
        for number in range(people)
    ]


async def all_answered(sandbox: Sandbox, asked: list[Message], wait: float = 15) -> None:
    """Wait for the ends, and see that each question has one reply with every word in it once."""
    await sandbox.until(lambda: all(map(has_ended, asked)), wait)
    for question in asked:
        assert body(answers(question)).split() == WHOLE
        assert "regenerate" in str(buttons(answers(question)[-1]))
    rooms = {question.channel.id: question.channel for question in asked}.values()
    assert sum(len(replies(sandbox, room)) for room in rooms) == len(asked)


async def assert_remembered(url: str, asked: list[Message]) -> None:
    async with open_memory(url) as memory:
        for question in asked:
            found = await memory.exchange(question.channel.id, question.id)
            assert found is not None
            assert found.answer is not None
            assert found.answer.state is TurnState.COMPLETE
            assert found.answer.text.split() == WHOLE


def locked(postgres: Postgres, database: str, seconds: float) -> str:
    """Let nobody else read settings or talks for so long."""
    statement = f"LOCK TABLE config_versions, exchanges; SELECT pg_sleep({seconds})"
    return postgres.execute(f"BEGIN; {statement}; COMMIT", database)


async def test_a_database_that_is_not_there_at_the_start_is_one_sentence(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    url = f"postgresql://tokki:secret@/tokki?host={tmp_path}"
    code, _, err = await outcome(tmp_path, **on(sandbox, model), DATABASE_URL=url)
    assert code == 1
    assert err.splitlines()[-1].startswith("tokki: DATABASE_URL: cannot open the database")
    assert "secret" not in err
    assert "Traceback" not in err


async def test_what_cannot_wait_for_a_database_that_is_slow_says_so_in_time(
    sandbox: Sandbox, start_bot: StartBot, postgres: Postgres
) -> None:
    """A form is the first response itself, and so is the refusal of a model: three seconds."""
    url, general = postgres.create("slower"), sandbox.channel("general")
    admin = sandbox.person("Jun", role="admin")
    async with start_bot(database_url=url), asyncio.TaskGroup() as tasks:
        tasks.create_task(asyncio.to_thread(locked, postgres, "slower", 4))
        await asyncio.sleep(0.5)
        told = [
            await admin.slash(general, "ask", prompt="Why?", model="auto"),
            await admin.slash(general, "config facts"),
            await admin.slash(general, "config persona write"),
        ]
        await sandbox.until(lambda: all(each.messages for each in told))
    assert all(each.messages[0].content.startswith(texts.no_memory()) for each in told)


async def test_who_asks_a_database_that_is_slow_waits_and_is_answered(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, postgres: Postgres
) -> None:
    url = postgres.create("slow")
    model.words = WORDS
    async with start_bot(database_url=url, llm_concurrency=0):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asyncio.to_thread(locked, postgres, "slow", 2.0))
            await asyncio.sleep(0.3)
            # More than the pool has connections: the others wait for one.
            asked = await crowd(sandbox, 16, 8)
        await all_answered(sandbox, asked)
    await assert_remembered(url, asked)


async def test_a_database_that_hangs_is_said_in_words_and_used_again_after_it(
    sandbox: Sandbox,
    model: BadModel,
    start_bot: StartBot,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "_STATEMENT_SECONDS", 0.5)
    mina, jun, channel = (*map(sandbox.person, ("Mina", "Jun")), sandbox.channel("general"))
    async with start_bot(database_url=postgres.create("hangs")):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(asyncio.to_thread(locked, postgres, "hangs", 2.5))
            await asyncio.sleep(0.3)
            english = await mina.say(channel, f"{sandbox.bot.mention} why?")
            korean = await jun.say(channel, f"{sandbox.bot.mention} 왜?")
            await sandbox.until(lambda: has_ended(english) and has_ended(korean), 10)
            (told,) = answers(english)
            assert told.content.startswith(texts.no_memory())
            (told,) = answers(korean)
            assert told.content.startswith(translated(texts.no_memory(), Language.KOREAN))
        assert model.requests == []
        assert body(await ask(sandbox, "and now?")) == "Because of light."


async def test_a_database_that_restarts_under_load_costs_no_answer_and_no_memory(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, postgres: Postgres
) -> None:
    url = postgres.create("restarted")
    model.words, model.pause = WORDS, 0.03
    async with start_bot(database_url=url):
        asked = await crowd(sandbox, 8, 4)
        await sandbox.until(lambda: model.open == 8)
        await asyncio.to_thread(postgres.kill)
        await sandbox.until(lambda: all(map(has_ended, asked)), 15)
        await asyncio.to_thread(postgres.start)
        await all_answered(sandbox, asked)
        await ask(sandbox, "and now?")
    await assert_remembered(url, asked)


async def test_a_file_that_is_locked_for_a_moment_delays_and_loses_nothing(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, tmp_path: Path
) -> None:
    model.words = WORDS
    async with start_bot():
        file = tmp_path / "tokki.db"
        other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        # In a thread: what the bot has begun needs the loop to end it.
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        asked = await crowd(sandbox, 6, 3)
        await asyncio.sleep(1.5)
        assert model.requests == []
        other.execute("ROLLBACK")
        other.close()
        await all_answered(sandbox, asked)
    await assert_remembered(f"sqlite:///{tmp_path}/tokki.db", asked)


async def test_a_redis_that_dies_and_comes_back_under_load_costs_no_answer_and_no_limit(
    sandbox: Sandbox,
    model: BadModel,
    start_bot: StartBot,
    postgres: Postgres,
    valkey: Valkey,
    caplog: pytest.LogCaptureFixture,
) -> None:
    model.words, model.pause = WORDS, 0.01
    shared = {"database_url": postgres.create("limited"), "redis_url": valkey.url}
    async with AsyncExitStack() as stack:
        for _ in range(2):  # two processes, as far as the services can tell
            await stack.enter_async_context(start_bot(**shared, llm_concurrency=4))
        first = await crowd(sandbox, 6, 6)
        await sandbox.until(lambda: model.open == 4)
        valkey.kill()
        await all_answered(sandbox, first)
        model.most_open = 0  # whoever held more than its share when Redis went has given it back
        async with asyncio.timeout(30):
            while caplog.text.count("redis.lost") < 2:  # who gets no question does not notice
                first += await crowd(sandbox, 6, 6)
                await all_answered(sandbox, first)
        second = await crowd(sandbox, 6, 6)
        await sandbox.until(lambda: model.open > 1)
        assert model.most_open <= 4
        valkey.start()
        await all_answered(sandbox, [*first, *second])
        async with asyncio.timeout(10):
            while caplog.text.count("redis.back") < 2:  # noqa: ASYNC110 - a log has no event
                await asyncio.sleep(0.05)
        third = await crowd(sandbox, 6, 6)
        await all_answered(sandbox, [*first, *second, *third])
    assert model.most_open == 4
    assert len(model.requests) == len([*first, *second, *third])
    assert caplog.text.count("redis.lost") == 2  # each says it once,
    assert caplog.text.count("concurrency=2") == 2  # with the half that is its share


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a file system of 8 MiB; skips the test where that is not permitted."""
    mount = (shutil.which("mount") or "false", "-t", "tmpfs", "-o", "size=8m", "tokki", folder)
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603 - our own
        pytest.skip("only who may mount has a small disk; the same is tried with a limit of a file")
    try:
        yield
    finally:
        subprocess.run((shutil.which("umount") or "", folder), check=True)  # noqa: S603 - as above


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Take all the room that is left on a small disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    filler.unlink()


@contextmanager
def limited(process: Process) -> Iterator[None]:
    """Let a process write to no file beyond its first byte."""
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")
@pytest.mark.parametrize("how", ["limit", "small disk"])
async def test_a_disk_that_is_full_is_said_in_words_and_filled_again_when_there_is_room(
    tmp_path: Path, sandbox: Sandbox, model: BadModel, how: str
) -> None:
    model.words, model.pause = WORDS, 0.03
    url = f"sqlite:///{tmp_path}/t.db"
    with small_disk(tmp_path) if how == "small disk" else nullcontext():
        async with start(tmp_path, **on(sandbox, model), DATABASE_URL=url) as process:
            await sandbox.ready()
            asked = await crowd(sandbox, 3, 3)
            await sandbox.until(lambda: model.open == 3)
            with filled(tmp_path) if how == "small disk" else limited(process):
                (refused,) = await crowd(sandbox, 1, 1)
                await sandbox.until(lambda: has_ended(refused), 15)
                (told,) = answers(refused)
                assert told.content.startswith(texts.no_memory())
                await sandbox.until(lambda: all(map(has_ended, asked)), 15)
            model.words = ["Well."]
            assert body(await ask(sandbox, "and now?")) == "Well."
            process.send_signal(signal.SIGTERM)
            code, _, err = await finished(process)
        assert (code, "Traceback" in err) == (0, False)
        for question in asked:
            assert body(answers(question)).split() == WHOLE
        await assert_remembered(url, asked)
