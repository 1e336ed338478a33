"""Interactions: what a person started and how far the bot has answered it."""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from sandbox.errors import Json, refusal
from sandbox.model import Channel, Message, User

ANSWER_WITHIN = 3.0  # seconds until Discord shows "The application did not respond"
TOKEN_LIFE = 900.0  # seconds in which the token can still post and edit

State = Literal["waiting", "deferred", "answered", "failed"]


class InteractionKind(IntEnum):
    """Discord's numbers for kinds of interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, eq=False)
class Interaction:
    """One press, command or form of a person, with everything the bot answered to it."""

    id: int
    kind: InteractionKind
    channel: Channel
    user: User
    origin: Json = field(repr=False)  # the metadata that its messages carry
    changed: Callable[[], None] = field(repr=False)
    name: str = ""  # of the command
    at: float = field(default_factory=time.monotonic)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    message: Message | None = None  # the message whose component was used
    state: State = "waiting"
    original: Message | None = None
    messages: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    _settled: asyncio.Event = field(default_factory=asyncio.Event, init=False, repr=False)

    async def answered(self, timeout: float = ANSWER_WITHIN) -> None:  # noqa: ASYNC109 - the public way to wait, named like asyncio's own
        """Wait until the person sees an answer.

        Raises:
            TimeoutError: nothing was answered in time.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._settled.wait()
        if self.state != "answered":
            raise TimeoutError(f"The interaction is still {self.state} after {timeout} s.")

    def become(self, state: State) -> None:
        """Move on to *state* and tell whoever waits."""
        self.state = state
        if state in ("answered", "failed"):
            self._settled.set()
        self.changed()

    def fail_if_unanswered(self) -> None:
        """Give up on a bot that said nothing within three seconds."""
        if self.state == "waiting":
            self.become("failed")

    def keep(self, message: Message) -> None:
        """Remember a message that the bot posted for this interaction."""
        if message not in self.messages:
            self.messages.append(message)

    def age(self, seconds: float) -> None:
        """Pretend that the interaction began so many seconds earlier."""
        self.at -= seconds

    @property
    def acknowledged(self) -> bool:
        """Whether the bot has called back."""
        return self.state in ("deferred", "answered")

    @property
    def expired(self) -> bool:
        """Whether the token has died."""
        return time.monotonic() - self.at > TOKEN_LIFE


class InteractionBook:
    """Finds interactions the way their routes name them."""

    def __init__(self) -> None:
        self._by_token: dict[str, Interaction] = {}
        self._by_id: dict[int, Interaction] = {}

    def open(self, interaction: Interaction) -> None:
        """Start the clock of a new interaction."""
        self._by_token[interaction.token] = self._by_id[interaction.id] = interaction
        loop = asyncio.get_running_loop()
        loop.call_later(ANSWER_WITHIN, interaction.fail_if_unanswered)

    def of(self, user: User) -> list[Interaction]:
        """Give what a person has started so far, oldest first."""
        return [each for each in self._by_token.values() if each.user is user]

    def by_id(self, interaction_id: int) -> Interaction | None:
        """Find an interaction."""
        return self._by_id.get(interaction_id)

    def to_acknowledge(self, interaction_id: int, token: str) -> Interaction:
        """Find the interaction of a callback, or refuse as Discord does."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise refusal(10062)
        if interaction.state == "failed":
            raise refusal(10062)
        if interaction.acknowledged:
            raise refusal(40060)
        return interaction

    def to_follow(self, token: str) -> Interaction:
        """Find the interaction of a follow-up, or refuse as Discord does."""
        interaction = self._by_token.get(token)
        if interaction is None:
            raise refusal(10015)
        if interaction.expired:
            raise refusal(50027)
        if not interaction.acknowledged:
            raise refusal(10015)
        return interaction
