"""The bot's HTTP door alone, without Discord: settings from the environment, until standard input closes."""

import asyncio
import os
import sys

from bot import composition
from bot.settings import Settings


async def _serve() -> None:
    settings = Settings.from_env(dict(os.environ))  # noqa: TID251 - a program of its own
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side),
    ):
        print("open", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
