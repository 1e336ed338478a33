"""What was said in a channel, as frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who speaks, in the words of the chat completion API."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class TurnState(StrEnum):
    """How a turn ended. A question is complete from the start."""

    WRITING = "writing"  # it has not ended: the journal of an open reply
    COMPLETE = "complete"
    STOPPED = "stopped"  # by its asker
    CUT = "cut"  # by the length limit
    INTERRUPTED = "interrupted"  # by a failure; the text is what there was


@dataclass(frozen=True, slots=True)
class Question:
    """One message that asks for an answer.

    *at* is in seconds since the epoch, *message_id* and *channel_id* are Discord's;
    *server_id* is None in direct messages. *replies_to* is the message that this one replies
    to, None if it is no reply.
    """

    channel_id: int
    server_id: int | None
    message_id: int
    speaker_id: int
    speaker: str
    text: str
    at: float
    replies_to: int | None = None

    @property
    def tenant(self) -> int:
        """Who waits for the model: the server, or the person in a direct message.

        Visitors of the site, whose numbers are negative, are one: many of them, who are easily made,
        do not push the servers of Discord aside.
        """
        return self.server_id or max(self.speaker_id, 1)

    @property
    def turn(self) -> "Turn":
        """The question as a turn of the talk."""
        return Turn(
            Role.USER,
            self.speaker,
            self.text,
            exchange_id=self.message_id,
            speaker_id=self.speaker_id,
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was said and is remembered.

    *exchange_id* is the id of the message that asked; *speaker_id* is who asked, 0 for an answer.
    """

    role: Role
    speaker: str
    text: str
    state: TurnState = TurnState.COMPLETE
    exchange_id: int = 0
    speaker_id: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model answered to a question, to be remembered beside it.

    *text* is empty when it failed before its first word; *message_ids* are the messages that
    show it, in reading order. *at* is when it ended, in seconds since the epoch; of one that
    is being written, when it was last stored: the sign that its process is alive.
    """

    text: str
    state: TurnState
    model: str
    message_ids: tuple[int, ...]
    at: float
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What was said in a channel up to and with the exchange *until*, told in short.

    *speaker_id* is the person whose memory it is, 0 where the channel shares one. *tokens* is
    the length of *text*, *at* when it was written, in seconds since the epoch.
    """

    channel_id: int
    until: int
    text: str
    tokens: int
    at: float
    speaker_id: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One turn with all that is stored of it, for a person who asks what is.

    *speaker_id* is who asked, of an answer too. Times are in seconds since the epoch.
    """

    role: Role
    channel_id: int
    server_id: int | None
    speaker_id: int
    speaker: str
    text: str
    state: TurnState
    message_ids: tuple[int, ...]
    at: float
    replies_to: int | None = None
    model: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None


def records(question: Question, answer: Answer | None) -> Iterator[Record]:
    """Give all that is stored of an exchange, turn by turn."""
    yield Record(
        role=Role.USER,
        channel_id=question.channel_id,
        server_id=question.server_id,
        speaker_id=question.speaker_id,
        speaker=question.speaker,
        text=question.text,
        state=TurnState.COMPLETE,
        message_ids=(question.message_id,),
        at=question.at,
        replies_to=question.replies_to,
    )
    if answer is not None:
        yield Record(
            role=Role.ASSISTANT,
            channel_id=question.channel_id,
            server_id=question.server_id,
            speaker_id=question.speaker_id,
            speaker="",
            text=answer.text,
            state=answer.state,
            message_ids=answer.message_ids,
            at=answer.at,
            replies_to=question.message_id,
            model=answer.model,
            prompt_tokens=answer.prompt_tokens,
            completion_tokens=answer.completion_tokens,
            cached_tokens=answer.cached_tokens,
        )
