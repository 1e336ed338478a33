"""Lines and blocks: what a text is made of before anyone asks what it looks like."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self

from bot.core.reply.context import Context, Fence, Head
from bot.core.reply.inline import Inline

STICKY = ">>> "  # Discord: a quote to the end of the message

_RAW = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTE = re.compile(r" {0,3}(?:>>> |> ?)")
_NOTHING = Context()


class Kind(Enum):
    """What a block is."""

    TEXT = auto()
    HEADER = auto()
    RULE = auto()
    BLANK = auto()
    CODE = auto()
    TABLE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: *raw* has its line end, *body* has neither that nor the quote."""

    at: int
    raw: str
    quote: str
    body: str

    @property
    def end(self) -> int:
        """Where the next line starts."""
        return self.at + len(self.raw)

    @property
    def complete(self) -> bool:
        """Whether its line end is there."""
        return self.raw.endswith("\n")

    def unquoted(self) -> Self:
        """The line as code, where `>` is no marker."""
        return replace(self, quote="", body=self.raw.rstrip("\n")) if self.quote else self


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together."""

    kind: Kind
    lines: tuple[Line, ...]
    fence: Fence | None = None
    code: tuple[Line, ...] = ()  # the lines between the fences
    head: Head | None = None
    begun: bool = True  # its first line is here, not in an earlier message
    closed: bool = False  # a code block whose last line is here
    text: Inline | None = None
    context: Context = _NOTHING  # where it starts

    @property
    def at(self) -> int:
        """Where it starts."""
        return self.lines[0].at

    @property
    def end(self) -> int:
        """Where the next block starts."""
        return self.lines[-1].end


def lines_of(text: str) -> list[Line]:
    """The lines of a text; the last one may lack its end."""
    return [_line(match.start(), match.group()) for match in _RAW.finditer(text)]


def _line(at: int, raw: str) -> Line:
    quote = _QUOTE.match(raw)
    prefix = quote.group() if quote else ""
    return Line(at, raw, prefix, raw[len(prefix) :].rstrip("\n"))
