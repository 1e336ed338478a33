"""Where a text that is too long for one message is cut.

A message is full at the first code point that no longer fits. Where it is cut depends only on the
text up to there, never on how the text came or on what follows; so a closed message stays closed
and every chunking of an answer gives the same messages.

The cut is the best boundary of the last half: a blank line, the start of a block, a line, a
sentence, a word. No boundary lies inside a link, a mention or a URL, and one inside bold, code or a
spoiler is taken only if nothing else is left; the marker is then closed and opened again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.core.reply.blocks import scan
from bot.core.reply.boundaries import Cut, boundaries, torn
from bot.core.reply.context import Context, Fence, Head
from bot.core.reply.holding import settled
from bot.core.reply.lines import Block, Kind
from bot.core.reply.rendering import show, widest
from bot.core.reply.tables import Measure, harmless

# The most that closing everything takes: `** * __ _ ~~ || ``` ` and a fence inside a quote.
_CLOSING = 24
# A rule is longer when it is shown.
_RULE_COST = 10
_GOOD = (4, 0, 0)  # outside everything and not too early

_LEADING = re.compile(r"(?:\s*\n)?(?:\s{33,})?")


@dataclass(frozen=True, slots=True)
class Full:
    """The first message of a text: how much it takes, what it shows, and what goes on after it."""

    size: int
    shown: str
    context: Context


def first_full(tail: str, context: Context, room: int, *, finished: bool) -> Full | None:
    """The first message of *tail*, or None while that still has room.

    Args:
        tail: the text that is in no message yet.
        context: where it starts.
        room: the code points of a message.
        finished: whether nothing follows.
    """
    lead = leading(tail, context)
    window = tail[lead : lead + room + 1]
    end = _overflow(window, context, room, finished=finished and lead + len(window) == len(tail))
    if end is None:
        return None
    window = window[:end]
    for cut in _best(window, context, room):
        shown = show(window[: cut.at], context, cut.context.marks, room)
        if len(shown) <= room and shown.strip():
            return Full(lead + cut.at, shown, cut.context)
    return _forced(window, context, room, lead) if tail[lead + end :].strip() else None


def leading(tail: str, context: Context) -> int:
    """White space before a message, which Discord would drop anyway."""
    match = None if context.fence else _LEADING.match(tail)
    return match.end() if match else 0


def _forced(window: str, context: Context, room: int, lead: int) -> Full:
    """Cut where there is no boundary at all: behind the text if white space follows it."""
    at = len(window.rstrip()) if window[-1:].isspace() else len(window) - _CLOSING
    at = max(1, min(at, len(window) - _CLOSING))
    _, end = scan(window[:at], context, None, room)
    shown = show(window[:at], context, None, room)
    midline = end.fence is None and "\n" not in window[at:]
    return Full(lead + at, shown, replace(end, midline=midline))


def _overflow(text: str, context: Context, room: int, *, finished: bool) -> int | None:
    """The least beginning of *text* that does not fit into a message.

    A finished line counts as it is shown, the last one as it is written: this way the answer is
    the same for every longer text.
    """
    blocks, _ = scan(text, context, None, room)
    spent = len(context.opening()) + _CLOSING
    for block in blocks:
        before = 0
        for line, cost in zip(block.lines, _costs(block, room), strict=True):
            rest = room - spent - before
            if len(line.raw) > rest:
                return line.at + rest + 1
            if (line.complete or finished) and cost > room - spent:
                return line.end
            before = cost
        spent += before
    return None


def _costs(block: Block, room: int) -> Iterator[int]:
    """What a block takes up to each of its lines: as written or as shown, whichever is more."""
    raw = accumulate(len(line.raw) for line in block.lines)
    return map(
        max, raw, accumulate(_code_costs(block)) if block.fence else _other_costs(block, room)
    )


def _code_costs(block: Block) -> Iterator[int]:
    fence = block.fence or Fence("")
    if block.begun:
        yield len(block.lines[0].raw) + len(fence.opening) + len(fence.closing) + 2
    for line in block.lines[block.begun :]:
        yield len(fence.quote) + len(harmless(line.raw))


def _other_costs(block: Block, room: int) -> Iterator[int]:
    if block.kind == Kind.TABLE and block.head:
        yield from _table_costs(block, block.head, room)
        return
    extra = _RULE_COST if block.kind == Kind.RULE else 0
    yield from accumulate(len(line.raw) + bool(line.quote) + extra for line in block.lines)


def _table_costs(block: Block, head: Head, room: int) -> Iterator[int]:
    measure = Measure(head, widest(room))
    for number, line in enumerate(block.lines):
        if number < 2 * block.begun:
            yield 0 if number == 0 else measure.size
        else:
            yield measure.add(line.body)


def _best(text: str, context: Context, room: int) -> Iterator[Cut]:
    """The places where *text* can be cut, best first."""
    blocks, _ = scan(text, context, None, room)
    last = settled(text, context, room)

    def ordered(cuts: Iterable[Cut]) -> list[Cut]:
        known = (cut for cut in cuts if 0 < cut.at <= last)
        return sorted(known, key=lambda cut: cut.worth(len(text)), reverse=True)

    words = ordered(boundaries(blocks))
    good = [cut for cut in words if cut.worth(len(text)) >= _GOOD]
    yield from good
    yield from ordered([*words[len(good) :], *torn(blocks)])
