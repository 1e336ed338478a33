"""Bad days of Discord's API: it refuses, breaks down, or takes its time."""

import asyncio

import pytest

from bot.chat import texts
from bot.chat.remembering import memory_texts
from bot.core.reply.draft import Control
from sandbox import Channel, Sandbox
from sandbox.faults import Effect, Fault
from tests.end_to_end.bad_days import ask, assert_whole, begun, ended, write
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, body, button
from tests.model_server import ModelServer

MESSAGES = "/channels/{}/messages{}"
PAGE = "<html><title>502 Bad Gateway</title></html>"
TAKEN_WITHOUT_A_WORD: list[Effect] = [{"status": 502, "applied": True}, {"drop": "after"}]


def channels(sandbox: Sandbox, count: int) -> list[Channel]:
    return [sandbox.add_channel(f"place{number}") for number in range(count)]


def refuse(sandbox: Sandbox, channel: Channel, path: str, **effect: object) -> Fault:
    """Let requests about a channel's messages fail, from now on."""
    where = MESSAGES.format(channel.id, path)
    return sandbox.faults.add("*", where, **{"times": 10_000, **effect})  # type: ignore[arg-type]  # one of many


async def test_a_storm_of_429_in_every_scope_delays_and_loses_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    """Six in a row are more than discord.py takes before it gives up.

    Bots are exempt from slow mode; where Discord speaks of it all the same, it is waited out.
    """
    write(model)
    *places, slow = channels(sandbox, 4)
    async with start_bot():
        for place, scope in zip(places, ("user", "shared", "global"), strict=True):
            refuse(sandbox, place, "", times=6, status=429, scope=scope, retry_after=0.1)
            refuse(sandbox, place, "/*", times=1, status=429, scope=scope, retry_after=0.1)
        refuse(sandbox, slow, "", times=1, status=429, code=20016, retry_after=1.0)
        questions = [await ask(sandbox, place) for place in (*places, slow)]
        await ended(sandbox, *questions)
    assert sandbox.count_429 >= 6 * 3 + 1
    assert_whole(sandbox, model, *questions)


async def test_cloudflare_is_not_hammered_and_its_ban_loses_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    places = channels(sandbox, 3)
    async with start_bot():
        questions = [await begun(sandbox, place) for place in places]
        ban = sandbox.faults.add("*", "**", times=10_000, status=429, cloudflare=True)
        questions += [await ask(sandbox, sandbox.channel("random"), "Jun")]
        await asyncio.sleep(1.5)
        assert ban.hits <= 12  # four open answers, three tries each
        ban.times = 0
        await ended(sandbox, *questions)
    assert_whole(sandbox, model, *questions)


async def test_discord_down_for_seconds_loses_nothing_whatever_it_says(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    places = channels(sandbox, 5)
    async with start_bot():
        running = [await begun(sandbox, place) for place in places]
        down: list[Fault] = []
        for place, status in zip(places, (500, 502, 503, 504, 520), strict=True):
            page = {"html": PAGE} if status in (502, 520) else {}
            down += [refuse(sandbox, place, path, status=status, **page) for path in ("", "/*")]
        waiting = [await ask(sandbox, place, "Jun") for place in places]
        await asyncio.sleep(2.5)
        for fault in down:
            fault.times = 0
        await ended(sandbox, *running, *waiting)
    assert sum(fault.hits for fault in down) >= 2 * len(places)
    assert_whole(sandbox, model, *running, *waiting)


async def test_a_discord_that_drops_every_connection_for_a_second_loses_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    """Half of what was dropped had arrived all the same."""
    write(model)
    places = channels(sandbox, 4)
    async with start_bot():
        running = [await begun(sandbox, place) for place in places[:2]]
        down = [
            refuse(sandbox, place, path, drop=drop)
            for place, drop in zip(places, ("before", "after") * 2, strict=True)
            for path in ("", "/*")
        ]
        waiting = [await ask(sandbox, place) for place in places[2:]]
        await asyncio.sleep(0.8)
        for fault in down:
            fault.times = 0
        await ended(sandbox, *running, *waiting)
    assert_whole(sandbox, model, *running, *waiting)


@pytest.mark.parametrize("effect", TAKEN_WITHOUT_A_WORD)
async def test_a_question_that_discord_took_but_did_not_say_so_is_answered_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, effect: Effect
) -> None:
    async with start_bot():
        sandbox.faults.add("POST", "/interactions/**", **effect)
        asked = await sandbox.person("Mina").slash(sandbox.channel("general"), "ask", prompt="why?")
        await sandbox.until(lambda: asked.messages and "-# " in asked.messages[-1].content)
    assert body(asked.messages) == "Because of light."
    assert len(asked.messages) == 1


