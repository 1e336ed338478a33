"""Rate-limit arithmetic: pure, the time is an argument.

Discord drains leaky buckets: a full bucket holds *limit* requests and refills evenly, so that
with five per five seconds one request comes back every second. The limit of the whole token
is a plain window instead.
"""

from dataclasses import dataclass

# Refilling adds up fractions of a request; without a little mercy the fifth would stay 4.999...
_GRAIN = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """So many requests per so many seconds."""

    limit: int
    per: float

    @property
    def refill(self) -> float:
        """Requests that come back each second."""
        return self.limit / self.per


@dataclass(frozen=True, slots=True)
class Level:
    """What was left in a bucket at a moment."""

    tokens: float
    at: float


@dataclass(frozen=True, slots=True)
class Window:
    """Requests counted since a moment."""

    opened: float
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what its headers say."""

    allowed: bool
    remaining: int
    reset_after: float
    retry_after: float


def drain(rule: Rule, level: Level | None, now: float) -> tuple[Level, Verdict]:
    """Take one request out of a bucket, or say when it can be taken."""
    tokens = _refilled(rule, level, now)
    allowed = tokens >= 1
    left = tokens - 1 if allowed else tokens
    retry_after = 0.0 if allowed else (1 - tokens) / rule.refill
    verdict = Verdict(allowed, int(left), (rule.limit - left) / rule.refill, retry_after)
    return Level(left, now), verdict


def admit(rule: Rule, window: Window | None, now: float) -> tuple[Window, Verdict]:
    """Count one request in a window, or say when the next window opens."""
    if window is None or now >= window.opened + rule.per:
        window = Window(now, 0)
    closes_in = window.opened + rule.per - now
    if window.count >= rule.limit:
        return window, Verdict(
            allowed=False, remaining=0, reset_after=closes_in, retry_after=closes_in
        )
    window = Window(window.opened, window.count + 1)
    remaining = rule.limit - window.count
    return window, Verdict(
        allowed=True, remaining=remaining, reset_after=closes_in, retry_after=0.0
    )


def _refilled(rule: Rule, level: Level | None, now: float) -> float:
    if level is None:
        return float(rule.limit)
    grown = level.tokens + max(0.0, now - level.at) * rule.refill + _GRAIN
    return min(float(rule.limit), grown)
