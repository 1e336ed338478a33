"""The way of a request: token, latency, faults, rate limits, its route, and the record."""

import asyncio
import logging
import time
from typing import Protocol

from aiohttp import web

from sandbox.errors import NOT_FOUND, UNAUTHORIZED, DiscordError
from sandbox.faults import Fault, Faults
from sandbox.metering import OLD_EDIT, Charge, Meters, charge_for
from sandbox.reading import Incoming, read
from sandbox.recording import Record, Request
from sandbox.replies import TOO_MANY, Reply, faulty, limited, rate_headers, reset, response
from sandbox.routing import Answer, Call, Match
from sandbox.talk import Talk
from sandbox.world import World

_log = logging.getLogger(__name__)
_OPEN_ROUTES = ("/webhooks/{webhook_id}/{webhook_token}", "/interactions/")
_EDIT = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
_HOUR = 3600.0


class Contract(Protocol):
    """Checks requests and answers against a description of the API."""

    def check_request(self, method: str, route: str, body: object) -> None:
        """Note what is wrong with a request."""

    def check_answer(self, method: str, route: str, status: int, body: object) -> None:
        """Note what is wrong with an answer."""


class Rest:
    """Discord's REST API."""

    def __init__(
        self, world: World, token: str, *, limited: bool, contract: Contract | None
    ) -> None:
        self._world = world
        self._talk = Talk(world)
        self._authorization = f"Bot {token}"
        self._meters = Meters() if limited else None
        self._contract = contract
        self.faults = Faults()
        self.record = Record()
        self.latency = 0.0

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        incoming = await read(request)
        if self.latency:
            await asyncio.sleep(self.latency)
        fault = self.faults.take(incoming.method, incoming.path)
        if fault is not None and fault.delay:
            await asyncio.sleep(fault.delay)
        reply = self._reply(incoming, fault)
        self._remember(incoming, reply)
        if self.latency and not reply.dropped:
            await asyncio.sleep(self.latency)
        if reply.dropped:
            reset(request)
        return response(reply)

    def _reply(self, incoming: Incoming, fault: Fault | None) -> Reply:
        if fault is None or (fault.status is None and fault.drop is None):
            return self._checked(incoming)
        if fault.applied or fault.drop == "after":
            self._checked(incoming)
        return faulty(fault)

    def _checked(self, incoming: Incoming) -> Reply:
        match = incoming.match
        if match is None:
            return self._unknown(incoming)
        if (
            not match.route.startswith(_OPEN_ROUTES)
            and incoming.authorization != self._authorization
        ):
            return Reply(UNAUTHORIZED.status, UNAUTHORIZED.body)
        charge = charge_for(incoming.method, match.route, match.params)
        headers: dict[str, str] = {}
        if self._meters is not None:
            refused = self._charge(self._meters, charge, headers, incoming)
            if refused is not None:
                return refused
        answer = self._answer(incoming, match)
        return Reply(answer.status, answer.body, headers, "/".join(charge.key))

    def _unknown(self, incoming: Incoming) -> Reply:
        route = f"{incoming.method} {incoming.path}"
        _log.error("The sandbox has no route for %s", route)
        self.record.unknown_routes.append(route)
        return Reply(NOT_FOUND.status, NOT_FOUND.body)

    def _charge(
        self, meters: Meters, charge: Charge, headers: dict[str, str], incoming: Incoming
    ) -> Reply | None:
        now = time.monotonic()
        bucket = "/".join(charge.key)
        if charge.counts_globally:
            verdict = meters.pass_global(now)
            if not verdict.allowed:
                return limited(verdict.retry_after, "global", bucket)
        verdict = meters.charge(charge, now)
        headers.update(rate_headers(charge, verdict))
        if not verdict.allowed:
            return limited(verdict.retry_after, "user", bucket, headers)
        return self._charge_old_edit(meters, incoming, now)

    def _charge_old_edit(self, meters: Meters, incoming: Incoming, now: float) -> Reply | None:
        match = incoming.match
        if match is None or (incoming.method, match.route) != _EDIT:
            return None
        channel = self._world.channels.get(int(match.params["channel_id"]))
        message = channel and channel.held.get(int(match.params["message_id"]))
        if channel is None or not message or time.time() - message.born < _HOUR:
            return None
        verdict = meters.drain(OLD_EDIT, ("old", str(channel.id)), now)
        return None if verdict.allowed else limited(verdict.retry_after, "user", "old", code=30046)

    def _answer(self, incoming: Incoming, match: Match) -> Answer:
        call = Call(
            self._world, self._talk, match.params, incoming.query, incoming.body, incoming.files
        )
        if self._contract is not None:
            self._contract.check_request(incoming.method, match.route, incoming.body)
        try:
            answer = match.handler(call)
        except DiscordError as error:
            answer = Answer(error.status, error.body)
        if self._contract is not None:
            self._contract.check_answer(incoming.method, match.route, answer.status, answer.body)
        return answer

    def _remember(self, incoming: Incoming, reply: Reply) -> None:
        scope = reply.headers.get("X-RateLimit-Scope", "user") if reply.status == TOO_MANY else ""
        self.record.add(
            Request(
                at=time.monotonic(),
                method=incoming.method,
                path=incoming.path,
                route=incoming.match.route if incoming.match else "",
                status=0 if reply.dropped else reply.status,
                bucket=reply.bucket,
                body=incoming.body,
                answer=reply.body,
                scope=scope,
                remaining=_count(reply, "X-RateLimit-Remaining"),
                limit=_count(reply, "X-RateLimit-Limit"),
            )
        )
        self._world.feed.beat()


def _count(reply: Reply, header: str) -> int | None:
    value = reply.headers.get(header)
    return None if value is None else int(value)
