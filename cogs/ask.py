"""/ask: a question as a command, also where only the person has installed the bot."""

from collections.abc import Callable

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.settings.configuring import Configuration
from bot.chat.wording import asking_texts, model_texts
from bot.client import TokkiBot
from bot.core.account.cards import Catalogue
from bot.core.errors import SurfaceError, TokkiError
from bot.core.talk.attaching import LARGEST_FILE, with_data
from bot.core.talk.batch import BatchFileError, decode
from cogs._acknowledging import answer, defer, soon
from cogs._asking import ask
from cogs._choosing import allowed, completions
from cogs._files import read_file
from cogs._occasion import occasion_of

_PROMPT_LIMIT = 4000


class UnreadableFileError(TokkiError):
    """A file cannot be read; the text is a sentence for who sent it."""


class Ask(commands.Cog):
    """Takes questions."""

    def __init__(
        self,
        answerer: Answerer,
        configuration: Configuration,
        catalogue: Callable[[], Catalogue],
    ) -> None:
        self._answerer = answerer
        self._configuration = configuration
        self._catalogue = catalogue

    @app_commands.command(
        name=locale_str("ask"),
        description=locale_str("Ask a question and watch the answer grow."),
    )
    @app_commands.rename(
        prompt=locale_str("prompt"),
        model=locale_str("model"),
        attachment=locale_str("attachment"),
        private=locale_str("private"),
    )
    @app_commands.describe(
        prompt=locale_str("What would you like to know?"),
        model=locale_str("The model for this one question."),
        attachment=locale_str("A text file that the question is about, up to 100 KB."),
        private=locale_str("Whether only you see the answer."),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[TokkiBot],
        prompt: app_commands.Range[str, 1, _PROMPT_LIMIT],
        model: str | None = None,
        attachment: discord.Attachment | None = None,
        private: bool = False,  # noqa: FBT001, FBT002 - an option of a command
    ) -> None:
        """Answer in the channel, or privately."""
        # In a direct message all is private, and shares one memory.
        private = private and interaction.guild_id is not None
        # Before it is deferred: what was deferred for all is shown to all.
        if refusal := await self._refusal(interaction, model, attachment):
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        await defer(interaction, private=private)
        try:
            text = await _with_file(prompt, attachment) if attachment else prompt
        except UnreadableFileError as error:
            await answer(interaction, str(error))
            return
        await ask(self._answerer, interaction, text, private=private, model=model)

    @ask.autocomplete("model")
    async def complete(
        self, interaction: discord.Interaction[TokkiBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the models that fit what was typed, with price, context and vision."""
        return await completions(self._configuration, self._catalogue(), interaction, typed)

    async def _refusal(
        self,
        interaction: discord.Interaction[TokkiBot],
        model: str | None,
        attachment: discord.Attachment | None,
    ) -> str:
        """Give the sentence for options that cannot be taken; empty where they can."""
        if attachment and attachment.size > LARGEST_FILE:
            return asking_texts.file_too_large()
        if attachment and not _may_be_text(attachment):
            return asking_texts.file_not_text()
        if model is None:
            return ""
        asking = occasion_of(interaction).asking
        effective = await soon(self._configuration.effective(asking))
        names = allowed(effective, self._catalogue())
        return "" if model in names else model_texts.unknown(model, names)


def _may_be_text(attachment: discord.Attachment) -> bool:
    """Tell whether Discord, which looks at the name, takes a file for no picture or the like."""
    kind = (attachment.content_type or "").partition("/")[0]
    return kind not in ("audio", "font", "image", "video")


async def _with_file(prompt: str, attachment: discord.Attachment) -> str:
    """Put the text of a file behind a question; UnreadableFileError when it has none."""
    try:
        data = await read_file(attachment, LARGEST_FILE)
        return with_data(prompt, asking_texts.file_name(attachment.filename), decode(data))
    except SurfaceError as error:
        raise UnreadableFileError(texts.no_download()) from error
    except BatchFileError as error:
        raise UnreadableFileError(asking_texts.file_not_text()) from error


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    services = bot.services
    await bot.add_cog(Ask(services.answerer, services.configuration, services.catalogue))
