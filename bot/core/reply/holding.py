"""What a growing text does not show yet, so that nothing flickers.

The end of a text that grows is often half of something: `[text](htt`, `<@12`, two of three ticks,
the first line of a table. It is held back until it is clear what it is. Every pattern here fits
every beginning of what it fits; therefore the place where holding starts never moves back, and
what people have seen is never taken away from them.
"""

import re
from collections.abc import Sequence

from bot.core.reply.blocks import longest_row, scan, starts_with_pipe
from bot.core.reply.context import Context
from bot.core.reply.lines import Block, Kind

# A link or mention that is longer than this is shown as it grows.
_LABEL, _TARGET = 200, 512

_END = re.compile(
    rf"""
    (?:
      [*_~|`]+                                                       # half a marker
    | `+\s+(?:\\[(\[]?\s*)?                                          # code without a word yet
    | \\[(\[]?\s*                                                    # escape or LaTeX
    | \$(?:\$[^$`\n]{{0,60}}\$?)?                                   # a price or a formula
    | <(?: @[!&]?\d{{0,20}} | \#\d{{0,20}} | /[^<>:\n]{{0,100}}(?::\d{{0,20}})?
         | a?(?::\w{{0,32}}(?::\d{{0,20}})?)? | t(?::-?\d{{0,16}}(?::\w?)?)?
         | id?(?::\w{{0,16}})? | h[^\s<>]{{0,{_TARGET}}} )           # mention, emoji, time, <url>
    | (?:(?<!\S)!)?\[[^\[\]\n]{{0,{_LABEL}}}
        (?:\](?:\((?:[^()\n]|\([^()\n]*\)?){{0,{_TARGET}}})?)?       # link
    | (?<!\S)!
    | \u200d                                                         # joins the next emoji
    | (?<![\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]            # half a flag
    | [\u1100-\u115f]                                                # half a Hangul syllable
    )\Z
    """,
    re.VERBOSE,
)
# The beginning of a line that may become a list, a header, a rule, a box or the dashes of a table.
_START = re.compile(
    r"""
    ^[ \t>]*
    (?: \d{0,9}[.)]?[ \t]* | \#{0,6}[ \t]* | -\#?[ \t]* | (?:[-*_+][ \t]*)* | [ \t|:-]*
      | [-*+][ \t]+\[[ xX]?\]?[ \t]* | \d{1,9}[.)][ \t]+\[[ xX]?\]?[ \t]*
      | \#{4,6}[ \t][^\n]* )\Z
    """,
    re.VERBOSE | re.MULTILINE,
)
_TICKS = re.compile(r"(?:[`~]+|\\|\$+)\s*\Z")


def settled(text: str, context: Context, room: int) -> int:
    """How much of a growing *text*, which starts at *context*, can be shown."""
    blocks, _ = scan(text, context, None, room)
    if not blocks:
        return 0
    last = blocks[-1]
    if last.kind == Kind.CODE:
        return _in_code(text, last)
    if last.kind == Kind.TABLE:
        return _in_table(last)
    if _may_be_row(blocks, context, room):
        return last.at
    return _in_text(text, _end_of_code(blocks), context, room)


def _in_code(text: str, block: Block) -> int:
    """Code waits for its first line; then only for ticks that may be its end."""
    if block.closed:
        return block.end if block.lines[-1].complete else _before(_TICKS, text)
    code = "".join(line.body for line in block.code)
    if code.strip(" \t`~$\\]"):
        return _before(_TICKS, text)
    if not block.begun:
        return 0
    return block.at + block.lines[0].raw.index(block.fence.mark) if block.fence else block.at


def _in_table(block: Block) -> int:
    """Rows are shown when they are complete, the head with its dashes."""
    last = block.lines[-1]
    if last.complete:
        return block.end
    whole = block.begun and last == block.lines[1] and starts_with_pipe(block.lines[0].body)
    return block.at if whole else last.at


def _may_be_row(blocks: Sequence[Block], context: Context, room: int) -> bool:
    """Whether the last line may become a row of a table that has no outer pipes."""
    line = blocks[-1].lines[0]
    if len(blocks[-1].lines) > 1 or line.complete or len(line.raw) > longest_row(room):
        return False
    head = blocks[-2].head if len(blocks) > 1 else context.head
    return head is not None and not starts_with_pipe(head.titles)


def _end_of_code(blocks: Sequence[Block]) -> int:
    ends = (block.end for block in blocks if block.kind in {Kind.CODE, Kind.TABLE})
    return max(ends, default=0)


def _in_text(text: str, begin: int, context: Context, room: int) -> int:
    # A stand-in for what is before: the first line may be the middle of one.
    before = " " if context.midline and begin == 0 else "\n"
    text = before + text[begin:]
    titles = rf"^[ \t>]*\|(?!\|)[^\n]{{0,{longest_row(room)}}}(?:\n[ \t>|:-]*)?\Z"
    patterns = (_END, _START, re.compile(titles, re.MULTILINE))
    return begin + max(0, min(_before(pattern, text) for pattern in patterns) - 1)


def _before(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)
