"""The blocks of a growing markdown text, found line by line.

A scanner of our own and not a CommonMark parser, for three reasons: a text is read again at every
edit while it grows, so what a finished line means must not depend on later lines (only the head of
a table waits for its second line); a message begins in the middle of things, so the scan starts
from a context; and a model writes for chat, where a fence may follow a list marker directly.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.core.reply import inline, tables
from bot.core.reply.context import Context, Fence, Head
from bot.core.reply.lines import STICKY, Block, Kind, Line, lines_of

_LIST = r"(?:[-*+]|\d{1,9}[.)])[ \t]+"
_ITEM = re.compile(rf"[ \t]*{_LIST}")
_HEADER = re.compile(r" {0,3}(?:#{1,6}|-#)[ \t]")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_FENCE = re.compile(rf"(?P<item>[ \t]*(?:{_LIST})?)(?P<mark>`{{3,}}(?=[^`]*$)|~{{3,}})(?P<info>.*)")
_DISPLAY = re.compile(r"[ \t]*(?P<mark>\\\[|\$\$)[ \t]*")
# The languages Discord takes; with any other word behind the ticks it shows that word as code.
_LANGUAGE = re.compile(r"[A-Za-z0-9_+\-.#]{1,32}")

_DISPLAY_ENDS = {r"\[": r"\]", "$$": "$$"}
# A line of a table may be this part of a message; a longer one is read as text, which can be cut.
_ROWS_PER_MESSAGE = 4
_COLUMNS_PER_MESSAGE = 64


@lru_cache(maxsize=8)  # one look at a text asks several times: is it full, what is held back, …
def scan(
    text: str, context: Context, ending: tuple[str, ...] | None, room: int
) -> tuple[tuple[Block, ...], Context]:
    """Read *text*, which starts at *context*; give its blocks and the context at its end.

    Args:
        text: the source.
        context: where it starts.
        ending: the inline markers that may stay open at its end; None for all.
        room: the code points of a message, which bound the lines of a table.
    """
    lines = lines_of(text)
    found: list[Block] = []
    at = 0
    while at < len(lines):
        begun = _continued(lines, context, room) if at == 0 else None
        block = begun or _next(lines, at, room)
        at += len(block.lines)
        block = _read(block, context, ending if at == len(lines) else ())
        found.append(block)
        context = _after(block)
    return tuple(found), context


def _continued(lines: Sequence[Line], context: Context, room: int) -> Block | None:
    """The block that an earlier message has begun."""
    if context.fence:
        return _code(lines, 0, context.fence, begun=False)
    if context.head:
        return _rows(lines, 0, context.head, room, begun=False)
    if context.midline:
        return _text(lines, 0, room)
    return None


def _next(lines: Sequence[Line], at: int, room: int) -> Block:
    """The block that begins at this line."""
    line = lines[at]
    if not line.body.strip():
        return Block(Kind.BLANK, (line,))
    if fence := _fence(line):
        return _code(lines, at, fence, begun=True)
    if head := _head(lines, at, room):
        return _rows(lines, at, head, room, begun=True) or _text(lines, at, room)
    if _HEADER.match(line.body):
        return Block(Kind.HEADER, (line,))
    return Block(Kind.RULE, (line,)) if _RULE.fullmatch(line.body) else _text(lines, at, room)


def _fence(line: Line) -> Fence | None:
    """The code block that this line opens."""
    quote = "" if line.quote == STICKY else line.quote
    if match := _FENCE.fullmatch(line.body):
        words = match["info"].split()[:1]
        language = words[0] if words and _LANGUAGE.fullmatch(words[0]) else ""
        return Fence(match["mark"], language, len(match["item"]), quote)
    if match := _DISPLAY.fullmatch(line.body):
        return Fence(match["mark"], "tex", 0, quote)
    return None


def _code(lines: Sequence[Line], at: int, fence: Fence, *, begun: bool) -> Block:
    if not fence.quote:
        lines = [line.unquoted() for line in lines[at:]]
        at = 0
    for end in range(at + begun, len(lines)):
        if _ends(fence, lines[end]):
            taken = tuple(lines[at : end + 1])
            return Block(Kind.CODE, taken, fence, code=taken[begun:-1], begun=begun, closed=True)
        if end > at and _leaves(fence, lines[end]):
            taken = tuple(lines[at:end])
            return Block(Kind.CODE, taken, fence, code=taken[begun:], begun=begun, closed=True)
    taken = tuple(lines[at:])
    return Block(Kind.CODE, taken, fence, code=taken[begun:], begun=begun)


def _ends(fence: Fence, line: Line) -> bool:
    """Whether the line closes the code block."""
    body = line.body.strip()
    if fence.mark in _DISPLAY_ENDS:
        return body == _DISPLAY_ENDS[fence.mark]
    indent = len(line.body) - len(line.body.lstrip())
    return (
        body.startswith(fence.mark) and set(body) == {fence.mark[0]} and indent <= fence.indent + 3
    )


def _leaves(fence: Fence, line: Line) -> bool:
    """Whether the block is over although nothing closed it: LaTeX has no blank lines."""
    blank = line.complete and not line.body.strip()
    return (bool(fence.quote) and not line.quote) or (fence.mark in _DISPLAY_ENDS and blank)


def _head(lines: Sequence[Line], at: int, room: int) -> Head | None:
    """The head of the table that begins at this line."""
    if at + 1 >= len(lines) or "|" not in lines[at].body:
        return None
    titles, delimiter = lines[at : at + 2]
    if not tables.is_delimiter(delimiter.body) or bool(titles.quote) != bool(delimiter.quote):
        return None
    if not all(_fits(line, room) for line in (titles, delimiter)):
        return None
    return Head(titles.body, delimiter.body, "" if titles.quote == STICKY else titles.quote)


def _rows(lines: Sequence[Line], at: int, head: Head, room: int, *, begun: bool) -> Block | None:
    end = at + 2 * begun
    while end < len(lines) and _is_row(lines[end], head, room):
        end += 1
    taken = tuple(lines[at:end])
    return Block(Kind.TABLE, taken, head=head, begun=begun) if taken else None


def _is_row(line: Line, head: Head, room: int) -> bool:
    if "|" not in line.body or bool(line.quote) != bool(head.quote) or not _fits(line, room):
        return False
    return starts_with_pipe(line.body) or not starts_with_pipe(head.titles)


def starts_with_pipe(row: str) -> bool:
    """Whether the row has its outer pipes; then all rows of its table have them."""
    return row.lstrip().startswith("|")


def _fits(line: Line, room: int) -> bool:
    columns = line.body.count("|")
    return len(line.raw) <= longest_row(room) and columns <= room // _COLUMNS_PER_MESSAGE + 1


def longest_row(room: int) -> int:
    """How long a line of a table may be."""
    return room // _ROWS_PER_MESSAGE


def _text(lines: Sequence[Line], at: int, room: int) -> Block:
    """A paragraph or an item of a list: it ends where something else begins."""
    end = at + 1
    while end < len(lines) and bool(lines[end].quote) == bool(lines[at].quote):
        if not lines[end].body.strip() or _interrupts(lines, end, room):
            break
        end += 1
    return Block(Kind.TEXT, tuple(lines[at:end]))


def _interrupts(lines: Sequence[Line], at: int, room: int) -> bool:
    line = lines[at]
    if _ITEM.match(line.body) or _HEADER.match(line.body) or _fence(line):
        return True
    rule = _RULE.fullmatch(line.body)
    # Dashes right below a text are no rule but the underline of a heading.
    return (rule is not None and rule[1] != "-") or _head(lines, at, room) is not None


def _read(block: Block, context: Context, ending: tuple[str, ...] | None) -> Block:
    """The block with its place and with its inline markdown read."""
    if block.kind not in {Kind.TEXT, Kind.HEADER}:
        return replace(block, context=context)
    source = "".join(line.raw for line in block.lines)
    text = inline.read(source, context.marks, ending)
    return Block(block.kind, block.lines, text=text, context=context)


def _after(block: Block) -> Context:
    """The context behind a block."""
    sticky = any(line.quote.strip() == ">>>" for line in block.lines) and block.kind != Kind.CODE
    return Context(
        fence=None if block.closed else block.fence,
        quote=STICKY if sticky or block.context.quote == STICKY else "",
        marks=block.text.marks if block.text else block.context.marks,
    )
