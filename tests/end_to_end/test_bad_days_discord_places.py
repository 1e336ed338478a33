"""Bad days of a place: it goes away, or the bot is sent away, in the middle of an answer."""

import logging

import pytest

from sandbox import Permission, Sandbox
from sandbox.events import Event, Intent
from tests.end_to_end.bad_days import ask, assert_whole, begun, ended, write
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, replies
from tests.model_server import ModelServer

FOR_EVER = 100_000  # words


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log; a test that uses it says what may stand in it."""
    caplog.set_level(logging.INFO)
    return caplog


def complaints(log: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in log.records if each.levelno >= logging.WARNING]


async def test_a_server_that_removes_the_bot_ends_its_answers_and_no_other(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, quiet: pytest.LogCaptureFixture
) -> None:
    write(model, FOR_EVER)
    guild = sandbox.add_guild("Elsewhere")
    there = [sandbox.add_channel(f"there{number}", guild) for number in range(3)]
    async with start_bot() as services:
        cut = [await begun(sandbox, channel) for channel in there]
        write(model)
        here = await begun(sandbox)
        quiet.clear()
        await sandbox.remove_guild(guild)
        await sandbox.until(lambda: model.cancelled == 3, timeout=20)
        await ended(sandbox, here)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        assert len(complaints(quiet)) <= 3  # one for each answer

        await sandbox.return_guild(guild)
        for channel, question in zip(there, cut, strict=True):
            again = await ask(sandbox, channel)
            await ended(sandbox, again)
            assert len(answers(question)) == 1
            assert len(replies(sandbox, channel)) == 2
            assert "word19" in answers(again)[0].content
    assert_whole(sandbox, model, here)
    assert [each.status for each in sandbox.requests].count(403) <= 3


@pytest.mark.parametrize("place", ["server", "channel", "thread"])
async def test_a_place_that_goes_while_the_model_is_silent_ends_its_work_at_once(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    quiet: pytest.LogCaptureFixture,
    place: str,
) -> None:
    """Nothing is being sent that Discord could refuse."""
    model.first_pause = 60
    general = sandbox.channel("general")
    channel = sandbox.start_thread(general, "a talk") if place == "thread" else general
    async with start_bot() as services:
        await ask(sandbox, channel)
        await sandbox.until(lambda: model.requests)
        if place == "server":
            await sandbox.remove_guild(sandbox.guild)
        else:
            await sandbox.remove_channel(channel)
        await sandbox.until(lambda: model.cancelled == 1, timeout=20)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        mina = sandbox.person("Mina")
        await mina.say(mina.dm(), "still there?")
        await sandbox.until(lambda: len(model.requests) == 2)
        assert await services.memory.count(channel.id) == (0 if place != "server" else 2)
    assert not any(each.levelno >= logging.ERROR for each in quiet.records)


async def test_a_server_in_an_outage_is_not_taken_for_one_that_removed_the_bot(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    guild = sandbox.guild
    async with start_bot():
        question = await begun(sandbox)
        away = {"id": str(guild.id), "unavailable": True}
        sandbox.world.emit(Event("GUILD_DELETE", away, guild.id, Intent.GUILDS))
        await ended(sandbox, question)
        sandbox.world.emit(sandbox.world.guild_event(guild))
        later = await ask(sandbox, text="and now?")
        await ended(sandbox, later)
        assert model.contents()[0] == "Mina: write"
    assert_whole(sandbox, model, question, later)


async def test_rights_taken_away_in_mid_answer_end_the_models_work_and_come_back(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, quiet: pytest.LogCaptureFixture
) -> None:
    write(model, FOR_EVER)
    general, random = sandbox.channel("general"), sandbox.channel("random")
    async with start_bot() as services:
        await begun(sandbox)
        sandbox.deny(general, Permission.VIEW_CHANNEL)
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        write(model)
        elsewhere = await ask(sandbox, random)
        await ended(sandbox, elsewhere)
        sandbox.deny(general)
        later = await ask(sandbox)
        await ended(sandbox, later)
    assert_whole(sandbox, model, elsewhere)
    assert "word19" in answers(later)[0].content
    assert [each.status for each in sandbox.requests].count(403) <= 2
    assert not any(each.levelno >= logging.ERROR for each in quiet.records)


async def test_closed_direct_messages_end_the_models_work_for_that_person_alone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, quiet: pytest.LogCaptureFixture
) -> None:
    write(model, FOR_EVER)
    mina, jun = sandbox.person("Mina"), sandbox.person("Jun")
    async with start_bot() as services:
        path = f"/channels/{mina.dm().id}/**"
        closed = sandbox.faults.add("*", path, times=100, status=403, code=50007)
        await mina.say(mina.dm(), "write")
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        assert closed.hits <= 3
        write(model)
        question = await jun.say(jun.dm(), "write")
        await ended(sandbox, question)
        closed.times = 0
        later = await mina.say(mina.dm(), "write")
        await ended(sandbox, later)
    assert_whole(sandbox, model, question, later)
    assert not any(each.levelno >= logging.ERROR for each in quiet.records)
