"""Bad days of the process, as the people in the channels see them. See docs/bad-days.md."""

import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bot.chat import texts
from bot.core.reply.draft import CURSOR
from bot.core.talk.turns import TurnState
from bot.storage import opening
from sandbox import Message, Sandbox
from tests.databases import open_memory
from tests.end_to_end.bad_model import BadModel
from tests.end_to_end.talking import answers, ask, body, buttons, has_ended, replies
from tests.end_to_end.test_process import finished, on, start
from tests.postgres import running_postgres

WORDS = [f"word{number} " for number in range(1000)]


@pytest.fixture
async def model() -> AsyncIterator[BadModel]:
    async with BadModel() as server:
        server.words, server.pause = WORDS, 0.03
        yield server


async def begun(sandbox: Sandbox) -> list[Message]:
    """Let ten people ask in five channels, and wait until all of them read something."""
    rooms = [sandbox.add_channel(f"room-{number}") for number in range(5)]
    asked = [
        await sandbox.person(f"Person {number}").say(
            rooms[number % 5], f"{sandbox.bot.mention} write"
        )
        for number in range(10)
    ]
    await sandbox.until(lambda: all("word3" in str(contents(each)) for each in asked), 20)
    return asked


def contents(question: Message) -> list[str]:
    return [each.content for each in answers(question)]


async def assert_marked(sandbox: Sandbox, url: str, asked: list[Message]) -> None:
    """Each question has one reply, with a sentence and Retry, and is remembered as it reads."""
    async with open_memory(url) as memory:
        for question in asked:
            (reply,) = answers(question)
            assert CURSOR not in reply.content
            assert reply.content.endswith(f"\n-# {texts.stopping()}")
            assert [each.split(":")[1] for each in buttons(reply)] == ["retry"]
            found = await memory.exchange(question.channel.id, question.id)
            assert found is not None
            assert found.answer is not None
            assert found.answer.state is TurnState.INTERRUPTED
            assert found.answer.text.split() == body([reply]).split()
    rooms = {question.channel.id: question.channel for question in asked}.values()
    assert sum(len(replies(sandbox, room)) for room in rooms) == len(asked)


async def assert_answers(sandbox: Sandbox, model: BadModel) -> None:
    model.words, model.pause = ["Well."], 0.0
    assert body(await ask(sandbox, "and now?", wait=20)) == "Well."


async def test_a_stop_under_load_marks_every_reply_also_when_it_is_told_twice(
    tmp_path: Path, sandbox: Sandbox, model: BadModel
) -> None:
    url = f"sqlite:///{tmp_path}/data/tokki.db"
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        asked = await begun(sandbox)
        process.send_signal(signal.SIGTERM)
        await sandbox.until(lambda: any(map(has_ended, asked)), 10)
        process.send_signal(signal.SIGTERM)  # hosts and terminals may say it more than once
        code, _, err = await finished(process, within=10)
    assert (code, "Traceback" in err) == (0, False)
    await assert_marked(sandbox, url, asked)
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.ready()
        await assert_answers(sandbox, model)
    await assert_marked(sandbox, url, asked)


async def test_a_command_is_not_taken_by_a_process_that_ends(
    tmp_path: Path, sandbox: Sandbox, model: BadModel
) -> None:
    channel, jun = sandbox.channel("general"), sandbox.person("Jun")
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        question = await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: "word3" in str(contents(question)), 10)
        slow = sandbox.faults.add("PATCH", "/channels/*/messages/*", delay=3.0, times=3)
        process.send_signal(signal.SIGTERM)
        await sandbox.until(lambda: slow.hits, 5)
        asked = await jun.slash(channel, "ask", prompt="why?")
        await finished(process, within=20)
    assert not asked.acknowledged  # else it would be "thinking" for a quarter of an hour


async def test_a_kill_under_load_is_tidied_up_by_the_next_process(
    tmp_path: Path, sandbox: Sandbox, model: BadModel
) -> None:
    url = f"sqlite:///{tmp_path}/data/tokki.db"
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        asked = await begun(sandbox)
        process.kill()
        await finished(process)
    assert not any(map(has_ended, asked))
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.until(lambda: all(map(has_ended, asked)), 30)
        await assert_answers(sandbox, model)
    await assert_marked(sandbox, url, asked)


@pytest.mark.parametrize("where", ["model", "discord", "gateway"])
async def test_a_stop_during_the_start_ends_it_in_order(
    tmp_path: Path, sandbox: Sandbox, model: BadModel, where: str
) -> None:
    model.silent = where == "model"
    login = sandbox.faults.add(path="/users/@me", delay=3.0 if where == "discord" else 0.0)
    reached = {
        "model": lambda: model.listed,
        "discord": lambda: login.hits,
        "gateway": sandbox.gateway.is_ready,
    }
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.until(reached[where], 20)
        await assert_stops(process)


async def test_a_stop_while_another_process_migrates_the_database_ends_the_start_in_order(
    tmp_path: Path, sandbox: Sandbox, model: BadModel
) -> None:
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with running_postgres() as postgres:
        other = await asyncpg.connect(postgres.url())
        await other.execute("SELECT pg_advisory_lock($1)", opening._MIGRATION_LOCK)
        environment = on(sandbox, model) | {"DATABASE_URL": postgres.url()}
        async with start(tmp_path, **environment) as process:
            await sandbox.until(lambda: postgres.execute(waits) == "1", 20)
            await assert_stops(process)
        await other.close()


async def assert_stops(process: Process) -> None:
    process.send_signal(signal.SIGTERM)
    code, out, err = await finished(process, within=10)
    assert (code, out) == (0, "")
    assert "Traceback" not in err
    assert "ERROR" not in err
