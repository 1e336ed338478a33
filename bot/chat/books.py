"""The books: what every call of a model used, cost and led to."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage

# The purpose of what a person asked for; everything else (a summary, say) has a name of its own.
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One call of a model.

    *at* is in seconds since the epoch. *server_id* is None in direct messages. *first_text*
    are the seconds until the first text (None: there was none), *seconds* those until the end.
    *cost* is in nano-dollars, None when the model has no known price.
    """

    at: float
    server_id: int | None
    channel_id: int
    person_id: int
    exchange_id: int
    purpose: str
    model: str
    usage: Usage
    first_text: float | None
    seconds: float
    cost: int | None
    outcome: TurnState


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over some entries.

    *answers* counts those whose purpose is ANSWER; *cost* is in nano-dollars, and leaves out
    the *unpriced* entries. Cached tokens are part of the prompt's, reasoning of the completion's.
    """

    answers: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    completion_tokens: int = 0
    cost: int = 0
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """The entries from *since* to before *until*, in seconds since the epoch, that fit each id given."""

    since: float
    until: float
    server_id: int | None = None
    channel_id: int | None = None
    person_id: int | None = None


class Books(Protocol):
    """Where usage is booked. Every method raises StorageError when it cannot."""

    async def book(self, entry: Entry) -> None:
        """Store an entry."""
        ...

    async def totals(self, which: Selection) -> Totals:
        """Give the sums."""
        ...

    async def by_day(self, which: Selection) -> dict[date, Totals]:
        """Give the sums of each day (UTC) that has entries, oldest first."""
        ...

    async def by_model(self, which: Selection) -> dict[str, Totals]:
        """Give the sums of each model that has entries, in order of their names."""
        ...
