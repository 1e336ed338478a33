import sys

import discord
import pytest

from bot.chat import texts
from bot.chat.wording import asking_texts
from bot.core.config.layers import Scope
from bot.core.config.table import MEMORY_TOKENS
from tests.cogs.world import World, a_world, answer_of

ABOUT, SUMMARY = "Ask about this", "Summarise from here"


async def talk(world: World, *said: str) -> list[discord.Message]:
    people = (world.mina, world.keeper)
    return [
        await people[number % 2].send(world.channel, words) for number, words in enumerate(said)
    ]


async def summarise(world: World, first: discord.Message, reader: str = "me") -> str:
    asked = await world.mina.context_menu(world.channel, SUMMARY, first)
    result = await world.mina.submit_modal(asked, {"reader": [reader]})
    assert result.ephemeral == (reader == "me")
    assert result.response is not None
    return result.response.content


async def test_a_message_is_asked_about_by_a_form_and_answered_for_all() -> None:
    async with a_world() as world:
        (message,) = await talk(world, "Rabbits dig\nat night.")
        asked = await world.keeper.context_menu(world.channel, ABOUT, message)
        assert asked.modal is not None
        result = await world.keeper.submit_modal(asked, {"question": "Is that so?"})
        assert not result.ephemeral
        assert answer_of(result).startswith("Because so.")
        assert world.asked() == "jun: > @mina\n> Rabbits dig\n> at night.\nIs that so?"


@pytest.mark.parametrize("menu", [ABOUT, SUMMARY])
async def test_a_form_that_is_never_sent_is_forgotten(
    menu: str,
) -> None:
    async with a_world() as world:
        (message,) = await talk(world, "Rabbits dig.")
        asked = await world.mina.context_menu(world.channel, menu, message)
        assert asked.modal is not None
        kept = world.bot._connection._view_store._modals
        assert kept
        await world.env.advance_time(3600)
        assert not kept


async def test_there_is_nothing_to_ask_about_a_picture() -> None:
    async with a_world() as world:
        message = await world.mina.send(world.channel, attachments=[("a.png", b"x")])
        result = await world.mina.context_menu(world.channel, ABOUT, message)
        assert result.ephemeral
        assert answer_of(result) == asking_texts.no_words()


async def test_a_talk_is_summarised_from_a_message_on_with_the_names() -> None:
    async with a_world() as world:
        _, first, _ = await talk(world, "Before.", f"Hi {world.mina.mention}.", "Hello.")
        assert (await summarise(world, first)).startswith("Because so.")
        assert world.asked().endswith("The talk:\n```\njun: Hi @mina.\nmina: Hello.\n```")
        assert asking_texts.summary_task() in world.asked()
        assert len(world.channel.history(viewer=world.keeper)) == 3


async def test_a_summary_can_be_for_everybody() -> None:
    async with a_world() as world:
        (first,) = await talk(world, "Hello.")
        assert (await summarise(world, first, "everybody")).startswith("Because so.")
        assert world.last().content.startswith("Because so.")


async def test_a_summary_reads_as_much_as_the_memory_has_room_for_and_says_so() -> None:
    async with a_world() as world:
        scope = Scope.server(world.guild.id)
        await world.services.configuration.put(scope, MEMORY_TOKENS.key, 2200, 1)
        first, *_ = await talk(world, *(f"No. {number} " + "x" * 100 for number in range(5)))
        asked = await world.mina.context_menu(world.channel, SUMMARY, first)
        result = await world.mina.submit_modal(asked, {"reader": ["me"]})
        assert result.followups[-1].content == asking_texts.not_all_read(2)
        assert "No. 1" in world.asked()
        assert "No. 2" not in world.asked()


async def test_a_first_message_that_is_larger_than_that_room_is_read_all_the_same() -> None:
    async with a_world() as world:
        scope = Scope.server(world.guild.id)
        await world.services.configuration.put(scope, MEMORY_TOKENS.key, 2200, 1)
        first, _ = await talk(world, "No. 0 " + "x" * 1000, "No. 1")
        assert (await summarise(world, first)).startswith("Because so.")
        assert "No. 0" in world.asked()
        assert "No. 1" not in world.asked()


async def test_only_so_many_messages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_world() as world:
        loaded = sys.modules["cogs.menus"]  # by discord.py, afresh
        monkeypatch.setattr(loaded, "_MOST_MESSAGES", 3)
        first, *_ = await talk(world, *(f"No. {number}" for number in range(4)))
        asked = await world.mina.context_menu(world.channel, SUMMARY, first)
        result = await world.mina.submit_modal(asked, {"reader": ["me"]})
        assert result.followups[-1].content == asking_texts.not_all_read(3)
        assert world.asked().endswith("mina: No. 2\n```")


async def test_a_talk_without_words_is_said_to_be_unreadable() -> None:
    async with a_world() as world:
        message = await world.mina.send(world.channel, attachments=[("a.png", b"x")])
        assert await summarise(world, message) == asking_texts.nothing_to_read()
        assert not world.model.requests


async def test_who_may_not_read_the_history_gets_no_summary_of_it() -> None:
    async with a_world() as world:
        denied = discord.PermissionOverwrite(read_message_history=False)
        world.channel = world.guild.create_text_channel(
            "quiet", overwrites={world.guild.default_role: denied}
        )
        message = await world.keeper.send(world.channel, "psst")
        result = await world.keeper.context_menu(world.channel, SUMMARY, message)
        assert result.ephemeral
        assert answer_of(result) == asking_texts.history_forbidden()


async def test_a_form_that_is_sent_when_the_right_is_gone_gives_no_summary() -> None:
    async with a_world() as world:
        (first,) = await talk(world, "Hello.")
        asked = await world.mina.context_menu(world.channel, SUMMARY, first)
        roles = world.env.backend.get_guild(world.guild.id).roles
        roles[world.guild.default_role.id].permissions &= ~(1 << 16)  # read message history
        result = await world.mina.submit_modal(asked, {"reader": ["everybody"]})
        assert result.ephemeral
        assert answer_of(result) == asking_texts.history_forbidden()
        assert not world.model.requests


async def test_settings_and_history_out_of_reach_are_sentences() -> None:
    async with a_world() as world:
        (first,) = await talk(world, "Hello.")
        world.services.configuration._store.broken = True  # type: ignore[attr-defined]  # a fake
        world.services.configuration.changed(world.guild.id)  # what it has kept is old
        assert (await summarise(world, first)).startswith(texts.no_memory())
        world.services.configuration._store.broken = False  # type: ignore[attr-defined]  # a fake
        path = f"/channels/{world.channel.id}/messages"
        world.env.inject_error("GET", path, status=403, code=50013)
        assert await summarise(world, first) == asking_texts.history_unreadable()


@pytest.mark.parametrize("menu", [ABOUT, SUMMARY])
async def test_the_forms_are_in_the_language_of_the_client(menu: str, korean: None) -> None:
    async with a_world() as world:
        (first,) = await talk(world, "Hello.")
        asked = await world.mina.context_menu(world.channel, menu, first)
        assert asked.modal is not None
        assert asked.modal["title"] in ("이 메시지에 대해 질문", "여기부터 요약")


async def test_the_menus_work_in_direct_messages() -> None:
    async with a_world() as world:
        await world.mina.send_dm("hello")
        names = {
            command.name: command.allowed_contexts
            for command in world.bot.tree.get_commands(type=discord.AppCommandType.message)
        }
        assert names == {ABOUT: None, SUMMARY: None}