@pytest.mark.parametrize("effect", TAKEN_WITHOUT_A_WORD)
@pytest.mark.parametrize("shown", [0, 1, 2])
async def test_parts_of_a_command_that_discord_took_but_did_not_say_so_are_there_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, effect: Effect, shown: int
) -> None:
    """The last of the three parts is a file."""
    write(model, 800, 0.003)
    async with start_bot(reply_messages=2) as services:
        asked = await sandbox.person("Mina").slash(sandbox.channel("general"), "ask", prompt="why?")
        await sandbox.until(lambda: sum(bool(each.content) for each in asked.messages) == shown)
        sandbox.faults.add("POST", "/webhooks/**", **effect)
        await sandbox.until(lambda: any(each.attachments for each in asked.messages), 30)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 30)
    assert len([each for each in asked.messages if not each.deleted_at]) == 3
    assert len(sandbox.channel("general").messages) == 3


@pytest.mark.parametrize("effect", TAKEN_WITHOUT_A_WORD)
async def test_a_command_that_discord_took_but_did_not_say_so_is_carried_out_once(
    sandbox: Sandbox, start_bot: StartBot, effect: Effect
) -> None:
    general = sandbox.channel("general")
    async with start_bot():
        sandbox.faults.add("POST", "/interactions/**", **effect)
        jun = sandbox.person("Jun", role="moderator")
        done = await jun.slash(general, "forget channel")
        await sandbox.until(lambda: done.messages and done.messages[0].content)
    assert [each.content for each in done.messages] == [memory_texts.forgotten_channel(0)]


@pytest.mark.parametrize("command", ["config export", "forget me", "help", "models", "status"])
async def test_a_private_answer_that_discord_took_but_did_not_say_so_is_there_once(
    sandbox: Sandbox, start_bot: StartBot, command: str
) -> None:
    jun = sandbox.person("Jun", role="admin")
    async with start_bot():
        fault = sandbox.faults.add("*", "/webhooks/**", status=502, applied=True)
        told = await jun.slash(sandbox.channel("general"), command)
        await sandbox.until(lambda: fault.hits)
        said = len(sandbox.requests)
        await sandbox.until(lambda: len(sandbox.requests) > said)
    (answer,) = told.messages
    assert answer.content
    assert answer.ephemeral
    assert len(answer.attachments) == (command == "config export")


async def test_a_command_whose_first_text_discord_took_but_did_not_say_so_is_written_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        sandbox.faults.add("POST", "/webhooks/*/*", status=502, applied=True)
        asked = await sandbox.person("Mina").slash(sandbox.channel("general"), "ask", prompt="why?")
        await sandbox.until(lambda: asked.messages and "-# " in asked.messages[0].content)
    (answer,) = (each for each in asked.messages if each.deleted_at is None)
    assert body([answer]) == "Because of light."
    assert button(answer, Control.REGENERATE)


@pytest.mark.parametrize("effect", TAKEN_WITHOUT_A_WORD)
async def test_a_press_that_discord_took_but_did_not_say_so_is_answered_all_the_same(
    sandbox: Sandbox, start_bot: StartBot, effect: Effect
) -> None:
    async with start_bot():
        question = await ask(sandbox)
        await ended(sandbox, question)
        (answer,) = answers(question)
        sandbox.faults.add("POST", "/interactions/**", **effect)
        pressed = await sandbox.person("Stranger").press(answer, button(answer, "regenerate"))
        await sandbox.until(lambda: pressed.messages)
    assert [each.content for each in pressed.messages] == [texts.not_yours()]


async def test_two_seconds_of_latency_lose_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    random = sandbox.channel("random")
    async with start_bot():
        sandbox.latency = 1.0  # each way
        questions = [await ask(sandbox), await ask(sandbox, random)]
        await ended(sandbox, *questions)
        sandbox.latency = 0.0
    assert_whole(sandbox, model, *questions)
    assert sandbox.count_429 == 0


async def test_with_two_seconds_of_latency_stop_still_stops(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 1000)
    async with start_bot():
        question = await begun(sandbox)
        (reply,) = answers(question)
        sandbox.latency = 1.0  # each way
        await sandbox.person("Mina").press(reply, button(reply, "stop"))
        await sandbox.until(lambda: model.cancelled == 1)
        await ended(sandbox, question)
        sandbox.latency = 0.0
    assert reply.content.endswith(f"-# {texts.stopped()}")
