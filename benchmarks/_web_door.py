"""The bot's HTTP door alone, without Discord: settings from the environment, until standard input closes.

With the argument `narrow` the system keeps little of what a reader does not take, so that all the
rest is the door's to keep.
"""

import asyncio
import os
import socket
import sys
from typing import Any

from bot import composition
from bot.settings import Settings

_NARROW = 4096  # bytes, for each connection


class _NarrowLoop(asyncio.SelectorEventLoop):
    """Gives the connections of its servers small send buffers."""

    async def create_server(self, *arguments: Any, **options: Any) -> asyncio.Server:  # noqa: ANN401 - the base class's own
        server = await super().create_server(*arguments, **options)
        for listening in server.sockets:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _NARROW)
        return server


async def _serve() -> None:
    settings = Settings.from_env(dict(os.environ))  # noqa: TID251 - a program of its own
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side),
    ):
        print("open", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=_NarrowLoop if "narrow" in sys.argv else None) as runner:
        runner.run(_serve())
