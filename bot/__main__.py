"""The front door: `python -m bot` runs the bot.

`demo` shows it without Discord, `bench` times its model, `doctor` looks whether all is well.
Exit codes: 0 fine, 2 wrong usage or settings, 1 anything else.
"""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot import bench, composition, demo, doctor, logs
from bot.chat.beside import beside
from bot.settings import Settings, SettingsError
from bot.tuning import keep_trimmed, tune

log = logging.getLogger("bot")  # under -m this module's own name is __main__

_FINE, _FAILED, _WRONG_SETTINGS = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal, or a pipe, that knows few letters
            stream.reconfigure(errors="replace")
    options = _parse(arguments)
    try:
        return _until_stopped(_work(options, _environment()))
    except SettingsError as error:
        for sentence in error.sentences:
            print(f"tokki: {logs.masked(sentence)}", file=sys.stderr)  # noqa: T201 - the terminal is the place
        return _WRONG_SETTINGS
    except composition.StartupError as error:
        print(f"tokki: {logs.masked(f'{error}')}", file=sys.stderr)  # noqa: T201 - as above
        return _FAILED
    except Exception:  # the last boundary: a crash is told in the log, where secrets are hidden
        log.critical("tokki.crashed", exc_info=True)
        return _FAILED


def _work(
    options: argparse.Namespace, environment: Mapping[str, str]
) -> Coroutine[object, object, int]:
    """Give what was asked for, to be run; SettingsError when the settings do not allow it."""
    if options.command == "doctor":  # it tells of the settings, and of all that fails, by itself
        logs.set_up("critical", "console")
        return doctor.run(environment, as_json=options.json)
    settings = Settings.from_env(environment)
    logs.hide(settings.secrets)
    logs.set_up(_log_level(options, settings), settings.log_format)
    if options.command == "demo":
        shown = demo.Options(options.ask, options.port, options.browser)
        return demo.run(settings, shown)
    if options.command == "bench":
        return bench.run(settings, options.repeat, options.plot)
    return _run(settings)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    what = "A Discord bot that answers with a language model and lets people watch the answer grow."
    parser = argparse.ArgumentParser(prog="tokki", description=what)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="answer on Discord (the default)")
    show = commands.add_parser("demo", help="try the bot on a Discord of its own, without a token")
    show.add_argument("--ask", metavar="TEXT", help="ask once, show the growing reply, and end")
    show.add_argument(
        "--port", metavar="N", type=_number(0, 65_535), default=0, help="where the page is (any)"
    )
    show.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the page's address"
    )
    look = commands.add_parser("doctor", help="look at every part and say what to do")
    look.add_argument("--json", action="store_true", help="print one JSON document")
    speed = commands.add_parser("bench", help="measure how soon and how fast the model answers")
    speed.add_argument(
        "--repeat",
        metavar="N",
        type=_number(1, 100),
        help="measure everything N times, at most 100 (default 3, with the local model 1)",
    )
    speed.add_argument("--plot", type=Path, metavar="FILE", help="draw a picture of it, too (PNG)")
    return parser.parse_args(arguments)


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"has to be a number from {least} to {most}")
        return int(text)

    return read


def _environment() -> dict[str, str]:
    """Give the environment over what stands in .env."""
    from_file = {name: value or "" for name, value in dotenv_values(".env").items()}
    for name, value in from_file.items():
        if name.startswith("OTEL_"):  # OpenTelemetry reads these by itself
            os.environ.setdefault(name, value)
    return {**from_file, **os.environ}


def _log_level(options: argparse.Namespace, settings: Settings) -> str:
    # In the demo the terminal belongs to the conversation, in the bench to the table.
    quiet = options.command in {"demo", "bench"} and settings.log_level == "info"
    return "error" if quiet else settings.log_level


async def _run(settings: Settings) -> int:
    tune()
    async with beside(keep_trimmed()):
        await composition.run(settings)
    return _FINE


def _until_stopped(work: Coroutine[object, object, int]) -> int:
    """Run *work*; SIGINT and SIGTERM end it in order, and that is a fine end."""

    async def stoppable() -> int:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None and sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, _cancel_once, task)
        return await work

    try:
        return asyncio.run(stoppable())
    except (asyncio.CancelledError, KeyboardInterrupt):
        return _FINE


def _cancel_once(task: asyncio.Task[Any]) -> None:
    if not task.cancelling():  # a second signal would cut the end in order short
        task.cancel()


if __name__ == "__main__":
    sys.exit(main())
