"""What breaks while something else is under way: the order of events is what counts here."""

import asyncio
import signal
from pathlib import Path

import pytest

from bot.chat import texts
from bot.core.reply.draft import CURSOR
from sandbox import Channel, Message, Permission, Sandbox
from sandbox.faults import Effect
from sandbox.recording import Request
from tests.end_to_end.bad_days import ask, begun, ended, write
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import body, button, buttons, replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

POST = "/channels/*/messages"
BLOCKED, INVALID = 200000, 50035


def half_written(channel: Channel) -> list[Message]:
    """The bot's messages that look as if somebody wrote on."""
    ours = [each for each in channel.messages if each.author.bot]
    return [each for each in ours if CURSOR in each.content or ":stop:" in str(buttons(each))]


def posted(sandbox: Sandbox) -> list[Request]:
    return [each for each in sandbox.requests if each.method == "POST" and "messages" in each.path]


@pytest.mark.parametrize("effect", [Effect(delay=0.5), Effect(status=502)])
async def test_a_stop_whose_response_comes_behind_the_end_leaves_the_buttons_of_the_end(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, effect: Effect
) -> None:
    write(model, 200)
    async with start_bot():
        question = await begun(sandbox)
        (reply,) = replies(sandbox, question.channel)
        sandbox.faults.add("POST", "/interactions/**", **effect)
        pressed = await sandbox.person("Mina").press(reply, button(reply, "stop"))
        await ended(sandbox, question)
        await pressed.answered()
        await asyncio.sleep(0.5)
    assert texts.stopped() in reply.content
    assert "regenerate" in str(buttons(reply))


async def test_a_stop_below_what_nobody_knows_of_leaves_it_to_be_found(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    """The process is killed while its first message is on the way."""
    write(model, 200)
    channel = sandbox.channel("general")
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        fault = sandbox.faults.add("POST", POST, delay=1.0)
        await ask(sandbox, channel)
        await sandbox.until(lambda: fault.hits)
        process.kill()
        await finished(process)
    await sandbox.until(lambda: replies(sandbox, channel))
    (reply,) = replies(sandbox, channel)
    looks = sandbox.faults.add("GET", POST, status=503)
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.until(lambda: looks.hits, 20)
        pressed = await sandbox.person("Mina").press(reply, button(reply, "stop"))
        await sandbox.until(lambda: pressed.messages)
        assert pressed.messages[-1].content == texts.not_writing()
        await sandbox.until(lambda: "retry" in str(buttons(reply)), 20)
    assert CURSOR not in reply.content
    assert replies(sandbox, channel) == [reply]


@pytest.mark.parametrize("then", ["may send no more", BLOCKED, INVALID, "first one deleted"])
async def test_a_message_that_discord_took_but_did_not_say_so_ends_with_what_comes_then(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, then: str | int
) -> None:
    write(model, 500, 0.01)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await begun(sandbox, channel)
        (first,) = replies(sandbox, channel)
        sandbox.faults.add("POST", POST, status=503, applied=True)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 15)
        match then:
            case "may send no more":
                sandbox.deny(channel, Permission.SEND_MESSAGES)
            case int(code):
                sandbox.faults.add("POST", POST, status=400, code=code)
            case _:
                await sandbox.remove_message(first)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 30)
    assert not half_written(channel)
    texts_left = [each for each in replies(sandbox, channel) if not each.attachments]
    assert texts_left == ([] if then == "first one deleted" else [first])


async def test_a_message_on_its_way_goes_when_the_one_before_it_is_deleted(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 500, 0.01)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await begun(sandbox, channel)
        sandbox.latency = 0.2
        sent = len(posted(sandbox))
        fault = sandbox.faults.add("POST", POST, delay=0.2)
        await sandbox.until(lambda: fault.hits, 15)
        await sandbox.remove_message(replies(sandbox, channel)[0])
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 15)
    assert len(posted(sandbox)) == sent + 1
    assert replies(sandbox, channel) == []


async def test_what_was_posted_afresh_takes_the_old_message_along_when_it_is_deleted(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 500)
    thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
    async with start_bot() as services:
        await begun(sandbox, thread)
        sandbox.archive(thread)
        await sandbox.until(lambda: len(replies(sandbox, thread)) == 2, 15)
        await asyncio.sleep(0.5)
        await sandbox.remove_message(replies(sandbox, thread)[1])
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 15)
    assert replies(sandbox, thread) == []


