"""Where a reply appears: in a channel, or as the answer to a command."""

import asyncio
import io
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from datetime import datetime
from typing import Any, ClassVar

import discord
from discord.utils import MISSING

from bot.client import TokkiBot
from bot.core.errors import GoneError, SurfaceError, UnavailableError
from bot.core.reply.draft import Controls
from bot.traffic import lane_of
from cogs._controls import belongs, view_of
from cogs._occasion import is_inside
from cogs._translating import LIBRARY_REPEATS_AFTER, translated

log = logging.getLogger(__name__)

_LOOK_BACK = 100  # messages behind a question, among which a killed process may have left its reply


class ChannelSurface:
    """A reply to the message with the id *question_id*.

    It *replies* in the sense of Discord where that message stands in the same channel. *pressed* is
    a button that brought it about. What is written *anew* takes no message for one of an earlier
    answer; else a message whose receipt nobody got, be it in another process, is not sent twice.
    """

    def __init__(
        self,
        bot: TokkiBot,
        channel_id: int,
        question_id: int,
        *,
        replies: bool = True,
        pressed: discord.Interaction[TokkiBot] | None = None,
        anew: bool = False,
    ) -> None:
        self._replies = replies
        self._pressed = pressed
        self._channel = bot.get_partial_messageable(channel_id)
        self._question_id = question_id
        self._prefix = secrets.token_hex(2) if anew or pressed else "b"
        self._newest = question_id  # of the messages that it has met

    @property
    def lane(self) -> str:
        """Name the rate limit of the channel."""
        return lane_of(self._channel.id)

    async def begin(self) -> None:
        """Take away the buttons of which one was pressed."""
        if self._pressed is not None:
            await _take_buttons(self._pressed)

    def once(self) -> "ChannelSurface":
        """Give the surface for a sentence; Discord keeps one of the same nonce."""
        surface = copy(self)
        surface._prefix, surface._newest = "t", self._question_id  # noqa: SLF001 - it is one of us
        return surface

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        """Send a message; the first one is a reply to the question, if that is still there.

        The nonce lets Discord recognise a repetition whose first try arrived after all; that one
        may show less, or more.
        """
        async with translated():
            message = await self._channel.send(
                text,
                nonce=self._nonce,
                suppress_embeds=True,
                reference=self._reference() if first and self._replies else None,  # type: ignore[arg-type]  # None is the default
                view=view_of(controls, self._question_id),  # type: ignore[arg-type]  # None is the default
            )
        if message.content.strip() != text.strip():
            await self._edit(message.id, text, controls)
        self._newest = message.id
        return message.id

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        """Replace a message's text."""
        self._newest = max(self._newest, message_id)
        await self._edit(message_id, text, controls)

    async def _edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        # Through a partial message: discord.py 2.7's Message.edit would clear the flag that keeps
        # link previews away.
        view = MISSING if controls is None else view_of(controls, self._question_id)
        async with translated():
            await self._channel.get_partial_message(message_id).edit(content=text, view=view)

    async def delete(self, message_id: int) -> None:
        """Delete a message; one that is gone already is no error."""
        with suppress(GoneError):
            async with translated():
                await self._channel.get_partial_message(message_id).delete()

    async def attach(self, name: str, text: str) -> int:
        """Send *text* as a file; gives the id of its message. Its nonce is as that of a text."""
        async with translated():
            message = await self._channel.send(file=file_of(name, text), nonce=f"f{self._nonce}")
        return message.id

    async def notify(self, person_id: int, text: str) -> None:
        """Send a short message that pings one person, and nobody else."""
        async with translated():
            await self._channel.send(f"<@{person_id}> {text}", allowed_mentions=only(person_id))

    async def left_behind(self, known: Sequence[int]) -> list[int]:
        """Give the messages of the reply behind those *known*: by their button, or their command.

        Only the newest message of a reply has buttons.
        """
        self._newest = max((self._newest, *known))
        after = discord.Object(max((self._question_id, *known)))
        async with translated():
            return [
                message.id
                async for message in self._channel.history(after=after, limit=_LOOK_BACK)
                if self._is_ours(message)
            ]

    async def show_typing(self) -> None:
        """Show the typing indicator for ten seconds."""
        async with translated():
            await self._channel.typing()

    @property
    def _nonce(self) -> str:
        """Name the next message by the one that it stands behind: at most 25 characters."""
        return f"{self._prefix}{self._newest}"

    def _is_ours(self, message: discord.Message) -> bool:
        command = message.interaction_metadata
        if command is not None and command.id == self._question_id:
            return True
        return any(belongs(row, self._question_id) for row in message.components)

    def _reference(self) -> discord.MessageReference:
        return discord.MessageReference(
            message_id=self._question_id,
            channel_id=self._channel.id,
            fail_if_not_exists=False,
        )


