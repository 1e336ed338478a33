"""Whether what is visible is what was written: a check of its own, which shares no code with the bot.

The bot may add: the footer, a cursor, markers and fences closed at the foot of a message and opened again at
the head of the next one, the titles of a table beside each of its cells. It may show in another way:
a table as aligned code or spelled out, a deep header as bold, a rule as a line, an image as a link,
LaTeX and ``~~~`` as code, ``[x]`` as a box, an info string by its language, three ticks inside of code with zero-width spaces
between. So both sides are reduced to what must be the same:

- Every character that is neither white space nor one of those markers, in its order. In a document with a
  table the words, where only the titles may come more often and elsewhere.
- Every line of every fenced block (as CommonMark finds them), letter for letter but for its indentation.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt

LIMIT = 2000
_MARKERS = re.compile(r"[\s`*_~|#>\\$\-+=─☐☑\[\]()!\u200b]+")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # Discord refuses or drops them
_FENCE_LINE = re.compile(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?:`{3,}[^`\n]*|~{3,}.*)$", re.MULTILINE
)
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[ xX]\](?=\s)", re.MULTILINE)
_DASHES = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_OPENS = re.compile(r"^(?: {0,3}>{1,3} ?)? *```", re.MULTILINE)
_COMMONMARK = MarkdownIt("commonmark")
_CUT_LINE = 1500  # code points; a longer line of code may be cut


def complaints(source: str, visible: Sequence[str]) -> list[str]:
    """Say what is wrong with the messages that are *visible* in the end; nothing when all is well."""
    source = sendable(source)
    together = "\n".join(visible)
    found = _wrong_words(source, together)
    found += [f"code line lost or changed: {line!r}" for line in _lost_code(source, together)]
    return found


def sendable(text: str) -> str:
    """Give the text without what Discord refuses or drops."""
    return _DROPPED.sub("", text)


def faults_of(version: str) -> list[str]:
    """Say what is wrong with one version of one message on the way."""
    found = []
    if len(version) > LIMIT:
        found.append(f"{len(version)} code points")
    if has_open_fence(version):
        found.append("an open fence")
    return found


def has_open_fence(version: str) -> bool:
    """Tell whether a fence at the start of a line has no end, as Discord pairs them."""
    at = 0
    while opening := _OPENS.search(version, at):
        end = version.find("```", opening.end())
        if end < 0:
            return True
        at = end + 3
    return False


def is_literal(source: str, visible: Sequence[str]) -> bool:
    """Tell whether nothing at all differs but white space and where messages end."""
    return "".join("".join(visible).split()) == "".join(source.split())


def _wrong_words(source: str, visible: str) -> list[str]:
    titles = _titles(source)
    if titles is None:
        meant, seen = "".join(_words(source)), "".join(_words(visible))
        return [] if meant == seen else [_first_difference(meant, seen)]
    return _wrong_beside_titles(_words(source, ":"), _words(visible, ":"), titles)


def _wrong_beside_titles(meant: list[str], seen: list[str], titles: set[str]) -> list[str]:
    lost = Counter(meant) - Counter(seen)
    found = [f"lost beside a table: {sorted(lost.elements())[:8]}"] if lost else []
    others_meant = "".join(word for word in meant if word not in titles)
    others_seen = "".join(word for word in seen if word not in titles)
    if others_meant != others_seen:
        found.append(_first_difference(others_meant, others_seen))
    return found


def _titles(source: str) -> set[str] | None:
    """The words of all rows that stand above dashes; None when there are none."""
    lines = source.split("\n")
    heads = [
        above
        for above, dashes in pairwise(lines)
        if "|" in dashes and "|" in above and _DASHES.match(dashes)
    ]
    return {word for head in heads for word in _words(head, ":")} if heads else None


def _words(text: str, also: str = "") -> list[str]:
    text = _FENCE_LINE.sub(r"\1", text.replace("\u200b", ""))
    text = _TASK.sub(r"\1", text)
    if also:
        text = text.replace(also, " ")
    return _MARKERS.sub(" ", text).split()


def _first_difference(meant: str, seen: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(meant, seen, strict=False)) if a != b),
        min(len(meant), len(seen)),
    )
    around = slice(max(0, at - 15), at + 25)
    return f"written {meant[around]!r}, visible {seen[around]!r}"


def _lost_code(source: str, visible: str) -> list[str]:
    shown = iter([line.strip(" \t>") for line in visible.replace("\u200b", "").split("\n")])
    fences = (token for token in _COMMONMARK.parse(source) if token.type == "fence")
    lines = (line.strip(" \t>") for token in fences for line in token.content.split("\n"))
    lost = []
    for line in lines:
        if line and len(line) <= _CUT_LINE and not any(line == each for each in shown):
            lost.append(line)
            break  # from here on the iterator is exhausted
    return lost
