"""A batch over real sockets: its progress, its file, and what interrupts it."""

import csv
import io
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.chat import texts
from bot.chat.batching import batch_texts, batches
from bot.chat.books import Selection
from bot.core.errors import Fault
from bot.core.talk.batch import write_csv
from sandbox import Channel, Message, Permission, Sandbox, Upload
from sandbox.events import Intent
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import buttons, replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

QUESTIONS = [f"Question {number}" for number in range(1, 13)]
FILE = Upload("questions.csv", "\r\n".join(["질문", *QUESTIONS]).encode("cp949"))


class PickyServer(ModelServer):
    """Refuses question 5, and keeps which questions it has answered to the end."""

    answered: Counter[str]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        question = (await request.json())["messages"][-1]["content"]
        if question == QUESTIONS[4]:
            self.requests.append(await request.json())
            return web.json_response({"error": {"message": "no such question"}}, status=422)
        response = await super()._answer(request)
        self.answered[question] += 1
        return response

    def asked(self) -> list[str]:
        return [request["messages"][-1]["content"] for request in self.requests]


@pytest.fixture
async def model() -> AsyncIterator[PickyServer]:
    async with PickyServer(words=("An ", "answer."), pause=0.3) as server:
        server.answered = Counter()
        yield server


async def begin(sandbox: Sandbox, channel: Channel | None = None) -> tuple[Channel, Message]:
    """Start the batch; gives the channel and the message of its progress."""
    channel = channel or sandbox.channel("general")
    jun = sandbox.person("Jun", role="moderator")
    started = await jun.slash(channel, "batch", file=FILE)
    await sandbox.until(lambda: replies(sandbox, channel))
    await sandbox.until(lambda: started.messages[-1].content == batch_texts.started(12))
    return channel, replies(sandbox, channel)[0]


def results(sandbox: Sandbox, channel: Channel) -> list[list[str]]:
    """The cells of the only file in the channel."""
    (file,) = [file for message in replies(sandbox, channel) for file in message.attachments]
    rows = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    return list(rows)[1:]


def stored_answers(database: Path) -> set[str]:
    """The questions whose answer is stored."""
    connection = sqlite3.connect(database)
    with connection:
        rows = connection.execute("SELECT question FROM batch_rows WHERE state IS NOT NULL")
        questions = {question for (question,) in rows}
    connection.close()
    return questions


async def test_after_a_restart_in_the_middle_no_answered_row_is_asked_again(
    sandbox: Sandbox, model: PickyServer, tmp_path: Path, start_bot: StartBot
) -> None:
    async with start_bot():
        channel, progress = await begin(sandbox)
        await sandbox.until(lambda: model.answered.total() >= 4, timeout=15)
    assert batch_texts.paused() in progress.content
    answered, before = stored_answers(tmp_path / "tokki.db"), len(model.requests)
    assert 3 <= len(answered) < 12

    async with start_bot():
        await sandbox.until(lambda: "11 of 12" in progress.content, timeout=30)

    rows = results(sandbox, channel)
    assert [cells[1] for cells in rows] == QUESTIONS
    assert [cells[3] for cells in rows] == ["complete"] * 4 + ["failed"] + ["complete"] * 7
    assert rows[4][4].startswith(texts.fault_sentence(Fault.INVALID))
    assert {cells[2] for cells in rows} == {"An answer.", ""}
    assert answered.isdisjoint(model.asked()[before:])
    assert model.asked().count(QUESTIONS[4]) == 1
    assert len(replies(sandbox, channel)) == 2
    assert buttons(progress) == []
    assert sandbox.count_429 == 0


async def test_a_batch_goes_on_also_where_the_first_connection_is_refused_for_its_intents(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "RESUME_EVERY", 0.5)
    async with start_bot():
        channel, progress = await begin(sandbox)
        await sandbox.until(lambda: model.answered.total() >= 3, timeout=15)

    model.pause = 1.0
    sandbox.gateway.allowed_intents = ~Intent.MESSAGE_CONTENT
    # As far from it as Discord is: the batch is taken up before the connection is refused.
    sandbox.faults.add("GET", "/applications/*/commands", delay=0.5)
    async with start_bot():
        await sandbox.until(lambda: "11 of 12" in progress.content, timeout=15)
    assert len(results(sandbox, channel)) == 12


async def test_a_stop_before_the_bot_is_ready_pauses_the_batch(
    sandbox: Sandbox, model: PickyServer, tmp_path: Path, start_bot: StartBot
) -> None:
    async with start_bot():
        _, progress = await begin(sandbox)
        await sandbox.until(lambda: model.answered.total() >= 3, timeout=15)

    sandbox.gateway.mute = 100
    model.pause = 1.5
    environment = on(sandbox, model) | {"DATABASE_URL": f"sqlite:///{tmp_path}/tokki.db"}
    async with start(tmp_path, **environment) as process:
        await sandbox.until(lambda: " of 12" in progress.content, timeout=20)
        process.send_signal(signal.SIGTERM)
        code, _, _ = await finished(process, within=15)
    assert code == 0
    assert batch_texts.paused() in progress.content