class InteractionSurface:
    """The answer to a slash command, or to a menu, that was deferred; *private*: for one person."""

    # By message, of what is reached in no other way: only the interaction that sent it, for the 15
    # minutes that its token lives, and one that presses its own button.
    _senders: ClassVar[dict[int, tuple[datetime, discord.Webhook]]] = {}

    def __init__(
        self, interaction: discord.Interaction[TokkiBot], *, private: bool = False
    ) -> None:
        self._interaction = interaction
        self._question_id = interaction.id
        self._private = private
        self._tried = False
        self._repeated = False
        self._posted: set[int] = set()
        # What was sent last, behind which ones, until it is sure that it stands alone.
        self._unsure: tuple[tuple[int, ...], int] | None = None

    @property
    def lane(self) -> str:
        """Name the rate limit of this interaction, which is its own."""
        return f"interaction:{self._interaction.id}"

    async def begin(self) -> None:
        """Do nothing: a command has no buttons."""

    def once(self) -> "InteractionSurface":
        """Give this surface: one process alone may answer an interaction."""
        return self

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        """Send the next message; Discord fills in the deferred answer with the first one.

        https://discord.com/developers/docs/interactions/receiving-and-responding#create-followup-message
        discord.py 2.7 can keep link previews away from what is sent, and not from an answer that
        is edited. What has failed may have arrived: only editing cannot make a second answer of it.
        """
        if self._posted or not self._tried:
            self._tried = True
            return await self._follow_up(text, controls)
        view = view_of(controls, self._question_id)
        async with translated():
            message = await self._interaction.edit_original_response(content=text, view=view)
        self._note(message.id)
        return message.id

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        """Replace a message's text."""
        view = MISSING if controls is None else view_of(controls, self._question_id)
        async with translated():
            await self._webhook(message_id).edit_message(message_id, content=text, view=view)

    async def delete(self, message_id: int) -> None:
        """Delete a message; one that is gone already is no error."""
        with suppress(GoneError):
            async with translated():
                await self._webhook(message_id).delete_message(message_id)

    async def attach(self, name: str, text: str) -> int:
        """Send *text* as a file; gives the id of its message."""
        return await self._send_once(file=file_of(name, text))

    async def notify(self, person_id: int, text: str) -> None:
        """Send a short message that pings one person, and nobody else."""
        async with translated():
            await self._interaction.followup.send(
                f"<@{person_id}> {text}",
                ephemeral=self._private,
                allowed_mentions=only(person_id),
            )

    async def left_behind(self, known: Sequence[int]) -> list[int]:
        """Give what stands behind those *known*, as far as somebody can list it."""
        if self._private or not is_inside(self._interaction):
            return []
        bot, channel_id = self._interaction.client, self._interaction.channel_id or 0
        return await ChannelSurface(bot, channel_id, self._question_id).left_behind(known)

    async def show_typing(self) -> None:
        """Do nothing: the deferred answer already says that the bot is thinking."""

    async def _follow_up(self, text: str, controls: Controls) -> int:
        view = view_of(controls, self._question_id) or MISSING
        return await self._send_once(content=text, suppress_embeds=True, view=view)

    async def _send_once(self, **message: Any) -> int:  # noqa: ANN401 - what discord.py takes
        """Send a follow-up, and delete what arrived of it besides.

        It has no nonce, and discord.py sends again what failed, as we do. Where the deleting fails,
        the next call sends nothing and goes on with that.
        """
        if self._unsure is None:
            known, began = tuple(self._posted), asyncio.get_running_loop().time()
            try:
                async with translated():
                    sent = await self._interaction.followup.send(
                        **message, ephemeral=self._private, wait=True
                    )
            except UnavailableError:
                self._repeated = True
                raise
            self._note(sent.id)
            if asyncio.get_running_loop().time() - began >= LIBRARY_REPEATS_AFTER:
                self._repeated = True
            self._unsure = known, sent.id
        known, message_id = self._unsure
        if self._repeated:
            message_id = await self._alone(known, message_id)
        self._unsure = None
        return message_id

    async def _alone(self, known: Sequence[int], sent: int) -> int:
        """Delete what stands behind *known* beside what was *sent*; gives which one stays.

        The first message is the answer that was deferred: for its asker alone it is found by this
        way only.
        """
        stays = sent
        if not known:
            async with translated():
                stays = (await self._interaction.original_response()).id
            self._note(stays)
        for each in {sent, *await self._listed(known)} - {stays}:
            await self.delete(each)
        return stays

    async def _listed(self, known: Sequence[int]) -> list[int]:
        """Give what stands behind those *known*; what nobody may list stays."""
        try:
            return await self.left_behind(known)
        except UnavailableError:
            raise
        except SurfaceError:
            return []

    def _note(self, message_id: int) -> None:
        self._posted.add(message_id)
        if self._private or not is_inside(self._interaction):
            now, senders = discord.utils.utcnow(), self._senders
            for old in [each for each, (until, _) in senders.items() if until <= now]:
                del senders[old]
            senders[message_id] = self._interaction.expires_at, self._interaction.followup

    def _webhook(self, message_id: int) -> discord.Webhook:
        """Give the way to a message."""
        own = self._interaction.expires_at, self._interaction.followup
        until, sender = self._senders.get(message_id, own)
        return sender if discord.utils.utcnow() < until else own[1]


