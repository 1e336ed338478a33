"""What discord.py raises, and what it lets through from the connection, as errors of ours.

The codes are explained in Discord's "Opcodes and Status Codes".
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.core.errors import (
    BlockedError,
    ForbiddenError,
    GoneError,
    HiddenError,
    RefusedError,
    StaleError,
    UnavailableError,
)

NO_CONNECTION = (aiohttp.ClientError, OSError)
SERVER_ERROR = 500
# Seconds: discord.webhook.async_, AsyncWebhookAdapter.request.
LIBRARY_REPEATS_AFTER = 1.0
_KINDS: dict[int, type[GoneError | RefusedError]] = {
    50001: HiddenError,  # missing access
    30046: StaleError,  # too many edits of an old message
    50083: StaleError,  # the thread is archived
    160005: ForbiddenError,  # the thread is locked
    200000: BlockedError,  # AutoMod
    200001: BlockedError,  # AutoMod
    240000: BlockedError,  # Discord's filter of harmful links
}
_MAY_NOT = {401, 403}  # 401: the token of an interaction is 15 minutes old
_TOO_MANY_REQUESTS = 429


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Turn whatever a request to Discord can raise into a SurfaceError."""
    try:
        yield
    except discord.NotFound as error:
        raise GoneError(str(error)) from error
    except discord.RateLimited as error:
        raise UnavailableError(str(error), error.retry_after) from error
    except discord.HTTPException as error:
        raise _translation(error) from error
    except NO_CONNECTION as error:
        raise UnavailableError(f"{type(error).__name__}: {error}") from error


def _translation(error: discord.HTTPException) -> GoneError | RefusedError | UnavailableError:
    if kind := _KINDS.get(error.code):
        return kind(str(error))
    if error.status in _MAY_NOT:
        return ForbiddenError(str(error))
    if error.status >= SERVER_ERROR or error.status == _TOO_MANY_REQUESTS:
        return UnavailableError(str(error))
    return RefusedError(str(error))
