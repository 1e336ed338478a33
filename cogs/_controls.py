"""The buttons below a reply. They hold all they need in their id, so they survive a restart."""

import re
from typing import Any

import discord

from bot.chat import texts
from bot.client import TokkiBot
from bot.core.reply.draft import Control, Controls

_LOOKS = {
    Control.STOP: ("Stop", discord.ButtonStyle.danger),
    Control.CONTINUE: ("Continue", discord.ButtonStyle.primary),
    Control.REGENERATE: ("Regenerate", discord.ButtonStyle.secondary),
    Control.RETRY: ("Retry", discord.ButtonStyle.primary),
}


class ReplyButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"tokki:(?P<control>[a-z]+):(?P<exchange>[0-9]+)",
):
    """A button; *exchange_id* is the id of the message whose answer it belongs to."""

    def __init__(self, control: Control, exchange_id: int) -> None:
        label, style = _LOOKS[control]
        custom_id = f"tokki:{control}:{exchange_id}"
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=custom_id))
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
        bot: TokkiBot = interaction.client
        answerer = bot.services.answerer
        exchange = await answerer.find(interaction.channel_id or 0, self.exchange_id)
        if exchange is None:
            await interaction.response.send_message(texts.NO_LONGER_KNOWN, ephemeral=True)
        elif not _may_press(interaction, exchange.question.speaker_id):
            await interaction.response.send_message(texts.NOT_YOURS, ephemeral=True)
        elif self.control is Control.STOP:
            stopped = answerer.stop(self.exchange_id)
            # A reply that a killed process left behind keeps its Stop: take it away now.
            await interaction.response.edit_message(view=None)
            if not stopped:
                await interaction.followup.send(texts.NOT_WRITING, ephemeral=True)
        else:
            # At once, so that nobody presses twice; the answer brings its own buttons.
            await interaction.response.edit_message(view=None)
            bot.dispatch("reply_button", interaction, self.control, exchange)


def view_of(controls: Controls, exchange_id: int) -> discord.ui.View | None:
    """Make the row of buttons, None when there is none."""
    if not controls:
        return None
    view = discord.ui.View(timeout=None)
    for control in controls:
        view.add_item(ReplyButton(control, exchange_id))
    return view


def _may_press(interaction: discord.Interaction[Any], asker_id: int) -> bool:
    return interaction.user.id == asker_id or interaction.permissions.manage_messages
