"""/stop: ends the open answers in a channel."""

import asyncio

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.answers.answering import Answerer
from bot.chat.wording import model_texts
from bot.client import TokkiBot

# Another process may hear of it, too: whichever has stopped something tells.
_AFTER_OTHERS = 1.0  # seconds; Discord waits three


class Stop(commands.Cog):
    """Stops what is being written."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @app_commands.command(
        name=locale_str("stop"), description=locale_str("Stop the open answers in this channel.")
    )
    async def stop(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Stop a person's own answers, and everybody's for who may manage messages."""
        in_server = interaction.guild_id is not None
        everybody = in_server and interaction.permissions.manage_messages
        person_id = None if everybody else interaction.user.id
        count = self._answerer.stop_all(interaction.channel_id or 0, person_id)
        # What is private, or was asked where the bot is not inside, is in the person's own memory.
        count += self._answerer.stop_all(interaction.user.id)
        if not count:
            await asyncio.sleep(_AFTER_OTHERS)
        sentence = model_texts.stopped(count, everybody=everybody)
        await interaction.response.send_message(sentence, ephemeral=True)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Stop(bot.services.answerer))
