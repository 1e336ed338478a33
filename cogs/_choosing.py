"""Models to choose from, as an autocompletion shows them."""

import discord
from discord import app_commands

from bot.chat.settings.configuring import Configuration
from bot.chat.settings.effective import Effective
from bot.chat.wording import model_texts
from bot.client import TokkiBot
from bot.core.account.cards import Catalogue
from bot.core.account.routing import AUTO
from bot.core.config.table import ALLOWED_MODELS
from bot.core.errors import StorageError
from cogs._occasion import occasion_of

# What Discord shows of an autocompletion, and how long each may be.
MOST_CHOICES = 25
_LONGEST_CHOICE = 100


async def completions(
    configuration: Configuration,
    catalogue: Catalogue,
    interaction: discord.Interaction[TokkiBot],
    typed: str,
) -> list[app_commands.Choice[str]]:
    """Give the models that a person may choose here and that fit what was *typed*."""
    try:
        effective = await configuration.effective(occasion_of(interaction).asking)
    except StorageError:  # there is no place for a sentence
        return []
    words = typed.strip().lower()
    names = [name for name in allowed(effective, catalogue) if words in name.lower()]
    return [
        app_commands.Choice(name=_label(name, catalogue), value=name)
        for name in names[:MOST_CHOICES]
        if len(name) <= _LONGEST_CHOICE
    ]


def allowed(effective: Effective, catalogue: Catalogue) -> list[str]:
    """Give the names of the models that may be chosen, `auto` first."""
    names = [AUTO, *(card.name for card in catalogue.offered())]
    only = effective[ALLOWED_MODELS]
    return [name for name in dict.fromkeys(names) if not only or name in only]


def _label(name: str, catalogue: Catalogue) -> str:
    about = (
        model_texts.about_auto(catalogue.routes)
        if name == AUTO
        else model_texts.about(catalogue.card(name))
    )
    return f"{name} · {about}"[:_LONGEST_CHOICE]
