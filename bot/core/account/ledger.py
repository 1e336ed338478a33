"""Who may ask the model now: a fair queue before the limits of one account.

The queue is start-time fair queueing (Goyal, Vin and Cheng, "Start-time Fair Queuing", 1996) with
questions of one size, which turns it into numbered rounds: in a round each tenant has one turn. A
question's round is the one under way, or the next where its tenant had its turn already, or the one
after its tenant's last waiting question. The lowest round goes first, and within it who came first.
So a tenant with a hundred questions is let in once before another tenant's new one, and each
tenant's questions keep their order. A round never changes, so it also serves as a score in Redis
(bot/cluster/ledger.lua is the twin of this file; a test compares the two).

The first of the queue waits until it fits, and nobody passes it: a long question cannot starve.

The limits are exact sliding windows. A request counts from its grant on. Tokens count as reserved
until they are settled, and as used from then on. So a server that counts what was really used is
satisfied wherever it counts it: when the request comes, when it ends, or in between.
"""

import math
from bisect import insort
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What an account allows in *window* seconds, and how many answers at once; 0 means no limit.

    *margin* are seconds by which everything counts longer: requests are not equally long under
    way, and one that came late is soon followed by one that came quickly.
    """

    requests: int = 0
    tokens: int = 0
    concurrency: int = 0
    window: float = 60.0
    margin: float = 1.0

    def share(self, processes: int, of_them: int = 1) -> "Limits":
        """Give what one of *processes*, or *of_them*, may use when not all can agree: equal parts."""

        def part(limit: int) -> int:
            return max(1, limit * of_them // processes) if limit else 0

        requests, tokens, concurrency = map(part, (self.requests, self.tokens, self.concurrency))
        return Limits(requests, tokens, concurrency, self.window, self.margin)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question that wants to be asked.

    *id* is unique, *tenant* the server, or the person in a direct message; *tokens* is what it
    will take: the prompt and the expected answer. More than the whole limit counts as the limit.
    """

    id: str
    tenant: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Use:
    """What counts against a window up to *until*: one request, or *tokens*."""

    ticket_id: str
    until: float
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How things stand.

    Attributes:
        granted: the ids of the tickets that may go now, and did not before.
        places: the places of those that wait, counted from 1.
        paused: seconds until a paused account takes requests again; 0 when it is not paused.
        again: seconds until time alone lets the next one in; infinite when only a settlement can.
    """

    granted: tuple[str, ...]
    places: Mapping[str, int]
    paused: float
    again: float


@dataclass(slots=True)
class _Entry:
    ticket: Ticket
    rank: tuple[int, int]  # round and arrival
    reserved: int = 0


@dataclass(slots=True)
class Ledger:
    """The books of one account. Times are seconds of any one clock that does not go back.

    *limits* may be replaced at any time. Ids that are not known, or not any more, are ignored.
    """

    limits: Limits
    requests: deque[Use] = field(init=False, default_factory=deque)
    spent: deque[Use] = field(init=False, default_factory=deque)
    paused_until: float = field(init=False, default=-math.inf)
    _queue: list[_Entry] = field(init=False, default_factory=list)
    _held: dict[str, _Entry] = field(init=False, default_factory=dict)
    _round: int = field(init=False, default=0)
    _served: set[int] = field(init=False, default_factory=set)  # who had its turn in this round
    _arrivals: int = field(init=False, default=0)

    @property
    def waiting(self) -> list[Ticket]:
        """The tickets that wait, as they came."""
        return [entry.ticket for entry in sorted(self._queue, key=lambda each: each.rank[1])]

    @property
    def held(self) -> list[Ticket]:
        """The tickets that were granted and not settled."""
        return [entry.ticket for entry in self._held.values()]

    def enter(self, ticket: Ticket) -> None:
        """Queue a new ticket."""
        tenant = ticket.tenant
        rounds = [each.rank[0] + 1 for each in self._queue if each.ticket.tenant == tenant]
        own = max((self._round + (tenant in self._served), *rounds))
        self._arrivals += 1
        self._insert(_Entry(ticket, (own, self._arrivals)))

    def requeue(self, ticket_id: str, ticket: Ticket) -> None:
        """Queue *ticket* in the old place of a granted one that the server refused.

        The refused request counts, its tokens do not.
        """
        refused = self._remove(ticket_id)
        if refused is None:
            self.enter(ticket)
        else:
            self._insert(_Entry(ticket, refused.rank))

    def leave(self, ticket_id: str) -> None:
        """Take out a ticket that was not used; nothing is booked."""
        self._remove(ticket_id)

    def settle(self, ticket_id: str, tokens: int | None, now: float) -> None:
        """Book the *tokens* that a granted ticket has used; None books what was reserved."""
        entry = self._held.pop(ticket_id, None)
        if entry is None:
            return
        tokens = entry.reserved if tokens is None else tokens
        self.spent.append(Use(ticket_id, self._until(now), tokens))

    def pause(self, seconds: float, now: float) -> None:
        """Let nobody in for *seconds*; a longer pause stays."""
        self.paused_until = max(self.paused_until, now + seconds)

    def adopt(self, ticket_id: str, now: float) -> None:
        """Take a waiting ticket as granted by somebody else."""
        for entry in [each for each in self._queue if each.ticket.id == ticket_id]:
            self._queue.remove(entry)
            self._grant(entry, now)

    def expire(self, now: float) -> None:
        """Forget what does not count any more."""
        for uses in (self.requests, self.spent):
            while uses and uses[0].until <= now:
                uses.popleft()

    def look(self, now: float) -> Look:
        """Let in whoever may go now."""
        self.expire(now)
        granted = []
        again = math.inf
        while self._queue and (again := self._delay(self._queue[0].ticket, now)) <= 0:
            entry = self._queue.pop(0)
            self._grant(entry, now)
            granted.append(entry.ticket.id)
        places = {entry.ticket.id: place for place, entry in enumerate(self._queue, 1)}
        paused = max(0.0, self.paused_until - now)
        return Look(tuple(granted), places, paused, again if places else math.inf)

    def _remove(self, ticket_id: str) -> _Entry | None:
        for entry in self._queue:
            if entry.ticket.id == ticket_id:
                self._queue.remove(entry)
                return entry
        return self._held.pop(ticket_id, None)

    def _insert(self, entry: _Entry) -> None:
        insort(self._queue, entry, key=lambda each: each.rank)

    def _grant(self, entry: _Entry, now: float) -> None:
        entry.reserved = self._needed(entry.ticket)
        self._held[entry.ticket.id] = entry
        self.requests.append(Use(entry.ticket.id, self._until(now)))
        if entry.rank[0] > self._round:
            self._round = entry.rank[0]
            self._served.clear()
        if entry.rank[0] == self._round:
            self._served.add(entry.ticket.tenant)

    def _until(self, now: float) -> float:
        return now + self.limits.window + self.limits.margin

    def _needed(self, ticket: Ticket) -> int:
        return min(ticket.tokens, self.limits.tokens or ticket.tokens)

    def _delay(self, ticket: Ticket, now: float) -> float:
        """Give the seconds until *ticket* may go, 0 or less for now."""
        most = self.limits
        if most.concurrency and len(self._held) >= most.concurrency:
            return math.inf
        delay = max(self.paused_until - now, self._token_delay(ticket, now))
        if most.requests and len(self.requests) >= most.requests:
            delay = max(delay, self.requests[-most.requests].until - now)
        return delay

    def _token_delay(self, ticket: Ticket, now: float) -> float:
        if not self.limits.tokens:
            return 0.0
        reserved = sum(entry.reserved for entry in self._held.values())
        spent = sum(use.tokens for use in self.spent)
        excess = reserved + spent + self._needed(ticket) - self.limits.tokens
        if excess <= 0:
            return 0.0
        for use in self.spent:
            excess -= use.tokens
            if excess <= 0:
                return use.until - now
        return math.inf
