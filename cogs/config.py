"""/config: a server's settings, for those who manage it or one of its channels."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.settings import config_texts, key_texts
from bot.client import Services, TokkiBot
from bot.core.config import table
from bot.core.config.layers import Scope
from cogs._acknowledging import answer, defer
from cogs._config import (
    FOR_CHANNEL,
    Channel,
    outcome_of,
    place_of,
    scope_of,
    send,
    text_of,
    undo as undo_change,
)
from cogs._config_choices import Choices, completions, option_offers
from cogs._config_key import KeyCommand
from cogs._config_people import PeopleCommands
from cogs._occasion import is_inside
from cogs._panel import Panel
from cogs._panel_view import Press
from cogs._surface import file_of

_LARGEST_IMPORT = 2 * 2**20  # bytes: the facts of some forty channels
_LONGEST_VALUE = 4000  # what Discord takes for an option is 6,000

_CHANNEL = locale_str("channel")

Interaction = discord.Interaction[TokkiBot]


@app_commands.guild_only()
@app_commands.default_permissions(manage_channels=True)
class Config(
    KeyCommand,
    PeopleCommands,
    commands.GroupCog,
    name="Config",
    group_name=locale_str("config"),
    group_description=locale_str("Set up what I do on this server."),
):
    """Shows and changes settings; all answers are private."""

    def __init__(self, services: Services) -> None:
        self.configuration = services.configuration
        self.quotas = services.quotas
        self.choices = Choices(services.configuration, services.catalogue)
        self.keys = services.keys
        self.panel_ = Panel(services.configuration, self.choices, services.keys)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse what no server is behind."""
        if interaction.guild_id is None or not is_inside(interaction):
            raise app_commands.CheckFailure(config_texts.only_in_servers())
        return True

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Hand clicks and forms to the panel."""
        if interaction.type is not discord.InteractionType.application_command:
            await self.panel_.pressed(interaction)

    @app_commands.command(
        name=locale_str("show"),
        description=locale_str("List every setting, with where its value comes from."),
    )
    @app_commands.rename(channel=_CHANNEL)
    @app_commands.describe(channel=locale_str("A channel, with what it has of its own."))
    async def show(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """List all values of the server, or of a channel."""
        await defer(interaction)
        scope = channel or Scope.server(interaction.guild_id or 0)
        lines = config_texts.show(await self.configuration.show(scope), scope.channel_id)
        key = key_texts.standing(await self.keys.standing(scope.owner_id))
        await send(interaction, [*lines, "", key])

    @app_commands.command(name=locale_str("set"), description=locale_str("Change a setting."))
    @app_commands.rename(option=locale_str("option"), value=locale_str("value"), channel=_CHANNEL)
    @app_commands.describe(
        option=locale_str("What to set; type to search."),
        value=locale_str("What it should be; what is allowed is offered."),
        channel=FOR_CHANNEL,
    )
    async def set_(
        self,
        interaction: Interaction,
        option: str,
        value: app_commands.Range[str, 0, _LONGEST_VALUE],
        channel: Channel | None = None,
    ) -> None:
        """Set an option to what was typed."""
        await defer(interaction)
        scope = channel or scope_of(interaction)
        await self.panel_.change(
            interaction,
            scope,
            lambda: self.configuration.set(scope, option, value, interaction.user.id),
        )

    @set_.autocomplete("option")
    async def complete_option(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the options."""
        return completions(option_offers(), typed)

    @set_.autocomplete("value")
    async def complete_value(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what the chosen option may be."""
        key = interaction.namespace.option or ""
        offers = await self.choices.of(key, interaction.guild_id or 0)
        return completions(offers, typed, of_list=key == table.ALLOWED_MODELS.key)

    @app_commands.command(
        name=locale_str("reset"), description=locale_str("Take a setting back to its default.")
    )
    @app_commands.rename(option=locale_str("option"), channel=_CHANNEL)
    @app_commands.describe(option=locale_str("What was set; type to search."), channel=FOR_CHANNEL)
    async def reset(
        self, interaction: Interaction, option: str, channel: Channel | None = None
    ) -> None:
        """Unset an option, so that the layer below holds."""
        await defer(interaction)
        scope = channel or scope_of(interaction)
        await self.panel_.change(
            interaction, scope, lambda: self.configuration.reset(scope, option, interaction.user.id)
        )

    @reset.autocomplete("option")
    async def complete_set_option(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what is set."""
        channel = interaction.namespace.channel
        server_id = interaction.guild_id or 0
        scope = Scope.channel(server_id, channel.id) if channel else Scope.server(server_id)
        values = await self.configuration.show(scope)
        found = [each.option.key for each in values if each.origin is scope.layer]
        return completions(option_offers(found), typed)

    @app_commands.command(
        name=locale_str("history"), description=locale_str("Show who changed what, newest first.")
    )
    async def history(self, interaction: Interaction) -> None:
        """List the newest changes."""
        await defer(interaction)
        changes = await self.configuration.history(interaction.guild_id or 0)
        await send(interaction, config_texts.history(changes))

    @app_commands.command(name=locale_str("undo"), description=locale_str("Undo a change."))
    @app_commands.rename(change=locale_str("change"))
    @app_commands.describe(change=locale_str("Its number; left out: the last change."))
    async def undo(
        self, interaction: Interaction, change: app_commands.Range[int, 1, 10**9] | None = None
    ) -> None:
        """Undo a change as a whole."""
        await defer(interaction)
        outcome = await outcome_of(
            self.configuration,
            Scope.server(interaction.guild_id or 0),
            lambda: undo_change(self.configuration, interaction, change),
        )
        await send(interaction, outcome.lines)

    @app_commands.command(
        name=locale_str("export"), description=locale_str("Get all settings as a file.")
    )
    async def export(self, interaction: Interaction) -> None:
        """Send the settings of the server and its channels."""
        await defer(interaction)
        scope = scope_of(interaction)
        file = file_of("settings.json", await self.configuration.export(scope.owner_id))
        await answer(interaction, config_texts.exported(), file=file)

    @app_commands.command(
        name=locale_str("import"),
        description=locale_str("Set everything as a file says, and nothing else."),
    )
    @app_commands.rename(file=locale_str("file"))
    @app_commands.describe(file=locale_str("What /config export has given."))
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Take all settings from a file, or none."""
        await defer(interaction)
        scope = scope_of(interaction)
        text = await text_of(file, _LARGEST_IMPORT)
        if isinstance(text, str):
            await self.panel_.change(
                interaction,
                scope,
                lambda: self.configuration.import_(scope.owner_id, text, interaction.user.id),
            )
        else:
            await send(interaction, text.lines)

    @app_commands.command(
        name=locale_str("panel"),
        description=locale_str("Set everything with menus and buttons, without knowing names."),
    )
    @app_commands.rename(channel=_CHANNEL)
    @app_commands.describe(channel=FOR_CHANNEL)
    async def panel(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Open the panel, for who manages no more than the channel with that one's settings."""
        await defer(interaction)
        manages_server = interaction.permissions.manage_guild
        channel_id = channel.id if channel else 0 if manages_server else place_of(interaction)
        text, view = await self.panel_.show(interaction, Press("show", channel_id))
        await answer(interaction, text, view=view)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Config(bot.services))
