"""The books of an account that several processes share, in Redis or Valkey (ledger.lua).

A process keeps its own part of them twice: in Redis, and in a ledger of its own that follows. When
Redis is out of reach, that ledger goes on alone with this process's share of the limits; when Redis
is back, or has lost its data, it is told again what this process waits for, holds and has used,
and which others there were: until they are back, too, it keeps their parts free. Who had more than
its part when Redis was lost has it to the end of its answers; so long all may together pass a limit.
"""

import asyncio
import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.chat.ports import Clock
from bot.core.account.ledger import Ledger, Limits, Look, Ticket

log = logging.getLogger(__name__)

LEASE = 15.0  # seconds without a sign of life after which a process is taken for dead
# How soon a process sees what the others changed, in seconds; well below the margin of the limits.
POLL_EVERY = 0.25
RETRY_EVERY = 2.0  # seconds between two tries to reach a Redis that does not answer
_TIMEOUT = 1.0  # seconds; Redis answers in one thousandth of that
_SCRIPT = Path(__file__).with_name("ledger.lua")
_KEYS = ("state", "tickets", "queue", "served", "held", "requests", "spent", "processes", "awaited")
_MICRO = 1_000_000

Command = list[Any]  # a name and its arguments, as JSON has them


@dataclass(frozen=True, slots=True)
class Reply:
    """What the script says; times are seconds, *now* since the epoch on Redis' clock.

    *held* and *places* are the tickets of the process that asks, *processes* are all that live or
    are awaited.
    """

    now: float
    processes: Sequence[str]
    paused: float
    again: float
    held: frozenset[str]
    places: Mapping[str, int]


class LedgerScript:
    """The script in Redis, as called by one process."""

    def __init__(self, redis: Redis, account: str, limits: Limits, lease: float = LEASE) -> None:
        self.account = account
        self.limits = limits
        self.lease = lease
        self._run = redis.register_script(_SCRIPT.read_text("utf-8"))
        # The braces keep the keys of an account on one server of a cluster.
        self._keys = [f"tokki:{{{account}}}:{name}" for name in _KEYS]
        self._arguments = (
            uuid4().hex,
            _micro(lease),
            _micro(limits.window + limits.margin),
            limits.requests,
            limits.tokens,
            limits.concurrency,
        )

    async def __call__(self, commands: list[Command]) -> Reply | None:
        """Apply *commands*; None when Redis does not know this process and has done nothing.

        RedisError or TimeoutError when there is no answer; the commands may be done all the same.
        """
        async with asyncio.timeout(_TIMEOUT):
            answer = await self._run(self._keys, [*self._arguments, json.dumps(commands)])
        if not answer[0]:
            return None
        _, now, processes, paused, again, held, waiting = answer
        places = waiting.split()
        return Reply(
            now / _MICRO,
            processes.split(),
            paused / _MICRO,
            again / _MICRO if again >= 0 else math.inf,
            frozenset(held.split()),
            dict(zip(places[::2], map(int, places[1::2]), strict=True)),
        )


class SharedLedger:
    """An AccountLedger that all processes share."""

    def __init__(self, script: LedgerScript, clock: Clock) -> None:
        self._script = script
        self._clock = clock
        self._own = Ledger(script.limits)
        self._news: list[Command] = []
        self._processes: Sequence[str] = ()  # that there were when Redis last answered
        self._known = False  # Redis has been told of everything but the news
        self._retry_at: float | None = None  # when to try again; None while Redis answers

    def enter(self, ticket: Ticket) -> None:
        """Queue a new ticket."""
        self._own.enter(ticket)
        self._news.append(["enter", *_told(ticket)])

    def requeue(self, ticket_id: str, ticket: Ticket) -> None:
        """Queue *ticket* in the old place of a granted one that the server refused."""
        self._own.requeue(ticket_id, ticket)
        self._news.append(["requeue", ticket_id, *_told(ticket)])

    def leave(self, ticket_id: str) -> None:
        """Take out a ticket that was not used."""
        self._own.leave(ticket_id)
        self._news.append(["leave", ticket_id])

    def settle(self, ticket_id: str, tokens: int | None) -> None:
        """Book what a granted ticket has used; None books what was reserved."""
        self._own.settle(ticket_id, tokens, self._clock.now())
        self._news.append(["settle", ticket_id, -1 if tokens is None else tokens])

    def pause(self, seconds: float) -> None:
        """Let nobody in for *seconds*."""
        self._own.pause(seconds, self._clock.now())
        self._news.append(["pause", _micro(seconds)])

    async def look(self) -> Look:
        """Tell Redis the news and give how things stand."""
        if self._retry_at is not None and self._clock.now() < self._retry_at:
            return self._look_alone(self._retry_at)
        try:
            reply = await self._tell()
        except (RedisError, TimeoutError) as error:
            if self._retry_at is None:
                share = self._own.limits
                log.warning("redis.lost error=%s alone_with=%s", error, share)
            self._retry_at = self._clock.now() + RETRY_EVERY
            return self._look_alone(self._retry_at)
        if self._retry_at is not None:
            log.warning("redis.back processes=%d", len(reply.processes))
            self._retry_at = None
        return self._follow(reply)

    async def close(self) -> None:
        """Tell Redis the last news, and that this process is gone."""
        try:
            await self._script([*self._everything(), ["bye"]])
        except (RedisError, TimeoutError) as error:
            log.warning("redis.unclosed error=%s: the leases end by themselves", error)

    async def _tell(self) -> Reply:
        while True:
            news = self._news if self._known else self._everything()
            self._news, self._known = [], False  # whatever ends the call, the news may be lost
            reply = await self._script(news)
            if reply is not None:
                self._known = True
                return reply

    def _everything(self) -> list[Command]:
        """All that Redis has to know of this process, with which it begins to know it."""
        own, now = self._own, self._clock.now()
        own.expire(now)
        tickets = [ticket.id for ticket in (*own.held, *own.waiting)]
        commands: list[Command] = [["keep", tickets, self._processes]]
        commands += [["hold", *_told(ticket)] for ticket in own.held]
        commands += [["enter", *_told(ticket)] for ticket in own.waiting]
        commands += [["request", u.ticket_id, _micro(u.until - now)] for u in own.requests]
        commands += [["spend", u.ticket_id, u.tokens, _micro(u.until - now)] for u in own.spent]
        if own.paused_until > now:
            commands.append(["pause", _micro(own.paused_until - now)])
        return commands

    def _follow(self, reply: Reply) -> Look:
        """Do in the own ledger what Redis has done."""
        now = self._clock.now()
        self._processes = reply.processes
        self._own.limits = self._script.limits.share(len(reply.processes))
        self._own.pause(reply.paused, now)
        self._own.expire(now)
        granted = [each.id for each in self._own.waiting if each.id in reply.held]
        for ticket_id in granted:
            self._own.adopt(ticket_id, now)
        again = min(reply.again, POLL_EVERY if reply.places else self._script.lease / 3)
        return Look(tuple(granted), reply.places, reply.paused, again)

    def _look_alone(self, retry_at: float) -> Look:
        now = self._clock.now()
        look = self._own.look(now)
        return Look(look.granted, look.places, look.paused, min(look.again, retry_at - now))


def _told(ticket: Ticket) -> Command:
    # JSON numbers of Lua hold 53 bits, a snowflake has 64.
    return [ticket.id, str(ticket.tenant), ticket.tokens]


def _micro(seconds: float) -> int:
    return round(seconds * _MICRO)
