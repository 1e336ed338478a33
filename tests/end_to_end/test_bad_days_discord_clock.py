"""Bad days of the clock: it jumps in the middle of an answer, forward by a day or back by an hour."""

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest

from bot.chat import texts
from bot.composition import SystemClock, model_side, services
from sandbox import Sandbox
from tests.end_to_end.bad_days import ask, assert_whole, begun, ended, limit, write
from tests.end_to_end.bad_model import BadModel
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, has_ended
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

DAY, HOUR = 86_400.0, 3600.0


class JumpingClock(SystemClock):
    """The machine's clock, which somebody sets."""

    set_by = 0.0  # seconds

    def wall(self) -> float:
        return super().wall() + self.set_by


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> JumpingClock:
    clock = JumpingClock()
    for room in (model_side, services):
        monkeypatch.setattr(room, "SystemClock", lambda: clock)
    return clock


@pytest.mark.parametrize("jump", [DAY, -HOUR])
async def test_a_jump_in_mid_answer_costs_no_word_and_no_memory(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, clock: JumpingClock, jump: float
) -> None:
    write(model)
    async with start_bot() as services:
        first = await begun(sandbox)
        clock.set_by = jump
        await ended(sandbox, first)
        await services.sweeper.sweep()
        later = await ask(sandbox, text="and now?")
        await ended(sandbox, later)
        assert model.contents()[:2] == ["Mina: write", "".join(model.words)]
    assert_whole(sandbox, model, first, later)


async def test_a_clock_that_goes_back_locks_nobody_out(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, clock: JumpingClock
) -> None:
    write(model, 5)
    async with start_bot():
        await limit(sandbox, 2)
        allowed = [await ask(sandbox) for _ in range(2)]
        await ended(sandbox, *allowed)
        refused = await ask(sandbox)
        await sandbox.until(lambda: answers(refused))
        (moment,) = re.findall(r"<t:(\d+):R>", answers(refused)[0].content)
        assert 0 < int(moment) - clock.wall() <= 61  # rounded
        clock.set_by = -HOUR
        again = await ask(sandbox)
        await ended(sandbox, again)
    assert "word4" in answers(again)[0].content


async def test_a_countdown_ends_when_it_is_due_whatever_the_clock_says_by_then(
    sandbox: Sandbox, start_bot: StartBot, clock: JumpingClock
) -> None:
    async with BadModel(status=429, retry_after="2") as model:
        write(model)
        async with start_bot(llm_base_url=model.url):
            question = await ask(sandbox)
            await sandbox.until(lambda: answers(question))
            (moment,) = re.findall(r"<t:(\d+):R>", answers(question)[0].content)
            assert abs(int(moment) - clock.wall()) < 10
            clock.set_by, model.status = DAY, 200
            await asyncio.sleep(0.1)
            clock.set_by = -HOUR
            await ended(sandbox, question)
    assert_whole(sandbox, model, question)


async def test_a_half_written_reply_is_marked_by_a_process_whose_clock_is_an_hour_behind(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    write(model, 1000)
    file = tmp_path / "data" / "tokki.db"
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        question = await begun(sandbox)
        process.kill()
        await finished(process)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE exchanges SET touched = touched + 3600")
    connection.close()
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.until(lambda: has_ended(question), 20)
    (answer,) = answers(question)
    assert answer.content.endswith(f"-# {texts.stopping()}")
