"""What Discord says about places that are gone: channels, and servers that the bot has left."""

import logging

import discord
from discord.ext import commands

from bot.chat.answers.answering import Answerer
from bot.chat.ports import Memory
from bot.chat.remembering.keeping import Servers, Sweeper
from bot.client import TokkiBot
from bot.core.errors import StorageError

log = logging.getLogger(__name__)


class Keeping(commands.Cog):
    """Keeps answers and memory from holding on to what Discord has no more."""

    def __init__(self, bot: TokkiBot, answerer: Answerer, memory: Memory, sweeper: Sweeper) -> None:
        self._bot = bot
        self._answerer = answerer
        self._memory = memory
        self._sweeper = sweeper

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Let the sweeper see the servers; from now on the list is complete."""
        self._sweeper.connect(lambda: _servers(self._bot))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was removed; in an outage discord.py says on_guild_unavailable."""
        await self._answerer.left(server_id=guild.id)
        try:
            await self._sweeper.left(guild.id)
        except StorageError as error:  # the next sweep sees it, too
            log.warning("server.left_not_noted server=%d error=%s", guild.id, error)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that the bot was added."""
        try:
            await self._sweeper.returned(guild.id)
        except StorageError as error:  # as above
            log.warning("server.return_not_noted server=%d error=%s", guild.id, error)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget a channel that was deleted."""
        await self._forget(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Forget a thread that was deleted, by itself or with its channel."""
        await self._forget(event.thread_id)

    async def _forget(self, channel_id: int) -> None:
        await self._answerer.left(channel_id=channel_id)
        try:
            await self._memory.forget(channel_id)
        except StorageError as error:
            log.warning("deletion.not_remembered channel=%d error=%s", channel_id, error)


def _servers(bot: TokkiBot) -> Servers:
    # A bot with several shards knows them by number; one without has a single one.
    shards = getattr(bot, "shards", None) or (bot.shard_id or 0,)
    present = frozenset(guild.id for guild in bot.guilds)
    return Servers(present, tuple(shards), bot.shard_count or 1)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    services = bot.services
    await bot.add_cog(Keeping(bot, services.answerer, services.memory, services.sweeper))
