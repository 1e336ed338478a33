"""Half an hour of questions while everything breaks all the time.

Run it from the root of the project: ``python -m benchmarks.soak``. The real program runs on a sandbox, a
scripted model, SQLite (or PostgreSQL, ``--postgres``) and Redis (Valkey). People ask in 200 channels, in
every way that there is (`_talkers._WAYS`); every few seconds something of `_breaking.FAULTS` is broken for
some seconds. In the end every question must be answered in full, or have ended with a sentence or by a
person's hand (`_fates.Fate`); every command and button must have had a response; no message may belong to
no question; memory must not grow; and no task may be left. Exit code 1 where that is not so.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks._breaking import FAULTS, Stage
from benchmarks._children import Child, child
from benchmarks._moody_model import MoodyModel
from benchmarks._soaked import Soaked, show
from benchmarks._talkers import Talkers
from bot.chat.beside import beside
from sandbox import Sandbox
from tests.postgres import Postgres, running_postgres
from tests.valkey import running_valkey

_ROOT = Path(__file__).resolve().parent.parent
_LATENCY = 0.02  # seconds, each way of every REST request
_SERVERS = 10
_PAUSE, _LENGTH = (1.0, 5.0), (1.0, 10.0)  # seconds between two faults, and of one
_LOOK_EVERY = 2.0
# It comes first: all that was asked in a minute comes at once then, and takes the most memory.
_WORST = "heartbeat not acknowledged"
# No fault lasts much longer than a minute, so that whatever has not ended by then never will.
_DRAIN = 180.0


class Soak:
    """The bot, and all that happens to it."""

    def __init__(self, stage: Stage, bot: Child, rate: float) -> None:
        self.soaked = Soaked(stage.talkers)
        self._stage = stage
        self._bot = bot
        self._rate = rate

    async def run(self, seconds: float) -> Soaked:
        """Ask and break for so long, then wait until all has come to its end."""
        soaked = self.soaked
        await self._warm_up()
        soaked.tasks_before = (await self._bot.look()).tasks
        ends = time.monotonic() + seconds
        async with beside(self._look(ends)):
            async with asyncio.TaskGroup() as work:
                work.create_task(self._ask(ends))
                work.create_task(self._break(ends))
            await self._drain()
        return soaked

    async def _warm_up(self) -> None:
        asked = await self._stage.talkers.mention()
        ends = time.monotonic() + _DRAIN
        while asked in self._stage.talkers.open():
            if time.monotonic() > ends or not self._bot.alive:
                raise RuntimeError(f"It does not answer:\n{self._bot.end_of_log}")
            await asyncio.sleep(0.1)
        await asyncio.sleep(_LOOK_EVERY)

    async def _ask(self, ends: float) -> None:
        while time.monotonic() < ends and self._bot.alive:
            await self._stage.talkers.ask()
            await asyncio.sleep(self._stage.chance.expovariate(self._rate))

    async def _break(self, ends: float) -> None:
        names, weights = list(FAULTS), [weight for weight, _ in FAULTS.values()]
        async with asyncio.TaskGroup() as tasks:
            while time.monotonic() < ends and self._bot.alive:
                name = self._stage.chance.choices(names, weights)[0]
                if not self.soaked.came and _WORST in names:
                    name = _WORST
                if not self._stage.talkers.active[name]:
                    tasks.create_task(self._let(name, self._stage.chance.uniform(*_LENGTH)))
                await asyncio.sleep(self._stage.chance.uniform(*_PAUSE))

    async def _let(self, name: str, seconds: float) -> None:
        """Break one thing, and note whom it meets."""
        self.soaked.came[name] += 1
        self._stage.talkers.active[name] += 1
        for asked in self._stage.talkers.open():
            asked.faults.add(name)
        await FAULTS[name][1](self._stage, seconds)
        self._stage.talkers.active[name] -= 1

    async def _look(self, ends: float) -> None:
        soaked = self.soaked
        while self._bot.alive:
            look, now = await self._bot.look(), time.monotonic()
            soaked.lag, soaked.tasks_after = max(soaked.lag, look.lag), look.tasks
            if now < ends:
                soaked.memory.append((now, self._bot.mib))
                soaked.blocks.append((now, look.blocks))
            await asyncio.sleep(_LOOK_EVERY)

    async def _drain(self) -> None:
        """Wait until nothing is open and no task is left, or patience ends."""
        soaked, ends = self.soaked, time.monotonic() + _DRAIN
        while self._bot.alive and time.monotonic() < ends:
            if not self._stage.talkers.waiting() and soaked.tasks_after <= soaked.tasks_before:
                break
            await asyncio.sleep(_LOOK_EVERY)
        soaked.ended_early = not self._bot.alive


async def soak(options: argparse.Namespace, folder: Path) -> Soaked:
    """Put everything up in *folder*, and run."""
    async with AsyncExitStack() as stack:
        redis = stack.enter_context(running_valkey())
        database: Postgres | Path = folder / "soak.db"
        if options.postgres:
            database = stack.enter_context(running_postgres())
        model = await stack.enter_async_context(MoodyModel())
        sandbox = await stack.enter_async_context(Sandbox(latency=_LATENCY))
        guilds = [sandbox.add_guild(f"server {number}") for number in range(_SERVERS)]
        channels = [
            sandbox.add_channel(f"c{number}", guilds[number % _SERVERS])
            for number in range(options.channels)
        ]
        chance = random.Random(options.seed)  # noqa: S311 - to be repeated, not to be secret
        talkers = Talkers(sandbox, channels, chance, threaded=guilds[0])
        stage = Stage(sandbox, model, talkers, chance, database, redis)
        environment = {
            "PYTHONPATH": str(_ROOT),
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "LLM_BASE_URL": model.url,
            "LLM_MODEL": "scripted",
            "LLM_RPM": "100000",
            "LLM_TPM": "0",
            "LLM_CONCURRENCY": "500",
            "LLM_FIRST_TOKEN_SECONDS": "5",
            "LLM_BETWEEN_TOKENS_SECONDS": "5",
            "REPLY_NOTICE_SECONDS": "0",
            "DATABASE_URL": f"sqlite:///{database}"
            if isinstance(database, Path)
            else database.url(),
            "REDIS_URL": redis.url,
            "LOG_LEVEL": "info",  # why a reply was given up is told there
        }
        log = options.log or folder / "bot.log"
        running = child(("-m", "benchmarks._watched_bot"), environment, log)
        bot = await stack.enter_async_context(running)
        await bot.prints("loaded")
        await bot.prints("ready")
        admin = sandbox.person("Admin", role="admin")
        threads = await admin.slash(channels[0], "config set", option="threads", value="on")
        await threads.answered()
        return await Soak(stage, bot, options.rate).run(60 * options.minutes)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, print what came of it; gives 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument("--rate", type=float, default=2.0, help="questions a second")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - as above
    parser.add_argument("--postgres", action="store_true", help="in place of SQLite")
    parser.add_argument("--log", type=Path, help="where the bot's log goes")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tokki-soak-") as folder:
        soaked = asyncio.run(soak(options, Path(folder)))
    print(f"Seed {options.seed}, {options.minutes:g} minutes, {options.channels} channels")
    show(soaked)
    return 1 if soaked.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
