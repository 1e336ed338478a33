"""The panel of /config: what its selects, buttons and forms do.

Every click reads anew what is set, so it shows also what somebody else has changed meanwhile.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import discord

from bot.chat.languages import spoken
from bot.chat.settings import config_texts
from bot.chat.settings.config_names import GROUPS, group_of, option_help
from bot.chat.settings.config_port import Change
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.keys import ServerKeys
from bot.client import TokkiBot
from bot.core.config import table
from bot.core.config.layers import Scope
from bot.core.config.personas import READY
from cogs._acknowledging import defer, soon
from cogs._boundary import apologising
from cogs._config import NO_PINGS, Outcome, outcome_of, place_of, scope_of, send, undo
from cogs._config_choices import Choices
from cogs._config_key import take_key
from cogs._controls import detached
from cogs._language import listen
from cogs._panel_view import Press, panel_view, persona_form, undo_button, value_form
from cogs._surface import file_of

log = logging.getLogger(__name__)

_WORTH_KEEPING = 100  # characters of a text that could not be taken

Interaction = discord.Interaction[TokkiBot]


class Panel:
    """Answers clicks on the panel, on the buttons below changes, and forms that were sent."""

    def __init__(self, configuration: Configuration, choices: Choices, keys: ServerKeys) -> None:
        self._configuration = configuration
        self._choices = choices
        self._keys = keys

    async def pressed(self, interaction: Interaction) -> None:
        """Do what was clicked, if it is one of ours; the last boundary for what goes wrong."""
        data: Mapping[str, Any] = interaction.data or {}
        here = Press.read(data.get("custom_id", ""))
        if here is None:
            return
        listen(interaction)
        async with apologising(interaction):
            try:
                await self._act(interaction, here, data)
            except discord.NotFound as gone:  # the interaction or the panel: Discord itself says so
                log.warning("panel.too_late act=%s error=%s", here.act, gone)

    async def show(
        self, interaction: Interaction, here: Press, outcome: Outcome | None = None
    ) -> tuple[str, discord.ui.View]:
        """Give the text and the controls of the panel."""
        scope = scope_of(interaction, here.channel_id)
        values = await self._configuration.show(scope)
        offers = await self._choices.of(here.at, scope.owner_id)
        group = here.at if here.at in ("", *GROUPS) else group_of(here.at)
        lines = [config_texts.heading(here.channel_id)]
        lines += outcome.lines if outcome else []
        if here.at and (words := option_help(here.at)):
            lines.append(f"-# {words}")
        lines += (
            config_texts.setting(each) for each in values if group_of(each.option.key) == group
        )
        return config_texts.first_page(lines), panel_view(here, values, offers, interaction.guild)

    async def change(
        self,
        interaction: Interaction,
        scope: Scope,
        change: Callable[[], Awaitable[Sequence[Change]]],
    ) -> None:
        """Make a change, and answer a deferred command with it and a button to undo it."""
        await self._tell(interaction, scope, await outcome_of(self._configuration, scope, change))

    async def value_form(self, scope: Scope, key: str) -> discord.ui.Modal:
        """Give the form for an option, filled in with what holds."""
        values = await soon(self._configuration.show(scope))
        found = next((each for each in values if each.option.key == key), None)
        return value_form(Press("write", scope.channel_id, key), found)

    async def persona_form(self, server_id: int, name: str) -> discord.ui.Modal:
        """Give the form for a persona; of a ready-made one its text is there to be changed."""
        own = await soon(self._configuration.personas(server_id))
        text = own.get(name) or READY.get(name, {}).get(spoken(), "")
        return persona_form(Press("new", 0, "personas"), "" if name in READY else name, text)

    async def _act(self, interaction: Interaction, here: Press, data: Mapping[str, Any]) -> None:
        scope = scope_of(interaction, here.channel_id)
        if here.act == "write":
            await interaction.response.send_modal(await self.value_form(scope, here.at))
        elif here.act == "new":
            await interaction.response.send_modal(await self.persona_form(scope.owner_id, ""))
        elif here.act == "key":
            await take_key(interaction, self._keys, _fields(data).get("key", ""))
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._sent(interaction, here, _fields(data))
        else:
            await defer(interaction, thinking=False)
            outcome = await self._clicked(interaction, here, data.get("values", []))
            if outcome and here.act == "undo" and not here.at:  # the button below a change
                await send(interaction, outcome.lines)
                return
            there = _next(interaction, here, data.get("values", []), outcome)
            text, view = await self.show(interaction, there, outcome)
            await interaction.edit_original_response(
                content=text, view=view, allowed_mentions=NO_PINGS
            )

    async def _clicked(
        self, interaction: Interaction, here: Press, values: Sequence[str]
    ) -> Outcome | None:
        """Make the change that a click asks for; None where it asks for none."""
        configuration, author = self._configuration, interaction.user.id
        scope = scope_of(interaction, here.channel_id)
        changes: dict[str, Callable[[], Awaitable[Sequence[Change]]]] = {
            "value": lambda: configuration.set(scope, here.at, " ".join(values), author),
            "reset": lambda: configuration.reset(scope, here.at, author),
            "undo": lambda: undo(configuration, interaction, here.number),
        }
        change = changes.get(here.act)
        return await outcome_of(configuration, scope, change) if change else None

    async def _sent(self, interaction: Interaction, here: Press, fields: Mapping[str, str]) -> None:
        """Take a form."""
        from_panel = interaction.message is not None
        await defer(interaction, thinking=not from_panel)
        outcome = await self._taken(interaction, here, fields)
        text = fields.get("text", "")
        if from_panel:
            words, view = await self.show(
                interaction, _next(interaction, here, [], outcome), outcome
            )
            await interaction.edit_original_response(
                content=words, view=view, allowed_mentions=NO_PINGS
            )
        else:
            scope = scope_of(interaction, here.channel_id)
            await self._tell(interaction, scope, outcome)
        if outcome.failed and len(text) > _WORTH_KEEPING:
            await interaction.followup.send(
                config_texts.typed_text(), file=file_of("text.txt", text), ephemeral=True
            )

    async def _tell(self, interaction: Interaction, scope: Scope, outcome: Outcome) -> None:
        button = undo_button(Press("undo", scope.channel_id, "", outcome.number))
        await send(interaction, outcome.lines, detached([button]) if outcome.number else None)

    async def _taken(
        self, interaction: Interaction, here: Press, fields: Mapping[str, str]
    ) -> Outcome:
        scope, author = scope_of(interaction, here.channel_id), interaction.user.id
        key, text = here.at, fields.get("text", "")
        if here.act == "persona":
            key = table.OWN_PERSONA + fields.get("name", "").strip()
            if table.find(key) is None:
                return Outcome([config_texts.wrong_persona_name()], failed=True)
        return await outcome_of(
            self._configuration,
            scope,
            lambda: self._configuration.set(scope, key, text, author),
        )


def _next(
    interaction: Interaction, here: Press, values: Sequence[str], outcome: Outcome | None
) -> Press:
    """Give where the panel is open after a click."""
    if here.act in ("group", "option"):
        return Press("show", here.channel_id, values[0])
    if here.act == "scope":
        return Press("show", 0 if here.channel_id else place_of(interaction))
    number = outcome.number if outcome and here.act != "undo" else 0
    return Press("show", here.channel_id, here.at, number)


def _fields(data: Mapping[str, Any]) -> dict[str, str]:
    """Give what was written into a form."""
    fields = (row["component"] for row in data["components"] if "component" in row)
    return {field["custom_id"]: field.get("value") or "" for field in fields}
