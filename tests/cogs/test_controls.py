import pytest

from bot.chat import texts
from bot.core.errors import StorageError
from bot.core.reply.draft import Control
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
