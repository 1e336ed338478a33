"""When each open reply may send its next request to Discord, and which goes first.

What Discord allows (measured and sourced in docs/decisions/0003): in a channel 5 messages
and, counted apart, 5 edits at once, each then refilled at 1 a second; 50 requests a second
for the token. A *lane* is what shares one such channel limit.

What discord.py 2.7 adds: an answer that says `remaining 0` makes the library hold the lane
until it is *full* again, 5 seconds. So the last token of a lane is never spent.

How the pace is chosen: nobody knows how long an answer will be, so the burst is spent like
a capacitor's charge, fast at first and slower as it empties, and one token more is kept so
that the final text never waits behind cosmetic edits. Every request takes from the lane's
bucket and from the token's; where there are more live replies than the token can serve,
the one whose reader has waited longest goes next, which stretches the pace evenly.

The planner is pure: it is told what happened and when, and says who may send now.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import IntEnum

LANE_BURST = 5.0
LANE_RATE = 1.0  # requests a second
# Any second holds at most burst + rate of ours: 46, and 4 of Discord's 50 are left for commands.
TOKEN_BURST = 6.0
TOKEN_RATE = 40.0
TYPING_EVERY = 8.0  # seconds; Discord shows it for 10
TYPING_DELAY = 0.3  # seconds until a person is told that an answer is on its way
# Seconds in which the burst of a lane falls to a third: half of a common answer's length.
BURST_DECAY = 3.0
# The first text is often a single word; this soon it is followed by a phrase.
SECOND_LOOK = 0.15
_LAST_TOKEN = 1.0
_IDLE_LANES = 16
_SLOWEST = 0.1  # of the normal rate, after many refusals
_RECOVERY = 1.15  # per request that went well


class Urgency(IntEnum):
    """Why a reply wants to send; a lower value goes first."""

    DECISIVE = 0  # the first text or the final one
    COSMETIC = 1  # more of the text
    TYPING = 2  # nothing to show yet


@dataclass(slots=True)
class Bucket:
    """A token bucket: up to *capacity* requests at once, refilled at *rate* a second."""

    capacity: float
    rate: float
    level: float = field(init=False)
    slowdown: float = field(init=False, default=1.0)
    _at: float = field(init=False, default=0.0)
    _paused_until: float = field(init=False, default=0.0)

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
        return start + max(0.0, level - self.level) / self._pace

    def observe(self, remaining: int) -> None:
        """Learn from Discord's own count; a request under way may make it look too high only."""
        self.level = min(self.level, remaining + 0.99)

    def refused(self, retry_after: float, now: float) -> None:
        """Discord said 429: nothing for *retry_after* seconds, and half as fast from then on."""
        self.refill(now)
        self.level = min(self.level, 0.0)
        self._paused_until = max(self._paused_until, now + retry_after)
        self.slowdown = max(_SLOWEST, self.slowdown / 2)

    def succeeded(self) -> None:
        """Come back towards the full rate."""
        self.slowdown = min(1.0, self.slowdown * _RECOVERY)

    @property
    def _pace(self) -> float:
        return self.rate * self.slowdown


@dataclass(slots=True)
class _Lane:
    """What one channel's replies share."""

    posts: Bucket = field(default_factory=lambda: Bucket(LANE_BURST, LANE_RATE))
    edits: Bucket = field(default_factory=lambda: Bucket(LANE_BURST, LANE_RATE))
    next_cosmetic: float = 0.0
    next_typing: float = 0.0
    replies: int = 0


@dataclass(slots=True)
class _Reply:
    lane: str
    urgency: Urgency | None = None  # None: nothing to send
    since: float = 0.0  # when it began to want
    started: bool = False  # its first message was granted
    in_flight: bool = False
    spent: tuple[Bucket, ...] = ()  # where the last request took its tokens from


