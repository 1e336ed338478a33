"""A bot of discord.py that does nothing, watched (benchmarks/_watching.py).

Its arguments are the addresses of API and gateway, the token, and how it is set up: `usual`, as
the library does it by default, or `same`, with the intents and the caches of ours.
"""

import asyncio
import sys

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class BareBot(commands.AutoShardedBot):
    """A bot that does nothing at all."""

    async def setup_hook(self) -> None:
        """Have it watched."""
        await self.load_extension("benchmarks._watching")

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing."""


def _bare(kind: str) -> BareBot:
    same = kind == "same"
    intents = discord.Intents(guilds=True, messages=True) if same else discord.Intents.default()
    intents.message_content = True
    most = None if same else 1000
    # Ours waits no longer than that for the last server.
    return BareBot("!", intents=intents, max_messages=most, guild_ready_timeout=0.2)


def main() -> None:
    """Run it until it is stopped."""
    api_url, gateway_url, token, kind = sys.argv[1:]
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    asyncio.run(_bare(kind).start(token))


if __name__ == "__main__":
    main()