class ButtonSurface(InteractionSurface):
    """The reply to the message *question_id* after one of its buttons was pressed.

    It is for where the bot can write by the interaction alone: in private messages, and where it
    is not inside. What no interaction reaches any more is written anew.
    """

    def __init__(self, interaction: discord.Interaction[TokkiBot], question_id: int) -> None:
        pressed = interaction.message
        super().__init__(interaction, private=pressed is not None and pressed.flags.ephemeral)
        self._question_id = question_id
        self._anew: dict[int, int] = {}

    async def begin(self) -> None:
        """Take away the buttons of which one was pressed."""
        await _take_buttons(self._interaction)

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        """Send the next message: the answer of the interaction is the message with the button."""
        return await self._follow_up(text, controls)

    async def _alone(self, known: Sequence[int], sent: int) -> int:
        """Give what was *sent*: nobody can list what arrived besides."""
        return sent

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        """Replace a message's text, or that of the message that stands in for it."""
        shown = self._anew.get(message_id, message_id)
        try:
            await super().edit(shown, text, controls)
        except GoneError:
            if shown in self._posted:
                raise
            self._anew[message_id] = await self._follow_up(text, controls or ())


async def _take_buttons(pressed: discord.Interaction[TokkiBot]) -> None:
    """Show a message without its buttons: the answer brings its own."""
    try:
        async with translated():
            await pressed.edit_original_response(view=None)
    except SurfaceError as error:
        log.info("buttons.not_taken error=%s", error)


def file_of(name: str, text: str) -> discord.File:
    """Make a file of *text* in UTF-8."""
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), name)


def only(person_id: int) -> discord.AllowedMentions:
    """Allow one person to be pinged, and nobody else."""
    return discord.AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(person_id)], replied_user=False
    )
