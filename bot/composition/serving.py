"""Going to Discord, and how it can end there."""

import logging

import aiohttp
import discord

from bot.chat.beside import ending_for_sure
from bot.client import WHOLE_BOT, Services, Sharding, TokkiBot, point_at
from bot.composition.model_side import open_model
from bot.composition.services import open_services
from bot.composition.starting import StartupError
from bot.settings import Settings, SettingsError

log = logging.getLogger(__name__)

_REFUSED_TOKEN = "DISCORD_TOKEN was refused by Discord: copy it again."  # noqa: S105 - a sentence


async def run(settings: Settings) -> None:
    """Run the bot until it is cancelled; StartupError or SettingsError when it cannot."""
    token = settings.require_token()
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    async with open_model(settings) as side, open_services(settings, side) as services:
        identify = side.cluster.identify_slots(token) if side.cluster else None
        sharding = Sharding(settings.shard_count, settings.shard_ids, identify)
        await serve(services, token, sharding)


async def serve(services: Services, token: str, sharding: Sharding = WHOLE_BOT) -> None:
    """Connect to Discord and answer until cancelled."""
    try:
        await _connect(services, token, sharding, message_content=True)
    except discord.PrivilegedIntentsRequired:
        log.warning(
            "discord.no_message_content: the intent is not switched on in the developer portal. "
            "Mentions, replies, direct messages and commands work; plain messages in threads do not."
        )
        await _connect(services, token, sharding, message_content=False)


async def _connect(
    services: Services, token: str, sharding: Sharding, *, message_content: bool
) -> None:
    try:
        async with TokkiBot(services, sharding, message_content=message_content) as bot:
            await ending_for_sure(bot.start(token))
    except discord.LoginFailure as error:
        raise SettingsError([_REFUSED_TOKEN]) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartupError(f"Discord is out of reach: {error}.") from error
    except discord.ConnectionClosed as error:
        raise _closed_for_good(error.code) from error


def _closed_for_good(code: int) -> StartupError | SettingsError:
    """Say what a close code means after which there is no coming back.

    The codes are explained in Discord's "Opcodes and Status Codes".
    """
    match code:
        case 4004:
            return SettingsError([_REFUSED_TOKEN])
        case 4010 | 4011:
            return SettingsError(["SHARD_COUNT does not fit the number of the bot's servers."])
        case _:
            return StartupError("Discord does not speak with this version any more: update Tokki.")
