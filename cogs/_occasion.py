"""Who asks, and where, as the settings and quotas want to know it."""

import logging
import re
from typing import Any

import discord

from bot.chat.answers.policy import Occasion
from bot.chat.languages import Language, language_of
from bot.core.config.layers import Asking
from bot.core.errors import SurfaceError
from cogs._translating import translated

log = logging.getLogger(__name__)

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def is_inside(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether the bot itself is where it was asked.

    Where only a person has installed it, it can see and write nothing but by the interaction.
    """
    if interaction.guild_id is not None:
        return interaction.client.get_guild(interaction.guild_id) is not None
    return not interaction.context.private_channel


def occasion_of(
    interaction: discord.Interaction[Any], *, text: str = "", model: str | None = None
) -> Occasion:
    """Give the occasion of a command or a button; *model* is what was chosen for this question.

    *text* is the question, if there is one.

    Where the bot is not inside, it is that of a direct message: a strange server has no settings.
    """
    guild = interaction.guild if is_inside(interaction) else None
    channel, person = interaction.channel, interaction.user
    asking = Asking(
        guild.id if guild else None,
        interaction.channel_id or person.id,
        person.id,
        channel.parent_id if isinstance(channel, discord.Thread) else None,
        tuple(role.id for role in person.roles) if isinstance(person, discord.Member) else (),
    )
    locale = _locale(guild, text) if guild else interaction.locale.value
    return Occasion(asking, guild.name if guild else "", _name(channel), locale, model)


def occasion_of_message(message: discord.Message) -> Occasion:
    """Give the occasion of a message."""
    guild, channel, person = message.guild, message.channel, message.author
    asking = Asking(
        guild.id if guild else None,
        channel.id,
        person.id,
        channel.parent_id if isinstance(channel, discord.Thread) else None,
        tuple(role.id for role in person.roles) if isinstance(person, discord.Member) else (),
    )
    locale = _locale(guild, message.content)
    return Occasion(asking, guild.name if guild else "", _name(channel), locale)


async def know_member(message: discord.Message) -> None:
    """Let a message that was looked up tell its author's roles, as one that was heard does."""
    if message.guild is not None and isinstance(message.author, discord.User):
        try:
            async with translated():
                message.author = await message.guild.fetch_member(message.author.id)
        except SurfaceError as error:
            log.info("member.unknown message=%d error=%s", message.id, error)


def _name(channel: object) -> str:
    """Name a channel for the persona: of a thread its channel, for anybody may title a thread."""
    named = channel.parent if isinstance(channel, discord.Thread) else channel
    return getattr(named, "name", None) or ""


def _locale(guild: discord.Guild | None, text: str) -> str | None:
    """Give the server's locale, or the language of *text* where the server's tells nothing.

    Only community servers have set one; all others have English by default.
    """
    locale = guild.preferred_locale.value if guild else None
    if language_of(locale) is Language.ENGLISH and _HANGUL.search(text):
        return Language.KOREAN
    return locale