class Planner:
    """Decides from all open replies which may send now.

    A reply is any hashable key. `want` tells that one has something to send, `grant` says
    who may do so now and counts their requests, `settle` tells that a request returned.
    """

    def __init__(self) -> None:
        self._token = Bucket(TOKEN_BURST, TOKEN_RATE)
        self._lanes: dict[str, _Lane] = {}
        self._replies: dict[Hashable, _Reply] = {}

    def open(self, key: Hashable, lane: str) -> None:
        """Begin a reply in *lane*."""
        self._replies[key] = _Reply(lane)
        self._lanes.setdefault(lane, _Lane()).replies += 1

    def close(self, key: Hashable, now: float) -> None:
        """End a reply; once many lanes stand idle, those with nothing to remember are forgotten."""
        reply = self._replies.pop(key, None)
        if reply is None:
            return
        self._lanes[reply.lane].replies -= 1
        if len(self._lanes) > 2 * len(self._replies) + _IDLE_LANES:
            for idle in [name for name, lane in self._lanes.items() if _is_fresh(lane, now)]:
                del self._lanes[idle]

    def want(self, key: Hashable, urgency: Urgency, now: float) -> None:
        """Tell that the reply has something to send; a more urgent wish replaces a lesser one."""
        reply = self._replies.get(key)
        if reply is None:
            return
        if reply.urgency is None:
            reply.since = now
        if reply.urgency is None or urgency < reply.urgency:
            reply.urgency = urgency

    def wants(self, key: Hashable) -> bool:
        """Tell whether the reply already waits for its turn."""
        reply = self._replies.get(key)
        return reply is not None and reply.urgency is not None

    def grant(self, now: float) -> list[tuple[Hashable, Urgency]]:
        """Give the replies that send now, most urgent first, and count their requests."""
        granted: list[tuple[Hashable, Urgency]] = []
        while self._token.ready_at(1.0, now) <= now:
            waiting = [
                (reply.urgency, reply.since, key)
                for key, reply in self._replies.items()
                if reply.urgency is not None and self._due(reply, now) <= now
            ]
            if not waiting:
                break
            urgency, _, key = min(waiting, key=lambda entry: entry[:2])
            self._count(self._replies[key], urgency, now)
            granted.append((key, urgency))
        return granted

    def next_due(self, now: float) -> float | None:
        """Give the time at which `grant` will next have something, None when nobody waits."""
        dues = [self._due(r, now) for r in self._replies.values() if r.urgency is not None]
        dues = [due for due in dues if due != float("inf")]
        return max(min(dues), self._token.ready_at(1.0, now)) if dues else None

    def settle(self, key: Hashable, *, taken: bool) -> None:
        """Tell that a granted request has returned, and whether Discord took it."""
        reply = self._replies.get(key)
        if reply is None:
            return
        reply.in_flight = False
        if taken:
            lane = self._lanes[reply.lane]
            for bucket in (self._token, lane.posts, lane.edits):
                bucket.succeeded()

    def give_back(self, key: Hashable) -> None:
        """Tell that a granted request was not needed: its tokens return."""
        reply = self._replies.get(key)
        if reply is None:
            return
        reply.in_flight = False
        for bucket in reply.spent:
            bucket.give_back()
        if self._lanes[reply.lane].posts in reply.spent:
            reply.started = False

    def observe(self, lane: str, *, edit: bool, remaining: int) -> None:
        """Learn from the headers of an answer how many requests Discord still allows."""
        if known := self._lanes.get(lane):
            (known.edits if edit else known.posts).observe(remaining)

    def refused(self, lane: str | None, retry_after: float, now: float) -> None:
        """Discord said 429 for *lane*, or for the whole token when it is None."""
        if lane is None:
            self._token.refused(retry_after, now)
        elif known := self._lanes.get(lane):
            known.edits.refused(retry_after, now)
            known.posts.refused(retry_after, now)

    def _due(self, reply: _Reply, now: float) -> float:
        """Give the time at which the lane lets this reply send."""
        if reply.in_flight:
            return float("inf")
        lane = self._lanes[reply.lane]
        if reply.urgency is Urgency.TYPING:
            spare = self._token.ready_at(TOKEN_BURST / 2, now)
            return max(reply.since + TYPING_DELAY, lane.next_typing, spare)
        if not reply.started:
            return lane.posts.ready_at(1 + _LAST_TOKEN, now)
        if reply.urgency is Urgency.DECISIVE:
            return lane.edits.ready_at(1 + _LAST_TOKEN, now)
        return max(lane.next_cosmetic, lane.edits.ready_at(1 + _kept(lane), now))

    def _count(self, reply: _Reply, urgency: Urgency, now: float) -> None:
        lane = self._lanes[reply.lane]
        was_started = reply.started
        reply.spent = (self._token,)
        if urgency is Urgency.TYPING:
            lane.next_typing = now + TYPING_EVERY
        else:
            reply.spent = (self._token, lane.edits if reply.started else lane.posts)
            reply.started = True
        for bucket in reply.spent:
            bucket.take(now)
        if urgency is not Urgency.TYPING:
            lane.next_cosmetic = now + (_pause(lane) if was_started else SECOND_LOOK)
        reply.urgency = None
        reply.in_flight = True


def _kept(lane: _Lane) -> float:
    """Tokens that cosmetic edits leave in the lane: the last one, and one for a final text."""
    return _LAST_TOKEN + 1.0 if lane.replies else _LAST_TOKEN


def _pause(lane: _Lane) -> float:
    """Seconds until the lane's next cosmetic edit: shorter the more of its burst is left."""
    spare = max(0.0, lane.edits.level - _kept(lane))
    return 1.0 / (LANE_RATE + spare / BURST_DECAY)


def _is_fresh(lane: _Lane, now: float) -> bool:
    """Tell whether a lane is as if it had never been used."""
    if lane.replies or lane.next_typing > now:
        return False
    for bucket in (lane.posts, lane.edits):
        bucket.refill(now)
        if bucket.level < bucket.capacity or bucket.slowdown < 1.0:
            return False
    return True
