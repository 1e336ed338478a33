"""Tables as Discord can show them: it has none, so they become aligned text.

A table that fits the screen becomes a code block with straight columns; Hangul, kana and emoji are
two columns wide. A wider one would wrap into a heap, most of all on a phone, so each of its rows
becomes a few lines, `**title:** cell`. The words of the cells stay as they are, only the markers
of bold and code are dropped where a code block would show them as stars and ticks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from wcwidth import center, ljust, rjust, width

from bot.core.reply.context import FENCE, Head

# About what Discord's desktop client shows of a code block in one line.
WIDEST = 80

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKED = re.compile(r"(`+|\*\*)(.+?)\1")


def is_delimiter(line: str) -> bool:
    """Whether *line* is the row of dashes below the titles of a table."""
    return "|" in line and "-" in line and _DELIMITER.fullmatch(line) is not None


def cells(row: str) -> list[str]:
    """The cells of a row; an escaped pipe is text."""
    row = row.strip().removeprefix("|")
    if _PIPE.search(row[-1:]) and not row.endswith(r"\|"):
        row = row[:-1]
    return [cell.strip().replace(r"\|", "|") for cell in _PIPE.split(row)]


def harmless(code: str) -> str:
    """Code that cannot end its block: three ticks in a row get zero-width spaces between."""
    return re.sub(r"`{3,}", lambda ticks: "\u200b".join(ticks.group()), code)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the rows that are there."""

    head: Head
    rows: tuple[str, ...]
    widest: int = WIDEST

    @property
    def shown(self) -> str:
        """The table as text, each line with its line end."""
        titles = cells(self.head.titles)
        rows = [cells(row) for row in self.rows]
        grid = _Grid(titles, rows, _sides(self.head.delimiter))
        lines = grid.lines() if grid.width <= self.widest else _spelled(titles, rows)
        return "".join(f"{self.head.quote}{line}\n" for line in lines)


class Measure:
    """How long a table gets, row by row, without drawing it each time."""

    def __init__(self, head: Head, widest: int) -> None:
        self._head = head
        self._widest = widest
        self._titles = cells(head.titles)
        self._widths: list[int] = []
        self._lines = 1  # the dashes
        self._narrow = 0  # code points that take no column
        self._spelled = 0
        self.add(head.titles)

    def add(self, row: str) -> int:
        """Add a row; give the size with it."""
        texts = [_plain(cell) for cell in cells(row)]
        wide = [width(text) for text in texts]
        self._widths = [max(pair) for pair in zip_longest(self._widths, wide, fillvalue=0)]
        self._narrow += sum(
            max(0, len(text) - size) for text, size in zip(texts, wide, strict=True)
        )
        self._lines += 1
        titles = zip_longest(self._titles, cells(row), fillvalue="")
        self._spelled += sum(self._cell(title, cell) for title, cell in titles) + self._prefix
        return self.size

    @property
    def size(self) -> int:
        """The most code points the table takes so far."""
        across = _across(self._widths)
        if across > self._widest:
            return self._spelled
        return (
            2 * (self._prefix + len(FENCE)) + self._narrow + self._lines * (across + self._prefix)
        )

    @property
    def _prefix(self) -> int:
        return len(self._head.quote) + 1

    def _cell(self, title: str, cell: str) -> int:
        return self._prefix + len(_plain(title)) + len("**:** ") + len(cell) if cell else 0


def _across(widths: list[int]) -> int:
    return sum(widths) + 3 * (len(widths) - 1)


class _Grid:
    """Rows with straight columns."""

    def __init__(self, titles: list[str], rows: list[list[str]], sides: list[str]) -> None:
        plain = [[_plain(cell) for cell in row] for row in (titles, *rows)]
        self._columns = list(zip_longest(*plain, fillvalue=""))
        self._widths = [max(map(width, column)) for column in self._columns]
        self._sides = sides

    @property
    def width(self) -> int:
        return _across(self._widths)

    def lines(self) -> Iterator[str]:
        aligned = (
            [_aligned(cell, wide, side) for cell in column]
            for column, wide, side in zip(
                self._columns, self._widths, self._all_sides(), strict=True
            )
        )
        titles, *rows = (" | ".join(row).rstrip() for row in zip(*aligned, strict=True))
        yield FENCE
        yield titles
        yield "-+-".join("-" * wide for wide in self._widths)
        yield from rows
        yield FENCE

    def _all_sides(self) -> list[str]:
        missing = len(self._columns) - len(self._sides)
        return self._sides[: len(self._columns)] + ["left"] * missing


def _aligned(cell: str, wide: int, side: str) -> str:
    match side:
        case "center":
            return center(cell, wide)
        case "right":
            return rjust(cell, wide)
        case _:
            return ljust(cell, wide)


def _sides(delimiter: str) -> list[str]:
    return [_side(cell) for cell in cells(delimiter)]


def _side(cell: str) -> str:
    if not cell.endswith(":"):
        return "left"
    return "center" if cell.startswith(":") else "right"


def _plain(cell: str) -> str:
    """A cell for a code block, where markers would be read as text."""
    return harmless(_MARKED.sub(r"\2", cell))


def _spelled(titles: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Each cell on its own line, below each other."""
    filled = [row for row in rows if any(row)]
    if not filled:
        yield " | ".join(f"**{_plain(title)}**" for title in titles if title)
    for number, row in enumerate(filled):
        if number:
            yield ""
        for title, cell in zip_longest(titles, row, fillvalue=""):
            if cell:
                yield f"**{_plain(title)}:** {cell}" if title else cell
