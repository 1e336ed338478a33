from bot.core.reply.draft import Control
from cogs._controls import view_of


async def test_discord_py_keeps_no_buttons_for_their_ids_say_all() -> None:
    view = view_of((Control.CONTINUE, Control.REGENERATE), 1)

    assert view is not None
    assert len(view.children) == 2
    assert view.is_finished()
