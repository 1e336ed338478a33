import asyncio

from bot.chat import texts
from bot.core.errors import Fault
from bot.core.reply.draft import CURSOR
from sandbox import Sandbox
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask, body, replies
from tests.model_server import ModelServer


async def test_three_hundred_words_all_arrive_and_no_429_is_drawn(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.pause = [f"word{number} " for number in range(300)], 0.02
    async with start_bot():
        messages = await ask(sandbox, "write")

    assert body(messages).split() == [word.strip() for word in model.words]
    assert sandbox.count_429 == 0
    versions = [version for message in messages for version in message.versions]
    assert len(versions) >= 8
    assert CURSOR in versions[2].content
    assert not any(CURSOR in message.content for message in messages)


async def test_a_long_answer_goes_on_in_further_messages(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words = [f"Sentence {number} of a long story. " for number in range(200)]
    async with start_bot():
        await ask(sandbox, "write")
        messages = replies(sandbox, sandbox.channel("general"))

    assert len(messages) >= 3
    assert body(messages).split() == "".join(model.words).split()
    assert messages[0].reference_id is not None
    assert sandbox.count_429 == 0


async def test_the_first_exchange_reaches_the_model_with_the_second_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words = ["Teal ", "it is."]
    async with start_bot():
        await ask(sandbox, "My favourite colour is teal.")
        await ask(sandbox, "Which colour did I say?")
        assert model.contents() == [
            "Mina: My favourite colour is teal.",
            "Teal it is.",
            "Mina: Which colour did I say?",
        ]
        await ask(sandbox, "Which colour did I say?", sandbox.channel("random"))
        assert model.contents() == ["Mina: Which colour did I say?"]

    async with start_bot():
        await ask(sandbox, "And now?")
        assert model.contents()[:2] == ["Mina: My favourite colour is teal.", "Teal it is."]


async def test_commands_are_registered_once_and_not_again(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    async with start_bot():
        pass
    assert sandbox.command_writes == 1
    async with start_bot():
        pass
    assert sandbox.command_writes == 1
    assert {"ask", "config", "model"} <= {command["name"] for command in sandbox.commands}


async def test_the_commands_answer(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    async with start_bot():
        asked = await jun.slash(channel, "ask", prompt="why?")
        await sandbox.until(lambda: asked.messages and "-# " in asked.messages[-1].content)
        assert body(asked.messages) == "Because of light."

        status = await jun.slash(channel, "status")
        await sandbox.until(lambda: any("2 turns" in m.content for m in status.messages))

        forgotten = await jun.slash(channel, "forget channel")
        await sandbox.until(lambda: any("Forgotten: 2" in m.content for m in forgotten.messages))
        await ask(sandbox, "anew")
        assert model.contents() == ["Mina: anew"]


async def test_direct_messages_and_joined_threads_need_no_mention(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina = sandbox.person("Mina")
    async with start_bot():
        await mina.say(mina.dm(), "hello")
        await sandbox.until(lambda: len(replies(sandbox, mina.dm())) == 1)
        thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
        await mina.say(thread, "not for you")
        await ask(sandbox, "join us", thread)
        await mina.say(thread, "and now without a mention")
        await sandbox.until(lambda: len(replies(sandbox, thread)) == 2)
        await sandbox.until(lambda: model.contents()[-1] == "Mina: and now without a mention")
        assert "not for you" not in str(model.requests)


async def test_deleting_the_reply_ends_the_request_to_the_model(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.pause = ["word "] * 1000, 0.05
    channel = sandbox.channel("general")
    async with start_bot():
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, channel))
        await sandbox.remove_message(replies(sandbox, channel)[0])
        await sandbox.until(lambda: model.cancelled == 1)


async def test_without_the_message_content_intent_mentions_and_direct_messages_work(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    sandbox.gateway.allowed_intents = ~(1 << 15)
    mina = sandbox.person("Mina")
    async with start_bot():
        (reply,) = await ask(sandbox, "why?")
        assert body([reply]) == "Because of light."
        await mina.say(mina.dm(), "hello")
        await sandbox.until(lambda: len(replies(sandbox, mina.dm())) == 1)
        await sandbox.until(lambda: model.contents() == ["hello"])


async def test_a_lost_gateway_is_resumed_and_nothing_is_answered_twice(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        await ask(sandbox, "one")
        await sandbox.close_gateway(4000)
        await sandbox.person("Mina").say(sandbox.channel("general"), f"{sandbox.bot.mention} two")
        await sandbox.until(lambda: len(model.requests) == 2, timeout=15)
        await asyncio.sleep(0.3)
        assert len(replies(sandbox, sandbox.channel("general"))) == 2


async def test_errors_of_discord_delay_and_lose_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.pause = [f"word{number} " for number in range(50)], 0.02
    sandbox.faults.add(method="POST", path="/channels/*/messages", status=503, times=1)
    sandbox.faults.add(method="PATCH", path="/channels/*/messages/*", status=500, times=1)
    sandbox.faults.add(method="PATCH", path="/channels/*/messages/*", drop="before", times=1)
    async with start_bot():
        messages = await ask(sandbox, "write", wait=30)
    assert body(messages).split() == [word.strip() for word in model.words]
    assert len(messages) == 1


async def test_a_model_that_refuses_leaves_a_sentence_without_its_details(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.status = 401
    async with start_bot():
        messages = await ask(sandbox, "why?")
    assert messages[0].content.startswith(f"-# {texts.fault_sentence(Fault.UNAUTHORIZED)}")


async def test_stopping_the_bot_leaves_no_cursor(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.pause = ["word "] * 1000, 0.05
    channel = sandbox.channel("general")
    async with start_bot():
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, channel))
        await asyncio.sleep(1)
    text = replies(sandbox, channel)[0].content
    assert CURSOR not in text
    assert text.endswith("-# I was stopped while writing, so this is not complete.")
