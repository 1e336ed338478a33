"""The program when it is killed, told to stop, or left without its database."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.kills import kill_often
from bot.chat import texts
from bot.chat.ports import Exchange
from bot.core.reply.draft import CURSOR
from bot.core.talk.turns import TurnState
from sandbox import Channel, Message, Sandbox
from sandbox.events import Event
from tests.databases import open_memory
from tests.end_to_end.talking import body, button, buttons, replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres

WORDS = [f"word{number:04} " for number in range(400)]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def slow_model(model: ModelServer) -> ModelServer:
    """A model that writes two messages in eight seconds."""
    model.words, model.pause = WORDS, 0.02
    return model


async def ask(sandbox: Sandbox, channel: Channel, person: str = "Mina") -> Message:
    return await sandbox.person(person).say(channel, f"{sandbox.bot.mention} write")


async def remembered(url: str, question: Message) -> Exchange:
    async with open_memory(url) as memory:
        exchange = await memory.exchange(question.channel.id, question.id)
        assert exchange is not None
        return exchange


async def told_to_stop(
    folder: Path, environment: dict[str, str], sandbox: Sandbox, questions: int
) -> tuple[list[Message], float]:
    """Ask, wait for the first text, send SIGTERM; gives the questions and how long it took to end."""
    channel = sandbox.channel("general")
    async with start(folder, **environment) as process:
        await sandbox.ready()
        asked = [await ask(sandbox, channel, f"Person {n}") for n in range(questions)]
        await sandbox.until(lambda: body(replies(sandbox, channel)).count("word") > 30, 20)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
        assert code == 0
        assert "Traceback" not in err
        return asked, time.monotonic() - began


def assert_marked(messages: Sequence[Message]) -> None:
    assert messages
    assert not any(CURSOR in message.content for message in messages)
    assert messages[-1].content.endswith(f"-# {texts.stopping()}")
    assert [each.split(":")[1] for each in buttons(messages[-1])] == ["retry"]


def is_complete(message: Message) -> bool:
    return "regenerate" in str(buttons(message))


def words(text: str) -> list[str]:
    return text.split()


async def test_five_kills_leave_memory_and_channel_in_agreement() -> None:
    kills = await kill_often(5, seed=5)
    assert [kill.complaints for kill in kills] == [()] * 5
    assert sum(kill.messages for kill in kills) > 5


async def test_a_full_message_whose_receipt_a_kill_prevents_is_shown_once(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    channel, url = sandbox.channel("general"), f"sqlite:///{tmp_path}/data/tokki.db"
    model.words, model.pause = WORDS * 2, 0.0  # so that the second message needs no button
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        sandbox.latency = 0.5  # each way
        question = await ask(sandbox, channel)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 20)
        process.kill()
        await finished(process)
    sandbox.latency = 0.0
    assert not buttons(channel.messages[-1])
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.until(lambda: "retry" in str(buttons(channel.messages[-1])), 20)
        await sandbox.until(lambda: not any(CURSOR in each.content for each in channel.messages))
        await asyncio.sleep(0.5)
    answer = (await remembered(url, question)).answer
    assert answer
    assert answer.message_ids == tuple(each.id for each in replies(sandbox, channel))
    assert words(body(replies(sandbox, channel)).partition("-# ")[0]) == words(answer.text)


async def test_retry_goes_on_from_what_a_killed_process_left(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer
) -> None:
    channel, url = sandbox.channel("general"), f"sqlite:///{tmp_path}/data/tokki.db"
    async with start(tmp_path, **on(sandbox, slow_model)) as process:
        await sandbox.ready()
        question = await ask(sandbox, channel)
        await sandbox.until(lambda: body(replies(sandbox, channel)).count("word") > 150, 20)
        process.kill()
        await finished(process)
    slow_model.words = ["and ", "the ", "rest."]
    async with start(tmp_path, **on(sandbox, slow_model)):
        await sandbox.until(lambda: buttons(channel.messages[-1])[-1:] != [], 20)
        await sandbox.until(lambda: "retry" in str(buttons(channel.messages[-1])), 20)
        assert_marked(replies(sandbox, channel))
        last = channel.messages[-1]
        await sandbox.person("Mina").press(last, button(last, "retry"))
        await sandbox.until(lambda: "rest." in channel.messages[-1].content, 20)
        await sandbox.until(lambda: CURSOR not in channel.messages[-1].content, 20)
        await asyncio.sleep(0.5)
    found = await remembered(url, question)
    assert found.answer is not None
    assert found.answer.state is TurnState.COMPLETE
    assert words(found.answer.text) == words(body(replies(sandbox, channel)))
    assert found.answer.text.endswith("and the rest.")


async def test_a_stop_marks_what_is_written_and_what_waits_in_time(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer
) -> None:
    environment = on(sandbox, slow_model) | {"REPLY_SIDE_BY_SIDE": "1"}
    asked, seconds = await told_to_stop(tmp_path, environment, sandbox, questions=3)
    assert seconds < 10
    shown = replies(sandbox, sandbox.channel("general"))
    for question in asked:
        found = await remembered(f"sqlite:///{tmp_path}/data/tokki.db", question)
        assert found.answer is not None
        assert found.answer.state is TurnState.INTERRUPTED
        mine = [message for message in shown if message.id in found.answer.message_ids]
        assert_marked(mine)
        assert words(found.answer.text) == words(body(mine))
    assert len(slow_model.requests) == 1


async def test_a_stop_comes_in_time_when_discord_is_slow(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer
) -> None:
    sandbox.latency = 1.0  # each way
    (question,), seconds = await told_to_stop(tmp_path, on(sandbox, slow_model), sandbox, 1)
    assert seconds < 10
    assert_marked(replies(sandbox, sandbox.channel("general")))
    found = await remembered(f"sqlite:///{tmp_path}/data/tokki.db", question)
    assert found.answer is not None
    assert found.answer.state is TurnState.INTERRUPTED


@contextmanager
def lost(postgres: Postgres) -> Iterator[None]:
    postgres.kill()
    try:
        yield
    finally:
        postgres.start()


async def test_a_stop_comes_in_time_without_a_database(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer, postgres: Postgres
) -> None:
    url, channel = postgres.create("stopped"), sandbox.channel("general")
    environment = on(sandbox, slow_model) | {"DATABASE_URL": url}
    async with start(tmp_path, **environment) as process:
        await sandbox.ready()
        question = await ask(sandbox, channel)
        await sandbox.until(lambda: body(replies(sandbox, channel)).count("word") > 30, 20)
        with lost(postgres):
            await asyncio.sleep(1)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code, _, err = await finished(process)
            assert (code, time.monotonic() - began < 10) == (0, True)
        assert "Traceback" not in err
    assert_marked(replies(sandbox, channel))
    # What could not be stored is as after a kill: the next start marks it in the memory, too.
    found = await remembered(url, question)
    assert found.answer is not None
    assert found.answer.state is TurnState.WRITING


async def test_a_database_that_is_lost_in_mid_answer_and_returns_has_the_whole_answer(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer, postgres: Postgres
) -> None:
    url, channel = postgres.create("lost"), sandbox.channel("general")
    environment = on(sandbox, slow_model) | {"DATABASE_URL": url}
    async with start(tmp_path, **environment) as process:
        await sandbox.ready()
        question = await ask(sandbox, channel)
        await sandbox.until(lambda: body(replies(sandbox, channel)).count("word") > 30, 20)
        with lost(postgres):
            # The answer ends without it, and another question is told what is the matter.
            await ask(sandbox, sandbox.channel("random"))
            await sandbox.until(lambda: replies(sandbox, sandbox.channel("random")), 20)
            assert texts.no_memory() in sandbox.channel("random").messages[-1].content
            await sandbox.until(lambda: is_complete(channel.messages[-1]), 20)
            assert words(body(replies(sandbox, channel))) == words("".join(WORDS))
            await asyncio.sleep(1)
        slow_model.words = ["Because."]
        await ask(sandbox, channel)
        await sandbox.until(lambda: "Because." in channel.messages[-1].content, 20)
        process.send_signal(signal.SIGTERM)
        _, _, err = await finished(process)
    assert "Traceback" not in err
    found = await remembered(url, question)
    assert found.answer is not None
    assert found.answer.state is TurnState.COMPLETE
    assert found.answer.text == "".join(WORDS)
    assert slow_model.contents()[1] == "".join(WORDS)


async def test_a_file_that_another_program_locks_costs_no_answer(
    tmp_path: Path, sandbox: Sandbox, slow_model: ModelServer
) -> None:
    channel, file = sandbox.channel("general"), tmp_path / "data" / "tokki.db"
    slow_model.words = WORDS[:200]
    async with start(tmp_path, **on(sandbox, slow_model)) as process:
        await sandbox.ready()
        question = await ask(sandbox, channel)
        await sandbox.until(lambda: body(replies(sandbox, channel)).count("word") > 30, 20)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await sandbox.until(lambda: is_complete(channel.messages[-1]), 20)
        assert words(body(replies(sandbox, channel))) == words("".join(WORDS[:200]))
        await ask(sandbox, sandbox.channel("random"))
        await sandbox.until(lambda: replies(sandbox, sandbox.channel("random")), 40)
        assert texts.no_memory() in sandbox.channel("random").messages[-1].content
        other.execute("ROLLBACK")
        other.close()
        await ask(sandbox, channel)
        await sandbox.until(lambda: len(slow_model.requests) == 2, 20)
        assert "".join(WORDS[:200]) in slow_model.contents()
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
    assert (code, "Traceback" in err) == (0, False)
    found = await remembered(f"sqlite:///{file}", question)
    assert found.answer is not None
    assert found.answer.state is TurnState.COMPLETE


async def test_two_processes_with_one_token_answer_each_event_once(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer, postgres: Postgres
) -> None:
    environment = on(sandbox, model) | {"DATABASE_URL": postgres.create("two")}
    channel, events = sandbox.channel("general"), list[Event]()
    sandbox.world.listeners.append(events.append)
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(start(tmp_path, **environment))
        await sandbox.until(
            lambda: (
                sum(bool(each.greeted and each.connection) for each in sandbox.gateway.sessions)
                == 2
            ),
            40,
        )
        for number in range(5):
            await ask(sandbox, channel, f"Person {number}")
        for event in [each for each in events if each.name == "MESSAGE_CREATE"][:5]:
            sandbox.world.emit(event)  # as after a resume
        await sandbox.until(lambda: sum(map(is_complete, replies(sandbox, channel))) == 5, 20)
        await asyncio.sleep(2)
    assert len(replies(sandbox, channel)) == 5
    assert len(model.requests) == 5
