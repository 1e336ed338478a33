"""/memory and /forget: what people can see, take along and have forgotten."""

import itertools

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.answers.policy import Policy
from bot.chat.ports import Memory as MemoryPort
from bot.chat.remembering import memory_texts
from bot.chat.remembering.keeping import Keeper, Scope
from bot.client import TokkiBot
from bot.core.config.table import MEMORY_DAYS
from bot.core.talk.turns import Question
from cogs._acknowledging import answer, defer
from cogs._language import listen
from cogs._occasion import occasion_of
from cogs._surface import file_of

_MESSAGE_LIMIT = 2000
_MOST_FILES = 20  # of an export: 180 MB


def _moderates(interaction: discord.Interaction[TokkiBot]) -> bool:
    """Let pass who may manage messages, and everybody in their own direct messages.

    Discord's own permission could only be asked for a whole group of commands.
    """
    if interaction.guild_id is None or interaction.permissions.manage_messages:
        return True
    raise app_commands.CheckFailure(memory_texts.not_moderator())


class Memory(commands.Cog):
    """Shows, hands out and clears what is remembered; all privately."""

    memory = app_commands.Group(
        name=locale_str("memory"), description=locale_str("See what I remember.")
    )
    forget = app_commands.Group(name=locale_str("forget"), description=locale_str("Let me forget."))

    def __init__(self, memory: MemoryPort, keeper: Keeper, policy: Policy) -> None:
        self._memory = memory
        self._keeper = keeper
        self._policy = policy

    @memory.command(
        name=locale_str("show"),
        description=locale_str("Show what the model would be sent here now."),
    )
    async def show(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Tell turns, summary, tokens, room, and how long all is kept."""
        await defer(interaction)
        terms = await self._policy.terms(occasion_of(interaction))
        listen(interaction)  # only an answer would speak the server's language
        days = terms.effective[MEMORY_DAYS]
        found = await self._keeper.overview(_question(interaction), terms.style, days)
        text = memory_texts.overview(found)
        if len(text) <= _MESSAGE_LIMIT or found.summary is None:
            await answer(interaction, text)
            return
        file = file_of(memory_texts.SUMMARY_FILE, found.summary.text)
        text = memory_texts.overview(found, with_summary=False)
        await answer(interaction, text, file=file)

    @memory.command(
        name=locale_str("export"),
        description=locale_str("Get what I have stored of you here, as a file."),
    )
    async def export(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Send the person's own turns in this server; in direct messages, those of everywhere."""
        scope = Scope(server_id=interaction.guild_id, person_id=interaction.user.id)
        await self._send(interaction, scope, memory_texts.export())

    @memory.command(
        name=locale_str("export-channel"),
        description=locale_str("Get what I have stored of this channel, as a file."),
    )
    @app_commands.check(_moderates)
    async def export_channel(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Send all turns of the channel."""
        scope = Scope(channel_id=_channel_id(interaction))
        await self._send(interaction, scope, memory_texts.export_channel())

    @forget.command(
        name=locale_str("channel"),
        description=locale_str("Forget all that was said to me in this channel."),
    )
    @app_commands.check(_moderates)
    async def forget_channel(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Delete all turns of the channel."""
        await defer(interaction)
        turns = await self._memory.forget(_channel_id(interaction))
        await answer(interaction, memory_texts.forgotten_channel(turns))

    @forget.command(
        name=locale_str("me"),
        description=locale_str("Forget all that you asked me in this server."),
    )
    async def forget_me(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Delete the person's questions in this server, or in direct messages."""
        await defer(interaction)
        turns = await self._memory.forget_person(interaction.guild_id, interaction.user.id)
        await answer(interaction, memory_texts.forgotten_person(turns))

    async def _send(
        self, interaction: discord.Interaction[TokkiBot], scope: Scope, sentence: str
    ) -> None:
        await defer(interaction)
        files = await self._keeper.export(scope)
        if len(files) > _MOST_FILES:
            sentence += f" {memory_texts.too_much(_MOST_FILES, len(files))}"
        names = (memory_texts.export_name(number, len(files)) for number in itertools.count(1))
        first, *others = map(file_of, names, files[:_MOST_FILES])
        await answer(interaction, sentence, file=first)
        for file in others:
            await interaction.followup.send(sentence, file=file, ephemeral=True)


def _channel_id(interaction: discord.Interaction[TokkiBot]) -> int:
    return interaction.channel_id or interaction.user.id


def _question(interaction: discord.Interaction[TokkiBot]) -> Question:
    """Make the question that the person might ask now."""
    return Question(
        channel_id=_channel_id(interaction),
        server_id=interaction.guild_id,
        message_id=interaction.id,
        speaker_id=interaction.user.id,
        speaker=interaction.user.display_name,
        text="",
        at=interaction.created_at.timestamp(),
    )


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    services = bot.services
    await bot.add_cog(Memory(services.memory, services.keeper, services.policy))
