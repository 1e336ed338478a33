"""The commands of /config for personas, facts and quotas."""

from typing import Final

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from bot.chat.settings import config_texts
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.quotas import Quotas
from bot.client import TokkiBot
from bot.core.config import table
from bot.core.config.limits import Measure, Subject, Window
from bot.core.config.personas import READY
from cogs._acknowledging import defer
from cogs._config import FOR_CHANNEL, Channel, scope_of, send, text_of
from cogs._config_choices import completions
from cogs._panel import Panel

_ROLE: Final = "role"
_DAY: Final = 86_400

Interaction = discord.Interaction[TokkiBot]


class PeopleCommands(commands.Cog):
    """Part of the cog in cogs/config.py."""

    configuration: Configuration
    quotas: Quotas
    panel_: Panel

    persona = app_commands.Group(
        name=locale_str("persona"), description=locale_str("Personas of your own.")
    )

    @persona.command(
        name=locale_str("write"), description=locale_str("Write a persona, or change one.")
    )
    @app_commands.rename(name=locale_str("name"))
    @app_commands.describe(
        name=locale_str("One to change, or a ready-made one to copy; left out: a new one.")
    )
    async def write(self, interaction: Interaction, name: str = "") -> None:
        """Open the form of a persona."""
        scope = scope_of(interaction)
        form = await self.panel_.persona_form(scope.owner_id, name)
        await interaction.response.send_modal(form)

    @persona.command(name=locale_str("list"), description=locale_str("List all personas."))
    async def list_all(self, interaction: Interaction) -> None:
        """List the ready-made personas and the server's own."""
        await defer(interaction)
        own = await self.configuration.personas(interaction.guild_id or 0)
        await send(interaction, config_texts.personas(own))

    @persona.command(
        name=locale_str("delete"), description=locale_str("Delete a persona of your own.")
    )
    @app_commands.rename(name=locale_str("name"))
    @app_commands.describe(name=locale_str("Where it is in use, the default takes its place."))
    async def delete(self, interaction: Interaction, name: str) -> None:
        """Delete an own persona, where it is in use too."""
        await defer(interaction)
        scope = scope_of(interaction)
        own = await self.configuration.personas(scope.owner_id)
        if name not in own:
            await send(interaction, [config_texts.no_persona(name, own)])
            return
        key = table.OWN_PERSONA + name
        await self.panel_.change(
            interaction, scope, lambda: self.configuration.reset(scope, key, interaction.user.id)
        )

    @write.autocomplete("name")
    async def complete_persona(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Offer all personas."""
        own = await self.configuration.personas(interaction.guild_id or 0)
        return completions([*((name, name) for name in READY), *own.items()], typed)

    @delete.autocomplete("name")
    async def complete_own_persona(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Offer the server's own personas."""
        own = await self.configuration.personas(interaction.guild_id or 0)
        return completions(own.items(), typed)

    @app_commands.command(
        name=locale_str("facts"),
        description=locale_str("Give what I may answer from, as a text or as a file."),
    )
    @app_commands.rename(file=locale_str("file"), channel=locale_str("channel"))
    @app_commands.describe(
        file=locale_str("A text in UTF-8 of at most 50 KB; left out: a form opens."),
        channel=FOR_CHANNEL,
    )
    async def facts(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        channel: Channel | None = None,
    ) -> None:
        """Take the facts from a file, or open their form."""
        scope, key = channel or scope_of(interaction), table.FACTS.key
        if file is None:
            await interaction.response.send_modal(await self.panel_.value_form(scope, key))
            return
        await defer(interaction)
        text = await text_of(file, table.LARGEST_FACTS)
        if isinstance(text, str):
            await self.panel_.change(
                interaction,
                scope,
                lambda: self.configuration.put(scope, key, text, interaction.user.id),
            )
        else:
            await send(interaction, text.lines)

    @app_commands.command(
        name=locale_str("quota"),
        description=locale_str("Limit what people, roles, channels or the server use."),
    )
    @app_commands.rename(
        who=locale_str("who"),
        per=locale_str("per"),
        of=locale_str("counting"),
        most=locale_str("most"),
        role=locale_str("role"),
        channel=locale_str("channel"),
    )
    @app_commands.describe(
        who=locale_str("Whom or what it limits."),
        per=locale_str("The time for which it counts; days and months are those of UTC."),
        of=locale_str("What is counted."),
        most=locale_str("A number, for dollars also 0.50; 0: no limit."),
        role=locale_str("The role whose people have this in place of the limit per person."),
        channel=locale_str("Only for this channel; for limits per channel."),
    )
    @app_commands.choices(
        who=[
            Choice(name=locale_str("each person"), value=Subject.PERSON),
            Choice(name=locale_str("each person with a role"), value=_ROLE),
            Choice(name=locale_str("each channel"), value=Subject.CHANNEL),
            Choice(name=locale_str("the server"), value=Subject.SERVER),
        ],
        per=[
            Choice(name=locale_str("minute"), value=Window.MINUTE),
            Choice(name=locale_str("day"), value=Window.DAY),
            Choice(name=locale_str("month"), value=Window.MONTH),
        ],
        of=[
            Choice(name=locale_str("questions"), value=Measure.QUESTIONS),
            Choice(name=locale_str("tokens"), value=Measure.TOKENS),
            Choice(name=locale_str("dollars"), value=Measure.DOLLARS),
        ],
    )
    async def quota(  # noqa: PLR0913, PLR0917 - the options of a command
        self,
        interaction: Interaction,
        who: str,
        per: str,
        of: str,
        most: str,
        role: discord.Role | None = None,
        channel: Channel | None = None,
    ) -> None:
        """Set one limit."""
        await defer(interaction)
        scope = channel or scope_of(interaction)
        if who == _ROLE and role is None:
            await send(interaction, [config_texts.no_role()])
            return
        subject = Subject.PERSON if who == _ROLE else Subject(who)
        role_id = role.id if role and who == _ROLE else 0
        key = table.quota_key(subject, Window(per), Measure(of), role_id)
        await self.panel_.change(
            interaction,
            scope,
            lambda: self.configuration.set(scope, key, most, interaction.user.id),
        )

    @app_commands.command(
        name=locale_str("lift"), description=locale_str("Free a person from quotas for a while.")
    )
    @app_commands.rename(person=locale_str("person"), until=locale_str("duration"))
    @app_commands.describe(
        person=locale_str("Who may ask without limits of persons and roles."),
        until=locale_str("For how long."),
    )
    @app_commands.choices(
        until=[
            Choice(name=locale_str("an hour"), value=_DAY // 24),
            Choice(name=locale_str("one day"), value=_DAY),
            Choice(name=locale_str("a week"), value=7 * _DAY),
            Choice(name=locale_str("30 days"), value=30 * _DAY),
            Choice(name=locale_str("a year"), value=365 * _DAY),
            Choice(name=locale_str("no longer"), value=0),
        ]
    )
    async def lift(self, interaction: Interaction, person: discord.User, until: int) -> None:
        """Lift a person's quotas, or let them hold again."""
        await defer(interaction)
        scope, author = scope_of(interaction), interaction.user.id
        moment = interaction.created_at.timestamp() + until
        if until:
            await self.panel_.change(
                interaction,
                scope,
                lambda: self.quotas.lift(scope.owner_id, person.id, moment, author),
            )
        else:
            key = table.lift_key(person.id)
            await self.panel_.change(
                interaction, scope, lambda: self.configuration.reset(scope, key, author)
            )
