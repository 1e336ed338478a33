"""Probing Redis for the doctor: one ping."""

import asyncio
import time

from redis.exceptions import RedisError

from bot.cluster.opening import connect
from bot.core.checkup.findings import Failed
from bot.core.checkup.services import RedisServer


async def probe_redis(url: str, seconds: float) -> RedisServer | Failed:
    """Ping the Redis at *url* within *seconds*."""
    try:
        async with connect(url) as redis, asyncio.timeout(seconds):
            about = await redis.info("server")
            began = time.monotonic()
            await redis.ping()
            latency = time.monotonic() - began
    except TimeoutError:
        return Failed(f"no answer within {seconds:.0f} s")
    except (RedisError, OSError, ValueError) as error:
        return Failed(str(error) or type(error).__name__)
    if "valkey_version" in about:  # it names the Redis that it began as, too
        return RedisServer(f"Valkey {about['valkey_version']}", latency)
    return RedisServer(f"Redis {about.get('redis_version', 'of unknown version')}", latency)
