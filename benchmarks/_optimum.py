"""The simulated optimum: the freshest schedule that Discord's limits allow to one who knows the future.

Limits: in a channel 5 messages at once, then 1 a second; apart from them 5 edits at once, then 1 a
second; for the token 50 requests at once, then 50 a second (what a window of 50 a second can give
at best); 40 ms on the way. The optimum knows when each answer ends, needs no time to think, never
types, and may have several requests of a message under way.

One answer alone in its channel (exact, a true lower bound). A request sent at *s* shows all words
written by then from *s + 40 ms* on; until the next one, a gap of *g* later, the staleness rises from
*c* to *c + g*, where *c* is 40 ms less the time between two words. A gap costs *(c + g)^2 - c^2* over
two, a convex function. The first message goes out with the first word, the last edit with the last
one (later would add time at the peak of the staleness). For *m* edits the bucket demands *m <= 5 +
(last - first edit)*, so the first gap is at most *5 + T - m*; a sum of convex costs with a given
total is least when the terms are as equal as that allows. Within one such even run every shorter
stretch keeps the limit too, so nothing is left out. All *m* are tried. An answer longer than a message has
further first messages, each counted as one more request that is free.

Several answers that share a limit (near the optimum, not proven). A family of schedules is
simulated in steps of one word: the answer that was not served for longest goes next; a final text
goes when it is written; other edits only if the buckets will again hold a wanted number of tokens
when their answers end, and not within a given gap. The best of the family counts; for a single
channel a seeded search goes on from there (_annealing.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from benchmarks._annealing import Search
from benchmarks._measuring import View, mean_staleness, written_by
from benchmarks._script import FIRST_WORD_AFTER, WORDS_PER_SECOND, pieces

LANE_BURST, LANE_RATE = 5.0, 1.0
TOKEN_BURST, TOKEN_RATE = 50.0, 50.0
LATENCY = 0.04
MESSAGE_LIMIT = 2000
_WORD = 1 / WORDS_PER_SECOND
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Best:
    """The optimum of a scenario."""

    views: list[View]
    edits: int
    exact: bool


def optimum(channels: Sequence[Sequence[int]]) -> Best:
    """Give the freshest schedule for answers of such lengths, all begun at the same moment."""
    if all(len(lengths) == 1 for lengths in channels):
        schedules = [
            alone(words, _further_messages(words, number))
            for number, (words,) in enumerate(channels, start=1)
        ]
        if _within_token(schedules):
            views = [_view(c[0], s) for c, s in zip(channels, schedules, strict=True)]
            return Best(views, sum(len(s) - 1 for s in schedules), exact=True)
    return _best_of_family(channels)


def alone(words: int, further: int = 0) -> list[float]:
    """Give the times at which the requests of an answer alone in its channel are sent.

    *further* messages, which a long answer needs, show more text without taking an edit; to be
    sure of a lower bound they may stand anywhere, also before the first edit.
    """
    steps = words - 1
    total = steps * _WORD
    plans = []
    for sends in range(1, min(steps, int(LANE_BURST + total) + further) + 1):
        room = (LANE_BURST + total - sends) / (LANE_RATE * _WORD) + _TINY
        first = steps // sends if further else min(steps // sends, int(room))
        if first > 0:
            plans.append(_gaps(steps, sends, first))
    gaps = min(plans, key=_cost, default=[])
    return [sum(gaps[:n]) * _WORD for n in range(len(gaps) + 1)]


def _further_messages(words: int, number: int) -> int:
    return (len("".join(pieces(words, number))) - 1) // MESSAGE_LIMIT


def _gaps(steps: int, edits: int, first: int) -> list[int]:
    """Divide *steps* words as evenly as it goes, the first gap having at most *first*."""
    if edits == 1:
        return [steps]
    size, more = divmod(steps - first, edits - 1)
    return [first] + [size + (n < more) for n in range(edits - 1)]


def _cost(gaps: Iterable[int]) -> float:
    lead = LATENCY - _WORD
    return sum((lead + gap * _WORD) ** 2 - lead**2 for gap in gaps)


def _within_token(schedules: Sequence[Sequence[float]]) -> bool:
    bucket = _Bucket(TOKEN_BURST, TOKEN_RATE)
    return all(bucket.take(at) for at in sorted(at for s in schedules for at in s))


@dataclass(slots=True)
class _Bucket:
    capacity: float
    rate: float
    level: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.capacity

    def after(self, now: float, later: float = 0.0) -> float:
        """How much is left *later* when one is taken *now*; below 0 when there is none now."""
        level = min(self.capacity, self.level + (now - self.at) * self.rate) - 1
        return level if level < -_TINY else min(self.capacity, level + later * self.rate)

    def take(self, now: float) -> bool:
        level = self.after(now)
        if level < -_TINY:
            return False
        self.level, self.at = level, now
        return True


@dataclass(slots=True)
class _Lane:
    posts: _Bucket = field(default_factory=lambda: _Bucket(LANE_BURST, LANE_RATE))
    edits: _Bucket = field(default_factory=lambda: _Bucket(LANE_BURST, LANE_RATE))


@dataclass(slots=True)
class _Answer:
    words: int
    lane: _Lane
    sent: list[float] = field(default_factory=list)
    shown: int = 0

    @property
    def ends(self) -> float:
        return (self.words - 1) * _WORD

    @property
    def bucket(self) -> _Bucket:
        return self.lane.edits if self.sent else self.lane.posts


@dataclass(frozen=True, slots=True)
class _Family:
    """One member of the family: the least gap, and the tokens wanted at the end."""

    gap: float
    lane: float
    token: float


def _best_of_family(channels: Sequence[Sequence[int]]) -> Best:
    answers = sum(map(len, channels))
    crowded = max(map(len, channels))
    gaps = [0.0, 0.3, 0.6, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.4, 2.8, 3.2, 4.0, 5.0]
    lanes = [float(n) for n in range(min(int(LANE_BURST), crowded) + 1)]
    tokens = [0.0, 10.0, 20.0, 30.0, 40.0, 49.0] if answers > TOKEN_BURST / LANE_BURST else [0.0]
    found = [_run(channels, _Family(*member)) for member in product(gaps, lanes, tokens)]
    best = min(found, key=lambda best: mean_staleness(best.views))
    return best if len(channels) > 1 else _polished(channels[0], best)


def _polished(lengths: Sequence[int], best: Best) -> Best:
    """Search on from a schedule of one channel; all its first messages must fit into the burst."""
    if len(lengths) > LANE_BURST:
        return best
    search = Search(lengths, _WORD, LATENCY, LANE_BURST, LANE_RATE)
    found = search.best([_edits(view) for view in best.views])
    sent = [[0.0, *(edit * _WORD for edit in edits)] for edits in found]
    views = [_view(words, each) for words, each in zip(lengths, sent, strict=True)]
    return Best(views, sum(map(len, found)), exact=False)


def _edits(view: View) -> list[int]:
    return [round((at - LATENCY) / _WORD) for at, _ in view.shown[1:]]


def _run(channels: Sequence[Sequence[int]], family: _Family) -> Best:
    lanes = [_Lane() for _ in channels]
    answers = [_Answer(w, lane) for lane, ws in zip(lanes, channels, strict=True) for w in ws]
    token = _Bucket(TOKEN_BURST, TOKEN_RATE)
    waiting, step = list(answers), 0
    while waiting:
        now = step * _WORD
        for answer in waiting:
            if token.after(now) < -_TINY:
                break
            _serve(answer, token, now, family)
        # Who was served last waits longest from now on; the sort keeps the order of the others.
        waiting = [a for a in waiting if a.shown < a.words]
        waiting.sort(key=lambda a: a.sent[-1] if a.sent else -1.0)
        step += 1
    views = [_view(a.words, a.sent) for a in answers]
    return Best(views, sum(len(a.sent) - 1 for a in answers), exact=False)


def _serve(answer: _Answer, token: _Bucket, now: float, family: _Family) -> None:
    left = max(0.0, answer.ends - now)
    if left and answer.sent:
        soon = now - answer.sent[-1] < family.gap - _TINY
        poor = answer.bucket.after(now, left) < family.lane - _TINY
        if soon or poor or token.after(now, left) < family.token - _TINY:
            return
    if answer.bucket.after(now) < -_TINY:
        return
    answer.bucket.take(now)
    token.take(now)
    answer.sent.append(now)
    answer.shown = min(answer.words, int(now / _WORD + _TINY) + 1)


def _view(words: int, sent: Sequence[float]) -> View:
    written = [n * _WORD for n in range(words)]
    shown = [(at + LATENCY, written_by(written, at)) for at in sent]
    return View(-FIRST_WORD_AFTER, written, shown, shown[-1][0])
