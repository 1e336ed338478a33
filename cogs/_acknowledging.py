"""The first response to an interaction, which Discord wants within three seconds."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import discord
from discord.utils import MISSING

from bot.client import ALREADY_ACKNOWLEDGED
from bot.core.errors import StorageError
from cogs._translating import LIBRARY_REPEATS_AFTER, NO_CONNECTION, SERVER_ERROR

_SOON = 2.0  # seconds, which leaves Discord one

_T = TypeVar("_T")


async def defer(
    interaction: discord.Interaction[Any], *, private: bool = True, thinking: bool = True
) -> None:
    """Say that an answer is on its way, for which there are 15 minutes then.

    *thinking* shows that, in a message of its own; without it the message with the button stays.

    Discord may have heard so although it fails, or refuses what discord.py said again because the
    first word was lost: the answer is sent all the same. What is refused at once was acknowledged
    by another process that has this shard, too, or came too late: discord.HTTPException.
    """
    began = asyncio.get_running_loop().time()
    try:
        await interaction.response.defer(ephemeral=private, thinking=thinking)
    except NO_CONNECTION:
        return
    except discord.HTTPException as error:
        is_repeated = asyncio.get_running_loop().time() - began >= LIBRARY_REPEATS_AFTER
        is_our_own = is_repeated and error.code == ALREADY_ACKNOWLEDGED
        if error.status < SERVER_ERROR and not is_our_own:
            raise


async def answer(
    interaction: discord.Interaction[Any],
    text: str,
    *,
    file: discord.File | None = None,
    view: discord.ui.View | None = MISSING,
) -> None:
    """Fill in the answer that `defer` has announced.

    What discord.py sends again because no receipt came is there once: it only replaces itself.
    """
    files = [file] if file else MISSING
    await interaction.edit_original_response(content=text, attachments=files, view=view)


async def soon(work: Coroutine[Any, Any, _T]) -> _T:
    """Give what *work* reads from the memory for a response that cannot wait, such as a form.

    StorageError when that takes two seconds, so that the person hears of it; Discord would only
    say that nothing responds.
    """
    task = asyncio.get_running_loop().create_task(work)
    await asyncio.wait([task], timeout=_SOON)
    if not task.done():
        # Nobody waits for its end, which a database may keep waiting, too, nor hears how it failed.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        task.cancel()
        raise StorageError("it took too long for a response in time")
    return task.result()
