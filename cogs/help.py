"""/help, and the first message on a server."""

import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands
from discord.utils import maybe_coroutine

from bot.chat import texts
from bot.chat.languages import _, command_name, language_of, speak
from bot.chat.settings.configuring import Configuration
from bot.chat.wording import help_texts
from bot.client import TokkiBot
from bot.core.errors import StorageError, SurfaceError
from cogs._acknowledging import answer, defer
from cogs._occasion import occasion_of
from cogs._translating import translated

log = logging.getLogger(__name__)

_GREETING = "greeting"  # under which it is noted that a server was greeted
_Command = app_commands.Command[Any, ..., Any] | app_commands.Group
_Check = Callable[[discord.Interaction[Any]], Any]


class Help(commands.Cog):
    """Tells people how to begin."""

    def __init__(self, bot: TokkiBot, configuration: Configuration) -> None:
        self._bot = bot
        self._configuration = configuration

    @app_commands.command(name=locale_str("help"), description=locale_str("Learn how to ask me."))
    async def help(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """Tell how to ask, and which commands the person may use here."""
        await defer(interaction)
        usable = [
            (command_name(command.name), _(command.description))
            for command in self._bot.tree.get_commands(type=discord.AppCommandType.chat_input)
            if await _may_use(interaction, command)
        ]
        page = help_texts.help_page(
            self._mention(),
            usable,
            reads_all=self._bot.intents.message_content,
            answers=await self._objection(interaction),
        )
        await answer(interaction, page)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server, once."""
        speak(language_of(guild.preferred_locale.value))
        channel = _where_to_speak(guild)
        if channel is None:
            return
        try:
            if await self._configuration.is_new(guild.id, _GREETING):
                async with translated():
                    await channel.send(help_texts.greeting(self._mention()))
        except (StorageError, SurfaceError) as error:
            log.warning("server.not_greeted server=%d error=%s", guild.id, error)

    async def _objection(self, interaction: discord.Interaction[TokkiBot]) -> str:
        """Give the sentence where questions are not answered here; empty elsewhere."""
        try:
            effective = await self._configuration.effective(occasion_of(interaction).asking)
        except StorageError as error:
            incident = secrets.token_hex(3)
            log.warning("help.no_memory incident=%s error=%s", incident, error)
            return texts.no_memory(incident)
        if not effective.answers_here:
            return texts.not_here()
        return "" if effective.may_ask else texts.not_for_you()

    def _mention(self) -> str:
        return self._bot.user.mention if self._bot.user else ""


async def _may_use(interaction: discord.Interaction[TokkiBot], command: _Command) -> bool:
    """Tell whether a command, or one of a group, is there for who asks.

    A server can set that otherwise in Discord; the bot does not see it.
    """
    is_private = interaction.guild_id is None
    if is_private and (command.guild_only or not _in_private(command.allowed_contexts)):
        return False
    wanted = command.default_permissions
    if not is_private and wanted and not interaction.permissions >= wanted:
        return False
    leaves = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
    checks = [each.checks for each in leaves if isinstance(each, app_commands.Command)]
    return any([await _passes(interaction, of_leaf) for of_leaf in checks])


async def _passes(interaction: discord.Interaction[TokkiBot], checks: Sequence[_Check]) -> bool:
    try:
        return all([await maybe_coroutine(check, interaction) for check in checks])
    except app_commands.CheckFailure:
        return False


def _in_private(contexts: app_commands.AppCommandContext | None) -> bool:
    return contexts is None or contexts.dm_channel is not False


def _where_to_speak(guild: discord.Guild) -> discord.TextChannel | None:
    """Give the server's channel for news of its own, or the first one that can be written in."""
    first = [guild.system_channel] if guild.system_channel else []
    for channel in [*first, *guild.text_channels]:
        granted = channel.permissions_for(guild.me)
        if granted.view_channel and granted.send_messages:
            return channel
    return None


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Help(bot, bot.services.configuration))
