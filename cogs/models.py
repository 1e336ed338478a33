"""/model and /models: which model answers, and what there is to choose from."""

from collections.abc import Callable

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.settings.configuring import Configuration
from bot.chat.wording import model_texts
from bot.client import TokkiBot
from bot.core.account.cards import Catalogue
from bot.core.account.routing import AUTO
from bot.core.config.layers import Asking, Scope
from bot.core.config.mistakes import ConfigError
from bot.core.config.table import MODEL
from cogs._acknowledging import answer, defer
from cogs._choosing import MOST_CHOICES, allowed, completions
from cogs._occasion import occasion_of

_RESET = "reset"
_ME, _CHANNEL = "me", "channel"


class Models(commands.Cog):
    """Shows the models, and lets them be chosen."""

    def __init__(self, configuration: Configuration, catalogue: Callable[[], Catalogue]) -> None:
        self._configuration = configuration
        self._catalogue = catalogue

    @app_commands.command(
        name=locale_str("model"), description=locale_str("Choose the model that answers.")
    )
    @app_commands.rename(name=locale_str("name"), whom=locale_str("for"))
    @app_commands.describe(
        name=locale_str("The model; type to search."),
        whom=locale_str("Whose questions it answers: yours everywhere, or all in this channel."),
    )
    @app_commands.choices(
        whom=[
            app_commands.Choice(name=locale_str("me"), value=_ME),
            app_commands.Choice(name=locale_str("this channel"), value=_CHANNEL),
        ]
    )
    async def model(
        self, interaction: discord.Interaction[TokkiBot], name: str, whom: str = _ME
    ) -> None:
        """Set a model for a person or a channel, or take that back."""
        await defer(interaction)
        sentence = await self._choose(interaction, name.strip(), for_channel=whom == _CHANNEL)
        await answer(interaction, sentence)

    @model.autocomplete("name")
    async def complete(
        self, interaction: discord.Interaction[TokkiBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the models that fit what was typed, with price, context and vision."""
        found = await completions(self._configuration, self._catalogue(), interaction, typed)
        reset = app_commands.Choice(name=model_texts.reset_choice(), value=_RESET)
        return [*found[: MOST_CHOICES - 1], reset]

    @app_commands.command(
        name=locale_str("models"),
        description=locale_str("List the models, with what they cost and can do."),
    )
    async def models(self, interaction: discord.Interaction[TokkiBot]) -> None:
        """List what may be chosen here, and say what holds."""
        await defer(interaction)
        effective = await self._configuration.effective(occasion_of(interaction).asking)
        catalogue = self._catalogue()
        names = allowed(effective, catalogue)
        held = effective.values.by_key[MODEL.key]
        text = model_texts.listing(
            [card for card in catalogue.offered() if card.name in names],
            catalogue.routes if AUTO in names else None,
            catalogue.default_model,
            (effective[MODEL], held.origin),
        )
        await answer(interaction, text)

    async def _choose(
        self, interaction: discord.Interaction[TokkiBot], name: str, *, for_channel: bool
    ) -> str:
        """Give the sentence for whoever chose."""
        asking = occasion_of(interaction).asking
        if for_channel and asking.server_id is None:
            return model_texts.not_in_direct_messages()
        permissions = interaction.permissions
        if for_channel and not (permissions.manage_messages or permissions.manage_channels):
            return model_texts.not_for_channel()
        scope = _scope(asking) if for_channel else Scope.person(asking.person_id)
        if name == _RESET:
            await self._configuration.reset(scope, MODEL.key, asking.person_id)
            effective = await self._configuration.effective(asking)
            return model_texts.taken_back(effective[MODEL])
        return await self._set(asking, scope, name, for_channel=for_channel)

    async def _set(self, asking: Asking, scope: Scope, name: str, *, for_channel: bool) -> str:
        effective = await self._configuration.effective(asking)
        names = allowed(effective, self._catalogue())
        if name not in names:
            return model_texts.unknown(name, names)
        try:
            await self._configuration.set(scope, MODEL.key, name, asking.person_id)
        except ConfigError as error:  # the channel may not have what its server would
            return model_texts.unknown(name, error.mistakes[0].allowed)
        holds = (await self._configuration.effective(asking))[MODEL]
        if for_channel and holds != name:
            return model_texts.chosen_but(name, holds)
        return model_texts.chosen(name, for_channel=for_channel)


def _scope(asking: Asking) -> Scope:
    return Scope.channel(asking.server_id or 0, asking.place_id)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Models(bot.services.configuration, bot.services.catalogue))
