"""Asking Discord about the bot itself, over REST alone: nothing is changed, no gateway is opened."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import TypeVar

import aiohttp
import discord

from bot.client import Services, TokkiBot
from bot.core.checkup.at_discord import Account, Commands, Gateway, Inquiry, Server
from bot.core.checkup.findings import Failed

_T = TypeVar("_T")
_SERVERS = 200  # as many as Discord lists at once
_HALF = 0.5  # a Date header leaves out what is behind the second: half of one on average


class _Asking(TokkiBot):
    """The bot as far as it needs no gateway; what it would tell Discord at its start it keeps."""

    async def setup_hook(self) -> None:
        await self.load_cogs()


async def inquire(
    services: Services, token: str, seconds: float, wall: Callable[[], float] = time.time
) -> Inquiry:
    """Ask with *token*, every answer within *seconds*; *wall* gives the time to be compared."""
    bot = _Asking(services)
    ahead: list[float] = []
    if bot.http.http_trace is not None:
        bot.http.http_trace.on_request_end.append(_date_watch(ahead, wall))
    async with bot:
        account = await _told(_log_in(bot, token), seconds)
        clock = ahead[0] if ahead else None
        if isinstance(account, Failed):
            return Inquiry(account, ahead=clock)
        async with asyncio.TaskGroup() as tasks:
            gateway = tasks.create_task(_told(_gateway(bot), seconds))
            servers = tasks.create_task(_told(_servers(bot), seconds))
            commands = tasks.create_task(_told(_commands(bot), seconds))
    return Inquiry(account, gateway.result(), servers.result(), commands.result(), clock)


async def _told(asking: Awaitable[_T], seconds: float) -> _T | Failed:
    """Give the answer, or why there is none; whatever a request can raise ends here."""
    try:
        async with asyncio.timeout(seconds):
            return await asking
    except TimeoutError:
        return Failed(f"no answer within {seconds:.0f} s")
    except discord.LoginFailure as error:
        return Failed(str(error), refused=True)
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        return Failed(str(error) or type(error).__name__)


async def _log_in(bot: _Asking, token: str) -> Account:
    began = time.monotonic()
    await bot.login(token)
    flags, content = bot.application_flags, None
    if flags.gateway_message_content:
        content = "approved"
    elif flags.gateway_message_content_limited:
        content = "limited"
    latency = time.monotonic() - began
    return Account(str(bot.user), bot.application_id or 0, content, latency)


async def _gateway(bot: _Asking) -> Gateway:
    shards, _, limit = await bot.http.get_bot_gateway()
    return Gateway(shards, limit["remaining"], limit["total"], limit["reset_after"] / 1000)


async def _servers(bot: _Asking) -> list[Server]:
    return [
        Server(guild["name"], int(guild["permissions"]))
        for guild in await bot.http.get_guilds(_SERVERS, with_counts=False)
    ]


async def _commands(bot: _Asking) -> Commands:
    elsewhere = bot.application and bot.application.interactions_endpoint_url
    return Commands(await bot.has_registered_commands(), arrive=not elsewhere)


def _date_watch(
    ahead: list[float], wall: Callable[[], float]
) -> Callable[
    [aiohttp.ClientSession, SimpleNamespace, aiohttp.TraceRequestEndParams], Awaitable[None]
]:
    """Note in *ahead* how far *wall* is ahead of the dates that Discord's answers carry."""

    async def on_end(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        date = params.response.headers.get("Date", "")
        try:
            ahead.append(wall() - parsedate_to_datetime(date).timestamp() - _HALF)
        except ValueError:
            return  # a proxy without a clock

    return on_end
