"""/batch: a file of questions in, a file of answers out, and a progress with a Stop button."""

import re
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands
from discord.utils import MISSING

from bot.chat import texts
from bot.chat.answers.policy import RefusedToAnswerError
from bot.chat.batching import batch_texts
from bot.chat.batching.batch_port import Batch
from bot.chat.batching.batches import BatchRunner
from bot.client import TokkiBot
from bot.core.errors import SurfaceError
from bot.core.reply.draft import Controls
from bot.core.talk.batch import BatchFileError, Limits, Problem, read_questions
from bot.core.talk.prompt import estimate_tokens
from cogs._acknowledging import answer, defer
from cogs._boundary import apologising
from cogs._controls import detached
from cogs._files import read_file
from cogs._language import listen
from cogs._occasion import is_inside, occasion_of
from cogs._surface import ChannelSurface, file_of, only
from cogs._translating import translated

_LIMITS = Limits()
_INSTRUCTIONS_LIMIT = 2000


class BatchStop(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"tokki:batch-stop:(?P<batch>[0-9]+)"
):
    """The button below a progress; it holds the batch's id, so it survives a restart."""

    def __init__(self, batch_id: int) -> None:
        super().__init__(
            discord.ui.Button(
                label=batch_texts.stop(),
                style=discord.ButtonStyle.danger,
                custom_id=f"tokki:batch-stop:{batch_id}",
            )
        )
        self.batch_id = batch_id

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> "BatchStop":
        """Make the button from its id; discord.py calls this."""
        return cls(int(match["batch"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Stop the batch, if the person may."""
        listen(interaction)
        async with apologising(interaction):
            await self._stop(interaction, interaction.client)

    async def _stop(self, interaction: discord.Interaction[Any], bot: TokkiBot) -> None:
        runner = bot.services.batches
        await defer(interaction, thinking=False)
        batch = await runner.find(self.batch_id)
        # The right to stop it is asked of the place of the press, which could be another one.
        if batch is None or batch.channel_id != interaction.channel_id:
            sentence = batch_texts.not_running()
            await interaction.edit_original_response(view=None)
        elif interaction.user.id != batch.person_id and not interaction.permissions.manage_messages:
            sentence = batch_texts.not_yours()
        else:
            sentence = batch_texts.stopping()
            await runner.stop(self.batch_id)
        await interaction.followup.send(sentence, ephemeral=True)


class BatchSurface(ChannelSurface):
    """The message that shows a batch's progress, and the file behind it.

    No message of an interaction: its token dies after 15 minutes.
    """

    def __init__(self, bot: TokkiBot, batch: Batch) -> None:
        super().__init__(bot, batch.channel_id, batch.id)
        self._batch = batch
        self._files = 0
        self._prefix, self._newest = "p", batch.message_id or batch.id

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        """Send the message; the nonce lets Discord recognise a repetition."""
        async with translated():
            message = await self._channel.send(text, nonce=self._nonce, view=self._view(controls))
        self._newest = message.id
        return message.id

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        """Replace the message's text."""
        view = MISSING if controls is None else self._view(controls) or None
        async with translated():
            await self._channel.get_partial_message(message_id).edit(content=text, view=view)

    async def attach(self, name: str, text: str) -> int:
        """Send *text* as a file, with a ping for whoever waits for it; gives the message's id.

        A file that could not be sent is sent again with all that came before it, perhaps by another
        process: its nonce is the same then.
        """
        person = self._batch.person_id
        async with translated():
            message = await self._channel.send(
                f"<@{person}>",
                file=file_of(name, text),
                nonce=f"{self._batch.id}-{self._files}",
                allowed_mentions=only(person),
            )
        self._files += 1
        return message.id

    async def show_typing(self) -> None:
        """Do nothing: the progress is shown at once."""

    def _view(self, controls: Controls) -> Any:  # noqa: ANN401 - MISSING has no public type
        if not controls:
            return MISSING
        return detached([BatchStop(self._batch.id)])


class BatchCommand(commands.Cog, name="Batch"):
    """Takes files of questions."""

    def __init__(self, runner: BatchRunner) -> None:
        self._runner = runner

    @app_commands.command(
        name=locale_str("batch"),
        description=locale_str("Answer a file of questions, as a CSV file."),
    )
    @app_commands.rename(file=locale_str("file"), instructions=locale_str("instructions"))
    @app_commands.describe(
        file=locale_str("One question a line, or a CSV with a column “question”."),
        instructions=locale_str("What holds for every question, such as the tone or the length."),
    )
    @app_commands.default_permissions(manage_messages=True)
    async def batch(
        self,
        interaction: discord.Interaction[TokkiBot],
        file: discord.Attachment,
        instructions: app_commands.Range[str, 1, _INSTRUCTIONS_LIMIT] | None = None,
    ) -> None:
        """Read the file and begin."""
        await defer(interaction)
        sentence = await self._start(interaction, file, instructions or "")
        await answer(interaction, sentence)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """End the batch whose progress was deleted."""
        self._runner.deleted(event.message_id)

    async def _start(
        self,
        interaction: discord.Interaction[TokkiBot],
        file: discord.Attachment,
        instructions: str,
    ) -> str:
        """Give the sentence for whoever used the command."""
        if not _can_show(interaction):
            return batch_texts.not_permitted()
        try:
            if file.size > _LIMITS.size:
                raise BatchFileError(Problem.TOO_LARGE)  # noqa: TRY301 - said like the others
            data = await read_file(file, _LIMITS.size)
            questions = read_questions(file.filename, data, _LIMITS)
        except BatchFileError as error:
            return batch_texts.problem(error, _LIMITS)
        except SurfaceError:
            return texts.no_download()
        policy = interaction.client.services.policy
        occasion = occasion_of(interaction)
        terms = await policy.terms(occasion)
        batch = Batch(
            id=interaction.id,
            channel_id=interaction.channel_id or interaction.user.id,
            server_id=interaction.guild_id,
            person_id=interaction.user.id,
            name=file.filename,
            model=terms.style.model,
            instructions=instructions,
            language=terms.language,
            place_id=occasion.asking.place_id,
        )
        listen(interaction)
        try:
            async with policy.leave(terms, partial(_tokens, instructions, questions[0])):
                begun = await self._runner.start(batch, questions)
        except RefusedToAnswerError as error:
            return str(error)
        listen(interaction)
        return batch_texts.started(len(questions)) if begun else batch_texts.already_running()


async def _tokens(*said: str) -> int:
    return sum(map(estimate_tokens, said))


def _can_show(interaction: discord.Interaction[TokkiBot]) -> bool:
    if not is_inside(interaction):  # an interaction does not live as long as a batch
        return False
    if interaction.guild_id is None:  # whose rights Discord does not tell in full
        return True
    granted = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    may_write = granted.send_messages_in_threads if in_thread else granted.send_messages
    return granted.view_channel and granted.attach_files and may_write


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    runner = bot.services.batches
    bot.add_dynamic_items(BatchStop)
    await bot.add_cog(BatchCommand(runner))
    runner.connect(lambda batch: BatchSurface(bot, batch))
