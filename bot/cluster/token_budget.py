"""Keeps all processes together within the requests a second of one token.

The arithmetic is bot/core/reply/sharing.py; here it is done on a table in Redis, of which every
process replaces just what it has read.
"""

import asyncio
import json
import logging
import math
import time
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.chat.answers.delivery import Dispatcher
from bot.core.reply.sharing import ALONE_AFTER, Claim, Table, alone, claim

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds between two looks
_TIMEOUT = 1.0  # seconds; a few of these are shorter than what lapses a claim
_KEPT = 60_000  # milliseconds that a table outlives its last process
_MICRO = 1_000_000
_READ = "return {redis.call('TIME'), redis.call('GET', KEYS[1]) or ''}"
_REPLACE = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""


class TokenBudget:
    """This process's share of *requests*, which it sets at *dispatcher*; `run` has to run beside.

    *name* is that of the table. *fair* is what this process may use where nobody knows better.
    """

    def __init__(
        self, redis: Redis, name: str, dispatcher: Dispatcher, requests: int, fair: int
    ) -> None:
        self._name = name
        self._dispatcher = dispatcher
        self._requests = requests
        self._fair = fair
        self._read = redis.register_script(_READ)
        self._replace = redis.register_script(_REPLACE)
        self._process = uuid4().hex
        self._share = 0
        self._heard = -math.inf  # when the last look that was answered began
        self._alone = False

    async def run(self) -> None:
        """Ask for what is needed and do with what is given, until cancelled."""
        while True:
            before = self._share
            await self.look()
            if self._share >= before:  # what is given up is told at once: somebody waits for it
                await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Ask once; without an answer go on with what is safe."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(_TIMEOUT):
                self._share = await self._agree()
        except (RedisError, TimeoutError) as error:
            silent = time.monotonic() - self._heard
            self._share = alone(self._share, self._fair, silent)
            if silent > ALONE_AFTER and not self._alone:
                self._alone, reason = True, str(error) or type(error).__name__
                log.warning("budget.alone error=%s per_second=%d", reason, self._fair)
        else:
            if self._alone:
                log.warning("budget.shared share=%d", self._share)
            self._alone, self._heard = False, began
        self._dispatcher.allow(self._share)

    async def _agree(self) -> int:
        while True:
            (seconds, micro), text = await self._read([self._name])
            now, demand = int(seconds) + int(micro) / _MICRO, self._dispatcher.demand()
            told = Claim(max(self._share, demand.used), demand.wanted, now)
            table = _loaded(text) if text else Table(now, {})
            table, share = claim(table, self._process, told, self._requests, self._fair)
            if await self._replace([self._name], [text, _dumped(table), _KEPT]):
                return share


def _dumped(table: Table) -> str:
    claims = {name: (each.held, each.wanted, each.at) for name, each in table.claims.items()}
    return json.dumps((table.since, claims))


def _loaded(text: str) -> Table:
    since, claims = json.loads(text)
    return Table(since, {name: Claim(*each) for name, each in claims.items()})
