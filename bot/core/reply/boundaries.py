"""The places where a text can be cut, and what is open at each.

Every boundary lies before something that can be seen: white space stays at the foot of the message
before, where Discord drops it, so no message is empty and no code loses its indentation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import accumulate, pairwise

from wcwidth import iter_graphemes

from bot.core.reply.context import Context
from bot.core.reply.inline import Token
from bot.core.reply.lines import STICKY, Block, Kind

# The marker of a line, which must not stand alone.
_MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|-#)?[ \t]*(?:\[[ xX]\][ \t]*)?")
_SENTENCE = re.compile(r"(?:[.!?…][\"'”’)\]*_~|]*\s+|[。！？][」』”’）]*\s*)\Z")
_NEAR = 16  # a sentence ends within the last few characters
# What would become a marker if it stood at the start of a message.
_STARTS_BLOCK = re.compile(
    r"(?:[-*+]|\d{1,9}[.)]?|\#{1,6}|-\#)(?:\s|\Z)|[>|]|`{3}|~{3}|\$\$|\\\[|[-*_=:|]+[-*_=:| ]*$",
    re.MULTILINE,
)
# A line of code that may turn out to be the end of its block.
_NOT_CODE = re.compile(r"\s*(?:[`~]+|\\\]?|\$+)?\s*")


class Rank(IntEnum):
    """How well a text can be cut at a place."""

    TORN = 0  # inside a link, a mention or a URL
    GRAPHEME = 1
    WORD = 2
    ROW = 3  # of a table or of code
    GAP = 4  # an empty line in code
    SENTENCE = 5
    LINE = 6
    BLOCK = 7
    PARAGRAPH = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a message may end, and what is open there."""

    at: int
    rank: Rank
    context: Context

    def worth(self, size: int) -> tuple[int, int, int]:
        """A sort key: the best cut of a text of *size* has the highest."""
        late = self.at * 2 >= size
        word = self.rank >= Rank.WORD
        if not self.context.marks and word:
            return (5, self.rank, self.at) if late else (4 * (self.at * 8 >= size), 0, self.at)
        if self.rank == Rank.TORN or not late:
            return int(late), 0, self.at
        return (2, word, self.at) if self.context.marks else (3, 0, self.at)


def boundaries(blocks: Sequence[Block]) -> Iterator[Cut]:
    """Where the blocks can be cut between words, lines or blocks."""
    header = False  # whether the last block that can be seen is one
    for before, block in pairwise(blocks):
        header = before.kind == Kind.HEADER or (header and before.kind == Kind.BLANK)
        if block.kind != Kind.BLANK:
            # A header does not stay behind without its text.
            yield Cut(block.at, Rank.WORD if header else _rank(before, block), block.context)
    for block in blocks:
        if block.kind == Kind.CODE:
            yield from _between_code(block)
        elif block.kind == Kind.TABLE:
            yield from _between_rows(block)
        elif block.text:
            yield from _between_words(block)


def torn(blocks: Iterable[Block]) -> Iterator[Cut]:
    """Where the blocks can be cut if nothing else is left: between graphemes."""
    for block in blocks:
        for token in block.text.tokens if block.text else ():
            context = _inside(block, token, midline=True)
            rank = Rank.TORN if token.kind == "atom" else Rank.GRAPHEME
            begin = block.at + token.at
            yield from (Cut(begin + at, rank, context) for at in _graphemes(token.text))
        for line in block.code:
            context = _in_code(block)
            begin = line.at + len(line.quote)
            yield from (Cut(begin + at, Rank.GRAPHEME, context) for at in _graphemes(line.body))


def _rank(before: Block, block: Block) -> Rank:
    """How good it is to begin a message with this block."""
    if block.lines[0].raw[0].isspace():
        return Rank.LINE  # an item inside another: Discord drops its indentation
    return Rank.PARAGRAPH if before.kind == Kind.BLANK else Rank.BLOCK


def _between_code(block: Block) -> Iterator[Cut]:
    for before, line in pairwise(block.code):
        if not _NOT_CODE.fullmatch(line.body):
            yield Cut(line.at, Rank.ROW if before.body.strip() else Rank.GAP, _in_code(block))


def _in_code(block: Block) -> Context:
    return replace(block.context, fence=block.fence, midline=False)


def _between_rows(block: Block) -> Iterator[Cut]:
    context = replace(block.context, head=block.head)
    for line in block.lines[3 if block.begun else 1 :]:
        if line.body.strip("| \t"):  # a message of empty cells would be empty
            yield Cut(line.at, Rank.ROW, context)


def _between_words(block: Block) -> Iterator[Cut]:
    source = "".join(line.raw for line in block.lines)
    for before, token in pairwise(block.text.tokens if block.text else ()):
        rank = _word_rank(source[: token.at], before, token)
        if rank and not _begins_block(source, token.at):
            yield Cut(block.at + token.at, rank, _inside(block, token, midline=rank != Rank.LINE))


def _word_rank(text: str, before: Token, token: Token) -> Rank | None:
    """How good it is to begin a message with this token, after *text*."""
    if token.kind == "space" or _joins(token.text):
        return None
    if before.kind != "space":
        return Rank.SENTENCE if text.endswith("。") else None
    if text.endswith("\n"):
        return Rank.LINE
    if _MARKER.fullmatch(text, text.rfind("\n") + 1):
        return None
    return Rank.SENTENCE if _SENTENCE.search(text, max(0, len(text) - _NEAR)) else Rank.WORD


def _begins_block(source: str, at: int) -> bool:
    """Whether what follows would be read as the start of a block, which it is not here."""
    return _STARTS_BLOCK.match(source, at) is not None


def _inside(block: Block, token: Token, *, midline: bool) -> Context:
    line = next(line for line in reversed(block.lines) if line.at <= block.at + token.at)
    begun = block.context.quote if line.at == 0 and block.context.midline else line.quote
    quote = f"{begun.strip()} " if midline and begun else ""
    sticky = STICKY in (block.context.quote, block.lines[0].quote)
    return Context(quote=STICKY if sticky else quote, marks=token.marks, midline=midline)


def _graphemes(text: str) -> Iterator[int]:
    """Where the graphemes after the first one start, as far as they can be seen."""
    ends = accumulate(map(len, iter_graphemes(text)))
    return (at for at in ends if at < len(text) and not text[at].isspace())


def _joins(text: str) -> bool:
    """Whether the text starts with something that belongs to the character before."""
    return unicodedata.category(text[0]) in {"Mn", "Mc", "Me", "Cf"}
