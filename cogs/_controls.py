"""The buttons below a reply. They hold all they need in their id, so they survive a restart."""

import re
from typing import Any

import discord

from bot.chat import texts
from bot.client import TokkiBot
from bot.core.reply.draft import Control, Controls
from cogs._boundary import apologising
from cogs._language import listen

_CUSTOM_ID = re.compile(r"tokki:(?P<control>[a-z]+):(?P<exchange>[0-9]+)")
_STYLES = {
    Control.STOP: discord.ButtonStyle.danger,
    Control.CONTINUE: discord.ButtonStyle.primary,
    Control.REGENERATE: discord.ButtonStyle.secondary,
    Control.RETRY: discord.ButtonStyle.primary,
}


class ReplyButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=_CUSTOM_ID,
):
    """A button; *exchange_id* is the id of the message whose answer it belongs to."""

    def __init__(self, control: Control, exchange_id: int) -> None:
        label, custom_id = texts.control(control), f"tokki:{control}:{exchange_id}"
        super().__init__(
            discord.ui.Button(label=label, style=_STYLES[control], custom_id=custom_id)
        )
        self.control = control
        self.exchange_id = exchange_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> "ReplyButton":
        """Make the button from its id; discord.py calls this."""
        return cls(Control(match["control"]), int(match["exchange"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was pressed, if the person may."""
        listen(interaction)
        async with apologising(interaction):
            await self._pressed(interaction, interaction.client)

    async def _pressed(self, interaction: discord.Interaction[Any], bot: TokkiBot) -> None:
        answerer = bot.services.answerer
        if self.control is not Control.STOP:
            # Discord waits three seconds for a response, and the memory may need longer.
            await interaction.response.defer()
        exchange = await answerer.find(interaction.channel_id or 0, self.exchange_id)
        # A private one, or where the bot is not inside, is in the asker's own memory.
        exchange = exchange or await answerer.find(_asker_id(interaction), self.exchange_id)
        if exchange is None:
            await _tell(interaction, texts.no_longer_known())
        elif not _may_press(interaction, exchange.question.speaker_id):
            await _tell(interaction, texts.not_yours())
        elif self.control is Control.STOP:
            stopped = answerer.stop(self.exchange_id)
            # A reply that a killed process left behind keeps its Stop: take it away now.
            await interaction.response.edit_message(view=None)
            if not stopped:
                await interaction.followup.send(texts.not_writing(), ephemeral=True)
        else:
            # At once, so that nobody presses twice; the answer brings its own buttons.
            await interaction.edit_original_response(view=None)
            bot.dispatch("reply_button", interaction, self.control, exchange)


def view_of(controls: Controls, exchange_id: int) -> discord.ui.View | None:
    """Make the row of buttons, None when there is none."""
    if not controls:
        return None
    view = discord.ui.View(timeout=None)
    for control in controls:
        view.add_item(ReplyButton(control, exchange_id))
    view.stop()  # discord.py keeps none that has ended, and a private one with a task for 15 minutes
    return view


def belongs(component: discord.Component, exchange_id: int) -> bool:
    """Tell whether a row below a message holds a button of the reply to *exchange_id*."""
    return any(int(found["exchange"]) == exchange_id for found in _buttons(component))


async def give_back(interaction: discord.Interaction[Any], exchange_id: int) -> None:
    """Show the buttons again that were taken away when one was pressed: nothing came of it."""
    rows = interaction.message.components if interaction.message else []
    controls = tuple(Control(found["control"]) for row in rows for found in _buttons(row))
    await interaction.edit_original_response(view=view_of(controls, exchange_id))


def _buttons(component: discord.Component) -> list[re.Match[str]]:
    """Give what the ids of our buttons in a row say."""
    children = component.children if isinstance(component, discord.ActionRow) else []
    ids = (getattr(child, "custom_id", None) or "" for child in children)
    return [found for each in ids if (found := _CUSTOM_ID.fullmatch(each))]


async def _tell(interaction: discord.Interaction[Any], sentence: str) -> None:
    """Tell a sentence to who pressed, and to nobody else."""
    if interaction.response.is_done():
        await interaction.followup.send(sentence, ephemeral=True)
    else:
        await interaction.response.send_message(sentence, ephemeral=True)


def _asker_id(interaction: discord.Interaction[Any]) -> int:
    """Give who used the command that a message answers; who pressed where it is no answer."""
    command = interaction.message.interaction_metadata if interaction.message else None
    return (command.user if command else interaction.user).id


def _may_press(interaction: discord.Interaction[Any], asker_id: int) -> bool:
    return interaction.user.id == asker_id or interaction.permissions.manage_messages
