"""What was said in a channel, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who speaks, in the words of the chat completion API."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class TurnState(StrEnum):
    """How a turn ended. A question is complete from the start."""

    COMPLETE = "complete"
    STOPPED = "stopped"  # by its asker
    CUT = "cut"  # by the length limit
    INTERRUPTED = "interrupted"  # by a failure; the text is what there was


@dataclass(frozen=True, slots=True)
class Question:
    """One message that asks for an answer.

    *at* is in seconds since the epoch, *message_id* and *channel_id* are Discord's;
    *server_id* is None in direct messages.
    """

    channel_id: int
    server_id: int | None
    message_id: int
    speaker_id: int
    speaker: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was said and is remembered."""

    role: Role
    speaker: str
    text: str
    state: TurnState = TurnState.COMPLETE


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model answered to a question, to be remembered beside it.

    *text* is empty when it failed before its first word; *message_ids* are the messages that
    show it, in reading order.
    """

    text: str
    state: TurnState
    model: str
    message_ids: tuple[int, ...]
    at: float
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
