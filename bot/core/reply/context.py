"""What is still open at a place in the model's text.

A message ends where it is full, not where its markdown ends. A context says what has to be closed
at the foot of one message and opened again at the head of the next one: a code block, a quote,
the head of a table, bold or a spoiler.
"""

from dataclasses import dataclass

FENCE = "```"

# LaTeX's delimiters open and close differently, and Discord shows them as inline code.
MATH = {r"\(": r"\)", r"\[": r"\]"}


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block: what ends it, and what Discord is told."""

    mark: str
    language: str = ""
    indent: int = 0
    quote: str = ""

    @property
    def opening(self) -> str:
        """The line that opens the block in Discord, with its line end."""
        return f"{self.quote}{FENCE}{self.language}\n"

    @property
    def closing(self) -> str:
        """The line that closes the block in Discord, without its line end."""
        return f"{self.quote}{FENCE}"


@dataclass(frozen=True, slots=True)
class Head:
    """The first two lines of a table, as the model wrote them."""

    titles: str
    delimiter: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that reaches from one message into the next."""

    fence: Fence | None = None
    head: Head | None = None
    quote: str = ""
    marks: tuple[str, ...] = ()
    midline: bool = False

    def opening(self, gap: str = "") -> str:
        """What the next message starts with so that it reads like this place."""
        marks = "".join(map(shown_mark, self.marks)) + gap
        return self.quote + marks + (self.fence.opening if self.fence else "")


def shown_mark(mark: str) -> str:
    """The marker as Discord knows it."""
    return "`" if mark in MATH else mark
