import asyncio
from dataclasses import replace

import pytest

from bot.chat import texts
from bot.core.errors import StorageError
from bot.core.reply.draft import Control
from bot.core.talk.turns import TurnState
from cogs._controls import view_of
from tests.cogs.world import a_world, is_out_of_reach


async def test_discord_py_keeps_no_buttons_for_their_ids_say_all() -> None:
    view = view_of((Control.CONTINUE, Control.REGENERATE), 1)

    assert view is not None
    assert len(view.children) == 2
    assert view.is_finished()


@pytest.mark.parametrize("call", ["find", "regenerate"])
async def test_a_press_that_the_memory_fails_has_a_response_and_keeps_the_button(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The response comes first: the memory may take longer than Discord waits."""
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        monkeypatch.setattr(world.services.answerer, call, is_out_of_reach)
        result = await world.mina.click(world.last(), label="Regenerate")
        assert result.acknowledged
        assert result.followups[-1].content.startswith(texts.no_memory())
        assert result.followups[-1].ephemeral
        monkeypatch.undo()
        await world.mina.click(world.last(), label="Regenerate")
        assert len(world.model.requests) == 2
        assert all(isinstance(error, StorageError) for error in world.env.errors)


@pytest.mark.parametrize("ended", [TurnState.STOPPED, TurnState.COMPLETE])
async def test_stop_came_too_late_only_where_no_other_process_was_stopped_by_it(
    ended: TurnState,
) -> None:
    """In a rolling restart the process that writes hears of the press, too."""
    async with a_world() as world:
        question = await world.mina.send(world.channel, f"{world.mention} why?")
        answer = world.memory.answers[question.id]
        world.memory.answers[question.id] = replace(answer, state=TurnState.WRITING)
        world.memory.own.clear()
        controls = view_of((Control.STOP,), question.id)
        await (
            world.bot.get_partial_messageable(world.channel.id)
            .get_partial_message(answer.message_ids[0])
            .edit(view=controls)
        )
        async with asyncio.TaskGroup() as tasks:
            pressed = tasks.create_task(world.mina.click(world.last(), label="Stop"))
            await asyncio.sleep(0.3)
            world.memory.answers[question.id] = replace(answer, state=ended)
        told = [each.content for each in pressed.result().followups]
        assert told == ([] if ended is TurnState.STOPPED else [texts.not_writing()])
