"""What a reader of a growing answer had to wait: pure arithmetic on times.

A *view* is the answer as one reader saw it: when each word was written, and how many words were
visible from which moment on. The staleness at a moment is the age of the oldest word that is
written and not visible, 0 when there is none. It rises by a second each second until something
is shown, so everything about it follows from the moments at which something was shown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean

CURSOR = "▌"
SMALL_PRINT = "-# "


@dataclass(frozen=True, slots=True)
class View:
    """One answer as it was written and as it became visible.

    Attributes:
        asked: when the question was asked.
        written: when each word was written.
        shown: from when on how many words, counted from the first, were visible.
        until: when the observation ended.
    """

    asked: float
    written: Sequence[float]
    shown: Sequence[tuple[float, int]]
    until: float

    @property
    def first_visible(self) -> float:
        """Seconds from the first word until something was visible."""
        return next((at for at, words in self.shown if words), self.until) - self.written[0]

    @property
    def first_wait(self) -> float:
        """Seconds from the question until something was visible."""
        return self.first_visible + self.written[0] - self.asked

    @property
    def complete_at(self) -> float:
        """When everything was visible for good, or the end of the observation."""
        at = self.until
        for since, words in reversed(self.shown):
            if words < len(self.written):
                break
            at = since
        return at

    @property
    def complete_lag(self) -> float:
        """Seconds from the last word until everything was visible."""
        return self.complete_at - self.written[-1]

    @property
    def final_lag(self) -> float:
        """Seconds from the last word until the last change of what is visible."""
        last = self.shown[-1][0] if self.shown else self.until
        return max(last, self.complete_at) - self.written[-1]

    @property
    def mean_staleness(self) -> float:
        """The mean of the staleness from the first word until everything was visible."""
        area = sum((high**2 - low**2) / 2 for low, high in self.ramps())
        return area / max(1e-9, self.complete_at - self.written[0])

    def ramps(self) -> Iterable[tuple[float, float]]:
        """Give the staleness as ramps: from how much to how much it rose before it fell."""
        end = self.complete_at
        begins = [(self.written[0], 0), *self.shown]
        for (begin, words), (stop, _) in zip(begins, [*self.shown, (end, 0)], strict=True):
            if words < len(self.written):
                oldest = self.written[words]
                low, high = max(begin, oldest), min(stop, end)
                if high > low:
                    yield low - oldest, high - oldest


def mean_staleness(views: Sequence[View]) -> float:
    """Give the mean over readers: every answer counts the same."""
    return fmean(view.mean_staleness for view in views)


def staleness_quantile(views: Sequence[View], share: float) -> float:
    """Give the staleness below which the readers were for *share* of their time."""
    ramps = [ramp for view in views for ramp in view.ramps()]
    watched = sum(view.complete_at - view.written[0] for view in views)
    above = (1 - share) * watched
    low, high = 0.0, max((high for _, high in ramps), default=0.0)
    for _ in range(50):  # halves the range each time; more digits than a double has
        middle = (low + high) / 2
        longer = sum(max(0.0, top - max(middle, bottom)) for bottom, top in ramps)
        low, high = (middle, high) if longer > above else (low, middle)
    return high


def quantile(values: Iterable[float], share: float) -> float:
    """Give the value that *share* of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of one message of a reply: message *index* said *content* from *at* on."""

    at: float
    index: int
    content: str


def plain(content: str) -> str:
    """Give what a message shows without what the bot adds: the small print and the cursor."""
    lines = (line for line in content.split("\n") if not line.startswith(SMALL_PRINT))
    return "\n".join(lines).replace(CURSOR, "")


def letters(contents: Iterable[str]) -> str:
    """Give what messages show together, without white space: a word may be cut between two."""
    return "".join("".join(plain(content).split()) for content in contents)


def visible(versions: Iterable[Shown], source: Sequence[str]) -> list[tuple[float, int]]:
    """Give from when on how many words of *source*, counted from the first, could be read."""
    ends = list(accumulate(map(len, source)))
    meant = "".join(source)
    messages: dict[int, str] = {}
    shown: list[tuple[float, int]] = []
    for version in sorted(versions, key=lambda each: each.at):
        messages[version.index] = version.content
        read = letters(messages[index] for index in sorted(messages))
        shown.append((version.at, bisect_right(ends, _common(read, meant))))
    return shown


def _common(read: str, meant: str) -> int:
    """The length of what both begin with."""
    if meant.startswith(read):
        return len(read)
    pairs = zip(read, meant, strict=False)
    return next((at for at, (seen, due) in enumerate(pairs) if seen != due), len(meant))


def written_by(written: Sequence[float], now: float) -> int:
    """Tell how many words were written at *now*."""
    return bisect_right(written, now + 1e-9)
