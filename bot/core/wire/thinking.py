"""Thoughts that a model writes into its answer, between `<think>` and `</think>`.

Raw deployments of reasoning models send them so. Only the beginning of an answer may open
a thought: further down the tag is something the answer talks about.
"""

from enum import Enum, auto
from typing import Final

OPEN: Final = "<think>"
CLOSE: Final = "</think>"
_MAX_BLANKS: Final = 200  # before the opening tag; more of them are not waited for


class _Place(Enum):
    START = auto()  # nothing but blanks so far
    THOUGHT = auto()
    GAP = auto()  # the blanks between a thought and the answer
    ANSWER = auto()  # a closing tag without an opening one may still come
    PLAIN = auto()  # no tag means anything any more


class ThinkFilter:
    """Feed it the text of an answer in any pieces; it parts the answer from the thought.

    A chat template may have written the opening tag, so that only the closing one comes. What
    stands before it was given out as answer and stays so; the tag is dropped. Who has the whole
    answer in hand says *opened*, and all before the closing tag is thought.
    """

    def __init__(self, *, opened: bool = False) -> None:
        self._place = _Place.THOUGHT if opened else _Place.START
        self._held = ""  # what may be the first half of a tag
        self._before = ""  # the last letter of the answer so far

    def feed(self, text: str) -> tuple[str, str]:
        """Take *text*; give what it adds to the answer and to the thought."""
        if self._place is _Place.PLAIN or not text:
            return text, ""
        text, self._held = self._held + text, ""
        thought = ""
        if self._place is _Place.START:
            text = self._begin(text)
        if self._place is _Place.THOUGHT:
            thought, text = self._think(text)
        if self._place is _Place.GAP:
            text = text.lstrip()
            self._place = _Place.PLAIN if text else _Place.GAP
        if self._place is _Place.ANSWER:
            text = self._answer(text)
        return text, thought

    def finish(self) -> tuple[str, str]:
        """Give what was held back, for nothing follows that would make a tag of it."""
        held, self._held = self._held, ""
        return ("", held) if self._place is _Place.THOUGHT else (held, "")

    def _begin(self, text: str) -> str:
        inner = text.lstrip()
        if len(text) - len(inner) <= _MAX_BLANKS:
            if inner.startswith(OPEN):
                self._place = _Place.THOUGHT
                return inner.removeprefix(OPEN)
            if OPEN.startswith(inner):
                self._held = text
                return ""
        self._place = _Place.ANSWER
        return text

    def _think(self, text: str) -> tuple[str, str]:
        thought, tag, rest = text.partition(CLOSE)
        if tag:
            self._place = _Place.GAP
            return thought, rest
        return self._hold_back(thought, CLOSE), ""

    def _answer(self, text: str) -> str:
        if "<" in text:
            text = self._drop_lone_close(text)
        self._before = text[-1:] or self._before
        return text

    def _drop_lone_close(self, text: str) -> str:
        opening, closing = text.find(OPEN), text.find(CLOSE)
        if opening >= 0 and (closing < 0 or opening < closing):
            self._place = _Place.PLAIN
            return text
        if closing < 0:
            return self._hold_back(text, CLOSE, OPEN)
        self._place = _Place.PLAIN
        quoted = (self._before + text[:closing]).endswith("`")
        return text if quoted else text[:closing] + text[closing + len(CLOSE) :]

    def _hold_back(self, text: str, *tags: str) -> str:
        """Keep the end of *text* that may become one of *tags*; give the rest."""
        start = text.rfind("<", max(0, len(text) - len(CLOSE) + 1))
        if start >= 0 and any(tag.startswith(text[start:]) for tag in tags):
            self._held = text[start:]
            return text[:start]
        return text


def part_thought(answer: str) -> tuple[str, str]:
    """Part a whole answer from its thought, whether or not the opening tag came with it."""
    opened = CLOSE in answer and OPEN not in answer.partition(CLOSE)[0]
    thinking = ThinkFilter(opened=opened)
    text, thought = thinking.feed(answer)
    more_text, more_thought = thinking.finish()
    return text + more_text, thought + more_thought
