"""What became of a question, and whether a measure grows: pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from benchmarks._measuring import CURSOR, SMALL_PRINT, letters
from bot.chat.texts import no_memory


class Fate(StrEnum):
    """What a question's asker sees in the end; the first four are fine."""

    ANSWERED = "answered in full"
    TOLD = "ended with a sentence"
    GONE = "ended by a person"
    UNHEARD = "not told to the bot by Discord"
    LOST = "lost"
    DOUBLED = "doubled"
    STUCK = "stuck"
    TORN = "not what the model wrote"


FINE = frozenset({Fate.ANSWERED, Fate.TOLD, Fate.GONE, Fate.UNHEARD})


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of a reply: what it says, and whether it can still be stopped."""

    content: str
    stoppable: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still looks as if more were to come."""
        return self.stoppable or CURSOR in self.content


def fate(meant: Sequence[str], replies: Sequence[Reply], *, by_person: bool = False) -> Fate:
    """Tell what the *replies* to one question are, each answer being as long as one message.

    *meant* is what the model wrote, for each version of the question; *by_person* is whether
    somebody deleted it, or stopped its answer.
    """
    if any(reply.is_open for reply in replies):
        return Fate.STUCK
    if len(replies) == 1:
        found = _fate_of_one([letters([text]) for text in meant], replies[0].content)
    else:
        found = Fate.DOUBLED if replies else Fate.LOST
    return Fate.GONE if by_person and found in (Fate.LOST, Fate.TOLD) else found


def _fate_of_one(meant: Sequence[str], content: str) -> Fate:
    read = letters([content])
    if read in meant:
        return Fate.ANSWERED
    if any(read.startswith(text) for text in meant):
        return Fate.DOUBLED
    ended = _ends_small(content) and any(text.startswith(read) for text in meant)
    return Fate.TOLD if ended or read in _SENTENCES else Fate.TORN


_SENTENCES = (letters([no_memory()]),)  # what stands in place of an answer


def _ends_small(content: str) -> bool:
    return content.splitlines()[-1].startswith(SMALL_PRINT)


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
