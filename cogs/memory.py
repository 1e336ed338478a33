"""/forget: what people can say about what is remembered."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import texts
from bot.chat.ports import Memory as MemoryPort
from bot.client import TokkiBot


class Memory(commands.Cog):
    """Lets those who may manage messages clear a channel's memory."""

    def __init__(self, memory: MemoryPort) -> None:
        self._memory = memory

    @app_commands.command(name="forget", description="Forget this channel's conversation.")
    @app_commands.default_permissions(manage_messages=True)
    async def forget(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Delete all turns of the channel."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        turns = await self._memory.forget(interaction.channel_id or interaction.user.id)
        await interaction.followup.send(texts.forgotten(turns), ephemeral=True)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Memory(bot.services.memory))
