"""Whether several processes keep within what one token may ask, also when one of them is killed.

Run it from the root of the project: ``python -m benchmarks.processes``. Real processes with a shard
each (two, or ``--processes N``), on one PostgreSQL and one Valkey, write 120 long answers in as many
channels on a sandbox that keeps Discord's limits: each would send an edit a second. Once without Valkey,
where each believes that all is its own; then with it; with all the load on one process; with Valkey killed
in the middle and back, empty, ten seconds later; and with one killed in the middle, and another one in its
place.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks._children import Child, child
from benchmarks._measuring import CURSOR, SMALL_PRINT
from bot.chat.beside import beside
from sandbox import Channel, Sandbox
from sandbox.model import Guild
from sandbox.recording import Request
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres
from tests.valkey import Valkey, running_valkey

_ROOT = Path(__file__).resolve().parent.parent
_LATENCY = 0.04  # seconds, each way of every REST request
_REPLIES = 120
_WORDS = [f"word{number:04} " for number in range(180)]  # one message
_PAUSE = 0.25  # seconds between two words; the planner sends no more often for quicker ones
_READY_WITHIN, _DONE_WITHIN, _TIDY_WITHIN = 60.0, 120.0, 90.0
_SETTLED = 5.0  # seconds that the shares have to follow the load
_MEASURED = 25.0  # seconds
_TROUBLE_AFTER, _OUTAGE = 10.0, 10.0  # seconds
_TOO_MANY = 429
_UNCOUNTED = ("/interactions/", "/webhooks/")

_Killed = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes:
        offered: requests a second that all replies together would make.
        kept: those that Discord took, in the middle of the run.
        most: the most within any second of the whole run, refused ones among them.
        refused: how many 429 there were.
        apart: the requests of each shard's servers, in the middle of the run.
        complete: how many replies ended whole.
        marked: how many ended marked as interrupted.
        open: how many had no end.
        first: seconds from the kill until the first reply of the killed process stood.
        last: seconds until the last one did.
        back: seconds from its start until another process was ready in its place.
    """

    offered: int
    kept: float
    most: int
    refused: int
    apart: tuple[float, ...]
    complete: int
    marked: int
    open: int
    first: float | None = None
    last: float | None = None
    back: float | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens while the replies are written."""

    name: str
    shared: bool = True
    lopsided: bool = False
    outage: bool = False
    kill: bool = False


SCENES = (
    Scene("nothing shared", shared=False),
    Scene("all there"),
    Scene("all load on one", lopsided=True),
    Scene("Valkey lost for 10 s", outage=True),
    Scene("one killed", kill=True),
)


class Stage:
    """So many processes, their servers, and what they are asked."""

    def __init__(
        self, processes: int, sandbox: Sandbox, environment: dict[str, str], folder: Path
    ) -> None:
        self.shards = range(processes)
        self._sandbox = sandbox
        self._environment = environment
        self._folder = folder
        self.bots: list[Child] = []
        self.channels: list[tuple[int, Channel]] = []

    async def prepare(self, *, lopsided: bool) -> None:
        """Open the channels, each with its asker; with *lopsided* all are on the first shard."""
        count = len(self.shards)
        guilds: dict[int, Guild] = {(self._sandbox.guild.id >> 22) % count: self._sandbox.guild}
        while len(guilds) < count:
            await asyncio.sleep(0.001)
            other = self._sandbox.add_guild("Another")
            guilds.setdefault((other.id >> 22) % count, other)
        for number in range(_REPLIES):
            shard = 0 if lopsided else number % count
            self._sandbox.person(f"person{number}")
            channel = self._sandbox.add_channel(f"c{number}", guilds[shard])
            self.channels.append((shard, channel))

    @asynccontextmanager
    async def bot(self, shard: int) -> AsyncIterator[Child]:
        """Run the process of a shard for the block."""
        mine = {"SHARD_COUNT": str(len(self.shards)), "SHARD_IDS": str(shard)}
        log = self._folder / f"{shard}-{len(self.bots)}.log"
        async with child(("-m", "bot"), self._environment | mine, log) as running:
            self.bots.append(running)
            yield running

    async def ask(self) -> float:
        """Ask in every channel; gives when."""
        asked = time.monotonic()
        for number, (_, channel) in enumerate(self.channels):
            person = self._sandbox.person(f"person{number}")
            await person.say(channel, f"{self._sandbox.bot.mention} write")
        return asked

    def texts(self, shard: int | None = None) -> list[str]:
        """Give how each reply ends, of one shard or of all."""
        return [
            next((m.content for m in reversed(channel.messages) if m.author.bot), CURSOR)
            for number, channel in self.channels
            if shard in (None, number)
        ]

    async def ended(self, within: float, shard: int | None = None) -> list[float]:
        """Wait until the replies have ended; gives after how many seconds each of them had."""
        began, times = time.monotonic(), list[float]()
        while time.monotonic() < began + within:
            ended = sum(not _is_open(text) for text in self.texts(shard))
            times += [time.monotonic() - began] * (ended - len(times))
            if len(times) == len(self.texts(shard)):
                break
            await asyncio.sleep(0.1)
        return times


async def measure(scene: Scene, processes: int, postgres: Postgres) -> Row:
    """Play a scene with so many processes."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokki-processes-")))
        valkey = stack.enter_context(running_valkey())
        sandbox = await stack.enter_async_context(Sandbox(latency=_LATENCY))
        sandbox.gateway.identify_every = 5.0
        model = await stack.enter_async_context(ModelServer(words=_WORDS, pause=_PAUSE))
        name = f"bench{time.monotonic_ns()}"
        environment = _environment(sandbox, model, postgres.create(name))
        stack.callback(postgres.drop, name)
        if scene.shared:
            environment["REDIS_URL"] = valkey.url
        stage = Stage(processes, sandbox, environment, folder)
        await stage.prepare(lopsided=scene.lopsided)
        for shard in stage.shards:
            await stack.enter_async_context(stage.bot(shard))
        await sandbox.ready(_READY_WITHIN)
        await asyncio.sleep(_SETTLED)
        asked = await stage.ask()
        if scene.outage:
            await stack.enter_async_context(beside(_interrupt(valkey)))
        killed = await _kill(stage, stack, sandbox) if scene.kill else (None, None, None)
        await stage.ended(_DONE_WITHIN)
        return _row(stage, sandbox.requests, asked, killed)


