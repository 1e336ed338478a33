import re

import discord
import pytest

from bot.chat import texts
from bot.chat.wording import help_texts
from bot.core.config.layers import Scope
from bot.core.config.table import CHANNELS
from tests.cogs.world import World, a_world, answer_of


def listed(text: str) -> set[str]:
    return {line.split("`")[1] for line in text.splitlines() if line.startswith("- `/")}


async def test_it_tells_privately_how_to_ask_and_fits_a_message() -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "help")
        text = answer_of(result)
        assert result.ephemeral
        assert len(text) <= 2000
        assert f"- Write {world.mention} and your question" in text
        assert "In a thread that I take part in, just write." in text
        assert "`/forget me`" in text


async def test_it_lists_the_commands_that_one_may_use() -> None:
    async with a_world() as world:
        of_mina = listed(answer_of(await world.mina.slash(world.channel, "help")))
        of_keeper = listed(answer_of(await world.keeper.slash(world.channel, "help")))
        assert {"/ask", "/help", "/model", "/usage", "/forget"} <= of_mina
        assert "/batch" not in of_mina
        assert "/batch" in of_keeper


async def test_without_the_intent_it_says_what_is_missing() -> None:
    async with a_world() as world:
        world.env.bot._connection._intents.message_content = False
        text = answer_of(await world.mina.slash(world.channel, "help"))
        assert "I cannot read messages that do not mention me" in text
        assert "just write" not in text


async def test_it_says_where_no_question_is_answered() -> None:
    async with a_world() as world:
        scope = Scope.server(world.guild.id)
        await world.services.configuration.put(scope, CHANNELS.key, [world.channel.id + 1], 1)
        text = answer_of(await world.mina.slash(world.channel, "help"))
        assert texts.not_here() in text


async def test_a_memory_out_of_reach_is_said_with_a_number_that_the_log_has(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with a_world() as world:
        world.services.configuration._store.broken = True  # type: ignore[attr-defined]  # a fake
        world.services.configuration.changed(world.guild.id)  # what it has kept is old
        text = answer_of(await world.mina.slash(world.channel, "help"))
        (incident,) = re.findall("help.no_memory incident=([0-9a-f]{6}) ", caplog.text)
        assert texts.no_memory(incident) in text


async def test_it_speaks_korean_to_a_korean_client(korean: None) -> None:
    async with a_world() as world:
        text = answer_of(await world.mina.slash(world.channel, "help"))
        assert text.startswith("**질문하는 방법**")
        assert {"/질문", "/도움말", "/모델", "/사용량", "/중지"} <= listed(text)


def greet(world: World, guild: discord.Guild) -> None:
    world.bot.dispatch("guild_join", guild)


def guild_of(world: World) -> discord.Guild:
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    return guild


async def test_a_server_is_greeted_once() -> None:
    async with a_world() as world:
        for _ in range(2):
            greet(world, guild_of(world))
            await world.env.settle()
        (message,) = world.channel.history()
        assert message.content == help_texts.greeting(world.mention)


async def test_a_server_is_greeted_in_its_language_where_the_bot_may_write() -> None:
    async with a_world() as world:
        guild = world.env.create_guild(preferred_locale="ko")
        denied = discord.PermissionOverwrite(send_messages=False)
        closed = guild.create_text_channel("rules", overwrites={guild.default_role: denied})
        first = guild.create_text_channel("talk")
        guild.create_text_channel("more")
        joined = world.bot.get_guild(guild.id)
        assert joined is not None
        greet(world, joined)
        await world.env.settle()
        assert not closed.history()
        assert first.last_message is not None
        assert first.last_message.content.startswith("안녕하세요!")
        assert "`/도움말`" in first.last_message.content


async def test_the_channel_for_news_of_the_server_comes_first() -> None:
    async with a_world() as world:
        guild = guild_of(world)
        news = world.guild.create_text_channel("news")
        await world.env.settle()
        guild._system_channel_id = news.id
        greet(world, guild)
        await world.env.settle()
        assert news.last_message is not None
        assert world.channel.last_message is None


async def test_where_it_may_write_nowhere_it_is_silent() -> None:
    async with a_world() as world:
        guild = world.env.create_guild()
        denied = discord.PermissionOverwrite(view_channel=False)
        closed = guild.create_text_channel("closed", overwrites={guild.default_role: denied})
        joined = world.bot.get_guild(guild.id)
        assert joined is not None
        greet(world, joined)
        await world.env.settle()
        assert not closed.history()


@pytest.mark.parametrize("failure", ["memory", "discord"])
async def test_a_greeting_that_fails_is_only_logged(
    failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_world() as world:
        if failure == "memory":
            world.services.configuration._store.broken = True  # type: ignore[attr-defined]  # a fake
        else:
            world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403)
        greet(world, guild_of(world))
        await world.env.settle()
        assert "server.not_greeted" in caplog.text
        assert not world.channel.history()
