"""The last boundary of buttons and forms, for which discord.py has none that answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from bot.client import apologise


@asynccontextmanager
async def apologising(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Tell whoever pressed or sent something that it broke in the body, and the log why."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the last boundary, as that of the commands
        await apologise(interaction, error)