def _row(stage: Stage, everything: Sequence[Request], asked: float, killed: _Killed) -> Row:
    requests = [
        each for each in everything if each.at >= asked and not each.path.startswith(_UNCOUNTED)
    ]
    taken = Counter(
        _shard(stage, each.path)
        for each in requests
        if _SETTLED <= each.at - asked < _SETTLED + _MEASURED and each.status != _TOO_MANY
    )
    texts = stage.texts()
    marked, still_open = sum(map(_is_marked, texts)), sum(map(_is_open, texts))
    first, last, back = killed
    return Row(
        offered=_REPLIES,
        kept=round(taken.total() / _MEASURED, 1),
        most=_most([each.at for each in requests]),
        refused=sum(each.status == _TOO_MANY for each in everything),
        apart=tuple(round(taken[shard] / _MEASURED, 1) for shard in stage.shards),
        complete=len(texts) - marked - still_open,
        marked=marked,
        open=still_open,
        first=first,
        last=last,
        back=back,
    )


async def _interrupt(valkey: Valkey) -> None:
    await asyncio.sleep(_SETTLED + _TROUBLE_AFTER)
    valkey.kill()
    await asyncio.sleep(_OUTAGE)
    valkey.start()
    await asyncio.Event().wait()


async def _kill(stage: Stage, stack: AsyncExitStack, sandbox: Sandbox) -> _Killed:
    """Kill the second process; gives when its first and last reply stood, and when it was replaced."""
    await asyncio.sleep(_SETTLED + _TROUBLE_AFTER)
    dead = stage.bots[1]
    open_ones = sum(map(_is_open, stage.texts(1)))
    dead.process.kill()
    await dead.process.wait()
    times = (await stage.ended(_TIDY_WITHIN, 1))[-open_ones:]
    began = time.monotonic()
    await stack.enter_async_context(stage.bot(1))
    await sandbox.ready(_READY_WITHIN)
    return round(times[0], 1), round(times[-1], 1), round(time.monotonic() - began, 1)


def _environment(sandbox: Sandbox, model: ModelServer, database: str) -> dict[str, str]:
    return {
        "PYTHONPATH": str(_ROOT),
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DISCORD_GATEWAY_URL": sandbox.gateway_url,
        "DISCORD_REQUESTS_PER_SECOND": "50",
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "test-model",
        "LLM_RPM": "0",
        "LLM_TPM": "0",
        "LLM_CONCURRENCY": "0",
        "DATABASE_URL": database,
        "REPLY_NOTICE_SECONDS": "0",
        "LOG_LEVEL": "warning",
    }


def _is_open(text: str) -> bool:
    return CURSOR in text or SMALL_PRINT not in text


def _is_marked(text: str) -> bool:
    return "stopp" in text.rpartition(SMALL_PRINT)[2]


def _shard(stage: Stage, path: str) -> int:
    parts = path.split("/")
    channel_id = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0  # noqa: PLR2004 - /channels/id
    return next((shard for shard, channel in stage.channels if channel.id == channel_id), -1)


def _most(times: Sequence[float]) -> int:
    """Give the most of *times* that lie within one second."""
    most = start = 0
    for end, at in enumerate(times):
        while times[start] <= at - 1:
            start += 1
        most = max(most, end - start + 1)
    return most


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def main() -> None:
    """Play the scenes and print the table."""
    parser = argparse.ArgumentParser(description="Measure several processes with one token.")
    parser.add_argument("--processes", type=int, default=2, help="how many (default: %(default)s)")
    parser.add_argument("--only", help="only the scenes whose name has this in it", default="")
    parser.add_argument("--json", type=Path, help="write the numbers to this file, too")
    options = parser.parse_args()
    with running_postgres() as postgres:
        rows = {
            scene.name: asyncio.run(measure(scene, options.processes, postgres))
            for scene in SCENES
            if options.only in scene.name
        }
    table = Table("", "offered /s", "kept /s", "most in 1 s", "429s", "by shard /s")
    for title in ("complete", "marked", "open", "first s", "last s", "back s"):
        table.add_column(title)
    for name, row in rows.items():
        cells = (row.offered, row.kept, row.most, row.refused, " + ".join(map(str, row.apart)))
        ends = (row.complete, row.marked, row.open)
        times = map(_shown, (row.first, row.last, row.back))
        table.add_row(name, *map(str, cells), *map(str, ends), *times)
    Console(width=140).print(table)
    if options.json:
        document = {name: asdict(row) for name, row in rows.items()}
        options.json.write_text(json.dumps(document, indent=2), "utf-8")


if __name__ == "__main__":
    main()
