"""What the use cases need from outside, in their own words."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.reply.draft import Controls
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Answer, Question, Turn
from bot.core.wire.completion import Delta, Usage


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What the model is asked: *messages* for *model*, at most *max_tokens* long."""

    model: str
    messages: Sequence[Message]
    temperature: float
    max_tokens: int


class FinishReason(StrEnum):
    """Why the model stopped writing."""

    COMPLETE = "complete"
    LENGTH = "length"  # max_tokens or the context was full
    FILTERED = "filtered"  # the provider's content filter


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a completion that did not fail."""

    reason: FinishReason
    model: str
    usage: Usage | None


class ModelStream(Protocol):
    """An answer while it is written.

    Iterating gives deltas; a ModelError is raised where the stream fails. After the last
    delta `finish` holds how it ended.
    """

    finish: Finish | None

    def __aiter__(self) -> AsyncIterator[Delta]: ...


class ChatModel(Protocol):
    """A language model."""

    def answer(self, request: ModelRequest) -> AbstractAsyncContextManager[ModelStream]:
        """Ask; leaving the context ends the request upstream, wherever it is."""
        ...

    async def models(self) -> list[str]:
        """Give the ids that the endpoint lists; ModelError when it does not say."""
        ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and, once there is one, its answer."""

    question: Question
    answer: Answer | None


class Memory(Protocol):
    """What is remembered of each channel. Every method raises StorageError when it cannot."""

    async def add_question(self, question: Question) -> bool:
        """Store a question before the model is asked; False when it was stored before."""
        ...

    async def change_question(self, question: Question) -> None:
        """Replace the text of a stored question."""
        ...

    async def put_answer(self, question: Question, answer: Answer) -> None:
        """Store the answer beside its question, in place of an earlier one."""
        ...

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give what message *message_id* asked in a channel and the answer, None if unknown."""
        ...

    async def recall(self, channel_id: int, until: int, limit: int) -> list[Turn]:
        """Give the newest *limit* turns of a channel up to message *until*, oldest first.

        An answer stands behind its question, whatever finished first. Empty ones are left out.
        """
        ...

    async def forget(self, channel_id: int) -> int:
        """Delete all turns of a channel; gives how many there were."""
        ...

    async def count(self, channel_id: int) -> int:
        """Give the number of remembered turns of a channel."""
        ...


class Surface(Protocol):
    """Where one reply appears: a channel, in answer to one message, or an interaction.

    Every method raises a SurfaceError: GoneError, RefusedError or UnavailableError.
    """

    @property
    def lane(self) -> str:
        """Name the rate limit that this surface's messages share, one per channel."""
        ...

    async def post(self, text: str, controls: Controls) -> int:
        """Send the next message of the reply, with buttons below; gives its id."""
        ...

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        """Replace the text of a message; *controls* is None where the buttons stay."""
        ...

    async def delete(self, message_id: int) -> None:
        """Delete a message of the reply; one that is gone already is no error."""
        ...

    async def attach(self, name: str, text: str) -> int:
        """Send *text* as a file; gives the id of its message."""
        ...

    async def notify(self, person_id: int, text: str) -> None:
        """Send a short message that pings one person: an edit marks no channel unread."""
        ...

    async def show_typing(self) -> None:
        """Show for some seconds that an answer is on its way."""
        ...


class Clock(Protocol):
    """The time, for those who may not look themselves."""

    def now(self) -> float:
        """Give monotonic seconds."""
        ...

    def wall(self) -> float:
        """Give seconds since the epoch."""
        ...
