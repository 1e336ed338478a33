"""/memory and /forget on simcord."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace

import pytest
import simcord

from bot.chat import texts
from bot.chat.remembering import memory_texts
from bot.core.config.layers import Scope
from bot.core.talk.turns import Answer, Question, Summary, TurnState
from tests.cogs.world import World, a_world, answer_of
from tests.fakes import a_question


async def talk(world: World, *speakers: int, channel: int = 0, server: int | None = 0) -> None:
    """An exchange of each speaker, in the world's channel and server if none is named."""
    for speaker in speakers:
        number = len(world.memory.questions) + 1
        question: Question = replace(
            a_question(f"Question {number}", message=number, channel=channel or world.channel.id),
            server_id=world.guild.id if server == 0 else server,
            speaker_id=speaker,
        )
        await world.memory.add_question(question)
        answer = Answer(f"Answer {number}", TurnState.COMPLETE, "m", (), 1.0)
        await world.memory.put_answer(question, answer)


async def files_of(result: simcord.InteractionResult) -> Mapping[str, bytes]:
    assert result.response is not None
    messages = [result.response, *result.followups]
    return {file.filename: await file.read() for each in messages for file in each.attachments}


async def test_show_tells_privately_what_the_model_would_be_sent() -> None:
    async with a_world() as world:
        await talk(world, 5, 5, 6)
        result = await world.mina.slash(world.channel, "memory show")
        assert result.ephemeral
        assert "**Turns** 6, about " in answer_of(result)
        assert "(6 turns of this channel stored)" in answer_of(result)
        assert "**Summary** none yet" in answer_of(result)
        assert "90 days" in answer_of(result)

        await world.memory.put_summary(Summary(world.channel.id, 2, "Hi.\nHo.", 9, 1.0), 99)
        shown = answer_of(await world.mina.slash(world.channel, "memory show"))
        assert "**Turns** 2, about " in shown
        assert shown.endswith("about 9 tokens\n> Hi.\n> Ho.")


async def test_show_tells_what_the_servers_settings_make_of_it() -> None:
    async with a_world() as world:
        await talk(world, world.mina.id, 6)
        for key, value in (("memory_days", "7"), ("memory_mode", "person"), ("language", "ko")):
            scope = Scope.server(world.guild.id)
            await world.services.configuration.set(scope, key, value, 1)
        shown = answer_of(await world.mina.slash(world.channel, "memory show"))
        assert "this is yours" in shown
        assert "**Turns** 2, about " in shown
        assert "7 days" in shown


async def test_a_summary_that_fits_no_message_is_a_file() -> None:
    async with a_world() as world:
        text = "They met. " * 300
        await world.memory.put_summary(Summary(world.channel.id, 2, text, 1000, 1.0), 99)
        result = await world.mina.slash(world.channel, "memory show")
        assert memory_texts.summary_in_file() in answer_of(result)
        assert await files_of(result) == {"summary.txt": text.encode()}


async def test_export_gives_a_person_their_own_turns_of_the_server_privately() -> None:
    async with a_world() as world:
        await talk(world, world.mina.id, 6, world.mina.id)
        await talk(world, world.mina.id, channel=99)
        await talk(world, world.mina.id, server=8)
        result = await world.mina.slash(world.channel, "memory export")
        assert result.ephemeral
        (data,) = (await files_of(result)).values()
        asked = [turn["text"] for turn in json.loads(data)["turns"]]
        assert asked[::2] == ["Question 1", "Question 3", "Question 4"]


async def test_a_channel_is_exported_for_those_who_moderate_it_and_nobody_else() -> None:
    async with a_world() as world:
        await talk(world, world.mina.id, 6)
        await talk(world, world.mina.id, channel=99)
        refused = await world.mina.slash(world.channel, "memory export-channel")
        assert refused.ephemeral
        assert answer_of(refused) == memory_texts.not_moderator()
        assert not await files_of(refused)
        assert len(world.env.errors) == 1
        result = await world.keeper.slash(world.channel, "memory export-channel")
        assert result.ephemeral
        (data,) = (await files_of(result)).values()
        assert len(json.loads(data)["turns"]) == 4


