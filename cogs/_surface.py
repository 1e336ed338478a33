"""Where a reply appears: in a channel, or as the answer to a command.

Here discord.py's exceptions, and those that it lets through from the connection, become
SurfaceErrors. The codes are explained in Discord's "Opcodes and Status Codes".
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord.abc import Messageable

from bot.client import TokkiBot, lane_of
from bot.core.errors import GoneError, RefusedError, UnavailableError

_SERVER_ERROR = 500
_TOO_MANY_REQUESTS = 429


class MessageSurface:
    """A reply to a message, in its channel."""

    def __init__(self, question: discord.Message) -> None:
        self._question = question
        self._channel: Messageable = question.channel
        self._nonce = secrets.token_hex(8)
        self._posted = 0

    @property
    def lane(self) -> str:
        """Name the rate limit of the channel."""
        return lane_of(self._question.channel.id)

    async def post(self, text: str) -> int:
        """Send the next message; the first one is a reply to the question, if that is still there.

        The nonce lets Discord recognise a repetition whose first try arrived after all.
        """
        reference = self._question.to_reference(fail_if_not_exists=False)
        async with translated():
            if self._posted:
                message = await self._channel.send(
                    text, nonce=f"{self._nonce}-{self._posted}", suppress_embeds=True
                )
            else:
                message = await self._channel.send(
                    text, nonce=f"{self._nonce}-0", suppress_embeds=True, reference=reference
                )
        self._posted += 1
        return message.id

    async def edit(self, message_id: int, text: str) -> None:
        """Replace a message's text.

        Through a partial message: discord.py 2.7's Message.edit would clear the flag that
        keeps link previews away.
        """
        async with translated():
            await self._question.channel.get_partial_message(message_id).edit(content=text)  # type: ignore[union-attr]  # a voice channel has it too

    async def show_typing(self) -> None:
        """Show the typing indicator for ten seconds."""
        async with translated():
            await self._channel.typing()


class InteractionSurface:
    """The answer to a slash command that was deferred."""

    def __init__(self, interaction: discord.Interaction[TokkiBot]) -> None:
        self._interaction = interaction
        self._posted = 0

    @property
    def lane(self) -> str:
        """Name the rate limit of this interaction, which is its own."""
        return f"interaction:{self._interaction.id}"

    async def post(self, text: str) -> int:
        """Fill in the deferred answer, then send follow-ups."""
        async with translated():
            message: discord.Message
            if self._posted:
                message = await self._interaction.followup.send(
                    text, wait=True, suppress_embeds=True
                )
            else:
                message = await self._interaction.edit_original_response(content=text)
        self._posted += 1
        return message.id

    async def edit(self, message_id: int, text: str) -> None:
        """Replace a message's text."""
        async with translated():
            await self._interaction.followup.edit_message(message_id, content=text)

    async def show_typing(self) -> None:
        """Do nothing: the deferred answer already says that the bot is thinking."""


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Turn whatever a request to Discord can raise into a SurfaceError."""
    try:
        yield
    except discord.NotFound as error:
        raise GoneError(str(error)) from error
    except discord.RateLimited as error:
        raise UnavailableError(str(error), error.retry_after) from error
    except discord.HTTPException as error:
        if error.status >= _SERVER_ERROR or error.status == _TOO_MANY_REQUESTS:
            raise UnavailableError(str(error)) from error
        raise RefusedError(str(error)) from error
    except (aiohttp.ClientError, OSError) as error:
        raise UnavailableError(f"{type(error).__name__}: {error}") from error
