"""Quotas: which limits hold for a question, and whether it fits them.

What has been used is in the books; what is *held* is reserved for answers that have not ended, so
that many questions at once cannot pass a limit together.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.account.prices import NANO_DOLLARS
from bot.core.config.layers import Asking, Values
from bot.core.config.limits import Limit, Measure, Subject, Use, Window
from bot.core.config.table import lift_key, quota_key

MINUTE: Final = 60.0
NOTICES: Final = (80, 100)  # per cent of a day's or month's limit at which admins are told


@dataclass(frozen=True, slots=True)
class Charge:
    """What a question used, or may use; it counts up to *until*, in seconds since the epoch."""

    asking: Asking
    use: Use
    until: float

    def counts(self, subject: Subject, asking: Asking) -> bool:
        """Tell whether it counts for the person, the channel or the server that asks."""
        match subject:
            case Subject.PERSON:
                return self.asking.person_id == asking.person_id
            case Subject.CHANNEL:
                return self.asking.place_id == asking.place_id
            case Subject.SERVER:
                return True


# What was used in a day or month, and when that ends.
Booked = Mapping[tuple[Subject, Window], tuple[float, Use]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a limit stands for a question that needs *needed* of it.

    *back* is when so much is there again, in seconds since the epoch; None when it is there, or
    when that depends on answers that have not ended, or when it is more than the whole limit.
    """

    limit: Limit
    booked: int
    held: int
    needed: int
    back: float | None

    @property
    def left(self) -> int:
        """What may still be used."""
        return max(0, self.limit.most - self.booked - self.held)

    @property
    def fits(self) -> bool:
        """Whether the question may be asked."""
        return self.needed <= self.left


@dataclass(slots=True)
class Till:
    """What is held in a server, or for a person in direct messages, and was used in the last minute.

    *open* are by numbers that the caller gives; *recent* are settled, or questions that count
    since they were admitted.
    """

    open: dict[int, Charge] = field(default_factory=dict)
    recent: list[Charge] = field(default_factory=list)

    def hold(self, number: int, asking: Asking, estimate: Use, now: float) -> None:
        """Hold what a question may use."""
        self.open[number] = Charge(asking, estimate, math.inf)
        self.recent.append(Charge(asking, Use(estimate.questions), now + MINUTE))

    def settle(self, number: int, used: Use | None, now: float) -> bool:
        """Release what was held, and count what was *used*; False when that was done before."""
        held = self.open.pop(number, None)
        if held is not None and used is not None:
            self.recent.append(Charge(held.asking, replace(used, questions=0), now + MINUTE))
        return held is not None

    def expire(self, now: float) -> None:
        """Forget what does not count any more, or was noted by a clock that has gone back since."""
        self.recent = [each for each in self.recent if now < each.until <= now + MINUTE]

    def stand(
        self,
        limit: Limit,
        asking: Asking,
        booked: Booked,
        held: Iterable[Charge],
        needed: Use | None,
    ) -> Standing:
        """Give how a limit stands for who asks, with what is *held*; see `stand` below."""
        measure = limit.measure
        if limit.window is Window.MINUTE:
            counted = [each for each in self.recent if each.counts(limit.subject, asking)]
            used = [(each.until, each.use.of(measure)) for each in counted]
            # The questions that are held stand in `recent`, too.
            held = () if measure is Measure.QUESTIONS else held
        else:
            until, use = booked.get((limit.subject, limit.window), (0.0, Use()))
            used = [(until, use.of(measure))]
        amounts = (each.use.of(measure) for each in held if each.counts(limit.subject, asking))
        # What is used up is not for a model either whose price nobody knows.
        most = max(1, needed.of(measure)) if needed else None
        return stand(limit, used, sum(amounts), most)


def limits(values: Values, asking: Asking, now: float) -> list[Limit]:
    """Give the limits that hold for who asks.

    The limits of roles stand in place of the person's; of several the most generous one holds. A
    person whose quotas are lifted has none, and direct messages have only the person's.
    """
    free = (values.number(lift_key(asking.person_id)) or 0) > now
    subjects = [each for each in Subject if asking.server_id or each is Subject.PERSON]
    found = (
        _limit(values, asking, subject, window, measure)
        for subject in subjects
        if not (free and subject is Subject.PERSON)
        for window in Window
        for measure in Measure
    )
    return [limit for limit in found if limit.most]


def _limit(
    values: Values, asking: Asking, subject: Subject, window: Window, measure: Measure
) -> Limit:
    amount, role = values.number(quota_key(subject, window, measure)) or 0, 0
    of_roles = [
        (most, each)
        for each in asking.roles
        if subject is Subject.PERSON
        and (most := values.number(quota_key(subject, window, measure, each))) is not None
    ]
    if of_roles:
        amount, role = max(of_roles, key=lambda each: each[0] or math.inf)
    unit = NANO_DOLLARS if measure is Measure.DOLLARS else 1
    return Limit(subject, window, measure, round(amount * unit), role)


def span(window: Window, now: float) -> tuple[float, float]:
    """Give when the day or month of *now* began and when it ends, in seconds since the epoch."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if window is Window.DAY:
        return today.timestamp(), (today + timedelta(days=1)).timestamp()
    first = today.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first.timestamp(), following.timestamp()


def stand(
    limit: Limit, used: Iterable[tuple[float, int]], held: int, needed: int | None
) -> Standing:
    """Give how a limit stands.

    *used* are amounts, each with the time at which it stops to count. *needed* is None for
    somebody who only looks: then `back` is when more is there than now.
    """
    used = sorted(used)
    booked = sum(amount for _, amount in used)
    if needed is None:
        needed = max(0, limit.most - booked - held) + 1
    excess = booked + held + needed - limit.most
    back = None
    for until, amount in used if excess > 0 else ():
        excess -= amount
        if excess <= 0:
            back = until
            break
    return Standing(limit, booked, held, needed, back)
