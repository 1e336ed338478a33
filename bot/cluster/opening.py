"""Opening Redis: one pool of connections for all that the processes of one bot share."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from bot.chat.answers.delivery import Dispatcher
from bot.chat.ports import Clock
from bot.cluster.identifying import IdentifySlots
from bot.cluster.shared_ledger import LedgerScript, SharedLedger
from bot.cluster.token_budget import TokenBudget
from bot.core.account.ledger import Limits


@dataclass(frozen=True, slots=True)
class Cluster:
    """The processes that use one Redis. Whether it answers is seen later: all go on without it."""

    redis: Redis

    @asynccontextmanager
    async def ledger(
        self, account: str, limits: Limits, clock: Clock
    ) -> AsyncIterator[SharedLedger]:
        """Keep the books of a model account, and close them at the end."""
        ledger = SharedLedger(LedgerScript(self.redis, account, limits), clock)
        try:
            yield ledger
        finally:
            await ledger.close()

    def budget(self, token: str, dispatcher: Dispatcher, requests: int, fair: int) -> TokenBudget:
        """Share the *requests* that Discord's *token* may make in a second; see TokenBudget."""
        return TokenBudget(self.redis, f"{_bot(token)}:requests", dispatcher, requests, fair)

    def identify_slots(self, token: str) -> IdentifySlots:
        """Take turns in beginning sessions of Discord's gateway with *token*."""
        return IdentifySlots(self.redis, f"{_bot(token)}:identify")


@asynccontextmanager
async def open_cluster(url: str) -> AsyncIterator[Cluster]:
    """Share by the Redis at *url*; ValueError when that is no Redis URL."""
    async with connect(url) as redis:
        yield Cluster(redis)


def connect(url: str) -> Redis:
    """Make the client of the Redis at *url*; ValueError when that is no Redis URL.

    A call ends only by its answer or by a RedisError: the caller sets the deadline.
    """
    return Redis.from_url(
        url,
        decode_responses=True,
        # redis would use asyncio.wait_for, which in Python 3.11 can swallow a cancellation.
        socket_timeout=None,
        retry=Retry(NoBackoff(), 0),  # everybody goes on alone meanwhile
    )


def _bot(token: str) -> str:
    """Name the bot for all processes that have its token; the token itself stays here."""
    # The braces keep the keys of a bot on one server of a cluster.
    return f"tokki:{{{hashlib.sha256(token.encode()).hexdigest()[:12]}}}"
