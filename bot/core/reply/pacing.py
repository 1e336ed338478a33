"""When each open reply may send its next request to Discord, and which goes first.

What Discord allows (measured and sourced in docs/decisions/0003): in a channel 5 messages
and, counted apart, 5 edits at once, each then refilled at 1 a second; 50 requests a second
for the token. A *lane* is what shares one such channel limit.

What discord.py 2.7 adds: when an answer leaves no more tokens than other requests are under
way, or no token at all, the library holds the lane until it is *full* again, 5 seconds. So the
last token of a lane is never spent, and no more than two of its requests are under way.

How the pace is chosen: nobody knows how long an answer will be, so the burst is spread
evenly over the length of a common one, and afterwards the refill sets the pace. One token
more is kept, so that the final text never waits behind cosmetic edits. Every request takes
from the lane's bucket and from the token's window; where there are more live replies than
the token can serve, the one whose reader has waited longest goes next, which stretches the
pace evenly.

The planner is pure: it is told what happened and when, and says who may send now.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import IntEnum

LANE_BURST = 5.0
LANE_RATE = 1.0  # requests a second
# discord.py counts a lane's tokens less its requests under way; three at once look like none left.
LANE_UNDER_WAY = 2
# Of Discord's 50 requests a second one is left: answers to commands do not count among them.
TOKEN_REQUESTS = 49
TOKEN_WINDOW = 1.0  # seconds
TYPING_EVERY = 8.0  # seconds; Discord shows it for 10
TYPING_DELAY = 0.3  # seconds until a person is told that an answer is on its way
COMMON_ANSWER = 5.0  # seconds over which the burst is spread; most chat answers take 3 to 10
# The first text is often a single word; this soon, in seconds, it is followed by a phrase.
SECOND_LOOK = 0.3
# First and final texts are worth more than the hint that they are coming.
_TYPING_SHARE = 0.2
_LAST_TOKEN = 1.0
_FINAL_TOKEN = 1.0
_SHORTEST_HORIZON = 1.0
_IDLE_LANES = 16
_SLOWEST = 0.25  # of the normal rate, after many refusals
_SLOW_ONCE = 5.0  # seconds in which several refusals count as one
_RECOVERY = 1.25  # per request that went well
_ROUNDING = 1e-9  # a level that was waited for may fall short by as much
NEVER = float("inf")


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
    """A sliding window: at most *limit* requests reach Discord in any *seconds*.

    A request arrives somewhere between its grant and its return, later on a busy loop: at the
    latest half the quickest round trip before its return. One that is granted from then on
    takes as long to arrive. So each counts from its grant on, and until *seconds* after its
    return less that round trip.
    """

    limit: int
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

    def ready_at(self, now: float, share: float = 1.0) -> float:
        """Give the time, *now* or later, at which less than *share* of the limit is used.

        NEVER while only an answer that is still to come can make room.
        """
        while self._arrived and self._arrived[0] <= now - self.seconds:
            self._arrived.popleft()
        start = max(now, self._paused_until)
        excess = self._under_way + len(self._arrived) - int(self.limit * self.slowdown * share)
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


@dataclass(slots=True)
class _Lane:
    """What one channel's replies share."""

    posts: Bucket = field(default_factory=lambda: Bucket(LANE_BURST, LANE_RATE))
    edits: Bucket = field(default_factory=lambda: Bucket(LANE_BURST, LANE_RATE))
    started: float = 0.0  # when its newest reply was first sent
    next_cosmetic: float = 0.0
    next_typing: float = 0.0
    replies: int = 0
    under_way: int = 0


@dataclass(slots=True)
class _Reply:
    lane: str
    urgency: Urgency | None = None  # None: nothing to send
    since: float = 0.0  # when it began to want
    started: bool = False  # its first message was granted
    in_flight: bool = False
    granted: float = 0.0  # when the request under way was granted
    turn: int = 0  # the number of that grant among all
    spent: Bucket | None = None  # the lane's bucket that it took a token from


