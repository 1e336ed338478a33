"""What became of a question, and whether a measure grows: pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, stdev

from benchmarks._measuring import CURSOR, SMALL_PRINT, letters
from bot.chat import texts
from bot.chat.ports import FinishReason
from bot.core.errors import Fault


class Fate(StrEnum):
    """What a question's asker sees in the end; the first five are fine."""

    ANSWERED = "answered in full"
    TOLD = "ended with a sentence"
    SPARED = "told just before"
    GONE = "ended by a person"
    UNHEARD = "not told to the bot by Discord"
    LOST = "lost"
    DOUBLED = "doubled"
    STUCK = "stuck"
    TORN = "not what the model wrote"


FINE = frozenset({Fate.ANSWERED, Fate.TOLD, Fate.SPARED, Fate.GONE, Fate.UNHEARD})
# What ends an answer that is not whole, in small print below it. That something went wrong on our
# side is none of them.
_REASONS = (
    *map(texts.fault_sentence, Fault),
    *(texts.stopped(), texts.stopping(), texts.no_memory(), texts.cut(FinishReason.LENGTH)),
)
_ENDS = tuple(SMALL_PRINT + each for each in _REASONS)
# What stands in place of an answer, and for how many seconds the same person is not told so again
# there (bot/chat/answers/telling.py). The second one goes on with the limit.
_SENTENCES = {texts.no_memory(): 5.0, "The limit is reached (": 60.0}


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of a reply: what it says, whether it *grows*, and the text of its *file*."""

    content: str
    grows: bool = False
    file: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still looks as if more were to come."""
        return self.grows or CURSOR in self.content

    @property
    def says_why(self) -> bool:
        """Whether it says why there is no more of the answer."""
        return any(line.startswith(_ENDS) for line in self.content.splitlines())


def fate(meant: Sequence[str], replies: Sequence[Reply], *, by_person: bool = False) -> Fate:
    """Tell what the *replies* to one question are, in their order.

    *meant* is what the model wrote, for each version of the question; *by_person* is whether
    somebody deleted it, or stopped its answer.
    """
    if any(reply.is_open for reply in replies):
        return Fate.STUCK
    if len(meant) > 1:  # why an edit is not answered is told beside the answer that there is
        replies = [each for each in replies if not spares_for(each.content)] or replies
    found = _fate_of_shown([letters([text]) for text in meant], replies)
    return Fate.GONE if by_person and found in (Fate.LOST, Fate.TOLD) else found


def _fate_of_shown(meant: Sequence[str], replies: Sequence[Reply]) -> Fate:
    found = _plain_fate(meant, replies)
    if found is not Fate.TORN:
        return found
    read = _letters_of(replies)
    if any(text.startswith(read) for text in meant):
        return found  # its end is not there, but nothing is there twice
    without_one = ([*replies[:at], *replies[at + 1 :]] for at in range(len(replies)))
    is_more = any(read.startswith(text) for text in meant)
    if is_more or any(_plain_fate(meant, each) in FINE for each in without_one):
        return Fate.DOUBLED
    return Fate.TORN


def _plain_fate(meant: Sequence[str], replies: Sequence[Reply]) -> Fate:
    if not replies:
        return Fate.LOST
    read = _letters_of(replies)
    if read in meant:
        return Fate.ANSWERED
    is_beginning = any(text.startswith(read) for text in meant)
    said = [reply for reply in replies if reply.file is None]
    ended = is_beginning and said and said[-1].says_why
    alone = len(replies) == 1 and spares_for(replies[0].content)
    return Fate.TOLD if ended or alone else Fate.TORN


def spares_for(content: str) -> float:
    """Tell for how many seconds a sentence in place of an answer is enough; 0: it is none."""
    return next((each for said, each in _SENTENCES.items() if content.startswith(said)), 0.0)


def _letters_of(replies: Sequence[Reply]) -> str:
    """Give what can be read in *replies*: a file has the whole text of the messages before it."""
    read, since = "", []
    for reply in replies:
        if reply.file is None:
            since.append(letters([reply.content]))
            continue
        whole = letters([reply.file])
        begins = (at for at in range(len(since)) if whole.startswith("".join(since[at:])))
        read += "".join(since[: next(begins, len(since))]) + whole
        since = []
    return read + "".join(since)


@dataclass(frozen=True, slots=True)
class Trend:
    """How much something grows in a second, with the standard error of that."""

    slope: float
    error: float


def batches(points: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Give the means of *count* stretches: unlike neighbouring points they do not hang together."""
    size = max(1, len(points) // count)
    stretches = (points[at : at + size] for at in range(0, len(points) - size + 1, size))
    return [(fmean(at for at, _ in each), fmean(value for _, value in each)) for each in stretches]


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """Fit a line through (seconds, value) by least squares; at least three points."""
    count = len(points)
    middle, mean = fmean(at for at, _ in points), fmean(value for _, value in points)
    spread = sum((at - middle) ** 2 for at, _ in points)
    slope = sum((at - middle) * (value - mean) for at, value in points) / spread
    left = sum((value - mean - slope * (at - middle)) ** 2 for at, value in points)
    return Trend(slope, math.sqrt(left / (count - 2) / spread))


def drift(points: Sequence[tuple[float, float]]) -> Trend:
    """Tell how fast something grows that goes on from where it is; at least three points.

    Its values hang together, and a line through such finds a trend in mere chance (Granger and
    Newbold, "Spurious Regressions in Econometrics", Journal of Econometrics 2, 1974): this is the
    mean of its steps.
    """
    pairs = pairwise(points)
    steps = [(value - before) / (at - since) for (since, before), (at, value) in pairs]
    return Trend(fmean(steps), stdev(steps) / math.sqrt(len(steps)))
