"""Whether the account's limits hold when everybody asks at once, and who has to wait.

Run it from the root of the project: ``python -m benchmarks.governor``. 200 questions of ten servers
with uneven load come at once for an account that allows 60 requests and 20,000 tokens a minute and 5
answers at a time. The minute is shortened; the margin for requests of unequal length is not shortened
as much, which costs time here that it does not cost in a real minute. The account is a process's own
HTTP server, which refuses what is too much and counts in every window for itself.
"""

import argparse
import asyncio
import itertools
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import asdict, astuple, dataclass
from functools import partial
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks._children import Child, child
from benchmarks._governed_server import Account
from bot.chat.beside import beside
from bot.cluster.opening import open_cluster
from bot.composition import SystemClock
from bot.core.account.ledger import Limits
from bot.llm.governor import AccountLedger, Governor, LocalLedger
from tests.valkey import Valkey, running_valkey

_ROOT = Path(__file__).resolve().parent.parent
_LOADS = (80, 40, 20, 15, 12, 10, 9, 7, 4, 3)  # questions of each server
_ALONE = Limits(60, 20_000, 5, window=3.0, margin=0.2)
# What a process grants to another is seen a quarter of a second later.
_SHARED = Limits(60, 20_000, 5, window=6.0, margin=0.5)
_OUTAGE_AFTER, _OUTAGE = 8.0, 4.0  # seconds
_OK = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the tokens that are reserved and used, and seconds in a minute of 60."""

    tenant: int
    reserved: int
    used: int
    seconds: float


def questions() -> list[Question]:
    """Give the 200 questions, server by server; the sizes repeat in a fixed, mixed order."""
    sizes = itertools.cycle(range(37))

    def made(tenant: int, size: int) -> Question:
        reserved = 150 + (size * 17 % 37) ** 2 * 7 // 10
        return Question(
            tenant, reserved, reserved * (30 + size * 23 % 70) // 100, 0.5 + size % 8 / 2
        )

    return [made(tenant, next(sizes)) for tenant, load in enumerate(_LOADS) for _ in range(load)]


async def ask_all(ledger: AccountLedger, limits: Limits, url: str, asked: list[Question]) -> int:
    """Ask all at once; gives how many were answered."""
    governor = Governor(ledger, SystemClock())
    scale = limits.window / 60

    async def ask(session: aiohttp.ClientSession, question: Question) -> int:
        seconds = question.seconds * scale
        body = {"tenant": question.tenant, "tokens": question.used, "seconds": seconds}
        async with governor.admitted(question.tenant, question.reserved) as lease:
            while True:
                async with session.post(url, json=body) as response:
                    if response.status == _OK:
                        lease.settle(question.used)
                        return 1
                governor.pause(scale)
                await lease.requeue()

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session, beside(governor.run()):
        return sum(await asyncio.gather(*(ask(session, question) for question in asked)))


async def _one_process(account: Account) -> int:
    async with account:
        ledger = LocalLedger(account.limits, SystemClock())
        return await ask_all(ledger, account.limits, account.url, questions())


@asynccontextmanager
async def _asker(url: str, valkey: Valkey, part: int, folder: Path) -> AsyncIterator[Child]:
    arguments = ["-m", "benchmarks.governor", "--child", url, valkey.url, str(part)]
    log = folder / f"{part}.log"
    async with child(arguments, {"PYTHONPATH": str(_ROOT)}, log) as process:
        if await process.line() != "ready":
            raise RuntimeError(log.read_text("utf-8"))
        yield process


async def _two_processes(account: Account, *, outage: bool) -> int:
    async with AsyncExitStack() as stack:
        valkey = stack.enter_context(running_valkey())
        await stack.enter_async_context(account)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        askers = [
            await stack.enter_async_context(_asker(account.url, valkey, n, folder)) for n in (0, 1)
        ]
        await stack.enter_async_context(beside(_interrupt(valkey)) if outage else nullcontext())
        for asker in askers:
            if asker.process.stdin is not None:
                asker.process.stdin.write(b"go\n")
        return sum([int(await asker.line() or 0) for asker in askers])


async def _interrupt(valkey: Valkey) -> None:
    await asyncio.sleep(_OUTAGE_AFTER)
    valkey.kill()
    await asyncio.sleep(_OUTAGE)
    valkey.start()
    await asyncio.Event().wait()


async def _be_child(url: str, redis: str, part: int) -> None:
    """Ask every second server's questions, once the parent says so; prints how many were answered."""
    print("ready", flush=True)
    sys.stdin.readline()
    mine = [question for question in questions() if question.tenant % 2 == part]
    async with (
        open_cluster(redis) as cluster,
        cluster.ledger("benchmark", _SHARED, SystemClock()) as ledger,
    ):
        answered = await ask_all(ledger, _SHARED, url, mine)
    print(answered, flush=True)


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table.

    Attributes:
        sent: how many questions were asked.
        answered: how many of them were answered.
        refused: how many requests the account refused.
        requests: the most requests within any window, as the account counted them.
        tokens: the most tokens within any window, counted when requests came or when they ended.
        at_once: the most requests that were under way at the same time.
        turns: the most often that one server came between two requests of another that waited.
        seconds: how long everything took.
        at_least: the seconds that no order of these requests could have undercut.
    """

    sent: int
    answered: int
    refused: int
    requests: int
    tokens: int
    at_once: int
    turns: int
    seconds: float
    at_least: float


async def measure() -> dict[str, Measured]:
    """Give the rows and their names."""
    return {
        "1 process": await _measure(_ALONE, _one_process),
        "2 processes": await _measure(_SHARED, partial(_two_processes, outage=False)),
        "2, Valkey lost": await _measure(_SHARED, partial(_two_processes, outage=True)),
    }


async def _measure(limits: Limits, run: Callable[[Account], Awaitable[int]]) -> Measured:
    account, started = Account(limits), time.monotonic()
    answered = await run(account)
    seconds = time.monotonic() - started
    asked = questions()
    windows = max(
        (len(asked) - 1) // limits.requests,
        (sum(question.used for question in asked) - 1) // limits.tokens,
    )
    return Measured(
        len(asked),
        answered,
        account.refused,
        account.most_requests,
        account.most_tokens,
        account.most_at_once,
        account.worst_turn,
        round(seconds, 1),
        windows * limits.window,
    )


def main() -> None:
    """Print the table, or be one of the processes that ask."""
    parser = argparse.ArgumentParser(description="Measure how the limits of the account hold.")
    parser.add_argument("--child", nargs=3, metavar=("URL", "REDIS", "PART"), help="internal")
    parser.add_argument("--json", type=Path, help="write the numbers to this file, too")
    options = parser.parse_args()
    if options.child:
        url, redis, part = options.child
        asyncio.run(_be_child(url, redis, int(part)))
        return
    rows = asyncio.run(measure())
    table = Table(
        "", "sent", "answered", "refused", "requests", "tokens", "at once", "turns", "s", "min s"
    )
    for name, row in rows.items():
        table.add_row(name, *map(str, astuple(row)))
    Console(width=100).print(table)
    if options.json:
        document = {name: asdict(row) for name, row in rows.items()}
        options.json.write_text(json.dumps(document, indent=2), "utf-8")


if __name__ == "__main__":
    main()
