"""A cog for a bot's process that is watched: it tells how it is whenever it gets SIGUSR1.

`loaded` is printed just before the bot connects to the gateway, `ready` when it knows all servers.
"""

import asyncio
import json
import signal
import sys
from typing import Any

from discord.ext import commands

_EVERY = 0.02  # seconds


class Watching(commands.Cog):
    """Measures the loop: a look that was due some time ago has waited for whatever held it up."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._due = self._loop.time()
        self._worst = 0.0
        self._was_ready = False
        self._look()
        self._loop.add_signal_handler(signal.SIGUSR1, self._tell)
        print("loaded", flush=True)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Say so, but not again after every new session."""
        if not self._was_ready:
            print("ready", flush=True)
        self._was_ready = True

    def _look(self) -> None:
        now = self._loop.time()
        self._worst = max(self._worst, now - self._due)
        self._due = now + _EVERY
        self._loop.call_at(self._due, self._look)

    def _tell(self) -> None:
        """Print how it is now, with the worst lag since this was last asked; see `Look`."""
        tasks, blocks = len(asyncio.all_tasks()), sys.getallocatedblocks()
        print(json.dumps({"tasks": tasks, "blocks": blocks, "lag": self._worst}), flush=True)
        self._worst = 0.0


async def setup(bot: Any) -> None:  # noqa: ANN401 - ours or a bare one
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Watching())
