"""Messages that were sent while the gateway had no session: looked up, and heard after all.

Discord tells a session that goes on what it missed. Where another has to begin, it only names the
last message of each channel. After a start nothing is looked up: nobody knows what the process
before has heard, and who loses nothing starts the new one before the old one ends.
"""

import asyncio
import logging
import time
from collections.abc import Mapping

import discord
from discord.ext import commands

from bot.client import TokkiBot
from bot.core.errors import SurfaceError
from bot.core.talk.missed import missed
from cogs._translating import translated

log = logging.getLogger(__name__)

_Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
_PAGE = 100  # messages of a channel: Discord gives no more at once
_DIRECT = 0  # the shard that hears direct messages; stands for their server, too
_MOST_TALKS = 20  # direct ones that are looked at: no session begins with a list of them


class Missed(commands.Cog):
    """Lets the cogs hear what a session that ended did not tell."""

    def __init__(self, bot: TokkiBot) -> None:
        self._bot = bot
        self._talks: dict[int, int] = {}  # the last message of each direct talk, the latest behind
        # What was heard last in each channel, by server: of shards that have lost their session
        # or may go on with it, and of servers of which a new session has not told yet.
        self._noted: dict[int, dict[int, dict[int, int]]] = {}
        self._due: dict[int, dict[int, int]] = {}
        # By server that is due: the first message of each channel that the new session told itself.
        self._first: dict[int, dict[int, int]] = {}
        self._turn = asyncio.Lock()  # one request at a time, however many servers there are

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Note where a new session begins to tell, and how far a direct talk was heard.

        How far the channels of servers were, discord.py knows.
        """
        server_id = message.guild.id if message.guild else _DIRECT
        if server_id in self._first:
            self._first[server_id].setdefault(message.channel.id, message.id)
        if message.guild is None:
            self._talks.pop(message.channel.id, None)
            self._talks[message.channel.id] = message.id
            if len(self._talks) > _MOST_TALKS:
                del self._talks[next(iter(self._talks))]

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note what was heard, unless that is known since an earlier try to come back."""
        if shard_id not in self._noted:
            self._noted[shard_id] = self._told(shard_id)

    @commands.Cog.listener()
    async def on_shard_resumed(self, shard_id: int) -> None:
        """Look nothing up: the session goes on, and Discord has told what was missed."""
        self._noted.pop(shard_id, None)

    @commands.Cog.listener()
    async def on_shard_connect(self, shard_id: int) -> None:
        """Look everything up that the new session tells of, and what is due since the last one."""
        noted = self._noted.pop(shard_id, {})
        self._due = noted | self._due
        self._first |= {server_id: {} for server_id in noted}

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Look up the direct talks."""
        if shard_id == _DIRECT:
            now = discord.utils.time_snowflake(discord.utils.utcnow(), high=True)
            await self._look_up(_DIRECT, dict.fromkeys(self._due.get(_DIRECT, {}), now))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Look up a server."""
        await self._look_up(guild.id, _last_messages(guild))

    async def _look_up(self, server_id: int, newest: Mapping[int, int]) -> None:
        heard = self._due.pop(server_id, None)
        if heard is None:
            return
        async with self._turn:
            for channel_id, behind in missed(newest, heard, time.time()).items():
                if not self._bot.is_closed():
                    await self._hear(server_id, channel_id, behind, newest[channel_id])
        if server_id not in self._due:
            self._first.pop(server_id, None)

    async def _hear(self, server_id: int, channel_id: int, behind: int, newest: int) -> None:
        """Tell the cogs what stands behind a message, up to what the new session tells itself.

        That may have begun before we could ask what is the newest one.
        """
        channel = self._readable(server_id, channel_id)
        if channel is None:
            return
        try:
            async with translated():
                history = channel.history(limit=_PAGE, after=discord.Object(behind))
                found = [message async for message in history if message.id <= newest]
        except SurfaceError as error:
            log.warning("missed.not_found channel=%d error=%s", channel_id, error)
            return
        first = self._first.get(server_id, {}).get(channel_id, newest + 1)
        messages = [message for message in found if message.id < first]
        log.info("missed.looked_up channel=%d messages=%d", channel_id, len(messages))
        for message in messages:
            self._bot.dispatch("message", message)

    def _readable(self, server_id: int, channel_id: int) -> discord.abc.Messageable | None:
        """Give a channel that is still there and may be read; Discord counts what it refuses."""
        if server_id == _DIRECT:
            return self._bot.get_partial_messageable(channel_id)
        channel = self._bot.get_channel(channel_id)
        if not isinstance(channel, _Place):
            return None
        if isinstance(channel, discord.Thread) and channel.parent is None:
            return None
        return channel if channel.permissions_for(channel.guild.me).read_message_history else None

    def _told(self, shard_id: int) -> dict[int, dict[int, int]]:
        """Give the last message that a shard told of each channel, by server."""
        ours = [guild for guild in self._bot.guilds if guild.shard_id == shard_id]
        told = {guild.id: _last_messages(guild) for guild in ours if not guild.unavailable}
        return told | {_DIRECT: dict(self._talks)} if shard_id == _DIRECT else told


def _last_messages(guild: discord.Guild) -> dict[int, int]:
    places = (each for each in (*guild.channels, *guild.threads) if isinstance(each, _Place))
    return {place.id: place.last_message_id or 0 for place in places}


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Missed(bot))
