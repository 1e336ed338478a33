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

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import IntEnum

from bot.core.reply.limits import NEVER, Bucket, Window

LANE_BURST = 5.0
LANE_RATE = 1.0  # requests a second
# discord.py counts a lane's tokens less its requests under way; three at once look like none left.
LANE_UNDER_WAY = 2
TOKEN_REQUESTS = 49  # of Discord's 50 a second, see `planned`
TOKEN_WINDOW = 1.0  # seconds
TYPING_EVERY = 8.0  # seconds; Discord shows it for 10
TYPING_DELAY = 0.3  # seconds until a person is told that an answer is on its way
COMMON_ANSWER = 5.0  # seconds over which the burst is spread; most chat answers take 3 to 10
# The first text is often a single word; this soon, in seconds, it is followed by a phrase.
SECOND_LOOK = 0.3
# First and final texts are worth more than the hint that they are coming.
_TYPING_SHARE = 0.2
# The token that is never spent, with a little more: requests may arrive closer together than they left.
_LAST_TOKEN = 1.1
_FINAL_TOKEN = 1.0
_SHORTEST_HORIZON = 1.0
_IDLE_LANES = 16


class Urgency(IntEnum):
    """Why a reply wants to send; a lower value goes first."""

    DECISIVE = 0  # the first text or the final one
    COSMETIC = 1  # more of the text
    TYPING = 2  # nothing to show yet


@dataclass(frozen=True, slots=True)
class Demand:
    """Requests of the token's window: those that count now, and those that there would be."""

    used: int
    wanted: int


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
    alone: bool = False  # what is under way leaves one token: nothing else may be


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


def planned(requests: int) -> float:
    """Give how many of the token's *requests* a second are for replies; 0 means that none are counted.

    One is left: answers to commands do not count among them, but what the cogs look up does.
    """
    return max(1, requests - 1) if requests else NEVER


class Planner:
    """Decides from all open replies which may send now.

    A reply is any hashable key. `want` tells that one has something to send, `grant` says
    who may do so now and counts their requests, `settle` tells that a request returned. *requests*
    are those that the token may make in its window, NEVER (infinity) for any number.
    """

    def __init__(self, requests: float = TOKEN_REQUESTS) -> None:
        self._token = Window(requests, TOKEN_WINDOW)
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

    def allow(self, requests: float) -> None:
        """Change how many requests are allowed in the token's window; what is under way stays."""
        self._token.limit = requests

    def demand(self, now: float) -> Demand:
        """Tell what is used of the token's window, and what more would be."""
        used = self._token.used(now)
        waiting = sum(
            r.urgency is not None and self._due(r, now) <= now for r in self._replies.values()
        )
        return Demand(used, used + waiting)

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
            lane = self._lanes[reply.lane]
            lane.under_way -= 1
            lane.alone = False

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
        if reply.in_flight or lane.alone or lane.under_way >= LANE_UNDER_WAY:
            return NEVER
        if reply.urgency is Urgency.TYPING:
            spare = self._token.ready_at(now, share=_TYPING_SHARE)
            return max(reply.since + TYPING_DELAY, lane.next_typing, spare)
        needed = 1 + _LAST_TOKEN + lane.under_way
        bucket = lane.edits if reply.started else lane.posts
        if reply.urgency is Urgency.DECISIVE:
            return bucket.ready_at(needed, now)
        return max(lane.next_cosmetic, bucket.ready_at(needed + _FINAL_TOKEN, now))

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
            lane.alone = reply.spent.level < 1 + _LAST_TOKEN
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
