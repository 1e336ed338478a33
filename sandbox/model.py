"""The things of a Discord: people, places and messages with all their versions."""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

from sandbox.errors import Json
from sandbox.permissions import BOT


class ChannelKind(IntEnum):
    """Discord's numbers for kinds of channels."""

    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


class MessageKind(IntEnum):
    """Discord's numbers for kinds of messages."""

    DEFAULT = 0
    REPLY = 19
    SLASH_COMMAND = 20
    THREAD_STARTER = 21
    CONTEXT_MENU = 23


class MessageFlag(IntFlag):
    """Discord's message flags."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(frozen=True, slots=True)
class User:
    """An account."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        """The text that pings this account."""
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions."""

    id: int
    name: str
    permissions: int
    position: int


@dataclass(frozen=True, slots=True)
class Member:
    """An account inside a guild."""

    user: User
    roles: tuple[Role, ...]
    joined: float

    @property
    def permissions(self) -> int:
        """What the roles allow together."""
        granted = 0
        for role in self.roles:
            granted |= role.permissions
        return granted


@dataclass(slots=True, eq=False)
class Guild:
    """A server: roles, members and channels."""

    id: int
    name: str
    owner: User
    created: float
    roles: list[Role] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: dict[int, "Channel"] = field(default_factory=dict, repr=False)
    gone: bool = False

    def role(self, name: str) -> Role:
        """Find a role by its name."""
        return next(role for role in self.roles if role.name == name)


@dataclass(slots=True, eq=False)
class Channel:
    """A place for messages: a text channel, a thread or a private talk with the bot."""

    id: int
    name: str
    kind: ChannelKind = ChannelKind.TEXT
    guild: Guild | None = field(default=None, repr=False)
    parent: "Channel | None" = field(default=None, repr=False)
    owner: User | None = None
    created: float = 0.0
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    denied: int = 0  # what the bot is not allowed here
    last_message_id: int | None = None
    gone: bool = False
    joined: dict[int, float] = field(default_factory=dict)  # who is in a thread, since when
    nonces: dict[str | int, "Message"] = field(default_factory=dict, repr=False)  # of the bot
    held: dict[int, "Message"] = field(default_factory=dict, repr=False)
    deleted: "list[Message]" = field(default_factory=list, repr=False)

    @property
    def messages(self) -> "list[Message]":
        """The messages that can be seen now, oldest first."""
        return list(self.held.values())

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.kind in (ChannelKind.PUBLIC_THREAD, ChannelKind.PRIVATE_THREAD)

    @property
    def guild_id(self) -> int | None:
        """The id of the guild, if there is one."""
        return None if self.guild is None else self.guild.id

    @property
    def bot_permissions(self) -> int:
        """What the bot may do here."""
        denied = self.denied | (self.parent.denied if self.parent else 0)
        return BOT & ~denied


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a message; its bytes lie on the sandbox's own file server."""

    id: int
    filename: str
    size: int
    content_type: str
    url: str
    description: str | None = None
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a message pings."""

    users: tuple[User, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What a message looked like from *at* (monotonic seconds) until its next version."""

    at: float
    wall: float
    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    flags: int = 0
    mentions: Mentions = Mentions()


@dataclass(slots=True, eq=False)
class Message:
    """A message and everything it has ever said."""

    id: int
    channel: Channel = field(repr=False)
    author: User
    born: float
    versions: list[Version]
    kind: MessageKind = MessageKind.DEFAULT
    reference_id: int | None = None
    reference: "Message | None" = field(default=None, repr=False)
    nonce: str | int | None = None
    origin: Json | None = field(default=None, repr=False)  # the interaction it answers
    thread: Channel | None = field(default=None, repr=False)
    reactions: dict[str, list[User]] = field(default_factory=dict, repr=False)
    deleted_at: float | None = None

    @property
    def now(self) -> Version:
        """The version that can be seen."""
        return self.versions[-1]

    @property
    def content(self) -> str:
        """The text that can be seen."""
        return self.now.content

    @property
    def components(self) -> tuple[Json, ...]:
        """The buttons and menus."""
        return self.now.components

    @property
    def embeds(self) -> tuple[Json, ...]:
        """The embeds."""
        return self.now.embeds

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files."""
        return self.now.attachments

    @property
    def mentions(self) -> Mentions:
        """Whom the message pings."""
        return self.now.mentions

    @property
    def flags(self) -> int:
        """Discord's message flags."""
        return self.now.flags

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & MessageFlag.EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & MessageFlag.LOADING)
