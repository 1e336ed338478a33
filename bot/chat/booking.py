"""Booking a call of the model: on whom, for what, at which price; its span is told of it, too."""

from dataclasses import dataclass

from bot.chat.books import Books, Entry
from bot.chat.outcome import Outcome
from bot.chat.ports import ChatModel, Clock
from bot.chat.tracing import current


@dataclass(frozen=True, slots=True)
class Occasion:
    """On whom a call is booked, and what for; the fields are those of an Entry."""

    server_id: int | None
    channel_id: int
    person_id: int
    exchange_id: int
    purpose: str


class Bookkeeper:
    """Books what calls of *model* used."""

    def __init__(self, model: ChatModel, books: Books, clock: Clock) -> None:
        self._model = model
        self._books = books
        self._clock = clock

    async def book(self, occasion: Occasion, outcome: Outcome) -> int | None:
        """Book a call, unless nothing came of it; StorageError when that fails.

        Gives what it cost in nano-dollars, None where that is not known.
        """
        _trace(outcome)
        usage, at = outcome.usage, self._clock.wall()
        if usage is None:
            return None
        cost = self._model.cost(outcome.model, usage, at)
        entry = Entry(
            at=at,
            server_id=occasion.server_id,
            channel_id=occasion.channel_id,
            person_id=occasion.person_id,
            exchange_id=occasion.exchange_id,
            purpose=occasion.purpose,
            model=outcome.model,
            usage=usage,
            first_text=outcome.first_text,
            seconds=outcome.seconds,
            cost=cost,
            outcome=outcome.state,
        )
        await self._books.book(entry)
        return cost


def _trace(outcome: Outcome) -> None:
    facts: dict[str, str | float] = {"tokki.outcome": outcome.state, "tokki.model": outcome.model}
    if outcome.first_text is not None:
        facts["tokki.first_text"] = outcome.first_text
    if outcome.incident:
        facts["tokki.incident"] = outcome.incident
    span = current()
    span.know(facts)
    if outcome.failure:
        span.fail(outcome.failure)
