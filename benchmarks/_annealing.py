"""A better schedule for answers that share a channel, by small changes to a good one.

A plan holds, for each answer, the words after which its edits are sent. A change moves an edit, gives it to another
answer, adds or drops one; what breaks the channel's limit is no plan. Worse plans are taken now and
then, ever more rarely, so that the search leaves local valleys. It is seeded: the result is always the same.
"""

import math
import random
from collections.abc import Sequence
from statistics import fmean

Plan = list[list[int]]
_ROUNDS = 200_000
_WARM, _COLD = 0.02, 0.0002  # seconds of mean staleness that a worse plan may cost, first and last
_JUMPS = (1, 2, 5, 15, 50)


class Search:
    """Looks for the freshest plan of one channel.

    Args:
        words: the lengths of the answers.
        word: seconds between two words.
        latency: seconds until an edit is visible.
        burst: edits that may be sent at once.
        rate: edits that come back each second.
    """

    def __init__(
        self, words: Sequence[int], word: float, latency: float, burst: float, rate: float
    ) -> None:
        self._ends = [count - 1 for count in words]
        self._word, self._latency = word, latency
        self._burst, self._rate = burst, rate
        self._chance = random.Random(1)  # noqa: S311 - the same search each time

    def best(self, plan: Plan) -> Plan:
        """Give the best plan found, *plan* itself when there is none better."""
        cost = best_cost = self.cost(plan)
        best = plan
        for number in range(_ROUNDS):
            heat = _WARM * (_COLD / _WARM) ** (number / _ROUNDS)
            other = self._changed(plan)
            if not self._allowed(other):
                continue
            other_cost = self.cost(other)
            if other_cost < cost or self._chance.random() < math.exp((cost - other_cost) / heat):
                plan, cost = other, other_cost
            if cost < best_cost:
                best, best_cost = plan, cost
        return best

    def cost(self, plan: Plan) -> float:
        """The mean staleness of a plan."""
        return fmean(map(self._staleness, plan))

    def _staleness(self, edits: Sequence[int]) -> float:
        lead = self._latency - self._word
        area, before = self._latency**2 / 2, 0
        for edit in edits:
            area += ((lead + (edit - before) * self._word) ** 2 - lead**2) / 2
            before = edit
        return area / (before * self._word + self._latency)

    def _changed(self, plan: Plan) -> Plan:
        other = [list(edits) for edits in plan]
        giver = self._chance.choice(other)
        number = self._chance.randrange(len(giver))
        match self._chance.randrange(8):
            case 0:
                self._chance.choice(other).append(giver.pop(number))
            case 1:
                giver.append(self._chance.randrange(1, max(self._ends) + 1))
            case 2:
                giver.pop(number)
            case _:
                giver[number] += self._chance.choice((-1, 1)) * self._chance.choice(_JUMPS)
        for edits in other:
            edits.sort()
        return other

    def _allowed(self, plan: Plan) -> bool:
        """Whether every answer ends with its only edit behind its last word, and the limit holds."""
        for end, edits in zip(self._ends, plan, strict=True):
            if not edits or edits[0] < 1 or edits[-1] < end or edits[-2:-1] >= [end]:
                return False
        level, before = self._burst, 0
        for edit in sorted(edit for edits in plan for edit in edits):
            level = min(self._burst, level + (edit - before) * self._word * self._rate) - 1
            before = edit
            if level < 0:
                return False
        return True
