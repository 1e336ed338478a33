"""What Discord is shown for a piece of markdown.

Discord knows a subset of markdown. What it lacks is shown by something it has: tables as aligned
code, deep headers as bold, a rule as a thin line, an image as a link, LaTeX as code. Words are
never changed, and code only where three ticks in a row would end its block.
"""

import re
from dataclasses import replace

from bot.core.reply.blocks import scan
from bot.core.reply.context import Context, shown_mark
from bot.core.reply.lines import Block, Kind, Line
from bot.core.reply.tables import WIDEST, Table, harmless

_DEEP = re.compile(r"#{4,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_QUOTED = re.compile(r"^( {0,3}>)(?=[^ >]|$)", re.MULTILINE)
_TASK = re.compile(
    r"^((?: {0,3}> ?)?[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE
)
# Ticks at the start of a line that open no block here, and would open one for Discord.
_NO_FENCE = re.compile(r"^(?: {0,3}> ?)?[ \t]*`{3,}(?!`)(?=[^\n]*`)(?![^\n]*```)", re.MULTILINE)
_BOXES = {" ": "☐", "x": "☑", "X": "☑"}
_LINE = "──────────"
# A table may take this part of a message in columns, where messages are very short.
_WIDTHS_PER_MESSAGE = 8


def show(text: str, context: Context, ending: tuple[str, ...] | None, room: int) -> str:
    """Show *text*, which starts at *context*, as a message that stands alone.

    Args:
        text: a part of the model's text.
        context: where it starts; opened again at the head of the message.
        ending: the inline markers that are open at its end; None for all that seem to be.
        room: the code points of a message.
    """
    blocks, end = scan(text, context, ending, room)
    if not blocks:
        return ""
    first = blocks[0]
    opened = replace(context, marks=first.text.opened) if first.text else context
    gap = "\n" if opened.marks and first.kind != Kind.TEXT else ""
    body = "".join(_shown(block, room) for block in blocks).rstrip()
    return opened.opening(gap) + body + _closing(end)


def _closing(end: Context) -> str:
    """What closes everything that is open."""
    marks = "".join(map(shown_mark, reversed(end.marks)))
    if end.fence is None:
        return marks
    return "\n" + end.fence.closing + ("\n" + marks if marks else "")


def _shown(block: Block, room: int) -> str:
    match block.kind:
        case Kind.CODE:
            return _code(block)
        case Kind.TABLE:
            return _table(block, room)
        case Kind.RULE | Kind.BLANK:
            return f"{_quote(block.lines[0])}{_LINE * (block.kind == Kind.RULE)}\n"
        case Kind.HEADER:
            return _header(block)
        case Kind.TEXT:
            return _text(block)


def _quote(line: Line) -> str:
    """The marker of the quote with the space that Discord wants behind it."""
    return f"{line.quote.rstrip()} " if line.quote.strip() else ""


def _code(block: Block) -> str:
    fence = block.fence
    if fence is None or (block.closed and fence.language == "tex" and not block.code):
        return "".join(line.raw for line in block.lines)
    lines = (f"{fence.quote}{_dedented(line.body, fence.indent)}\n" for line in block.code)
    closing = f"{fence.closing}\n" if block.closed else ""
    return (_begun(block) if block.begun else "") + harmless("".join(lines)) + closing


def _begun(block: Block) -> str:
    """The line that opens the block; what marks it as the item of a list stands above it."""
    assert block.fence is not None  # noqa: S101 - a code block has a fence
    item = block.lines[0].body[: block.fence.indent].strip()
    return f"{block.fence.quote}{item}\n" * bool(item) + block.fence.opening


def _dedented(code: str, indent: int) -> str:
    """Code of an indented block, without the indentation that belongs to the list around it."""
    margin = len(code) - len(code.lstrip(" "))
    return code[min(indent, margin) :]


def _table(block: Block, room: int) -> str:
    assert block.head is not None  # noqa: S101 - a table has a head
    rows = tuple(line.body for line in block.lines[2 * block.begun :])
    return Table(block.head, rows, widest(room)).shown


def widest(room: int) -> int:
    """How many columns a table may have as code."""
    return min(WIDEST, room // _WIDTHS_PER_MESSAGE)


def _header(block: Block) -> str:
    line, text = block.lines[0], block.text.shown if block.text else ""
    body = text[len(line.quote) :].strip()
    deep = _DEEP.fullmatch(body)
    if deep is None:
        return text
    title = deep[1] if "**" in deep[1] or not deep[1] else f"**{deep[1]}**"
    return f"{_quote(line)}{title}\n"


def _text(block: Block) -> str:
    text = block.text.shown if block.text else ""
    if block.lines[0].quote:
        text = _QUOTED.sub(r"\1 ", text)
    text = _NO_FENCE.sub(lambda ticks: harmless(ticks[0]), text)
    return _TASK.sub(lambda task: task[1] + _BOXES[task[2]], text)
