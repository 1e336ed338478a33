"""Inline markdown: which markers are open at each word, and what must stay in one piece.

Discord pairs markers with plain patterns, not with CommonMark's flanking rules (those fail on
`**"강조"**는`), so neither do we: the next marker of the same kind closes. Of every kind one can be
open at a time.
"""

import re
from dataclasses import dataclass, field

from bot.core.reply.context import MATH, shown_mark

SPOILER = "||"

_TOKEN = re.compile(
    r"""
      (?P<code>`+)
    | (?P<math>\\\(|^\\\[|\\\[(?=\s))
    | (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<atom>
          <(?:@[!&]?\d+|\#\d+|/[^<>:\n]+:\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|id:\w+|https?://[^\s<>]+)>
        | !?\[[^\[\]\n]*\]\((?:[^()\n]|\([^()\n]*\))*\)
        | https?://[^\s<>|`*]+
        | \$\$[^$`\n]+\$\$
      )
    | (?P<mark>\*\*|\*|__|_|~~|\|\|)
    | (?P<space>\s+)
    | (?P<word>(?:(?!https?://)[^\s\\`<!\[*_~|$])+|.)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_VERBATIM = re.compile(r"(?P<space>\s+)|(?P<word>\S+)")
_RUN = re.compile(r"`+")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\((.*)\)", re.DOTALL)

# Discord has inline code of one and two backticks and blocks of three; a longer run means nothing.
_LONGEST_RUN = 3


@dataclass(slots=True)
class Token:
    """A word, a space, a marker or something that must not be cut."""

    at: int
    text: str
    kind: str
    shown: str
    marks: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Where the next token starts."""
        return self.at + len(self.text)


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph, read."""

    tokens: tuple[Token, ...]
    opened: tuple[str, ...]  # of the markers that were open before, those that really are
    marks: tuple[str, ...]  # open after it

    @property
    def shown(self) -> str:
        """The paragraph as Discord shows it best."""
        return "".join(token.shown for token in self.tokens)


def read(text: str, marks: tuple[str, ...] = (), ending: tuple[str, ...] | None = ()) -> Inline:
    """Read one paragraph.

    Args:
        text: the paragraph.
        marks: the markers that are open where it starts.
        ending: the markers that may stay open at its end; None for all, because it still grows.
    """
    return _Reader(text, marks, ending).read()


@dataclass(slots=True)
class _Reader:
    text: str
    before: tuple[str, ...]
    ending: tuple[str, ...] | None
    tokens: list[Token] = field(default_factory=list)
    open: dict[str, int] = field(default_factory=dict)  # marker -> its token; -1: open before
    pairs: dict[int, tuple[str, bool]] = field(default_factory=dict)  # token -> marker, opens

    def read(self) -> Inline:
        self.open = dict.fromkeys(self.before, -1)
        at = 0
        if self.before and _is_verbatim(self.before[-1]):
            at = self._continued(self.before[-1])
        while at < len(self.text):
            at = self._take(at)
        return self._settled()

    def _take(self, at: int) -> int:
        match = _TOKEN.match(self.text, at)
        assert match is not None  # noqa: S101 - the last alternative takes any character
        kind, word = match.lastgroup or "", match.group()
        if kind in {"code", "math"}:
            return self._verbatim(at, word)
        self.tokens.append(Token(at, word, kind, _unimaged(word) if kind == "atom" else word))
        if kind == "mark":
            self._pair(match.start(), match.end(), word)
        return match.end()

    def _pair(self, start: int, end: int, mark: str) -> None:
        here, around = len(self.tokens) - 1, (self.text[:start][-1:], self.text[end : end + 1])
        if mark in self.open and _can_close(mark, *around):
            opener = self.open.pop(mark)
            self.pairs[opener] = (mark, True)
            self.pairs[here] = (mark, False)
        elif mark not in self.open and _can_open(mark, *around):
            self.open[mark] = here

    def _continued(self, mark: str) -> int:
        """Finish code or math that an earlier message has begun."""
        start, end = _closing(self.text, 0, mark)
        if start < 0 and not self._may_stay(mark):
            self.before = self.before[:-1]
            del self.open[mark]
            return 0
        self._words(0, start if start >= 0 else len(self.text))
        if start < 0:
            return len(self.text)
        self.open.pop(mark)
        self._add(start, end, "mark", shown_mark(mark))
        self.pairs[len(self.tokens) - 1] = (mark, False)
        return end

    def _verbatim(self, at: int, mark: str) -> int:
        """Take code or math as a whole: nothing in it is markdown."""
        start, end = _closing(self.text, at + len(mark), mark)
        body = self.text[at + len(mark) : start if start >= 0 else len(self.text)]
        if (start < 0 and not self._may_stay(mark)) or not _can_be_code(mark, body):
            self._add(at, at + len(mark), "word", mark)
            return at + len(mark)
        begin = at + len(mark) + (len(body) - len(body.lstrip()) if mark in MATH else 0)
        self._add(at, begin, "mark", shown_mark(mark))
        self.open[mark] = len(self.tokens) - 1
        self._words(begin, start if start >= 0 else len(self.text))
        if start < 0:
            return len(self.text)
        self._add(start, end, "mark", shown_mark(mark))
        self.pairs[self.open.pop(mark)] = (mark, True)
        self.pairs[len(self.tokens) - 1] = (mark, False)
        return end

    def _words(self, start: int, end: int) -> None:
        for match in _VERBATIM.finditer(self.text, start, end):
            self._add(match.start(), match.end(), match.lastgroup or "", match.group())

    def _add(self, start: int, end: int, kind: str, shown: str) -> None:
        self.tokens.append(Token(start, self.text[start:end], kind, shown))

    def _may_stay(self, mark: str) -> bool:
        return self.ending is None or mark in self.ending

    def _settled(self) -> Inline:
        """Tell every token which markers are open before it."""
        for mark, opener in self.open.items():
            if self._may_stay(mark) or (mark == SPOILER and self._lasts(opener)):
                self.pairs[opener] = (mark, True)
        active = [mark for mark in self.before if self._was_real(mark)]
        opened = tuple(active)
        for place, token in enumerate(self.tokens):
            token.marks = tuple(active)
            mark, opens = self.pairs.get(place, ("", False))
            if opens:
                active.append(mark)
            elif mark in active:
                active.remove(mark)
        return Inline(tuple(self.tokens), opened, tuple(active))

    def _was_real(self, mark: str) -> bool:
        return self.open.get(mark) != -1 or self._may_stay(mark) or mark == SPOILER

    def _lasts(self, opener: int) -> bool:
        """Whether an unclosed spoiler hides more than its paragraph; `a || b` does not."""
        if opener < 0:
            return True
        after = self.text[self.tokens[opener].end :][:1]
        return bool(after) and not after.isspace() and after not in ")]}.,;:"


def _is_verbatim(mark: str) -> bool:
    return mark in MATH or mark.startswith("`")


def _closing(text: str, at: int, mark: str) -> tuple[int, int]:
    """Where code or math ends: start and end of its closing marker, or -1."""
    if mark in MATH:
        end = text.find(MATH[mark], at)
        body = text[at:end]
        return (-1, -1) if end < 0 else (at + len(body.rstrip()), end + len(MATH[mark]))
    for match in _RUN.finditer(text, at):
        if match.group() == mark:
            return match.span()
    return -1, -1


def _can_be_code(mark: str, body: str) -> bool:
    if mark in MATH:
        return "`" not in body
    return len(mark) <= _LONGEST_RUN


def _can_open(mark: str, before: str, after: str) -> bool:
    if mark == SPOILER:
        return True
    if not after.strip():
        return False
    if mark.startswith("_"):
        return not before.isalnum()
    if mark == "*":  # 3*4 and a*b are products
        return not (_is_ascii_word(before) and _is_ascii_word(after))
    return True


def _can_close(mark: str, before: str, after: str) -> bool:
    if mark == SPOILER:
        return True
    return bool(before.strip()) and not (mark.startswith("_") and after.isalnum())


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _unimaged(atom: str) -> str:
    """Discord cannot show an image inside text, but it can link to it."""
    if atom.startswith("$$"):
        return f"`{atom[2:-2].strip()}`"
    image = _IMAGE.fullmatch(atom)
    if image is None:
        return atom
    return atom[1:] if image[1].strip() else image[2]
