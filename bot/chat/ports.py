"""What the use cases need from outside, in their own words."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.core.reply.draft import Controls
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Answer, Question, Record, Summary, Turn
from bot.core.wire.completion import Delta, Usage


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What the model is asked: *messages* for *model*, at most *max_tokens* long.

    *tenant* is who waits when the account is busy: the server, or the person in a direct
    message. Between tenants the waiting is fair. *question* is what `auto` picks a model by. *spent*
    is told the model and the tokens of a request that is left while the model has said nothing.
    """

    model: str
    messages: Sequence[Message]
    temperature: float
    max_tokens: int
    tenant: int = 0
    question: str = ""
    spent: Callable[[str, Usage], None] = field(default=lambda *_: None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a question is not with the model yet.

    *place* is its place in the queue, counted from 1, and 0 once it is being asked; *until* are
    the seconds since the epoch when the paused account takes requests again, None when it is
    only busy.
    """

    place: int
    until: float | None = None


Waiting = Callable[[Wait], None]


class FinishReason(StrEnum):
    """Why the model stopped writing."""

    COMPLETE = "complete"
    LENGTH = "length"  # max_tokens or the context was full
    FILTERED = "filtered"  # the provider's content filter


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a completion that did not fail.

    *model* is what the server says has answered; *instead_of* is the model that was asked
    first and failed, None when that one answered.
    """

    reason: FinishReason
    model: str
    usage: Usage | None = None
    instead_of: str | None = None


class ModelStream(Protocol):
    """An answer while it is written.

    Iterating gives deltas; a ModelError is raised where the stream fails. After the last
    delta `finish` holds how it ended. `usage` is known at any time: estimated, and marked so,
    where the server has not counted.
    """

    @property
    def finish(self) -> Finish | None:
        """How it ended, None before."""
        ...

    @property
    def model(self) -> str:
        """The name of the model that answers, as people choose it."""
        ...

    @property
    def usage(self) -> Usage:
        """The tokens so far."""
        ...

    def __aiter__(self) -> AsyncIterator[Delta]: ...


class ChatModel(Protocol):
    """A language model."""

    def answer(
        self, request: ModelRequest, waiting: Waiting | None = None
    ) -> AbstractAsyncContextManager[ModelStream]:
        """Ask; leaving the context ends the request upstream, wherever it is.

        *waiting* is called while the account is too busy, whenever what it tells changes.
        """
        ...

    def cost(self, model: str, usage: Usage, at: float) -> int | None:
        """Give the price of *usage* in nano-dollars, None when it is not known.

        *at* is in seconds since the epoch: prices may depend on the hour.
        """
        ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and, once there is one, its answer.

    *left* are the messages that stand of an answer of which a part was deleted: it is forgotten.
    *elsewhere* tells that another process writes it, or did when it was killed.
    """

    question: Question
    answer: Answer | None
    left: tuple[int, ...] = ()
    elsewhere: bool = False


DIRECT = 0  # instead of a server: direct messages, and whatever else is on no server


class Memory(Protocol):
    """What is remembered of each channel. Every method raises StorageError when it cannot.

    Times are in seconds since the epoch. A turn is a question or an answer. What removes or
    changes a turn drops the summaries that cover it, in the same transaction.
    """

    async def add_question(self, question: Question) -> bool:
        """Store a question before the model is asked; False when it was stored before."""
        ...

    async def change_question(self, question: Question) -> bool:
        """Replace the text of a stored question; False when there is none, or it is the same.

        Of several processes that are told of the same edit, one is given True.
        """
        ...

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        """Store the answer beside its question, in place of an earlier one.

        One that is WRITING is an open reply of this process, alive as of its `at`. False, and
        nothing is stored, when the question has been forgotten in the meantime, or while its
        reply is open in another process, which has not been claimed.
        """
        ...

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give what message *message_id* asked in a channel and the answer, None if unknown."""
        ...

    async def find_message(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give the exchange that a message belongs to: as its question, or part of its answer."""
        ...

    async def recall(
        self,
        channel_id: int,
        until: int,
        limit: int,
        speaker_id: int | None = None,
        since: int = 0,
    ) -> list[Turn]:
        """Give the newest *limit* turns of a channel up to message *until*, oldest first.

        An answer stands behind its question, whatever finished first. Empty ones are left out,
        and answers that are still written. With *speaker_id* only that person's questions and
        the answers to them; *since* leaves out the exchanges up to and with that message.
        """
        ...

    async def chain(self, channel_id: int, message_id: int, limit: int) -> list[Turn]:
        """Give the newest *limit* turns of a chain of replies that ends in *message_id*.

        From the exchange that the message belongs to along `Question.replies_to`; oldest
        first, and what `recall` leaves out is left out.
        """
        ...

    async def count(self, channel_id: int) -> int:
        """Give the number of remembered turns of a channel."""
        ...

    async def claim_unfinished(self, before: float, now: float) -> list[Exchange]:
        """Make exchanges this process's own, alive as of *now*, and give them.

        Those of other processes whose answer is WRITING and was not stored since *before*. No two
        processes are given the same one.
        """
        ...

    async def delete_message(self, channel_id: int, *message_ids: int) -> int:
        """Delete what messages of a channel held; gives how many turns that were.

        A question takes its answer with it; a part of an answer takes the whole answer. A thread has
        the id of the message that it was made from: what that one held there goes, too.
        """
        ...

    async def forget(self, channel_id: int) -> int:
        """Delete all turns of a channel; gives how many there were."""
        ...

    async def forget_person(
        self, server_id: int | None, speaker_id: int, channel_id: int | None = None
    ) -> int:
        """Delete a person's questions in a server and the answers to them; gives how many turns.

        None as server means direct messages. With *channel_id* only in that channel.
        """
        ...

    async def export(
        self,
        channel_id: int | None = None,
        server_id: int | None = None,
        speaker_id: int | None = None,
    ) -> list[Record]:
        """Give all turns that fit everything given, oldest first; answers fit by their asker."""
        ...

    async def revision(self, channel_id: int) -> int:
        """Give a number that grows with every answer, change and removal in a channel."""
        ...

    async def summary(self, channel_id: int, speaker_id: int = 0) -> Summary | None:
        """Give the summary of a channel, or of a person's own memory there."""
        ...

    async def put_summary(self, summary: Summary, revision: int) -> bool:
        """Store a summary in place of the earlier one; the turns that it covers stay.

        *revision* is the channel's from before the turns were read. False, and nothing is
        stored, when a turn was changed or removed since, or one that it covers was answered.
        """
        ...

    async def sweep(self, before: float, server_id: int | None = None) -> int:
        """Delete the exchanges asked earlier; gives how many turns.

        In a server, in no server (DIRECT), or everywhere (None).
        """
        ...

    async def sweep_records(self, before: float, newest: int) -> None:
        """Delete the usage booked earlier, and of all settings but their *newest* changes."""
        ...

    async def servers(self) -> list[int]:
        """Give the servers that something is stored of and that the bot is not noted to have left."""
        ...

    async def server_left(self, server_id: int, at: float) -> None:
        """Note that the bot was removed from a server."""
        ...

    async def server_returned(self, server_id: int) -> None:
        """Note that the bot is in a server; a no-op when it had not left."""
        ...

    async def sweep_left(self, before: float) -> list[int]:
        """Delete all turns, summaries and booked usage of servers left earlier; gives their ids."""
        ...


class Surface(Protocol):
    """Where one reply appears: a channel, in answer to one message, or an interaction.

    Every method raises a SurfaceError: GoneError, RefusedError or UnavailableError.
    """

    @property
    def lane(self) -> str:
        """Name the rate limit that this surface's messages share, one per channel."""
        ...

    async def begin(self) -> None:
        """Take away the buttons of which one was pressed for this reply; never raises."""
        ...

    def once(self) -> "Surface":
        """Give the surface for a message that several processes may send and that is there once."""
        ...

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        """Send a message of the reply, *first* or further, with buttons below; gives its id."""
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

    async def left_behind(self, known: Sequence[int]) -> list[int]:
        """Give the messages of this reply that were sent behind those that are *known*."""
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
