"""A model account that refuses what is beyond its limits, and counts for itself what came."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import web

from benchmarks._app_server import AppServer
from bot.core.account.ledger import Limits

_ROUNDING = 1e-6


@dataclass(slots=True)
class Came:
    """A request that was answered: when it came and ended, and what it used."""

    tenant: int
    tokens: int
    arrived: float
    ended: float = float("inf")


@dataclass
class Account(AppServer):
    """The server's own books. It counts exactly *limits.window* seconds, without any margin."""

    limits: Limits
    answered: list[Came] = field(default_factory=list)
    refused: int = 0

    def routes(self) -> Iterable[web.RouteDef]:
        """Give what it answers."""
        yield web.post("/", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        """Take as long and use as much as the question says, or 429."""
        asked = await request.json()
        came = Came(asked["tenant"], asked["tokens"], time.monotonic())
        if self._is_too_much(came):
            self.refused += 1
            return web.Response(status=429)
        self.answered.append(came)
        try:
            await asyncio.sleep(asked["seconds"])
        finally:
            came.ended = time.monotonic()
        return web.Response()

    def _is_too_much(self, came: Came) -> bool:
        since = came.arrived - self.limits.window
        recent = [each for each in self.answered if each.arrived > since]
        return (
            len(recent) >= self.limits.requests
            or sum(each.tokens for each in recent) + came.tokens > self.limits.tokens
            or sum(each.ended > came.arrived for each in recent) >= self.limits.concurrency
        )

    @property
    def most_requests(self) -> int:
        """The most requests that came within any window."""
        return self._most([(each.arrived, 1) for each in self.answered])

    @property
    def most_tokens(self) -> int:
        """The most tokens within any window, counted when requests came or when they ended."""
        by_arrival = self._most([(each.arrived, each.tokens) for each in self.answered])
        return max(by_arrival, self._most([(each.ended, each.tokens) for each in self.answered]))

    @property
    def most_at_once(self) -> int:
        """The most requests under way at the same time."""
        return max(
            sum(other.arrived <= each.arrived < other.ended for other in self.answered)
            for each in self.answered
        )

    @property
    def worst_turn(self) -> int:
        """How often one tenant came between two requests of another that was waiting all the time.

        1 where everybody takes turns.
        """
        tenants = [each.tenant for each in sorted(self.answered, key=lambda each: each.arrived)]
        worst = 0
        for tenant in set(tenants):
            last = len(tenants) - tenants[::-1].index(tenant)
            since: dict[int, int] = {}
            for other in tenants[:last]:
                if other == tenant:
                    since.clear()
                else:
                    since[other] = since.get(other, 0) + 1
                    worst = max(worst, since[other])
        return worst

    def _most(self, counted: list[tuple[float, int]]) -> int:
        window = self.limits.window - _ROUNDING
        return max(
            sum(amount for at, amount in counted if start <= at < start + window)
            for start, _ in counted
        )
