"""What many servers cost one process: our bot beside a bare one of discord.py.

Run it from the root of the project: ``python -m benchmarks.servers``. Every server has 10 channels, 5 roles
and 20 people. They talk with each other and not with the bot: of ten things that happen, five are new
messages, three are somebody typing, one is an edit and one a deletion. The bots take turns; each is a
process of its own, and so is the sandbox. *Bare, as usual* is a bot of discord.py with default intents
and caches and an empty `on_message`; *bare, as ours* is told of, and keeps, no more than ours.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks._children import Child, child

_ROOT = Path(__file__).resolve().parent.parent
_PATH = {"PYTHONPATH": str(_ROOT)}
_KINDS = {"ours": "", "bare, as ours": "same", "bare, as usual": "usual"}
_LOOK_EVERY = 1.0
_QUIET = 0.03  # CPU seconds between two looks; who uses less has nothing to do


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a bot cost; `events_cpu` is for 1,000 things that happen."""

    ready: float  # seconds from the start of the process
    ready_cpu: float
    mib: float  # with all servers
    kib_per_server: float
    events_cpu: float
    lag: float  # the longest that the loop was held up while they happened


async def measure(kind: str, servers: int, events: int, rate: float) -> Cost:
    """Start a bot with so many *servers*, and let *events* things happen, *rate* a second."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokki-servers-")))
        arguments = ("-m", "benchmarks._crowd", str(servers), str(rate))
        crowd = await stack.enter_async_context(child(arguments, _PATH, folder / "crowd.log"))
        await crowd.prints("settled")
        places = (await crowd.line()).split()
        began = time.monotonic()
        bot = await stack.enter_async_context(child(*_start(kind, places, folder)))
        await bot.prints("loaded")
        before = bot.mib
        await bot.prints("ready")
        ready, ready_cpu = time.monotonic() - began, bot.cpu_seconds
        await _quiet(bot)
        mib, cpu = bot.mib, bot.cpu_seconds
        await bot.look()
        await crowd.send(str(events))
        await crowd.prints("done")
        await _quiet(bot)
        return Cost(
            ready=ready,
            ready_cpu=ready_cpu,
            mib=mib,
            kib_per_server=(mib - before) * 1024 / servers,
            events_cpu=(bot.cpu_seconds - cpu) * 1000 / events,
            lag=(await bot.look()).lag,
        )


def _start(
    kind: str, places: list[str], folder: Path
) -> tuple[tuple[str, ...], dict[str, str], Path]:
    """Give arguments, environment and log of a bot."""
    log = folder / "bot.log"
    if kind:
        return ("-m", "benchmarks._bare_bot", *places, kind), _PATH, log
    environment = {
        "DISCORD_API_URL": places[0],
        "DISCORD_GATEWAY_URL": places[1],
        "DISCORD_TOKEN": places[2],
        "LLM_BASE_URL": "http://127.0.0.1:9/v1",  # nobody asks
        "DATABASE_URL": f"sqlite:///{folder.as_posix()}/bench.db",
        "LOG_LEVEL": "error",
    }
    return ("-m", "benchmarks._watched_bot"), _PATH | environment, log


async def _quiet(bot: Child) -> None:
    """Wait until the bot has done all it has to do."""
    used = -1.0
    while bot.cpu_seconds - used > _QUIET:
        used = bot.cpu_seconds
        await asyncio.sleep(_LOOK_EVERY)


_COLUMNS = {
    "ready": "start to ready s",
    "ready_cpu": "CPU s of it",
    "mib": "MiB",
    "kib_per_server": "KiB per server",
    "events_cpu": "CPU s per 1,000 events",
    "lag": "worst lag s",
}


def main() -> None:
    """Measure, print a table, and write JSON if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=2000)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=500.0, help="events a second")
    parser.add_argument("--rounds", type=int, default=3, help="the medians of so many are shown")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    costs: dict[str, list[Cost]] = {name: [] for name in _KINDS}
    for _ in range(options.rounds):
        for name, kind in _KINDS.items():
            measured = measure(kind, options.servers, options.events, options.rate)
            costs[name].append(asyncio.run(measured))
            print(name, costs[name][-1])
    table = Table("bot", *_COLUMNS.values(), title=f"{options.servers:,} servers")
    for name, runs in costs.items():
        medians = (statistics.median(asdict(each)[field] for each in runs) for field in _COLUMNS)
        table.add_row(name, *(f"{median:.2f}" for median in medians))
    Console().print(table)
    if options.json:
        found = {name: [asdict(each) for each in runs] for name, runs in costs.items()}
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
