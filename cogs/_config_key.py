"""The command of /config for a server's own key, and its form."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.languages import _
from bot.chat.settings import key_texts
from bot.chat.settings.keys import LONGEST_KEY, ServerKeys
from bot.client import TokkiBot
from cogs._acknowledging import defer
from cogs._config import scope_of, send
from cogs._panel_view import Press, form_of

Interaction = discord.Interaction[TokkiBot]


class KeyCommand(commands.Cog):
    """Part of the cog in cogs/config.py."""

    keys: ServerKeys

    @app_commands.command(
        name=locale_str("key"),
        description=locale_str("Ask the language model with a key of this server's own."),
    )
    @app_commands.rename(remove=locale_str("remove"))
    @app_commands.describe(remove=locale_str("Whether to remove it; left out: a form asks for it."))
    async def key(self, interaction: Interaction, *, remove: bool = False) -> None:
        """Open the form for a key, or remove the key."""
        server_id = scope_of(interaction).owner_id
        if not remove and self.keys.can_keep:
            await interaction.response.send_modal(_key_form())
            return
        await defer(interaction)
        if not remove:
            sentence = key_texts.not_switched_on()
        elif await self.keys.remove(server_id, interaction.user.id):
            sentence = key_texts.removed()
        else:
            sentence = key_texts.none()
        await send(interaction, [sentence])


async def take_key(interaction: Interaction, keys: ServerKeys, key: str) -> None:
    """Try the key that was sent in the form, and say what came of it."""
    server_id = scope_of(interaction).owner_id
    await defer(interaction)
    verdict = await keys.put(server_id, key, interaction.user.id)
    await send(interaction, [key_texts.verdict(verdict)])


def _key_form() -> discord.ui.Modal:
    field = discord.ui.TextInput[Any](custom_id="key", max_length=LONGEST_KEY)
    words = _("It is stored encrypted and never shown again.")
    return form_of(Press("key", 0), _("Own key"), [(words, field)])