async def test_an_export_that_fits_no_file_comes_in_several_up_to_a_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        loaded = sys.modules["cogs.memory"]  # by discord.py, afresh
        monkeypatch.setattr(loaded, "_MOST_FILES", 2)
        for number in (1, 2, 3):
            question = a_question("가" * 2_900_000, message=number, channel=world.channel.id)
            await world.memory.add_question(question)
        result = await world.keeper.slash(world.channel, "memory export-channel")
        found = await files_of(result)
        assert list(found) == ["memory-1-of-3.json", "memory-2-of-3.json"]
        assert all(len(data) < 9_000_000 for data in found.values())
        assert memory_texts.too_much(2, 3) in answer_of(result)


async def test_forget_channel_clears_it_for_those_who_moderate_it_and_nobody_else() -> None:
    async with a_world() as world:
        await talk(world, world.mina.id, 6)
        await talk(world, 6, channel=99)
        refused = await world.mina.slash(world.channel, "forget channel")
        assert answer_of(refused) == memory_texts.not_moderator()
        assert len(world.env.errors) == 1
        assert len(world.memory.rows) == 6
        result = await world.keeper.slash(world.channel, "forget channel")
        assert result.ephemeral
        assert answer_of(result) == memory_texts.forgotten_channel(4)
        assert [channel for channel, _, _ in world.memory.rows] == [99, 99]


async def test_forget_me_clears_ones_own_turns_in_this_server_and_the_summaries_of_them() -> None:
    async with a_world() as world:
        await talk(world, world.mina.id, 6, world.mina.id)
        await talk(world, world.mina.id, channel=99)
        await talk(world, world.mina.id, server=8, channel=98)
        await world.memory.put_summary(Summary(world.channel.id, 2, "Mina asked.", 9, 1.0), 99)
        result = await world.mina.slash(world.channel, "forget me")
        assert result.ephemeral
        assert answer_of(result) == memory_texts.forgotten_person(6)
        assert [turn.text for _, _, turn in world.memory.rows][::2] == ["Question 2", "Question 5"]
        assert not world.memory.summaries
        again = await world.mina.slash(world.channel, "forget me")
        assert answer_of(again) == memory_texts.forgotten_person(0)


@pytest.mark.parametrize("command", ["forget me", "forget channel"])
async def test_in_direct_messages_everybody_may_forget(command: str) -> None:
    async with a_world() as world:
        sora = world.env.create_user("sora")
        await world.guild.add_member(sora).send_dm("hello")
        await talk(world, 6)
        await talk(world, sora.id, channel=99, server=None)
        assert len(world.memory.rows) == 6
        await sora.slash(command)
        left = [turn.text for _, _, turn in world.memory.rows][::2]
        # All that one asked directly is one talk to whoever asks to be forgotten.
        assert left == (["Question 2"] if command == "forget me" else ["Question 2", "Question 3"])


async def test_in_direct_messages_an_export_holds_all_that_one_asked_anywhere() -> None:
    async with a_world() as world:
        sora = world.env.create_user("sora")
        await world.guild.add_member(sora).send_dm("hello")
        await talk(world, sora.id)
        (data,) = (await files_of(await sora.slash("memory export"))).values()
        said = {turn["text"] for turn in json.loads(data)["turns"]}
        assert said == {"hello", "Because so.", "Question 2", "Answer 2"}


@pytest.mark.parametrize("command", ["memory show", "memory export", "forget me"])
async def test_a_memory_out_of_reach_is_a_sentence(command: str) -> None:
    async with a_world() as world:
        world.memory.broken = True
        result = await world.mina.slash(world.channel, command)
        assert answer_of(result).startswith(texts.no_memory())
        assert len(world.env.errors) == 1
