"""Keeps what is asked of one model account within its limits: the shell around the ledger.

One task looks when the ledger next lets somebody in and tells the others their places.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import uuid4

from bot.chat.ports import Clock, Wait, Waiting
from bot.chat.tracing import current, during
from bot.core.account.ledger import Ledger, Limits, Look, Ticket

TELL_EVERY = 1.0  # seconds
# The end of one pause is computed anew with every look, and a clock is never quite exact.
_SAME_END = 1.0  # seconds


class AccountLedger(Protocol):
    """The books of an account, wherever they are kept; see bot.core.account.ledger.Ledger.

    What changes the books is noted at once and never waits, so that nothing is lost when a task
    is cancelled. It takes effect with the next look.
    """

    def enter(self, ticket: Ticket) -> None:
        """Queue a new ticket."""
        ...

    def requeue(self, ticket_id: str, ticket: Ticket) -> None:
        """Queue *ticket* in the old place of a granted one that the server refused."""
        ...

    def leave(self, ticket_id: str) -> None:
        """Take out a ticket that was not used."""
        ...

    def settle(self, ticket_id: str, tokens: int | None) -> None:
        """Book what a granted ticket has used; None books what was reserved."""
        ...

    def pause(self, seconds: float) -> None:
        """Let nobody in for *seconds*."""
        ...

    async def look(self) -> Look:
        """Tell how things stand, and in how many seconds to look again at the latest."""
        ...


class LocalLedger:
    """The books of an account that only this process uses."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._ledger = Ledger(limits)
        self._clock = clock
        self.enter = self._ledger.enter
        self.requeue = self._ledger.requeue
        self.leave = self._ledger.leave

    def settle(self, ticket_id: str, tokens: int | None) -> None:
        """See AccountLedger."""
        self._ledger.settle(ticket_id, tokens, self._clock.now())

    def pause(self, seconds: float) -> None:
        """See AccountLedger."""
        self._ledger.pause(seconds, self._clock.now())

    async def look(self) -> Look:
        """See AccountLedger."""
        return self._ledger.look(self._clock.now())


@dataclass(slots=True)
class _Waiter:
    granted: asyncio.Future[None]
    tell: Waiting | None
    told: Wait | None = None
    told_at: float = -math.inf


class Governor:
    """Lets questions in as the ledger allows. `run` has to run beside its users."""

    def __init__(self, ledger: AccountLedger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._waiters: dict[str, _Waiter] = {}
        self._woken = asyncio.Event()
        self._paused_until: float | None = None

    @asynccontextmanager
    async def admitted(
        self, tenant: int, tokens: int, waiting: Waiting | None = None
    ) -> AsyncIterator["Lease"]:
        """Wait for a place among the requests of the account, and hold it for the block.

        *tokens* are reserved for *tenant* (see Ticket). *waiting* is called with the place in the
        queue whenever that changes, about once a second at most; it must neither wait nor raise.
        """
        lease = Lease(self, Ticket(uuid4().hex, tenant, tokens), waiting)
        self._ledger.enter(lease.ticket)
        try:
            await self.granted(lease)
            yield lease
        finally:
            if lease.held:
                self._ledger.settle(lease.ticket.id, lease.used)
            else:
                self._ledger.leave(lease.ticket.id)
            self._woken.set()

    @property
    def waiting(self) -> int:
        """How many are waiting here to be let in."""
        return len(self._waiters)

    def pause(self, seconds: float) -> None:
        """Let nobody in for *seconds*: the server said 429."""
        self._ledger.pause(seconds)
        self._woken.set()

    async def run(self) -> None:
        """Let people in and tell the others where they stand, until cancelled."""
        while True:
            self._woken.clear()
            look = await self._ledger.look()
            for ticket_id in look.granted:
                if ticket_id in self._waiters and not self._waiters[ticket_id].granted.done():
                    self._waiters[ticket_id].granted.set_result(None)
            self._tell(look)
            limit = min(look.again, TELL_EVERY if self._waiters else math.inf)
            with suppress(TimeoutError):
                async with asyncio.timeout(None if limit == math.inf else limit):
                    await self._woken.wait()

    async def granted(self, lease: "Lease") -> None:
        """Wait until the ticket of *lease* is granted."""
        waiter = _Waiter(asyncio.get_running_loop().create_future(), lease.waiting)
        self._waiters[lease.ticket.id] = waiter
        self._woken.set()
        try:
            with during(current().part("queue", {"tokki.queue": "account"})):
                await waiter.granted
            lease.held = True
            if waiter.told is not None and waiter.tell is not None:
                waiter.tell(Wait(0))
        finally:
            del self._waiters[lease.ticket.id]

    def requeue(self, lease: "Lease") -> None:
        """Give the lease a new ticket in the old place."""
        refused = lease.ticket.id
        lease.ticket, lease.held = replace(lease.ticket, id=uuid4().hex), False
        self._ledger.requeue(refused, lease.ticket)

    def _tell(self, look: Look) -> None:
        now = self._clock.now()
        until = self._end_of_pause(look.paused)
        for ticket_id, place in look.places.items():
            waiter = self._waiters.get(ticket_id)
            if waiter is None or waiter.tell is None or now < waiter.told_at + TELL_EVERY:
                continue
            wait = Wait(place, until)
            if wait != waiter.told:
                waiter.told, waiter.told_at = wait, now
                waiter.tell(wait)

    def _end_of_pause(self, seconds: float) -> float | None:
        until = self._clock.wall() + seconds if seconds else None
        known = self._paused_until
        if until is None or known is None or abs(until - known) > _SAME_END:
            self._paused_until = until
        return self._paused_until


class Lease:
    """A place among the requests of the account; made by Governor.admitted."""

    def __init__(self, governor: Governor, ticket: Ticket, waiting: Waiting | None) -> None:
        self.ticket = ticket
        self.waiting = waiting
        self.held = False
        self.used: int | None = None
        self._governor = governor

    def settle(self, tokens: int) -> None:
        """Tell how many tokens were really used; without it all that was reserved stays booked."""
        self.used = tokens

    async def requeue(self) -> None:
        """Wait once more, in the old place: the server refused the request.

        The request counts all the same, its tokens do not.
        """
        self._governor.requeue(self)
        await self._governor.granted(self)
