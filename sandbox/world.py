"""The state of a sandbox: who is there and where they can talk.

Every change of a place goes through here, so that the gateway hears about it.
"""

import time
from collections.abc import Callable

from sandbox import guild_render, render
from sandbox.commands import CommandBook
from sandbox.errors import Json, refusal
from sandbox.events import Event, Feed, Intent
from sandbox.files import FileShelf
from sandbox.interactions import InteractionBook
from sandbox.model import Channel, ChannelKind, Guild, Member, Message, Role, User
from sandbox.permissions import BOT, EVERYONE, ROLES, Permission, allows
from sandbox.snowflakes import Snowflakes


class World:
    """Users, guilds and channels, with the way to change them."""

    def __init__(self, bot_name: str) -> None:
        self.make_id = Snowflakes()
        self.feed = Feed()
        self.listeners: list[Callable[[Event], None]] = []
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.direct: dict[int, Channel] = {}
        self.role_names: dict[int, str] = {}
        self.owner = self.add_user("Owner", role="admin")
        self.bot = self.add_user(bot_name, role="bot", bot=True)
        self.application_id = self.bot.id
        self.files = FileShelf(self.make_id)
        self.commands = CommandBook(self.make_id, self.application_id)
        self.interactions = InteractionBook()
        self.gateway_url = ""
        self.allowed_intents = ~0
        self.shards = 1  # how many shards GET /gateway/bot recommends
        self.max_concurrency = 1  # of how many keys sessions may begin at once
        self.session_starts = 1000  # how many sessions may still begin today

    def emit(self, event: Event) -> None:
        """Send an event to whoever listens for the bot; of a guild that it left it hears nothing."""
        if event.guild_id is not None and event.guild_id not in self.guilds:
            return
        for listener in self.listeners:
            listener(event)

    def add_user(self, name: str, *, role: str, bot: bool = False, locale: str = "en-US") -> User:
        """Make an account and let it join every guild."""
        user = User(self.make_id(), name, bot, locale)
        self.users[user.id] = user
        self.role_names[user.id] = role
        for guild in self.guilds.values():
            joined = self._join(guild, user)
            data = {**render.member(joined), "guild_id": str(guild.id)}
            self.emit(Event("GUILD_MEMBER_ADD", data, guild.id, Intent.GUILD_MEMBERS))
        return user

    def add_guild(self, name: str) -> Guild:
        """Open a guild that everybody has joined."""
        guild = Guild(self.make_id(), name, self.owner, time.time())
        guild.roles.append(Role(guild.id, "@everyone", EVERYONE, 0))
        for position, (role, granted) in enumerate([*ROLES.items(), ("bot", BOT)], start=1):
            guild.roles.append(Role(self.make_id(), role, granted, position))
        for user in self.users.values():
            self._join(guild, user)
        self.guilds[guild.id] = guild
        self.emit(self.guild_event(guild))
        return guild

    def guild_event(self, guild: Guild) -> Event:
        """Give the event with which a bot learns to know a guild."""
        everybody = list(guild.members.values())
        return Event(
            "GUILD_CREATE",
            guild_render.whole(guild, everybody, self.bot),
            guild.id,
            redacted=guild_render.whole(guild, [guild.members[self.bot.id]], self.bot),
            opens=Intent.GUILD_MEMBERS,
        )

    def add_channel(self, guild: Guild, name: str) -> Channel:
        """Open a text channel."""
        channel = Channel(self.make_id(), name, guild=guild, created=time.time())
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self._emit_place("CHANNEL_CREATE", channel)
        return channel

    def private_channel(self, user: User) -> Channel:
        """Give the private talk between a person and the bot."""
        if user.id not in self.direct:
            channel = Channel(self.make_id(), user.name, ChannelKind.DM, owner=user)
            self.direct[user.id] = self.channels[channel.id] = channel
        return self.direct[user.id]

    def start_thread(
        self, parent: Channel, name: str, owner: User, message: Message | None = None
    ) -> Channel:
        """Open a thread, either on a message or by itself."""
        if message is not None and message.thread is not None:
            raise refusal(160004)
        thread = Channel(
            # A thread on a message shares the message's id: that is how Discord finds it.
            self.make_id() if message is None else message.id,
            name,
            ChannelKind.PUBLIC_THREAD,
            guild=parent.guild,
            parent=parent,
            owner=owner,
            created=time.time(),
            joined={owner.id: time.time()},
        )
        if message is not None:
            message.thread = thread
        self.channels[thread.id] = thread
        if parent.guild is not None:
            parent.guild.channels[thread.id] = thread
        self._emit_place("THREAD_CREATE", thread, newly_created=True)
        return thread

    def join_thread(self, thread: Channel, user: User) -> None:
        """Let somebody into a thread: by themselves, by writing in it or by being mentioned."""
        if user.id not in thread.joined:
            thread.joined[user.id] = time.time()
            added = [render.thread_member(thread, user.id)]
            self._emit_members(thread, user, {"added_members": added})

    def leave_thread(self, thread: Channel, user: User) -> None:
        """Let somebody out of a thread."""
        if thread.joined.pop(user.id, None) is not None:
            self._emit_members(thread, user, {"removed_member_ids": [str(user.id)]})

    def update_place(self, channel: Channel) -> None:
        """Tell the bot that a channel or thread has changed."""
        self._emit_place("THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel)

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel or thread with all that is in it."""
        channel.gone = True
        self.channels.pop(channel.id, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)
            for thread in [
                each for each in channel.guild.channels.values() if each.parent is channel
            ]:
                self.remove_channel(thread)
        self._emit_place("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", channel)

    def remove_guild(self, guild: Guild) -> None:
        """Throw the bot out of a guild: it goes on without the bot."""
        self.emit(Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id, Intent.GUILDS))
        guild.gone = True
        self.guilds.pop(guild.id, None)

    def return_guild(self, guild: Guild) -> None:
        """Let the bot into a guild again that it was thrown out of."""
        guild.gone = False
        self.guilds[guild.id] = guild
        self.emit(self.guild_event(guild))

    def channel_for_bot(self, channel_id: int) -> Channel:
        """Find a channel, or refuse as Discord does when it is unknown or closed to the bot."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refusal(10003)
        is_out = channel.guild is not None and channel.guild.gone
        if is_out or not allows(channel.bot_permissions, Permission.VIEW_CHANNEL):
            raise refusal(50001)
        return channel

    def permissions(self, user: User, channel: Channel) -> int:
        """Tell what somebody may do in a channel."""
        if user is self.bot:
            return channel.bot_permissions
        member = channel.guild.members.get(user.id) if channel.guild else None
        return EVERYONE if member is None else member.permissions

    def _join(self, guild: Guild, user: User) -> Member:
        role = guild.role(self.role_names[user.id])
        guild.members[user.id] = Member(user, (guild.roles[0], role), time.time())
        return guild.members[user.id]

    def _emit_members(self, thread: Channel, user: User, change: Json) -> None:
        count = len(thread.joined)
        data = {"id": str(thread.id), "guild_id": str(thread.guild_id), "member_count": count}
        # A bot always hears of its own joining; of others only with the members intent.
        intent = Intent.GUILDS if user is self.bot else Intent.GUILDS | Intent.GUILD_MEMBERS
        self.emit(Event("THREAD_MEMBERS_UPDATE", {**data, **change}, thread.guild_id, intent))

    def _emit_place(self, name: str, channel: Channel, *, newly_created: bool = False) -> None:
        data = render.channel(channel, self.bot)
        if newly_created:
            data["newly_created"] = True
        self.emit(Event(name, data, channel.guild_id, Intent.GUILDS))
        self.feed.beat()
