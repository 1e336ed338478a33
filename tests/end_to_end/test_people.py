"""What people do by command and by menu, over real sockets; every request fits Discord's API."""

import asyncio

import pytest

from bot.chat import texts
from bot.chat.batching import batch_texts
from bot.chat.wording import model_texts
from sandbox import Message, Sandbox, Upload, asking
from sandbox.interactions import Interaction
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import body, button, buttons
from tests.model_server import ModelServer


async def final(sandbox: Sandbox, asked: Interaction, messages: int = 1) -> str:
    """Wait until an interaction shows its last text."""
    await sandbox.until(
        lambda: len(asked.messages) >= messages and "-# " in asked.messages[-1].content
    )
    return asked.messages[-1].content


async def test_a_private_answer_is_seen_and_written_anew_by_its_asker_alone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, general = sandbox.person("Mina", locale="ko"), sandbox.channel("general")
    async with start_bot():
        notes = Upload("notes.txt", b"Rabbits dig.")
        asked = await mina.slash(general, "질문", prompt="what?", attachment=notes, private=True)
        await final(sandbox, asked)
        (answer,) = asked.messages
        assert answer.ephemeral
        assert general.messages == []
        before = answer.content
        model.words = ["Other", "wise."]
        await mina.press(answer, button(answer, "regenerate"))
        await sandbox.until(lambda: "Otherwise." in answer.content and bool(buttons(answer)))
        assert answer.content != before
        assert "Rabbits dig." in str(model.requests[-1])


async def test_a_private_answer_of_several_messages_is_written_anew_in_them(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    model.words = [f"word{number} " for number in range(600)]
    async with start_bot():
        calls = [await mina.slash(general, "ask", prompt="what?", private=True)]

        def seen() -> list[Message]:
            known = {each.id: each for call in calls for each in call.messages}
            return [each for _, each in sorted(known.items()) if each.deleted_at is None]

        def is_whole() -> bool:
            has_all = body(seen()).split() == "".join(model.words).split()
            return has_all and "regenerate" in str(buttons(seen()[-1]))

        await sandbox.until(is_whole, 15)
        for words in (600, 300, 900):
            model.words = [f"other{number} " for number in range(words)]
            last = seen()[-1]
            calls.append(await mina.press(last, button(last, "regenerate")))
            await sandbox.until(is_whole, 15)


async def test_a_private_answer_ends_with_stop_and_nobody_elses_does(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, jun, general = sandbox.person("Mina"), sandbox.person("Jun"), sandbox.channel("general")
    model.words, model.pause = ["word "] * 500, 0.02
    async with start_bot():
        hers = await mina.slash(general, "ask", prompt="?", private=True)
        his = await jun.slash(general, "ask", prompt="?", private=True)
        await sandbox.until(lambda: all("word" in str(each.messages) for each in (hers, his)))
        done = await mina.slash(general, "stop")
        await sandbox.until(lambda: done.messages)
        assert done.messages[0].content == model_texts.stopped(1, everybody=False)
        assert texts.stopped() in await final(sandbox, hers)
        assert "-# " not in his.messages[-1].content


async def test_a_message_is_asked_about_and_a_talk_is_summarised(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, joon, general = sandbox.person("Mina"), sandbox.person("Joon"), sandbox.channel("general")
    async with start_bot():
        first = await mina.say(general, "Number 0.")
        for number in range(1, 206):
            await joon.say(general, f"Number {number}.")
        shown = await mina.menu(first, "Ask about this")
        await sandbox.until(lambda: shown.modal is not None)
        await final(sandbox, await mina.submit(shown, {"question": "Really?"}))
        assert "> Number 0." in str(model.requests[-1])
        shown = await joon.menu(first, "Summarise from here")
        await sandbox.until(lambda: shown.modal is not None)
        told = await joon.submit(shown, {"reader": "me"})
        await sandbox.until(lambda: len(told.messages) == 2)
        assert all(message.ephemeral for message in told.messages)
        assert "first 200 messages" in told.messages[-1].content
        asked = str(model.requests[-1])
        assert "Joon: Number 199." in asked
        assert "Number 200." not in asked


async def test_usage_comes_with_its_picture_and_the_commands_are_there_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    async with start_bot() as services:
        await final(sandbox, await mina.slash(general, "ask", prompt="why?"))
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        await asyncio.sleep(0.3)  # it is booked behind its end
        used = await mina.slash(general, "usage")
        await sandbox.until(lambda: bool(used.messages and used.messages[-1].attachments))
        assert "1 answer" in used.messages[-1].content
        choices = await mina.autocomplete(general, "model", "name", "test")
        assert choices[0]["value"] == "test-model"
        chosen = await mina.slash(general, "model", name="auto")
        await sandbox.until(lambda: bool(chosen.messages and "auto" in chosen.messages[-1].content))
    assert sandbox.command_writes == 1
    async with start_bot():
        assert sandbox.command_writes == 1


async def test_status_shows_everybody_the_host_of_the_model_and_no_password(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    address = model.url.replace("://", "://operator:hunter2@")
    async with start_bot(llm_base_url=address):
        asked = await mina.slash(general, "status")
        await sandbox.until(lambda: bool(asked.messages and asked.messages[-1].content))
    shown = asked.messages[-1].content
    assert f" at {model.url.split('/')[2]}\n" in shown
    assert "hunter2" not in shown


_GROUP, _DIRECT = 2, 1  # Discord's numbers for where an interaction comes from


async def test_an_answer_from_before_the_bot_was_invited_is_written_anew(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = sandbox.person("Mina")
    async with start_bot():
        monkeypatch.setattr(asking, "_BOT_DM_CONTEXT", _GROUP)
        asked = await mina.slash(mina.dm(), "ask", prompt="why?")
        await final(sandbox, asked)
        monkeypatch.setattr(asking, "_BOT_DM_CONTEXT", _DIRECT)
        (answer,) = asked.messages
        model.words = ["Other", "wise."]
        await mina.press(answer, button(answer, "regenerate"))
        await sandbox.until(lambda: "Otherwise." in answer.content and bool(buttons(answer)))


async def test_no_batch_begins_where_the_bot_is_not_inside(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = sandbox.person("Mina")
    monkeypatch.setattr(asking, "_BOT_DM_CONTEXT", _GROUP)
    async with start_bot():
        begun = await mina.slash(mina.dm(), "batch", file=Upload("questions.txt", b"Why?"))
        await sandbox.until(lambda: bool(begun.messages and begun.messages[-1].content))
        assert begun.messages[-1].content == batch_texts.not_permitted()
    assert not model.requests
