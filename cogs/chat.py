"""Questions: mentions, replies to the bot, direct messages, threads it takes part in, and /ask."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import texts
from bot.chat.answering import Answerer
from bot.chat.ports import Exchange
from bot.client import TokkiBot
from bot.core.reply.draft import Control
from bot.core.talk.addressing import edited_soon, question_text
from bot.core.talk.turns import Question
from cogs._controls import ReplyButton
from cogs._surface import ChannelSurface, InteractionSurface

_PROMPT_LIMIT = 4000


class Chat(commands.Cog):
    """Hands every question to the answerer."""

    def __init__(self, bot: TokkiBot, answerer: Answerer) -> None:
        self._bot = bot
        self._answerer = answerer

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if message.author.bot or message.webhook_id or not self._is_asked(message):
            return
        text = question_text(message.content, self._own_ids(message), _names(message))
        if text:
            question = _question(message, text)
            await self._answerer.answer(question, self._surface(message.channel.id, message.id))
        elif self._is_mentioned(message):
            await message.reply(texts.NOTHING_ASKED, mention_author=False)

    @app_commands.command(name="ask", description="Ask a question and watch the answer grow.")
    @app_commands.describe(prompt="What would you like to know?")
    async def ask(
        self,
        interaction: discord.Interaction[TokkiBot],
        prompt: app_commands.Range[str, 1, _PROMPT_LIMIT],
    ) -> None:
        """Answer a question asked as a command."""
        await interaction.response.defer(thinking=True)
        question = Question(
            channel_id=interaction.channel_id or interaction.user.id,
            server_id=interaction.guild_id,
            message_id=interaction.id,
            speaker_id=interaction.user.id,
            speaker=interaction.user.display_name,
            text=prompt,
            at=interaction.created_at.timestamp(),
        )
        await self._answerer.answer(question, InteractionSurface(interaction))

    @commands.Cog.listener()
    async def on_reply_button(
        self, interaction: discord.Interaction[TokkiBot], control: Control, exchange: Exchange
    ) -> None:
        """Write an answer anew or go on with it; the buttons (cogs/_controls.py) send this."""
        question = exchange.question
        surface = self._surface(question.channel_id, question.message_id)
        if control is Control.REGENERATE:
            await self._answerer.regenerate(exchange, surface)
        else:
            await self._answerer.go_on(exchange, surface)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """End the answer to a question that was deleted, or whose reply was."""
        self._answerer.deleted(event.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """End the answers whose messages were deleted together."""
        for message_id in event.message_ids:
            self._answerer.deleted(message_id)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Answer anew, in the same reply, when a question is edited soon after it was asked."""
        message = event.message
        if message.author.bot or not edited_soon(message.created_at, message.edited_at):
            return
        if text := question_text(message.content, self._own_ids(message), _names(message)):
            surface = self._surface(message.channel.id, message.id)
            await self._answerer.ask_anew(_question(message, text), surface)

    def _surface(self, channel_id: int, question_id: int) -> ChannelSurface:
        return ChannelSurface(self._bot, channel_id, question_id)

    def _is_asked(self, message: discord.Message) -> bool:
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return False
        if message.guild is None or self._is_mentioned(message):
            return True
        # `me` is there for threads that the bot has joined: it wrote in them or was added.
        return isinstance(message.channel, discord.Thread) and message.channel.me is not None

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


def _names(message: discord.Message) -> dict[int, str]:
    people = {user.id: user.display_name for user in message.mentions}
    return people | {role.id: role.name for role in message.role_mentions}


def _question(message: discord.Message, text: str) -> Question:
    return Question(
        channel_id=message.channel.id,
        server_id=message.guild.id if message.guild else None,
        message_id=message.id,
        speaker_id=message.author.id,
        speaker=message.author.display_name,
        text=text,
        at=message.created_at.timestamp(),
    )


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    bot.add_dynamic_items(ReplyButton)
    await bot.add_cog(Chat(bot, bot.services.answerer))
