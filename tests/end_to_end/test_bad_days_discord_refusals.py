"""Bad days of a reply: in its middle, Discord takes no more of it, for a while or for good."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.chat import texts
from bot.chat.books import Selection
from bot.chat.ports import Exchange
from bot.client import Services
from bot.core.reply.draft import CURSOR
from bot.core.talk.turns import Answer, TurnState
from sandbox import Channel, Message, Permission, Sandbox
from tests.end_to_end.bad_days import ask, begun
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import body, button, buttons, replies
from tests.model_server import ModelServer

WORDS = [f"word{number:04} " for number in range(500)]  # three messages
EVERYTHING = Selection(0.0, 1e12)


def write(model: ModelServer, words: Sequence[str] = WORDS, pause: float = 0.01) -> None:
    model.words, model.pause = words, pause


async def remembered(services: Services, question: Message) -> Exchange:
    found = await services.memory.exchange(question.channel.id, question.id)
    assert found is not None
    assert found.answer is not None
    return found


async def told(services: Services, question: Message) -> Answer:
    """The answer as it is remembered when nobody writes it any more, which is behind its end."""
    async with asyncio.timeout(10):
        while True:
            found = await remembered(services, question)
            if found.answer and found.answer.state is not TurnState.WRITING:
                return found.answer
            await asyncio.sleep(0.05)


def read(channel: Channel) -> list[str]:
    """The words that can be read, in order."""
    shown = [each.content for each in channel.messages if each.author.bot]
    return " ".join(line for line in "\n".join(shown).split("\n") if line[:3] != "-# ").split()


def has_sentence(message: Message, sentence: str) -> bool:
    return message.content.endswith(f"-# {sentence}")


def controls(message: Message) -> list[str]:
    return [each.split(":")[1] for each in buttons(message)]


def place_of(sandbox: Sandbox, kind: str) -> Channel:
    general = sandbox.channel("general")
    return general if kind == "channel" else sandbox.start_thread(general, "a talk")


def silence(sandbox: Sandbox, channel: Channel, kind: str) -> None:
    """Let the bot see and edit there, and send nothing."""
    match kind:
        case "channel":
            sandbox.deny(channel, Permission.SEND_MESSAGES)
        case "thread":
            sandbox.deny(channel, Permission.SEND_MESSAGES_IN_THREADS)
        case _:
            channel.locked = True
            sandbox.deny(channel, Permission.MANAGE_THREADS)


def give_voice(sandbox: Sandbox, channel: Channel) -> None:
    channel.locked = False
    sandbox.deny(channel)


@pytest.mark.parametrize("kind", ["channel", "thread", "locked thread"])
async def test_a_right_to_write_that_goes_between_two_messages_ends_the_first_and_retry_goes_on(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, kind: str
) -> None:
    write(model)
    channel = place_of(sandbox, kind)
    async with start_bot() as services:
        question = await begun(sandbox, channel)
        silence(sandbox, channel, kind)
        (reply,) = replies(sandbox, channel)
        await sandbox.until(lambda: has_sentence(reply, texts.curtailed()), 15)
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        assert replies(sandbox, channel) == [reply]
        assert controls(reply) == ["retry"]
        assert CURSOR not in reply.content
        answer = await told(services, question)
        assert answer.state is TurnState.INTERRUPTED
        assert answer.text.split() == read(channel)
        assert (await services.books.totals(EVERYTHING)).answers == 1
        refused = [each for each in sandbox.requests if each.status in (400, 403)]
        assert len(refused) == 1

        give_voice(sandbox, channel)
        write(model, WORDS[len(read(channel)) :])
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: "regenerate" in controls(channel.messages[-1]), 20)
        assert read(channel) == "".join(WORDS).split()


async def test_a_whole_answer_that_may_not_be_sent_is_kept_and_shown_later_without_the_model(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, pause=0.0)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        sandbox.faults.add("POST", "/channels/*/messages", delay=0.5)
        question = await begun(sandbox, channel)
        silence(sandbox, channel, "channel")
        (reply,) = replies(sandbox, channel)
        await sandbox.until(lambda: has_sentence(reply, texts.curtailed()), 15)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        answer = await told(services, question)
        assert (answer.state, answer.text) == (TurnState.COMPLETE, "".join(WORDS))
        paid = await services.books.totals(EVERYTHING)
        assert (paid.answers, paid.completion_tokens) == (1, len(WORDS))

        # Pressed too early, it says the same again.
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: not has_sentence(reply, texts.curtailed()))
        await sandbox.until(lambda: has_sentence(reply, texts.curtailed()), 15)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        give_voice(sandbox, channel)
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: "regenerate" in controls(channel.messages[-1]), 20)
        assert read(channel) == "".join(WORDS).split()
        assert len(model.requests) == 1
        assert await services.books.totals(EVERYTHING) == paid


async def test_a_file_that_may_not_be_sent_is_not_promised(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, pause=0.0)
    channel = sandbox.channel("general")
    sandbox.deny(channel, Permission.ATTACH_FILES)
    async with start_bot(reply_messages=2) as services:
        await ask(sandbox, channel)
        await sandbox.until(lambda: has_sentence(channel.messages[-1], texts.curtailed()), 15)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
    assert len(replies(sandbox, channel)) == 2
    assert texts.in_file() not in channel.messages[-1].content


async def test_a_file_that_discord_took_but_did_not_say_so_is_there_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    channel = sandbox.channel("general")
    async with start_bot(reply_messages=2) as services:
        await ask(sandbox, channel)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 15)
        # discord.py itself does not repeat a 503: the dispatcher does.
        fault = sandbox.faults.add(
            "POST", "/channels/*/messages", status=503, applied=True, times=2
        )
        await sandbox.until(lambda: fault.hits == 2, 30)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 30)
    assert len([each for each in channel.messages if each.attachments]) == 1


@pytest.mark.parametrize("kind", ["hidden", "locked and archived"])
async def test_a_cursor_in_a_place_that_was_closed_to_the_bot_goes_when_it_is_open_again(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, kind: str
) -> None:
    write(model)
    channel = place_of(sandbox, "channel" if kind == "hidden" else "thread")
    async with start_bot() as services:
        question = await begun(sandbox, channel)
        if kind == "hidden":
            sandbox.deny(channel, Permission.VIEW_CHANNEL)
        else:
            sandbox.archive(channel, locked=True)
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        assert CURSOR in replies(sandbox, channel)[0].content
        await asyncio.sleep(0.3)
        assert (await remembered(services, question)).answer.state is TurnState.WRITING  # type: ignore[union-attr]  # `remembered` looks
        channel.locked = False
        sandbox.deny(channel)
        await sandbox.until(lambda: "retry" in controls(channel.messages[-1]), 30)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 1)
        (reply,) = replies(sandbox, channel)
        assert has_sentence(reply, texts.stopping())
        assert CURSOR not in reply.content
        answer = await told(services, question)
        assert answer.state is TurnState.INTERRUPTED
        assert answer.text.split() == read(channel)
        assert answer.message_ids == (reply.id,)


async def test_the_reply_to_a_command_ends_by_its_channel_when_its_token_is_too_old(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    channel = sandbox.channel("general")
    async with start_bot():
        await sandbox.person("Mina").slash(channel, "ask", prompt="write")
        await sandbox.until(lambda: CURSOR in body(replies(sandbox, channel)))
        old = sandbox.faults.add("*", "/webhooks/**", times=100, status=401, code=50027)
        (reply,) = replies(sandbox, channel)
        await sandbox.until(lambda: "retry" in controls(reply), 30)
        assert old.hits <= 3
    assert CURSOR not in reply.content


@pytest.mark.parametrize("which", [0, 1])
async def test_a_deleted_message_of_several_ends_the_others(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, which: int
) -> None:
    write(model)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        question = await begun(sandbox, channel)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 15)
        # Only then the bot knows that it is there.
        await sandbox.until(lambda: len(replies(sandbox, channel)[1].versions) > 1)
        await sandbox.remove_message(replies(sandbox, channel)[which])
        await sandbox.until(lambda: model.cancelled == 1, timeout=20)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        key = channel.id, question.id
        async with asyncio.timeout(10):
            while (found := await services.memory.exchange(*key)) and found.answer:  # noqa: ASYNC110 - a row tells nobody
                await asyncio.sleep(0.05)
        assert found is not None
        (other,) = replies(sandbox, channel)
        assert CURSOR not in other.content
        assert "stop" not in controls(other)
        assert which == 1 or has_sentence(other, texts.stopping())


async def test_a_message_that_is_gone_before_anybody_says_so_ends_the_others(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await begun(sandbox, channel)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 2, 15)
        path = f"/channels/*/messages/{channel.messages[-1].id}"
        sandbox.faults.add("PATCH", path, times=100, status=404, code=10008)
        await sandbox.until(lambda: model.cancelled == 1, timeout=5)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        assert CURSOR not in replies(sandbox, channel)[0].content


@pytest.mark.parametrize("when", ["in the middle", "at the end"])
async def test_a_text_that_discord_refuses_comes_as_a_file_and_leaves_no_cursor(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, when: str
) -> None:
    write(model, WORDS[:100], pause=0.0 if when == "at the end" else 0.02)
    channel = sandbox.channel("general")
    async with start_bot():
        sandbox.faults.add("PATCH", "/channels/*/messages/*", status=400, code=50035)
        await begun(sandbox, channel)
        await sandbox.until(lambda: channel.messages[-1].attachments, 15)
        await sandbox.until(lambda: CURSOR not in body(replies(sandbox, channel)), 15)
    message, file = replies(sandbox, channel)
    assert message.content == f"-# {texts.in_file()}"
    assert controls(message) == []
    assert file.attachments[0].data.decode() == "".join(WORDS[:100])
