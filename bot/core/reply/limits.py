"""The two shapes of Discord's rate limits: a bucket that refills, and a window that slides.

Both slow down when Discord says 429 all the same, and come back with every success.
"""

from collections import deque
from dataclasses import dataclass, field

NEVER = float("inf")
_SLOWEST = 0.25  # of the normal rate, after many refusals
_SLOW_ONCE = 5.0  # seconds in which several refusals count as one
_RECOVERY = 1.25  # per request that went well
_ROUNDING = 1e-9  # a level that was waited for may fall short by as much


@dataclass(slots=True)
class Bucket:
    """A token bucket: up to *capacity* requests at once, refilled at *rate* a second."""

    capacity: float
    rate: float
    level: float = field(init=False)
    slowdown: float = field(init=False, default=1.0)
    _at: float = field(init=False, default=0.0)
    _paused_until: float = field(init=False, default=0.0)
    _slowed_at: float = field(init=False, default=-_SLOW_ONCE)

    def __post_init__(self) -> None:
        self.level = self.capacity

    def refill(self, now: float) -> None:
        """Bring the level up to *now*."""
        since = max(self._at, min(self._paused_until, now))
        self.level = min(self.capacity, self.level + max(0.0, now - since) * self._pace)
        self._at = max(self._at, now)

    def take(self, now: float) -> None:
        """Spend one token."""
        self.refill(now)
        self.level -= 1

    def give_back(self) -> None:
        """Return a token that was taken for nothing."""
        self.level = min(self.capacity, self.level + 1)

    def ready_at(self, level: float, now: float) -> float:
        """Give the time at which *level* tokens are there, *now* or later."""
        self.refill(now)
        start = max(now, self._paused_until)
        missing = level - self.level
        return start + missing / self._pace if missing > _ROUNDING else start

    def observe(self, remaining: int) -> None:
        """Learn from Discord's own count; a request under way may make it look too high only."""
        self.level = min(self.level, remaining + 0.99)

    def refused(self, retry_after: float, now: float) -> None:
        """Discord said 429: nothing for *retry_after* seconds, and half as fast from then on."""
        self.refill(now)
        self.level = min(self.level, 1.0)
        self._paused_until = max(self._paused_until, now + retry_after)
        if now > self._slowed_at + _SLOW_ONCE:
            self.slowdown = max(_SLOWEST, self.slowdown / 2)
            self._slowed_at = now

    def succeeded(self) -> None:
        """Come back towards the full rate."""
        self.slowdown = min(1.0, self.slowdown * _RECOVERY)

    @property
    def _pace(self) -> float:
        return self.rate * self.slowdown


@dataclass(slots=True)
class Window:
    """A sliding window: at most *limit* (NEVER: any number of) requests reach Discord in *seconds*.

    A request arrives somewhere between its grant and its return, later on a busy loop: at the
    latest half the quickest round trip before its return. One that is granted from then on
    takes as long to arrive. So each counts from its grant on, and until *seconds* after its
    return less that round trip.
    """

    limit: float
    seconds: float
    slowdown: float = field(init=False, default=1.0)
    _under_way: int = field(init=False, default=0)
    _arrived: deque[float] = field(init=False, default_factory=deque)
    _quickest: float = field(init=False, default=NEVER)
    _paused_until: float = field(init=False, default=0.0)
    _slowed_at: float = field(init=False, default=-_SLOW_ONCE)

    def take(self, now: float) -> None:  # noqa: ARG002 - as Bucket.take
        """Note a request that is about to be sent."""
        self._under_way += 1

    def give_back(self) -> None:
        """Forget a request: it was not needed."""
        self._under_way -= 1

    def returned(self, granted: float, now: float) -> None:
        """Note that the request granted at *granted* has its answer."""
        self._under_way -= 1
        self._quickest = min(self._quickest, now - granted)
        self._arrived.append(now - self._quickest)

    def used(self, now: float) -> int:
        """Give how many requests count."""
        while self._arrived and self._arrived[0] <= now - self.seconds:
            self._arrived.popleft()
        return self._under_way + len(self._arrived)

    def ready_at(self, now: float, share: float = 1.0) -> float:
        """Give the time, *now* or later, at which less than *share* of the limit is used.

        NEVER while only an answer that is still to come, or a higher limit, can make room.
        """
        used, start = self.used(now), max(now, self._paused_until)
        if self.limit == NEVER:
            return start
        excess = used - max(min(1, int(self.limit)), int(self.limit * self.slowdown * share))
        if excess < 0:
            return start
        return (
            max(start, self._arrived[excess] + self.seconds)
            if excess < len(self._arrived)
            else NEVER
        )

    def refused(self, retry_after: float, now: float) -> None:
        """Discord said 429: nothing for *retry_after* seconds, and half as fast from then on."""
        self._paused_until = max(self._paused_until, now + retry_after)
        if now > self._slowed_at + _SLOW_ONCE:
            self.slowdown = max(_SLOWEST, self.slowdown / 2)
            self._slowed_at = now

    def succeeded(self) -> None:
        """Come back towards the full rate."""
        self.slowdown = min(1.0, self.slowdown * _RECOVERY)
