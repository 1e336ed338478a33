"""The front door: `python -m bot` runs the bot, `python -m bot demo` shows it without Discord.

Exit codes: 0 fine, 2 wrong usage or settings, 1 anything else.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence

from dotenv import dotenv_values

from bot import composition, demo, logs
from bot.settings import Settings, SettingsError

_FINE, _FAILED, _WRONG_SETTINGS = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    options = _parse(arguments)
    try:
        settings = Settings.from_env(_environment())
        logs.set_up(_log_level(options, settings), settings.log_format)
        if options.command == "demo":
            return _until_stopped(demo.run(settings, options.ask))
        return _until_stopped(_run(settings))
    except SettingsError as error:
        for sentence in error.sentences:
            print(f"tokki: {sentence}", file=sys.stderr)  # noqa: T201 - the terminal is the place
        return _WRONG_SETTINGS
    except composition.StartupError as error:
        print(f"tokki: {error}", file=sys.stderr)  # noqa: T201 - the terminal is the place
        return _FAILED


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    what = "A Discord bot that answers with a language model and lets people watch the answer grow."
    parser = argparse.ArgumentParser(prog="tokki", description=what)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="answer on Discord (the default)")
    show = commands.add_parser("demo", help="try the bot on a Discord of its own, without a token")
    show.add_argument("--ask", metavar="TEXT", help="ask once, show the growing reply, and end")
    return parser.parse_args(arguments)


def _environment() -> dict[str, str]:
    """Give the environment over what stands in .env."""
    from_file = {name: value or "" for name, value in dotenv_values(".env").items()}
    return {**from_file, **os.environ}


def _log_level(options: argparse.Namespace, settings: Settings) -> str:
    # In the demo the terminal belongs to the conversation.
    quiet = options.command == "demo" and settings.log_level == "info"
    return "error" if quiet else settings.log_level


async def _run(settings: Settings) -> int:
    await composition.run(settings)
    return _FINE


def _until_stopped(work: Coroutine[object, object, int]) -> int:
    """Run *work*; SIGINT and SIGTERM end it in order, and that is a fine end."""

    async def stoppable() -> int:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None and sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, task.cancel)
        return await work

    try:
        return asyncio.run(stoppable())
    except (asyncio.CancelledError, KeyboardInterrupt):
        return _FINE


if __name__ == "__main__":
    sys.exit(main())