class Planner:
    """Decides from all open replies which may send now.

    A reply is any hashable key. `want` tells that one has something to send, `grant` says
    who may do so now and counts their requests, `settle` tells that a request returned.
    """

    def __init__(self) -> None:
        self._token = Window(TOKEN_REQUESTS, TOKEN_WINDOW)
        self._lanes: dict[str, _Lane] = {}
        self._replies: dict[Hashable, _Reply] = {}
        self._turns = 0

    def open(self, key: Hashable, lane: str) -> None:
        """Begin a reply in *lane*."""
        self._replies[key] = _Reply(lane)
        self._lanes.setdefault(lane, _Lane()).replies += 1

    def close(self, key: Hashable, now: float) -> None:
        """End a reply; once many lanes stand idle, those with nothing to remember are forgotten."""
        self.settle(key, now, taken=False)
        reply = self._replies.pop(key, None)
        if reply is None:
            return
        self._lanes[reply.lane].replies -= 1
        if len(self._lanes) > 2 * len(self._replies) + _IDLE_LANES:
            for idle in [name for name, lane in self._lanes.items() if _is_fresh(lane, now)]:
                del self._lanes[idle]

    def want(self, key: Hashable, urgency: Urgency, now: float) -> bool:
        """Tell that the reply has something to send; a more urgent wish replaces a lesser one.

        Gives whether this may bring `next_due` forward.
        """
        reply = self._replies.get(key)
        if reply is None or (reply.urgency is not None and reply.urgency <= urgency):
            return False
        if reply.urgency is None:
            reply.since = now
        reply.urgency = urgency
        return not reply.in_flight

    def grant(self, now: float) -> list[tuple[Hashable, Urgency]]:
        """Give the replies that send now, most urgent first, and count their requests."""
        waiting = [
            (reply.urgency, *_turn(reply), key, reply)
            for key, reply in self._replies.items()
            if reply.urgency is not None and self._due(reply, now) <= now
        ]
        granted: list[tuple[Hashable, Urgency]] = []
        for urgency, _, _, key, reply in sorted(waiting, key=lambda entry: entry[:3]):
            if self._token.ready_at(now) > now:
                break
            if self._due(reply, now) <= now:  # an earlier grant may have used up the lane
                self._count(reply, urgency, now)
                granted.append((key, urgency))
        return granted

    def next_due(self, now: float) -> float | None:
        """Give the time at which `grant` will next have something, None when nobody waits."""
        dues = (self._due(r, now) for r in self._replies.values() if r.urgency is not None)
        due = max(min(dues, default=NEVER), self._token.ready_at(now))
        return None if due == NEVER else due

    def settle(self, key: Hashable, now: float, *, taken: bool) -> None:
        """Tell that a granted request has returned, and whether Discord took it."""
        reply = self._replies.get(key)
        if reply is None or not reply.in_flight:
            return
        self._return(reply)
        self._token.returned(reply.granted, now)
        if taken:
            lane = self._lanes[reply.lane]
            for limit in (self._token, lane.posts, lane.edits):
                limit.succeeded()

    def give_back(self, key: Hashable) -> None:
        """Tell that a granted request was not needed: its tokens return."""
        reply = self._replies.get(key)
        if reply is None or not reply.in_flight:
            return
        self._return(reply)
        self._token.give_back()
        if reply.spent is not None:
            reply.spent.give_back()
        if reply.spent is self._lanes[reply.lane].posts:
            reply.started = False

    def _return(self, reply: _Reply) -> None:
        reply.in_flight = False
        if reply.spent is not None:
            self._lanes[reply.lane].under_way -= 1

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
        lane = self._lanes[reply.lane]
        if reply.in_flight or lane.under_way >= LANE_UNDER_WAY:
            return NEVER
        if reply.urgency is Urgency.TYPING:
            spare = self._token.ready_at(now, share=_TYPING_SHARE)
            return max(reply.since + TYPING_DELAY, lane.next_typing, spare)
        needed = 1 + _LAST_TOKEN + lane.under_way
        if reply.urgency is Urgency.DECISIVE:
            return (lane.edits if reply.started else lane.posts).ready_at(needed, now)
        return max(lane.next_cosmetic, lane.edits.ready_at(needed + _FINAL_TOKEN, now))

    def _count(self, reply: _Reply, urgency: Urgency, now: float) -> None:
        lane = self._lanes[reply.lane]
        self._token.take(now)
        if urgency is Urgency.TYPING:
            reply.spent = None
            lane.next_typing = now + TYPING_EVERY
        else:
            reply.spent = lane.edits if reply.started else lane.posts
            reply.spent.take(now)
            lane.under_way += 1
            lane.started = lane.started if reply.started else now
            lane.next_cosmetic = now + (_pause(lane, now) if reply.started else SECOND_LOOK)
            reply.started = True
        reply.urgency = None
        reply.in_flight = True
        reply.granted = now
        reply.turn = self._turns = self._turns + 1


def _turn(reply: _Reply) -> tuple[float, int]:
    """Order the equally urgent: by their waiting, and those who go on by their last turn."""
    return (0.0 if reply.urgency is Urgency.COSMETIC else reply.since, reply.turn)


def _pause(lane: _Lane, now: float) -> float:
    """Seconds until the lane's next cosmetic edit.

    What is left of the burst, and what will be refilled, evenly over what is left of a
    common answer.
    """
    horizon = max(_SHORTEST_HORIZON, COMMON_ANSWER - (now - lane.started))
    burst = max(0.0, lane.edits.level - _LAST_TOKEN - _FINAL_TOKEN)
    return horizon / (burst + horizon * LANE_RATE)


def _is_fresh(lane: _Lane, now: float) -> bool:
    """Tell whether a lane is as if it had never been used."""
    if lane.replies or lane.next_typing > now:
        return False
    for bucket in (lane.posts, lane.edits):
        bucket.refill(now)
        if bucket.level < bucket.capacity or bucket.slowdown < 1.0:
            return False
    return True
