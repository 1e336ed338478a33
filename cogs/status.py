"""/status: whether all is well, in one private message."""

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat import texts
from bot.chat.ports import Memory
from bot.client import TokkiBot
from bot.core.errors import StorageError
from cogs._acknowledging import answer, defer


class Status(commands.Cog):
    """Shows what the bot is connected to."""

    def __init__(self, bot: TokkiBot, memory: Memory) -> None:
        self._bot = bot
        self._memory = memory

    @app_commands.command(
        name=locale_str("status"),
        description=locale_str("Show the model, the delays and the memory."),
    )
    async def status(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Answer with one line per part."""
        await defer(interaction)
        services = self._bot.services
        try:
            turns = await self._memory.count(interaction.channel_id or interaction.user.id)
        except StorageError:
            turns = None
        sentence = texts.status(
            model=services.model,
            endpoint=services.endpoint,
            latency=self._bot.latency,
            open_replies=services.dispatcher.open_replies,
            turns=turns,
        )
        await answer(interaction, sentence)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Status(bot, bot.services.memory))
