"""Replies as they go out: answers, refusals, faults and rate limits."""

import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from sandbox.errors import Json
from sandbox.faults import Fault
from sandbox.limits import Verdict
from sandbox.metering import Charge

TOO_MANY = 429
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER for no time at all: closing sends a reset


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    bucket: str = ""
    html: str | None = None
    dropped: bool = False


def faulty(fault: Fault) -> Reply:
    """Give the answer that an ordered fault asks for."""
    if fault.drop is not None:
        return Reply(0, dropped=True)
    status = fault.status or 500
    if fault.cloudflare or fault.html is not None:
        page = fault.html or "<html><title>Access denied | Cloudflare</title></html>"
        return Reply(status, headers={} if fault.cloudflare else dict(_VIA), html=page)
    if status == TOO_MANY:
        return limited(fault.retry_after, fault.scope, "fault", code=fault.code)
    body = fault.body or {"message": fault.message, "code": fault.code}
    return Reply(status, body)


def limited(
    retry_after: float,
    scope: str,
    bucket: str,
    headers: dict[str, str] | None = None,
    code: int = 0,
) -> Reply:
    """Give a 429."""
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": scope == "global",
    }
    if code:
        body["code"] = code
    marks = {"Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": scope}
    if scope == "global":
        marks["X-RateLimit-Global"] = "true"
    return Reply(TOO_MANY, body, {**(headers or {}), **marks}, bucket)


def rate_headers(charge: Charge, verdict: Verdict) -> dict[str, str]:
    """Give the headers that tell how full a bucket is."""
    return {
        "X-RateLimit-Limit": str(charge.meter.rule.limit),
        "X-RateLimit-Remaining": str(verdict.remaining),
        "X-RateLimit-Reset": f"{time.time() + verdict.reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{verdict.reset_after:.3f}",
        "X-RateLimit-Bucket": charge.meter.hash,
    }


# discord.py takes a 429 without Via for Cloudflare's, and reads JSON only from this exact type.
_VIA = {"Via": "1.1 sandbox"}


def response(reply: Reply) -> web.Response:
    """Put a reply on the wire."""
    if reply.html is not None:
        return web.Response(
            status=reply.status, text=reply.html, content_type="text/html", headers=reply.headers
        )
    headers = {**_VIA, **reply.headers}
    if reply.body is None:
        return web.Response(status=reply.status or 204, headers=headers)
    headers["Content-Type"] = "application/json"
    return web.Response(status=reply.status, body=orjson.dumps(reply.body), headers=headers)


def reset(request: web.BaseRequest) -> None:
    """Drop the connection of a request with a reset."""
    transport = request.transport
    if transport is None:
        return
    wire = transport.get_extra_info("socket")
    if wire is not None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
