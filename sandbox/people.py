"""People: everything that somebody in front of a Discord window can do."""

import asyncio
from collections.abc import Iterable

from sandbox.asking import Asking
from sandbox.components import pressed, selected, submitted
from sandbox.drafts import Form
from sandbox.errors import Json
from sandbox.files import Upload
from sandbox.interactions import Interaction, InteractionKind
from sandbox.mentions import ANYBODY, PEOPLE
from sandbox.model import Channel, Message, MessageFlag, MessageKind, User
from sandbox.permissions import Permission, allows
from sandbox.talk import Post, Talk
from sandbox.world import World

# Seconds: a form is known to the bot when it has the receipt of showing it, and nobody is faster.
_FILLING_IN = 0.1


class Person:
    """Somebody who talks with the bot."""

    def __init__(self, user: User, world: World) -> None:
        self.user = user
        self._world = world
        self._talk = Talk(world)
        self._asking = Asking(world, user)

    def __repr__(self) -> str:
        return f"Person({self.user.name})"

    @property
    def id(self) -> int:
        """The id of the account."""
        return self.user.id

    @property
    def name(self) -> str:
        """The name of the account."""
        return self.user.name

    @property
    def mention(self) -> str:
        """The text that pings this person."""
        return self.user.mention

    @property
    def locale(self) -> str:
        """The language of this person's client, which interactions carry."""
        return self._asking.locale

    @locale.setter
    def locale(self, locale: str) -> None:
        self._asking.locale = locale

    def commands(self, channel: Channel) -> list[Json]:
        """Give the commands that this person may use in a channel."""
        return self._asking.offered(channel)

    def dm(self) -> Channel:
        """Give the private channel with the bot."""
        return self._world.private_channel(self.user)

    async def say(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        files: Iterable[Upload] = (),
    ) -> Message:
        """Send a message; a reply pings the author of the message it answers."""
        kept = tuple(self._world.files.keep(each, channel.id) for each in files)
        message = self._talk.post(
            Post(
                channel,
                self.user,
                Form({"content": text}, kept),
                reply_to=reply_to,
                kind=MessageKind.REPLY if reply_to else MessageKind.DEFAULT,
                allowed=self._pings(channel),
            )
        )
        await _breathe()
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Edit one's own message."""
        self._check_own(message)
        self._talk.edit(message, Form({"content": text}, message.attachments))
        await _breathe()

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        self._talk.delete(message)
        await _breathe()

    async def typing(self, channel: Channel) -> None:
        """Type for a moment."""
        self._talk.type(channel, self.user)
        await _breathe()

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction under a message."""
        self._talk.react(message, emoji, self.user)
        await _breathe()

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take a reaction away."""
        self._talk.unreact(message, emoji, self.user)
        await _breathe()

    async def open_thread(
        self, channel: Channel, name: str, message: Message | None = None
    ) -> Channel:
        """Open a thread, on a message or by itself."""
        thread = self._world.start_thread(channel, name, self.user, message)
        if message is not None:
            self._talk.mark(message, MessageFlag.HAS_THREAD)
        await _breathe()
        return thread

    async def slash(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Use a slash command, like ``slash(channel, "config show")``.

        Raises:
            LookupError: there is no such command for this person, or its options do not fit.
        """
        data = self._asking.command(channel, command, options)
        return await self._ask(InteractionKind.COMMAND, channel, data)

    async def autocomplete(
        self,
        channel: Channel,
        command: str,
        option: str,
        value: str,
        /,
        **others: object,
    ) -> list[Json]:
        """Type into an option and give the choices that the bot offers; *others* are filled in."""
        data = self._asking.completion(channel, command, {**others, option: value}, option)
        interaction = await self._ask(InteractionKind.AUTOCOMPLETE, channel, data)
        await interaction.answered()
        return interaction.choices

    async def menu(
        self, target: "Message | Person | User", name: str, channel: Channel | None = None
    ) -> Interaction:
        """Use a context-menu command on a message or, inside *channel*, on a person."""
        if isinstance(target, Message):
            data = self._asking.message_menu(target, name)
            return await self._ask(InteractionKind.COMMAND, target.channel, data)
        if channel is None:
            raise LookupError("A menu on a person needs the channel in which it is used.")
        user = target.user if isinstance(target, Person) else target
        data = self._asking.user_menu(channel, user, name)
        return await self._ask(InteractionKind.COMMAND, channel, data)

    async def press(self, message: Message, custom_id: str) -> Interaction:
        """Press a button.

        Raises:
            LookupError: the message has no such button, or it is disabled.
        """
        data = pressed(message, custom_id)
        return await self._ask(InteractionKind.COMPONENT, message.channel, data, message)

    async def select(self, message: Message, custom_id: str, values: list[str]) -> Interaction:
        """Choose from a menu.

        Raises:
            LookupError: the message has no such menu, or it does not offer the values.
        """
        data = selected(message, custom_id, values)
        return await self._ask(InteractionKind.COMPONENT, message.channel, data, message)

    async def submit(self, interaction: Interaction, fields: dict[str, str]) -> Interaction:
        """Fill in the form that answered *interaction* and send it.

        Raises:
            LookupError: no form was shown, or a field is unknown or missing.
        """
        data = submitted(interaction, fields)
        await asyncio.sleep(_FILLING_IN)
        return await self._ask(
            InteractionKind.MODAL, interaction.channel, data, interaction.message
        )

    async def _ask(
        self, kind: InteractionKind, channel: Channel, data: Json, message: Message | None = None
    ) -> Interaction:
        interaction = self._asking.send(kind, channel, data, message)
        await _breathe()
        return interaction

    def _pings(self, channel: Channel) -> Json:
        granted = self._world.permissions(self.user, channel)
        return ANYBODY if allows(granted, Permission.MENTION_EVERYONE) else PEOPLE

    def _check_own(self, message: Message) -> None:
        if message.author is not self.user:
            raise LookupError(f"{self.name} cannot edit a message of {message.author.name}.")


async def _breathe() -> None:
    """Let the event leave before the person goes on."""
    await asyncio.sleep(0)
