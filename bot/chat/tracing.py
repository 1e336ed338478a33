"""What a question goes through, as spans; where they go is an adapter's business.

Every task that works on a question knows its span, as it knows its language. Who works for many
questions, as the dispatcher does, is given the span with each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Protocol

from bot.core.errors import ModelError

Facts = Mapping[str, str | int | float | Sequence[str]]

_NONE: Facts = MappingProxyType({})


class Tracer(Protocol):
    """Begins spans. Nothing here ever waits or raises."""

    def part(self, name: str, facts: Facts = _NONE) -> "Span":
        """Begin a span: of a span a part, of a tracer the first one of a trace."""
        ...


class Span(Tracer, Protocol):
    """A stretch of work. What it tells never holds a text, or who somebody is."""

    def know(self, facts: Facts) -> None:
        """Add facts."""
        ...

    def mark(self, event: str) -> None:
        """Note that something has happened just now."""
        ...

    def fail(self, kind: str) -> None:
        """Note that it failed; *kind* is one of a few fixed words."""
        ...

    def end(self) -> None:
        """End it; a no-op the second time."""
        ...


class NoSpan:
    """Tells nobody."""

    def part(self, name: str, facts: Facts = _NONE) -> Span:  # noqa: ARG002 - see Tracer
        """See Tracer."""
        return self

    def know(self, facts: Facts) -> None:
        """See Span."""

    def mark(self, event: str) -> None:
        """See Span."""

    def fail(self, kind: str) -> None:
        """See Span."""

    def end(self) -> None:
        """See Span."""


NO_SPAN = NoSpan()
_current: ContextVar[Span] = ContextVar("span", default=NO_SPAN)


def current() -> Span:
    """Give the span of the question that this task works on."""
    return _current.get()


@contextmanager
def during(span: Span) -> Iterator[None]:
    """End *span* with the body, as failed where that raises."""
    try:
        yield
    except Exception as error:
        span.fail(kind_of(error))
        raise
    finally:
        span.end()


@contextmanager
def within(span: Span) -> Iterator[None]:
    """Make *span* the current one for the body, and end it with that."""
    before = _current.set(span)
    try:
        with during(span):
            yield
    finally:
        _current.reset(before)


def place(server_id: int | None, channel_id: int, person_id: int) -> Facts:
    """Say where something was asked; a private place would tell by whom."""
    if server_id is None or channel_id == person_id:
        return {"tokki.private": "yes"}
    return {"tokki.server": str(server_id), "tokki.channel": str(channel_id)}


def kind_of(error: BaseException) -> str:
    """Give the word for a failure: the fault of a model, else the name of the class."""
    return error.fault if isinstance(error, ModelError) else type(error).__name__
