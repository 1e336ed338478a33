"""Messages: posting, editing and deleting them, with every version kept and every event sent."""

import time
from dataclasses import dataclass, field, replace
from typing import Literal

from sandbox import render
from sandbox.drafts import Form, first_version, next_version
from sandbox.errors import Json
from sandbox.events import Change, Event, Intent
from sandbox.mentions import ANYBODY, read_mentions
from sandbox.model import Channel, Message, MessageFlag, MessageKind, User, Version
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Post:
    """A message that somebody wants to send."""

    channel: Channel
    author: User
    form: Form
    reply_to: Message | None = None
    kind: MessageKind = MessageKind.DEFAULT
    allowed: Json = field(default_factory=lambda: ANYBODY)
    also_flags: int = 0
    origin: Json | None = None


class Talk:
    """Everything that happens to messages."""

    def __init__(self, world: World) -> None:
        self._world = world

    def post(self, post: Post) -> Message:
        """Send a message."""
        version = first_version(post.form, _blank(), also=post.also_flags)
        return self._publish(post, self._with_mentions(version, post.allowed, post.reply_to))

    def post_loading(self, post: Post, *, hidden: bool) -> Message:
        """Send the message that says that the bot is thinking."""
        flags = MessageFlag.LOADING | (MessageFlag.EPHEMERAL if hidden else 0)
        return self._publish(post, replace(_blank(), flags=flags))

    def mark(self, message: Message, flag: MessageFlag) -> None:
        """Set a flag on a message without counting it as an edit."""
        message.versions[-1] = replace(message.now, flags=message.flags | flag)
        self._emit_message("MESSAGE_UPDATE", message)

    def edit(self, message: Message, form: Form, allowed: Json = ANYBODY) -> None:
        """Give a message its next version; the first text of a thinking one ends the thinking."""
        version = next_version(form, message.now)
        version = replace(
            self._with_mentions(version, allowed, message.reference),
            flags=version.flags & ~MessageFlag.LOADING,
            at=time.monotonic(),
            wall=time.time(),
        )
        message.versions.append(version)
        self._emit_message("MESSAGE_UPDATE", message)
        self._tell("edited", message)

    def delete(self, message: Message, *, silent: bool = False) -> None:
        """Take a message away; *silent* leaves the event to a bulk delete."""
        if message.deleted_at is not None:
            return
        message.deleted_at = time.monotonic()
        channel = message.channel
        if channel.held.pop(message.id, None) is not None:
            channel.deleted.append(message)
            if not silent:
                self._emit(channel, "MESSAGE_DELETE", {"id": str(message.id)}, *_MESSAGES)
        self._tell("deleted", message)

    def delete_many(self, channel: Channel, messages: list[Message]) -> None:
        """Take several messages away with one event."""
        for message in messages:
            self.delete(message, silent=True)
        data = {"ids": [str(message.id) for message in messages]}
        self._emit(channel, "MESSAGE_DELETE_BULK", data, *_MESSAGES)

    def type(self, channel: Channel, user: User) -> None:
        """Show that somebody is typing."""
        data: Json = {"user_id": str(user.id), "timestamp": int(time.time())}
        member = channel.guild.members.get(user.id) if channel.guild else None
        if member is not None:
            data["member"] = render.member(member)
        self._emit(channel, "TYPING_START", data, *_TYPING)
        self._world.feed.tell(Change("typing", time.monotonic(), channel, None, user))

    def react(self, message: Message, emoji: str, user: User) -> None:
        """Put a reaction under a message."""
        users = message.reactions.setdefault(emoji, [])
        if user in users:
            return
        users.append(user)
        self._emit_reaction("MESSAGE_REACTION_ADD", message, emoji, user)

    def unreact(self, message: Message, emoji: str, user: User) -> None:
        """Take a reaction away."""
        users = message.reactions.get(emoji, [])
        if user in users:
            users.remove(user)
            self._emit_reaction("MESSAGE_REACTION_REMOVE", message, emoji, user)

    def is_open(self, message: Message) -> bool:
        """Tell whether the bot may read a message without the intent for content."""
        bot = self._world.bot
        return (
            message.author is bot or message.channel.guild is None or bot in message.mentions.users
        )

    def _publish(self, post: Post, version: Version) -> Message:
        message = Message(
            id=self._world.make_id(),
            channel=post.channel,
            author=post.author,
            born=version.wall,
            versions=[version],
            kind=post.kind,
            reference_id=post.reply_to.id if post.reply_to else None,
            reference=post.reply_to,
            nonce=post.form.body.get("nonce"),
            origin=post.origin,
        )
        if message.nonce is not None and message.author is self._world.bot:
            post.channel.nonces[message.nonce] = message
        if post.channel.is_thread:
            for user in (post.author, *version.mentions.users):
                self._world.join_thread(post.channel, user)
        if not message.ephemeral:
            post.channel.held[message.id] = message
            post.channel.last_message_id = message.id
            self._emit_message("MESSAGE_CREATE", message)
        self._tell("created", message)
        return message

    def _with_mentions(self, version: Version, allowed: Json, reply_to: Message | None) -> Version:
        users = self._world.users
        return replace(version, mentions=read_mentions(version.content, allowed, users, reply_to))

    def _emit_message(self, name: str, message: Message) -> None:
        if message.ephemeral:
            return
        data = render.gateway_message(message, self._world.bot)
        redacted = None if self.is_open(message) else render.without_content(data)
        intents = _MESSAGES
        intent = intents[0] if message.channel.guild else intents[1]
        self._world.emit(Event(name, data, message.channel.guild_id, intent, redacted))

    def _emit_reaction(self, name: str, message: Message, emoji: str, user: User) -> None:
        data: Json = {
            "user_id": str(user.id),
            "message_id": str(message.id),
            "message_author_id": str(message.author.id),
            "emoji": render.emoji(emoji),
            "burst": False,
            "type": 0,
        }
        guild = message.channel.guild
        if guild is not None and user.id in guild.members:
            data["member"] = render.member(guild.members[user.id])
        self._emit(message.channel, name, data, *_REACTIONS)
        self._tell("reacted", message)

    def _emit(
        self, channel: Channel, name: str, data: Json, in_guild: Intent, in_private: Intent
    ) -> None:
        data["channel_id"] = str(channel.id)
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
        intent = in_private if channel.guild is None else in_guild
        self._world.emit(Event(name, data, channel.guild_id, intent))

    def _tell(
        self, kind: Literal["created", "edited", "deleted", "reacted"], message: Message
    ) -> None:
        change = Change(kind, time.monotonic(), message.channel, message, message.author)
        self._world.feed.tell(change)


def _blank() -> Version:
    return Version(time.monotonic(), time.time())


_MESSAGES = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_TYPING = (Intent.GUILD_MESSAGE_TYPING, Intent.DIRECT_MESSAGE_TYPING)
_REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
