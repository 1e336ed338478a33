"""Watches every request to Discord: counts what nobody planned, and learns from the answers.

The dispatcher plans what replies need. What else counts for the token (the start, the commands, what
is looked up) waits here for its turn among them. discord.py keeps the headers of the answers to itself.
"""

import logging
import re
from types import SimpleNamespace

import aiohttp
import yarl
from discord.http import Route

from bot.chat.answers.delivery import Dispatcher
from bot.chat.metering import Meter

log = logging.getLogger(__name__)

_MESSAGES = re.compile(r"/channels/(\d+)/messages(?:/\d+)?$")
_PLANNED = re.compile(r"/channels/\d+/(?:messages(?:/\d+)?|typing)$")
# Answers to commands: https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
_UNCOUNTED = ("/interactions/", "/webhooks/")
_TOO_MANY_REQUESTS = 429


def lane_of(channel_id: int) -> str:
    """Name the rate limit of a channel's messages, as the dispatcher knows it."""
    return f"channel:{channel_id}"


def traffic_trace(dispatcher: Dispatcher, meter: Meter) -> aiohttp.TraceConfig:
    """Make what discord.py's HTTP session has to call for each request."""

    async def on_start(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        unplanned = _is_unplanned(params.method, params.url)
        context.returned = await dispatcher.admit() if unplanned else None

    async def on_end(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        _end(context)
        headers = params.response.headers
        found = _MESSAGES.search(params.url.path)
        lane = lane_of(int(found[1])) if found else None
        if params.response.status == _TOO_MANY_REQUESTS:
            # Without a scope it comes from Cloudflare, in front of all of Discord.
            scope = headers.get("X-RateLimit-Scope", "global")
            meter.refused(scope)
            wide = scope == "global"
            log.warning("discord.429 path=%s wide=%s", params.url.path, wide)
            if wide or lane:  # typing and commands have limits of their own
                dispatcher.refused(None if wide else lane, _seconds(headers.get("Retry-After")))
        elif lane and params.method in ("POST", "PATCH"):
            remaining = headers.get("X-RateLimit-Remaining", "")
            if remaining.isdigit():
                dispatcher.observe(lane, edit=params.method == "PATCH", remaining=int(remaining))

    async def on_exception(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        _params: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        _end(context)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(on_start)
    trace.on_request_end.append(on_end)
    trace.on_request_exception.append(on_exception)
    return trace


def _is_unplanned(method: str, url: yarl.URL) -> bool:
    """Tell whether a request counts for the token and is no reply's; files and the gateway do not."""
    address = str(url)
    if not address.startswith(Route.BASE):
        return False
    path = url.path[len(yarl.URL(Route.BASE).path) :]
    is_planned = method != "GET" and _PLANNED.match(path)
    return not is_planned and not path.startswith(_UNCOUNTED)


def _end(context: SimpleNamespace) -> None:
    if context.returned is not None:
        context.returned()


def _seconds(retry_after: str | None) -> float:
    try:
        return min(60.0, max(0.0, float(retry_after or 1.0)))
    except ValueError:
        return 1.0
