"""Whose turn it is to begin a session of Discord's gateway.

Discord takes one IDENTIFY in five seconds under each key, which is the shard's number modulo
max_concurrency (https://discord.com/developers/docs/events/gateway#rate-limiting), from all
processes together. A turn is a key in Redis that ends by itself, also when its holder dies.
"""

import asyncio
import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# Discord's five seconds, and what the way there may take longer for one than for the next.
EVERY = 5.25  # seconds
_TIMEOUT = 1.0  # seconds for an answer of Redis
_MILLI = 1000


class IdentifySlots:
    """The turns of one token; their keys begin with *name*."""

    def __init__(self, redis: Redis, name: str, every: float = EVERY) -> None:
        self._redis = redis
        self._name = name
        self._every = every

    async def __call__(self, key: int) -> bool:
        """Wait for a turn under *key*; False, at once, when Redis cannot tell whose it is."""
        try:
            while wait := await self._taken_for(f"{self._name}:{key}"):  # noqa: ASYNC110 - Redis wakes nobody
                await asyncio.sleep(wait)
        except (RedisError, TimeoutError) as error:
            log.warning("identify.alone error=%s", error)
            return False
        return True

    async def _taken_for(self, name: str) -> float:
        """Take the turn and give 0, or the seconds until it is worth another try."""
        async with asyncio.timeout(_TIMEOUT):
            if await self._redis.set(name, 1, nx=True, px=round(self._every * _MILLI)):
                return 0.0
            left: int = await self._redis.pttl(name)
        return max(left, 1) / _MILLI  # below zero it has just ended
