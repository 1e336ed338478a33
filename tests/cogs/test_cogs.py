import asyncio

from bot.chat import texts
from bot.client import TokkiBot
from bot.core.errors import Fault, ModelError
from tests.cogs.world import a_world, answer_of


async def test_a_mention_is_answered_by_a_reply() -> None:
    async with a_world() as world:
        question = await world.mina.send(world.channel, f"{world.mention} why?")
        reply = world.last()
        assert reply.content.startswith("Because so.\n-# fake-model")
        assert reply.reference is not None
        assert reply.reference.message_id == question.id
        assert world.asked() == "mina: why?"


async def test_a_reply_to_the_bot_is_a_question() -> None:
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        await world.mina.send(world.channel, "and then?", reply_to=world.last())
        assert world.asked() == "mina: and then?"
        assert len(world.model.requests) == 2


async def test_a_direct_message_is_a_question() -> None:
    async with a_world() as world:
        await world.mina.send_dm("hello")
        assert world.asked() == "hello"


async def test_talk_among_people_is_left_alone() -> None:
    async with a_world() as world:
        message = await world.mina.send(world.channel, "hello everybody")
        await world.keeper.send(world.channel, "hi", reply_to=message)
        await world.mina.send(world.channel, f"{world.keeper.mention} hi")
        assert not world.model.requests


async def test_another_bot_is_not_answered() -> None:
    async with a_world() as world:
        robot = world.guild.add_member(world.env.create_user("robot", bot=True))
        await robot.send(world.channel, f"{world.mention} hi")
        assert not world.model.requests


async def test_a_mention_without_a_question_gets_a_hint() -> None:
    async with a_world() as world:
        await world.mina.send(world.channel, world.mention)
        assert world.last().content == texts.nothing_asked()
        assert not world.model.requests


async def test_the_models_text_pings_nobody() -> None:
    async with a_world("Hello @everyone and <@5>") as world:
        await world.mina.send(world.channel, f"{world.mention} greet them")
        assert "@everyone" in world.last().content
        bodies = [entry.json for entry in world.env.http_requests if entry.json]
        rules = [body["allowed_mentions"] for body in bodies if "allowed_mentions" in body]
        assert rules
        assert all(rule["parse"] == [] and "users" not in rule for rule in rules)


async def test_ask_is_answered_in_its_own_message() -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "ask", prompt="why?")
        assert not result.ephemeral
        assert world.last().content.startswith("Because so.")


async def test_status_is_private_and_names_the_model() -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "status")
        assert result.ephemeral
        assert "**Model** fake-model" in answer_of(result)


async def test_a_broken_memory_is_a_sentence_in_the_commands() -> None:
    async with a_world() as world:
        world.memory.broken = True
        result = await world.mina.slash(world.channel, "status")
        assert "out of reach" in answer_of(result)
        result = await world.keeper.slash(world.channel, "forget channel")
        assert answer_of(result).startswith(texts.no_memory())
        assert len(world.env.errors) == 1  # simcord fails a test whose errors nobody looked at


async def test_a_model_that_fails_is_a_sentence_in_the_channel() -> None:
    async with a_world(ModelError(Fault.UNPAID, "402 no money, key sk-123")) as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        assert world.last().content.startswith(f"-# {texts.fault_sentence(Fault.UNPAID)}")


async def test_an_event_after_the_end_reaches_nobody() -> None:
    heard: list[str] = []

    async def hear() -> None:
        heard.append("ready")

    async with a_world() as world:
        services = world.services
    async with TokkiBot(services) as bot:
        bot.add_listener(hear, "on_ready")
    bot.dispatch("ready")  # discord.py may say it this late
    await asyncio.sleep(0)
    assert heard == []