@pytest.mark.parametrize(
    ("shown", "method", "path"),
    [(0, "GET", "/webhooks/**"), (1, "GET", POST), (1, "DELETE", "/webhooks/**")],
)
async def test_what_a_commands_repeated_part_left_goes_once_discord_lets_it(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, shown: int, method: str, path: str
) -> None:
    """Looking for it, or deleting it, fails once; discord.py does not repeat what Cloudflare refuses."""
    write(model, 300, 0.01)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        sandbox.faults.add("POST", "/webhooks/*/*", times=shown, delay=0.01)
        sandbox.faults.add("POST", "/webhooks/*/*", status=502, applied=True)
        fault = sandbox.faults.add(method, path, status=429, cloudflare=True)
        await sandbox.person("Mina").slash(channel, "ask", prompt="write")
        await sandbox.until(lambda: fault.hits, 15)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 15)
    assert not half_written(channel)
    assert body(channel.messages).split() == "".join(model.words).split()


async def test_a_press_while_the_process_ends_keeps_the_button_for_the_next(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    write(model, 200)
    here, there = sandbox.channel("general"), sandbox.channel("random")
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        early, late = await begun(sandbox, here), await begun(sandbox, there)
        path = f"/channels/{there.id}/messages/*"
        slow = sandbox.faults.add("PATCH", path, delay=3.0, times=3)
        await sandbox.until(lambda: slow.hits)
        process.send_signal(signal.SIGTERM)
        await ended(sandbox, early)
        (reply,) = replies(sandbox, here)
        pressed = await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await finished(process)
    assert not pressed.acknowledged
    await ended(sandbox, late)
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.ready()
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: len(replies(sandbox, here)) == 2)


@pytest.mark.parametrize("then", ["may send no file", "file is refused"])
@pytest.mark.parametrize("words", [100, 500])
async def test_a_text_that_can_come_neither_as_a_message_nor_as_a_file_leaves_no_cursor(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, then: str, words: int
) -> None:
    write(model, words, 0.01)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await begun(sandbox, channel)
        if words > 100:
            await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 15)
        sandbox.faults.add("PATCH", "/channels/*/messages/*", status=400, code=INVALID)
        if then == "may send no file":
            sandbox.deny(channel, Permission.ATTACH_FILES)
        else:
            sandbox.faults.add("POST", POST, status=400, code=INVALID, times=2)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 30)
        await asyncio.sleep(0.5)
        assert not half_written(channel)
        (reply,) = replies(sandbox, channel)
        assert reply.content == f"-# {texts.curtailed()}"
        sandbox.deny(channel)
        sandbox.faults.clear()
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: "regenerate" in str(buttons(channel.messages[-1])), 15)
    assert body(replies(sandbox, channel)).split() == "".join(model.words).split()


async def test_stop_takes_the_cursor_from_a_private_answer_whose_process_is_gone(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    """Nobody but a press of its own button reaches it."""
    write(model, 200)
    mina, channel = sandbox.person("Mina"), sandbox.channel("general")
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        asked = await mina.slash(channel, "ask", prompt="write", private=True)
        await sandbox.until(lambda: "word9 " in str(asked.messages[:1]), 15)
        process.kill()
        await finished(process)
    (reply,) = asked.messages
    shown = reply.content.removesuffix(f" {CURSOR}")
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.ready()
        await asyncio.sleep(1.0)
        pressed = await mina.press(reply, button(reply, "stop"))
        await sandbox.until(lambda: CURSOR not in reply.content)
        await sandbox.until(lambda: texts.not_writing() in str(pressed.messages))
    assert reply.content == shown
    assert [each.split(":")[1] for each in buttons(reply)] == ["retry"]


async def test_a_kill_leaves_no_cursor_in_a_message_that_was_given_up(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    write(model, 500)
    thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        await begun(sandbox, thread)
        sandbox.archive(thread)
        await sandbox.until(lambda: len(replies(sandbox, thread)) == 2, 15)
        await asyncio.sleep(1.0)
        process.kill()
        await finished(process)
    assert len(half_written(thread)) == 2
    async with start(tmp_path, **on(sandbox, model)):
        await sandbox.until(lambda: "retry" in str([buttons(each) for each in thread.messages]), 20)
        await asyncio.sleep(2.0)
    assert not half_written(thread)
    assert len(replies(sandbox, thread)) == 1
