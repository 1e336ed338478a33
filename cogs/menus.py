"""The menus of a message: "Ask about this" and "Summarise from here"."""

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat.answers.answering import Answerer
from bot.chat.settings.configuring import Configuration
from bot.chat.wording import asking_texts
from bot.client import TokkiBot
from bot.core.config.table import ANSWER_TOKENS, MEMORY_TOKENS
from bot.core.errors import SurfaceError
from bot.core.talk.addressing import quoted
from bot.core.talk.attaching import transcript, with_data
from cogs._acknowledging import answer, defer
from cogs._asking import ask
from cogs._boundary import apologising
from cogs._language import listen
from cogs._occasion import occasion_of
from cogs._translating import translated

_LONGEST_QUESTION = 4000
_LONGEST_MESSAGE = 4000  # code points that Discord lets anybody write at once
_MOST_MESSAGES = 200
_SHARE = 0.5  # of the memory's room: what is asked later has to fit beside it
_PATIENCE = 3600.0  # seconds; a form that is not sent until then is forgotten
_ME, _EVERYBODY = "me", "everybody"

_Interaction = discord.Interaction[Any]  # a modal cannot say whose it is


class AboutModal(discord.ui.Modal):
    """Asks for the question about a message, which is *quote*."""

    def __init__(self, answerer: Answerer, quote: str) -> None:
        super().__init__(title=asking_texts.about_title(), timeout=_PATIENCE)
        self._answerer = answerer
        self._quote = quote
        self._question = discord.ui.TextInput[AboutModal](
            custom_id="question",
            style=discord.TextStyle.paragraph,
            max_length=_LONGEST_QUESTION,
        )
        label = asking_texts.about_label()
        self.add_item(discord.ui.Label(text=label, component=self._question))

    async def on_submit(self, interaction: _Interaction, /) -> None:
        """Ask."""
        listen(interaction)
        async with apologising(interaction):
            await defer(interaction, private=False)
            await ask(self._answerer, interaction, f"{self._quote}\n{self._question.value}")


class SummaryModal(discord.ui.Modal):
    """Asks who shall see the summary of what was said from *first* on."""

    def __init__(
        self, answerer: Answerer, configuration: Configuration, first: discord.Message
    ) -> None:
        super().__init__(title=asking_texts.summary_title(), timeout=_PATIENCE)
        self._answerer = answerer
        self._configuration = configuration
        self._first = first
        self._reader = discord.ui.Select[SummaryModal](
            custom_id="reader",
            options=[
                discord.SelectOption(label=asking_texts.only_me(), value=_ME, default=True),
                discord.SelectOption(label=asking_texts.everybody(), value=_EVERYBODY),
            ],
        )
        self.add_item(discord.ui.Label(text=asking_texts.who_sees(), component=self._reader))

    async def on_submit(self, interaction: _Interaction, /) -> None:
        """Read what was said, and ask for its summary."""
        listen(interaction)
        async with apologising(interaction):
            await self._summarise(interaction)

    async def _summarise(self, interaction: _Interaction) -> None:
        if refusal := _refusal(interaction):  # a form can stay open for long
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        private = interaction.guild_id is not None and self._reader.values != [_EVERYBODY]
        await defer(interaction, private=private)
        try:
            talk, count, is_all = await self._read(interaction)
        except SurfaceError:
            await answer(interaction, asking_texts.history_unreadable())
        else:
            await self._answer(interaction, talk, private=private)
            if count and not is_all:
                await interaction.followup.send(asking_texts.not_all_read(count), ephemeral=True)

    async def _answer(self, interaction: _Interaction, talk: str, *, private: bool) -> None:
        if not talk:
            await answer(interaction, asking_texts.nothing_to_read())
            return
        text = with_data(asking_texts.summary_task(), asking_texts.talk_name(), talk)
        await ask(self._answerer, interaction, text, private=private)

    async def _read(self, interaction: _Interaction) -> tuple[str, int, bool]:
        """Give the talk, how many messages are in it, and whether that is all of it."""
        effective = await self._configuration.effective(occasion_of(interaction).asking)
        room = int((effective[MEMORY_TOKENS] - effective[ANSWER_TOKENS]) * _SHARE)
        history = self._first.channel.history(
            limit=_MOST_MESSAGES + 1, after=discord.Object(self._first.id - 1), oldest_first=True
        )
        async with translated():
            said = [(each.author.display_name, each.clean_content) async for each in history]
        talk, count = transcript(said[:_MOST_MESSAGES], room)
        with_words = sum(bool(words.strip()) for _, words in said)
        return talk, count, count == with_words


class Menus(commands.Cog):
    """What can be done with a message by its menu."""

    def __init__(
        self,
        tree: app_commands.CommandTree[TokkiBot],
        answerer: Answerer,
        configuration: Configuration,
    ) -> None:
        self._tree = tree
        self._answerer = answerer
        self._configuration = configuration
        # discord.py can make a menu of a method only like this.
        self._menus = (
            app_commands.ContextMenu(name=locale_str("Ask about this"), callback=self.about),
            app_commands.ContextMenu(
                name=locale_str("Summarise from here"), callback=self.summarise
            ),
        )

    async def cog_load(self) -> None:
        """Add the menus; discord.py calls this."""
        for menu in self._menus:
            self._tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take the menus away."""
        for menu in self._menus:
            self._tree.remove_command(menu.name, type=menu.type)

    async def about(self, interaction: _Interaction, message: discord.Message) -> None:
        """Ask what the person would like to know of a message."""
        words = message.clean_content
        if not words.strip():
            await interaction.response.send_message(asking_texts.no_words(), ephemeral=True)
            return
        quote = quoted(words, message.author.display_name, _LONGEST_MESSAGE)
        await interaction.response.send_modal(AboutModal(self._answerer, quote))

    async def summarise(self, interaction: _Interaction, message: discord.Message) -> None:
        """Ask who shall see the summary."""
        if refusal := _refusal(interaction):
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        modal = SummaryModal(self._answerer, self._configuration, message)
        await interaction.response.send_modal(modal)


def _refusal(interaction: _Interaction) -> str:
    """Give the sentence for where earlier messages may not be read; empty where they may."""
    if interaction.guild_id is None:
        return ""
    if not interaction.permissions.read_message_history:
        return asking_texts.history_forbidden()
    if not interaction.app_permissions.read_message_history:
        return asking_texts.history_unreadable()
    return ""


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    services = bot.services
    await bot.add_cog(Menus(bot.tree, services.answerer, services.configuration))