@pytest.mark.parametrize("place", ["direct", "thread"])
async def test_it_runs_in_direct_messages_and_in_threads(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot, place: str
) -> None:
    model.pause = 0
    async with start_bot():
        thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
        channel = thread if place == "thread" else sandbox.person("Jun").dm()
        _, progress = await begin(sandbox, channel)
        await sandbox.until(lambda: not buttons(progress), timeout=15)
    assert "11 of 12" in progress.content
    assert len(results(sandbox, channel)) == 12


async def test_in_a_thread_it_counts_for_the_channel_of_the_thread(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot
) -> None:
    model.pause = 0
    channel = sandbox.channel("general")
    async with start_bot() as services:
        _, progress = await begin(sandbox, sandbox.start_thread(channel, "a talk"))
        await sandbox.until(lambda: not buttons(progress), timeout=15)
        totals = await services.books.totals(Selection(0.0, 1e12, channel_id=channel.id))
    assert totals.completion_tokens == 11 * len(model.words)


async def test_files_that_discord_took_but_did_not_say_so_are_there_once(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "RESUME_EVERY", 0.5)
    monkeypatch.setattr(batches, "write_csv", partial(write_csv, limit=600))
    model.pause = 0
    async with start_bot():
        channel, progress = await begin(sandbox)
        # discord.py itself does not repeat a 503: the batch does.
        fault = sandbox.faults.add(
            "POST", "/channels/*/messages", status=503, applied=True, times=2
        )
        await sandbox.until(lambda: fault.hits == 2, timeout=30)
        await sandbox.until(lambda: not buttons(progress), timeout=30)
    files = [file.data for message in replies(sandbox, channel) for file in message.attachments]
    assert len(files) == len(set(files)) > 1
    assert sum(b"Question " in line for file in files for line in file.splitlines()) == 12


async def test_a_channel_that_is_hidden_for_a_moment_costs_no_answer(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "RESUME_EVERY", 0.5)
    monkeypatch.setattr(batches, "FIRST_WAIT", 1.0)
    async with start_bot():
        channel, progress = await begin(sandbox)
        await sandbox.until(lambda: model.answered.total() >= 3)
        sandbox.deny(channel, Permission.VIEW_CHANNEL)
        await sandbox.until(lambda: sandbox.requests[-1].status == 403)
        sandbox.deny(channel)
        await sandbox.until(lambda: "11 of 12" in progress.content, timeout=30)
    assert len(results(sandbox, channel)) == 12
    assert buttons(progress) == []


async def test_stop_hands_over_what_there_is(
    sandbox: Sandbox, model: PickyServer, start_bot: StartBot
) -> None:
    async with start_bot():
        channel, progress = await begin(sandbox)
        (stop,) = buttons(progress)
        stranger = await sandbox.person("Mina").press(progress, stop)
        await sandbox.until(lambda: stranger.messages)
        assert stranger.messages[0].content == batch_texts.not_yours()
        await sandbox.until(lambda: model.answered.total() >= 3)
        await sandbox.person("Jun").press(progress, stop)
        await sandbox.until(lambda: batch_texts.stopped() in progress.content, timeout=15)

    outcomes = Counter(cells[3] for cells in results(sandbox, channel))
    assert outcomes["complete"] >= 3
    assert outcomes["not asked"] >= 1
    assert outcomes.total() == 12
    assert len(model.requests) < 12


@pytest.mark.parametrize("done", [0, 4])
async def test_after_a_kill_the_next_process_goes_on_in_the_same_message(
    sandbox: Sandbox, model: PickyServer, tmp_path: Path, start_bot: StartBot, done: int
) -> None:
    model.pause = 1.5
    environment = on(sandbox, model) | {"DATABASE_URL": f"sqlite:///{tmp_path}/tokki.db"}
    async with start(tmp_path, **environment):  # kills it in the end
        await sandbox.ready()
        channel, progress = await begin(sandbox)
        await sandbox.until(lambda: f" {done} of 12" in progress.content, timeout=15)
    killed = len(model.requests)
    answered = stored_answers(tmp_path / "tokki.db")

    async with start_bot():
        await sandbox.until(lambda: "11 of 12" in progress.content, timeout=30)
    assert len(answered) == done
    assert answered.isdisjoint(model.asked()[killed:])
    assert len(results(sandbox, channel)) == 12
    assert len(replies(sandbox, channel)) == 2
