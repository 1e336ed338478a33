"""Questions: mentions, replies to the bot, direct messages, and threads it takes part in."""

import logging
from dataclasses import replace

import discord
from discord.ext import commands

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.policy import Occasion, RefusedToAnswerError
from bot.chat.languages import language_of, speak
from bot.chat.ports import Exchange, Surface
from bot.client import TokkiBot
from bot.core.config import table
from bot.core.config.options import Option
from bot.core.errors import StorageError
from bot.core.reply.draft import Control
from bot.core.talk.addressing import edited_soon, question_text, quoted
from bot.core.talk.turns import Question
from cogs._controls import ReplyButton
from cogs._occasion import is_inside, know_member, occasion_of, occasion_of_message
from cogs._surface import ButtonSurface, ChannelSurface

log = logging.getLogger(__name__)

_LONGEST_TITLE = 90  # of a thread; Discord takes 100 code points
_HAS_THREAD = 160004  # its id is the message's: Discord's "Opcodes and Status Codes", "Threads"
_SAID = (discord.MessageType.default, discord.MessageType.reply)


class Chat(commands.Cog):
    """Hands every question to the answerer."""

    def __init__(self, bot: TokkiBot, answerer: Answerer) -> None:
        self._bot = bot
        self._answerer = answerer

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if message.author.bot or message.webhook_id or message.type not in _SAID:
            return
        mentioned = self._is_mentioned(message)
        if not mentioned and not _is_talk_with_us(message) and not await self._wants_all(message):
            return
        await know_member(message)
        occasion = occasion_of_message(message)
        text = question_text(message.content, self._own_ids(message), _names(message))
        if text:
            await self._ask(message, text, occasion)
        elif mentioned:
            speak(language_of(occasion.locale))
            surface = self._surface(message.channel.id, message.id)
            sentence = texts.nothing_asked()
            await self._answerer.tell(surface, message.author.id, "nothing_asked", sentence)

    @commands.Cog.listener()
    async def on_reply_button(
        self, interaction: discord.Interaction[TokkiBot], control: Control, exchange: Exchange
    ) -> None:
        """Write an answer anew or go on with it; the buttons (cogs/_controls.py) send this."""
        question = exchange.question
        surface = self._surface_of_button(interaction, question)
        occasion = occasion_of(interaction, text=question.text)
        again = self._answerer.regenerate
        if control is not Control.REGENERATE:
            again = self._answerer.go_on
        try:
            await again(exchange, surface, occasion)
        except RefusedToAnswerError as error:
            await interaction.followup.send(str(error), ephemeral=True)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """End the answer to a question that was deleted, or whose reply was, and forget both."""
        await self._deleted(event.guild_id, event.channel_id, event.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """End and forget the answers whose messages were deleted together."""
        await self._deleted(event.guild_id, event.channel_id, *event.message_ids)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer anew, in the same reply, when a question is edited soon after it was asked.

        Later the memory takes the new words, and nothing is answered.
        """
        message = event.message
        if message.author.bot or message.edited_at is None:
            return
        text = question_text(message.content, self._own_ids(message), _names(message))
        try:
            place_id = await self._place_of(message) if text else None
            if place_id is None:
                return
            question = _question(message, await self._with_context(message, text), place_id)
            if edited_soon(message.created_at, message.edited_at):
                await self._ask_anew(message, question)
            else:
                await self._answerer.edited(question)
        except StorageError as error:
            log.warning("edit.not_remembered message=%d error=%s", message.id, error)

    async def _ask_anew(self, message: discord.Message, question: Question) -> None:
        surface = self._surface(question.channel_id, message.id, anew=True)
        try:
            await self._answerer.ask_anew(question, surface, occasion_of_message(message))
        except RefusedToAnswerError as error:
            log.info("edit.not_answered message=%d reason=%s", message.id, error)
            await self._answerer.tell(surface, message.author.id, "refusal", str(error))

    async def _ask(self, message: discord.Message, text: str, occasion: Occasion) -> None:
        """Answer a message, in a thread of its own where the settings want that."""
        text_in_context = await self._with_context(message, text)
        place_id = await self._place_for(message, text)
        question = _question(message, text_in_context, place_id)
        await self._answerer.answer(question, self._surface(place_id, message.id), occasion)

    async def _place_for(self, message: discord.Message, text: str) -> int:
        """Give the channel where the answer goes: that of the question, or a thread opened for it."""
        channel = message.channel
        is_plain = isinstance(channel, discord.TextChannel)
        if not is_plain or not await self._holds(message, table.THREADS):
            return channel.id
        try:
            return (await message.create_thread(name=" ".join(text.split())[:_LONGEST_TITLE])).id
        except discord.HTTPException as error:
            if error.code == _HAS_THREAD:  # another process, too, was told of the message
                return message.id
            log.warning("thread.not_made channel=%d error=%s", channel.id, error)
            return channel.id

    async def _place_of(self, message: discord.Message) -> int | None:
        """Give the channel, or the thread of its own, where a question was answered; else None."""
        guild_id = message.guild.id if message.guild else None
        places = message.channel.id, *self._threads_of(guild_id, message.id)
        found = await self._answerer.find(message.id, *places)
        return found.question.channel_id if found else None

    def _threads_of(self, guild_id: int | None, *message_ids: int) -> list[int]:
        """Give the threads that were opened on messages; such a one has the id of its message."""
        guild = self._bot.get_guild(guild_id) if guild_id else None
        return [each for each in message_ids if guild and guild.get_thread(each)]

    async def _wants_all(self, message: discord.Message) -> bool:
        """Tell whether all messages of a channel are questions."""
        return message.guild is not None and await self._holds(message, table.WITHOUT_MENTION)

    async def _holds(self, message: discord.Message, option: Option[bool]) -> bool:
        """Tell whether an option is on for who wrote a message; not while nobody knows."""
        asking = occasion_of_message(message).asking
        try:
            effective = await self._bot.services.configuration.of_place(asking)
        except StorageError as error:
            log.warning("settings.unknown error=%s", error)
            return False
        if not effective[option] or not effective.answers_here:
            return False
        await know_member(message)
        return replace(effective, asking=occasion_of_message(message).asking).may_ask

    async def _deleted(self, guild_id: int | None, channel_id: int, *message_ids: int) -> None:
        try:
            await self._answerer.deleted(channel_id, *message_ids)
            for thread_id in self._threads_of(guild_id, *message_ids):
                await self._answerer.deleted(thread_id, thread_id)
        except StorageError as error:
            log.warning("deletion.not_remembered messages=%s error=%s", message_ids, error)

    async def _with_context(self, message: discord.Message, text: str) -> str:
        """Put before a question the message that it replies to, or that its thread began with.

        What the bot said itself stands in the memory.
        """
        about = message.reference.resolved if message.reference else None
        if isinstance(about, discord.Message):
            if about.author == self._bot.user:
                return text
        elif isinstance(message.channel, discord.Thread):
            is_new = await self._answerer.is_new(message.channel.id)
            about = await _starter(message.channel) if is_new else None
        if not isinstance(about, discord.Message) or not about.content:
            return text
        words = question_text(about.content, frozenset(), _names(about))
        return f"{quoted(words, about.author.display_name)}\n{text}"

    def _surface_of_button(
        self, interaction: discord.Interaction[TokkiBot], question: Question
    ) -> Surface:
        # What is private, or was asked before the bot was inside, is in the person's own memory.
        if is_inside(interaction) and question.channel_id == interaction.channel_id:
            return self._surface(question.channel_id, question.message_id, interaction)
        return ButtonSurface(interaction, question.message_id)

    def _surface(
        self,
        channel_id: int,
        question_id: int,
        pressed: discord.Interaction[TokkiBot] | None = None,
        *,
        anew: bool = False,
    ) -> ChannelSurface:
        # In a thread of its own, which has its id, there is nothing to reply to.
        replies = channel_id != question_id
        return ChannelSurface(
            self._bot, channel_id, question_id, replies=replies, pressed=pressed, anew=anew
        )

    def _is_mentioned(self, message: discord.Message) -> bool:
        """Tell whether the bot, its own role, or a message of its is addressed."""
        replied = message.reference.resolved if message.reference else None
        if isinstance(replied, discord.Message) and replied.author == self._bot.user:
            return True
        own_ids = self._own_ids(message)
        mentioned = {user.id for user in message.mentions} | set(message.raw_role_mentions)
        return not own_ids.isdisjoint(mentioned)

    def _own_ids(self, message: discord.Message) -> frozenset[int]:
        role = message.guild.self_role if message.guild else None
        return frozenset(entity.id for entity in (self._bot.user, role) if entity)


async def _starter(thread: discord.Thread) -> discord.Message | None:
    """Give the message that a thread began with, if it is still there."""
    parent = thread.parent
    if thread.starter_message or not isinstance(parent, discord.TextChannel):
        return thread.starter_message
    try:
        return await parent.fetch_message(thread.id)
    except discord.HTTPException:
        return None


def _is_talk_with_us(message: discord.Message) -> bool:
    """Tell whether nobody else can be meant: in direct messages, and in threads it takes part in.

    `me` is there for threads that the bot has joined: it wrote in them or was added.
    """
    if message.guild is None:
        return True
    return isinstance(message.channel, discord.Thread) and message.channel.me is not None


def _names(message: discord.Message) -> dict[int, str]:
    people = {user.id: user.display_name for user in message.mentions}
    return people | {role.id: role.name for role in message.role_mentions}


def _question(message: discord.Message, text: str, place_id: int) -> Question:
    return Question(
        channel_id=place_id,
        server_id=message.guild.id if message.guild else None,
        message_id=message.id,
        speaker_id=message.author.id,
        speaker=message.author.display_name,
        text=text,
        at=message.created_at.timestamp(),
        replies_to=message.reference.message_id if message.reference else None,
    )


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    bot.add_dynamic_items(ReplyButton)
    await bot.add_cog(Chat(bot, bot.services.answerer))
