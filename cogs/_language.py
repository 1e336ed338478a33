"""The language of whoever Discord reports something from."""

from typing import Any

import discord

from bot.chat.languages import language_of, speak


def listen(interaction: discord.Interaction[Any]) -> None:
    """Speak the language of the person's Discord client in all that follows from *interaction*."""
    speak(language_of(interaction.locale.value))
