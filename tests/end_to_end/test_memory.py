"""What stays of a talk, and what goes: the bot, a database and a Discord over real sockets."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.chat.remembering import memory_texts
from bot.chat.remembering.keeping import DAY, GRACE
from bot.client import Services
from bot.core.talk import addressing
from bot.core.talk.prompt import SUMMARY_TITLE
from bot.core.talk.summary import INSTRUCTION
from bot.core.talk.turns import Question, Role, Summary
from bot.settings import Settings
from sandbox import Channel, Message, Sandbox
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask as shown, body, button, buttons, replies
from tests.model_server import ModelServer


def prompts(model: ModelServer) -> list[str]:
    """Everything that the model was sent, but for the requests for summaries."""
    return [json.dumps(each, ensure_ascii=False) for each in answered(model)]


def answered(model: ModelServer) -> list[list[dict[str, str]]]:
    found = [request["messages"] for request in model.requests]
    return [messages for messages in found if messages[0]["content"] != INSTRUCTION]


def questions(channel: Channel) -> list[Message]:
    return [message for message in channel.messages if message.author.name == "Mina"]


async def stored(services: Services, channel: Channel) -> list[str]:
    return [record.text for record in await services.memory.export(channel_id=channel.id)]


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await holds():  # noqa: ASYNC110 - a database tells nobody
            await asyncio.sleep(0.02)


async def until_stored(services: Services, channel: Channel, count: int) -> None:
    async def holds() -> bool:
        return len(await stored(services, channel)) == count

    await until(holds)


async def ask(
    services: Services, sandbox: Sandbox, text: str, channel: Channel | None = None
) -> None:
    """Ask, and wait until the answer is shown and remembered."""
    await shown(sandbox, text, channel)
    place = channel or sandbox.channel("general")

    async def holds() -> bool:
        newest = await services.memory.recall(place.id, 2**62, 1)
        return newest[0].role is Role.ASSISTANT

    await until(holds)


async def summarised(services: Services, channel: Channel, until: Message) -> None:
    """Put a summary that covers all up to a question."""
    revision = await services.memory.revision(channel.id)
    summary = Summary(channel.id, until.id, "They spoke of secrets.", 9, 1.0)
    assert await services.memory.put_summary(summary, revision)


async def test_a_deleted_question_takes_its_answer_and_the_summary_along(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await ask(services, sandbox, "My secret is teal.")
        await ask(services, sandbox, "And mine is red.")
        first, second = questions(channel)
        await summarised(services, channel, until=second)
        await sandbox.person("Mina").delete(first)
        await until_stored(services, channel, 2)
        assert await services.memory.summary(channel.id) is None
        await ask(services, sandbox, "What do you know?")
    assert "teal" not in prompts(model)[-1]
    assert "secrets" not in prompts(model)[-1]
    assert "red" in prompts(model)[-1]


async def test_messages_that_are_deleted_together_are_forgotten_together(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    async with start_bot() as services:
        for colour in ("teal", "red", "blue"):
            await ask(services, sandbox, f"I like {colour}.")
        sandbox.talk.delete_many(channel, questions(channel)[:2])
        await until_stored(services, channel, 2)
        await ask(services, sandbox, "What do I like?")
    assert model.contents() == ["Mina: I like blue.", "Because of light.", "Mina: What do I like?"]


async def test_a_part_of_an_answer_that_is_deleted_takes_the_whole_answer(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    model.words = [f"Sentence {number} of a long story. " for number in range(150)]
    async with start_bot() as services:
        await ask(services, sandbox, "write")
        first, second, *_ = replies(sandbox, channel)
        await until_stored(services, channel, 2)
        await summarised(services, channel, until=questions(channel)[0])
        await sandbox.remove_message(second)
        await until_stored(services, channel, 1)
        assert await services.memory.summary(channel.id) is None
        assert first in replies(sandbox, channel)
        model.words = ["Short."]
        await ask(services, sandbox, "And now?")
    assert model.contents() == ["Mina: write", "Mina: And now?"]


@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("is_open", [True, False])
async def test_the_next_answer_after_a_deleted_part_takes_the_place_of_what_is_left(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, gone: int, *, is_open: bool
) -> None:
    channel = sandbox.channel("general")
    model.words, model.pause = [f"word{number} " for number in range(600)], 0.003

    def last() -> Message:
        return replies(sandbox, channel)[-1]

    def may_go_on() -> bool:
        return bool(buttons(last())) and ":stop:" not in str(buttons(last()))

    async with start_bot():
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 3, 15)
        if not is_open:
            await sandbox.until(may_go_on, 15)
        await sandbox.remove_message(replies(sandbox, channel)[gone])
        await sandbox.until(may_go_on, 15)
        await sandbox.person("Mina").press(last(), buttons(last())[0])
        await sandbox.until(lambda: len(model.requests) == 2 and not may_go_on(), 15)
        await sandbox.until(may_go_on, 15)
    assert body(replies(sandbox, channel)).split() == "".join(model.words).split()


@pytest.mark.parametrize("which", ["question", "reply"])
async def test_what_is_deleted_while_it_is_written_does_not_come_back(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, which: str
) -> None:
    channel = sandbox.channel("general")
    model.words, model.pause = ["secret "] * 400, 0.02
    async with start_bot() as services:
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, channel))
        await asyncio.sleep(0.5)
        target = {"question": questions(channel), "reply": replies(sandbox, channel)}[which][0]
        await sandbox.remove_message(target)
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        await until_stored(services, channel, 0 if which == "question" else 1)
        assert await stored(services, channel) == ([] if which == "question" else ["write"])


async def test_an_edit_long_after_changes_the_memory_and_drops_the_summary(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addressing, "EDIT_WITHIN", timedelta(0))
    channel = sandbox.channel("general")
    async with start_bot() as services:
        await ask(services, sandbox, "I like teal.")
        await ask(services, sandbox, "I like tea.")
        first, second = questions(channel)
        await summarised(services, channel, until=second)
        await sandbox.person("Mina").edit(first, f"{sandbox.bot.mention} I like red.")

        async def is_changed() -> bool:
            return "I like red." in await stored(services, channel)

        await until(is_changed)
        assert await services.memory.summary(channel.id) is None
        assert len(answered(model)) == 2  # it is not answered again
        await ask(services, sandbox, "What do I like?")
    assert "teal" not in prompts(model)[-1]
    assert "I like red." in prompts(model)[-1]


async def test_what_is_forgotten_while_it_is_answered_does_not_come_back(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    model.words, model.pause = ["secret "] * 150, 0.02
    async with start_bot() as services:
        await mina.say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, channel))
        forgotten = await mina.slash(channel, "forget me")
        await sandbox.until(lambda: any(m.content for m in forgotten.messages))
        await sandbox.until(lambda: "-# " in replies(sandbox, channel)[-1].content, 15)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        await asyncio.sleep(0.3)
        assert body(replies(sandbox, channel)).count("secret") == 150  # the answer is delivered
        assert await stored(services, channel) == []
        (reply,) = replies(sandbox, channel)
        pressed = await mina.press(reply, button(reply, "regenerate"))
        await sandbox.until(lambda: pressed.messages)
        model.words, model.pause = ["Short."], 0.0
        await ask(services, sandbox, "And now?")
    assert model.contents() == ["Mina: And now?"]


async def test_an_old_talk_is_told_in_short_and_forgotten_with_it(
    sandbox: Sandbox, model: ModelServer, settings: Settings, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    model.words = ["A fine answer. "] * 25
    async with start_bot(memory_tokens=1600) as services:
        for number in range(1, 12):
            model.words = [f"Answer {number} is fine. "] * 20
            await ask(services, sandbox, f"Question {number} " * 15)

        async def is_told() -> bool:
            return await services.memory.summary(channel.id) is not None

        await until(is_told)
        await ask(services, sandbox, "And now?")
        told = prompts(model)[-1]
        assert SUMMARY_TITLE in told
        assert "Question 1 " not in told
        assert "Question 11 " in told
        jun = sandbox.person("Jun", role="admin")
        show = await jun.slash(channel, "memory show")
        await sandbox.until(lambda: any("**Summary** of what" in m.content for m in show.messages))
        forgotten = await jun.slash(channel, "forget channel")
        confirmed = memory_texts.forgotten_channel(24)
        await sandbox.until(lambda: any(confirmed in m.content for m in forgotten.messages))
        assert await services.memory.summary(channel.id) is None
        await ask(services, sandbox, "Once more?")
    assert SUMMARY_TITLE not in prompts(model)[-1]


async def test_a_person_takes_their_data_along_as_a_file(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    async with start_bot() as services:
        await ask(services, sandbox, "I like teal.")
        export = await mina.slash(channel, "memory export")
        await sandbox.until(lambda: any(m.attachments for m in export.messages))
        (file,) = export.messages[-1].attachments
        found = json.loads(file.data)
        assert [turn["text"] for turn in found["turns"]] == ["I like teal.", "Because of light."]
        refused = await mina.slash(channel, "memory export-channel")
        await sandbox.until(lambda: refused.messages)
        assert refused.messages[0].content == memory_texts.not_moderator()


async def test_a_deleted_channel_and_a_deleted_thread_are_forgotten(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    random = sandbox.channel("random")
    async with start_bot() as services:
        thread = sandbox.start_thread(random, "a talk")
        await ask(services, sandbox, "In the thread", thread)
        await ask(services, sandbox, "In the channel", random)
        await until_stored(services, thread, 2)
        await until_stored(services, random, 2)
        await sandbox.remove_channel(random)
        await until_stored(services, random, 0)
        await until_stored(services, thread, 0)


def from_server(server_id: int, number: int) -> Question:
    return Question(number, server_id, number, 5, "Mina", "Why?", 1e12)


async def are_known(services: Services, *servers: int) -> bool:
    return await services.memory.servers() == sorted(servers)


async def test_a_server_that_the_bot_leaves_is_noted_whether_it_is_up_or_down(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    up, down, stays = (sandbox.add_guild(name) for name in ("up", "down", "stays"))
    async with start_bot() as services:
        for number, guild in enumerate((up, down, stays), 1):
            await services.memory.add_question(from_server(guild.id, number))
        await sandbox.remove_guild(up)
        await until(lambda: are_known(services, down.id, stays.id))
    await sandbox.remove_guild(down)
    async with start_bot() as services:
        await until(lambda: are_known(services, stays.id))
        assert len(await services.memory.export(server_id=up.id)) == 1  # the grace
        assert await services.memory.sweep_left(1e12 + GRACE + DAY) == [up.id, down.id]
        assert len(await services.memory.export(server_id=stays.id)) == 1


async def test_old_turns_are_gone_soon_after_the_start(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    old = Question(channel.id, channel.guild_id, 1, 5, "Mina", "Long ago", 1_000_000.0)
    async with start_bot() as services:
        await services.memory.add_question(old)
        await ask(services, sandbox, "Today")
    async with start_bot() as services:
        await until_stored(services, channel, 2)
        assert "Long ago" not in await stored(services, channel)


async def test_a_question_with_a_thread_of_its_own_is_asked_anew_and_forgotten_there(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, boss = sandbox.channel("general"), sandbox.person("Boss", role="admin")
    mina = sandbox.person("Mina")
    async with start_bot() as services:
        shown = await boss.slash(channel, "config set", option="threads", value="yes")
        await sandbox.until(lambda: "undo" in str(shown.messages))
        question = await mina.say(channel, f"{sandbox.bot.mention} why?")
        await sandbox.until(lambda: question.thread is not None)
        thread = question.thread
        assert thread is not None
        await sandbox.until(lambda: "-# " in str([each.content for each in thread.messages]))
        model.words = ["Because of rain."]
        await mina.edit(question, f"{sandbox.bot.mention} why the rainbow?")
        await sandbox.until(lambda: "rain." in str([each.content for each in thread.messages]))
        assert len(replies(sandbox, thread)) == 1
        assert model.contents() == ["Mina: why the rainbow?"]
        await until_stored(services, thread, 2)
        await mina.delete(question)
        await until_stored(services, thread, 0)
