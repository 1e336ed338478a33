"""Runs a sandbox alone, so that any bot can be pointed at it: ``python -m sandbox``."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress

from sandbox.server import Sandbox


def main() -> None:
    """Run until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8420, help="where to listen (0: any free port)")
    parser.add_argument("--token", default="sandbox-token", help="the token that the bot shows")
    parser.add_argument(
        "--latency", type=float, default=0.0, help="seconds of REST latency, one way"
    )
    given = parser.parse_args()
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_run(given.port, given.token, given.latency))


async def _run(port: int, token: str, latency: float) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is not None and sys.platform != "win32":
        # By name, because a shell has its background jobs ignore SIGINT.
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    async with Sandbox(port, token, latency) as sandbox:
        print(f"page     {sandbox.page_url}")  # noqa: T201 - the purpose of the command
        print(f"REST     {sandbox.api_url}")  # noqa: T201 - as above
        print(f"gateway  {sandbox.gateway_url}")  # noqa: T201 - as above
        print(f"token    {sandbox.token}", flush=True)  # noqa: T201 - as above
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
