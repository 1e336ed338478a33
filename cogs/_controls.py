"""The buttons below a reply. They hold all they need in their id, so they survive a restart."""

import re
from collections.abc import Iterable
from typing import Any

import discord

from bot.chat import texts
from bot.chat.outcome import CONTROLS
from bot.chat.ports import Exchange
from bot.client import TokkiBot, tell
from bot.core.reply.draft import CURSOR, Control, Controls
from bot.core.talk.turns import Answer, TurnState
from cogs._acknowledging import defer, soon
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

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Leave a press to the next process while this one ends: nothing would come of it."""
        return not interaction.client.is_closing

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was pressed, if the person may."""
        listen(interaction)
        async with apologising(interaction):
            await self._pressed(interaction, interaction.client)

    async def _pressed(self, interaction: discord.Interaction[Any], bot: TokkiBot) -> None:
        answerer, stops = bot.services.answerer, self.control is Control.STOP
        if not stops:
            await defer(interaction, thinking=False)
        find = self._find(interaction, bot)
        exchange = await (soon(find) if stops else find)
        may = exchange is not None and _may_press(interaction, exchange.question.speaker_id)
        # Its end, which may be shown before this, brings other buttons.
        stopped = stops and may and answerer.stop(self.exchange_id)
        if stops:
            await defer(interaction, thinking=False)
        if exchange is None:
            await tell(interaction, texts.no_longer_known())
        elif not may:
            await tell(interaction, texts.not_yours())
        elif stops:
            if not stopped:
                ended = await answerer.ended_elsewhere(exchange)
                if not (exchange.elsewhere and _is_stopped(ended.answer)):
                    await self._came_too_late(interaction, ended.answer)
        else:
            bot.dispatch("reply_button", interaction, self.control, exchange)

    async def _came_too_late(
        self, interaction: discord.Interaction[Any], answer: Answer | None
    ) -> None:
        """Say so, and show what fits an answer that has ended.

        One that a killed process left behind is found by its Stop: that stays until it is marked.
        What is private can only be marked here.
        """
        await interaction.followup.send(texts.not_writing(), ephemeral=True)
        if answer is None or answer.state is not TurnState.WRITING:
            view = view_of(CONTROLS[answer.state] if answer else (), self.exchange_id)
            shown = (await interaction.edit_original_response(view=view)).content
            if shown.endswith(CURSOR):
                text = shown.removesuffix(CURSOR).rstrip()
                await interaction.edit_original_response(content=text)

    async def _find(self, interaction: discord.Interaction[Any], bot: TokkiBot) -> Exchange | None:
        # A private one, or where the bot is not inside, is in the asker's own memory.
        places = interaction.channel_id or 0, _asker_id(interaction)
        return await bot.services.answerer.find(self.exchange_id, *places)


def view_of(controls: Controls, exchange_id: int) -> discord.ui.View | None:
    """Make the row of buttons, None when there is none."""
    if not controls:
        return None
    return detached(ReplyButton(control, exchange_id) for control in controls)


def detached(items: Iterable[discord.ui.Item[Any]]) -> discord.ui.View:
    """Make a view whose items say all in their ids.

    discord.py keeps none that has ended; else it would each, a private one with a task for 15 minutes.
    """
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def belongs(component: discord.Component, exchange_id: int) -> bool:
    """Tell whether a row below a message holds a button of the reply to *exchange_id*."""
    children = component.children if isinstance(component, discord.ActionRow) else []
    ids = (getattr(child, "custom_id", None) or "" for child in children)
    found = (_CUSTOM_ID.fullmatch(each) for each in ids)
    return any(each is not None and int(each["exchange"]) == exchange_id for each in found)


def _asker_id(interaction: discord.Interaction[Any]) -> int:
    """Give who used the command that a message answers; who pressed where it is no answer."""
    command = interaction.message.interaction_metadata if interaction.message else None
    return (command.user if command else interaction.user).id


def _is_stopped(answer: Answer | None) -> bool:
    return answer is not None and answer.state is TurnState.STOPPED


def _may_press(interaction: discord.Interaction[Any], asker_id: int) -> bool:
    return interaction.user.id == asker_id or interaction.permissions.manage_messages
