"""Whether many answers at once come whole and soon through the HTTP door, and who feels a slow reader.

Run it from the root of the project: ``python -m benchmarks.web [--json FILE]``. A scripted model
writes 200 answers at 50 words a second each. The delay of a word is the time from its writing by
the model to its reading here.

Then rounds in pairs: 200 readers beside ten whose words are long, and in one round of each pair
those ten take nothing until the others have ended. The system keeps only some KiB for each of them,
so that the door has to hold the rest. Last come bursts of 200 readers who leave together.
"""

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks._script import LOUD, WORDS_PER_SECOND
from benchmarks._web_site import Heard, Site, open_site

_WORDS = 250
_FEWER_WORDS = 100  # of a round
_MANY_WORDS = 2500  # so many that nobody ends before all have begun
_A_ROUND = 1000  # numbers of answers
_GRID = 1000 / WORDS_PER_SECOND  # milliseconds from word to word


@dataclass(frozen=True, slots=True)
class Delays:
    """How long words took in one round, in milliseconds."""

    p50: float
    p95: float
    most: float


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one run; times in milliseconds."""

    name: str
    streams: int
    broken: int
    asked_p95: float  # from the question until the model begins to write: 400 of these are its own
    first_p95: float
    delay_p50: float
    delay_p95: float
    delay_max: float
    cpu_seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The delays of many readers beside some who read, too, and beside some who take nothing."""

    quick: Delays
    slow: Delays
    broken: int


async def measure(name: str, streams: int) -> Row:
    """Let *streams* read at once."""
    async with open_site() as site:
        await site.read(_A_ROUND, _WORDS)
        cpu = site.door.cpu_seconds
        heard = await asyncio.gather(*(site.read(number, _WORDS) for number in range(streams)))
        written = await site.written()
        waits = sorted(1000 * (written[each.number][0] - each.asked) for each in heard)
        firsts = sorted(1000 * each.delays(written[each.number])[0] for each in heard if each.seen)
        delays = await _delays(site, heard)
        return Row(
            name,
            streams,
            sum(not each.is_whole for each in heard),
            _share(waits, 0.95),
            _share(firsts, 0.95),
            delays.p50,
            delays.p95,
            delays.most,
            site.door.cpu_seconds - cpu,
            site.door.peak_mib,
        )


async def compare(streams: int, slow: int, pairs: int) -> tuple[list[Pair], float]:
    """Give *pairs* of rounds, and the most memory that the door had (MiB)."""
    async with open_site("narrow") as site:
        await _round(site, 0, streams, slow, take=True)  # what is slow the first time
        found: list[Pair] = []
        for number in range(1, pairs + 1):
            rounds, broken = dict[bool, Delays](), 0
            for take in (True, False) if number % 2 else (False, True):
                first = _A_ROUND * (2 * number + take)
                rounds[take], hurt = await _round(site, first, streams, slow, take=take)
                broken += hurt
            found.append(Pair(rounds[True], rounds[False], broken))
        return found, site.door.peak_mib


async def _round(
    site: Site, first: int, streams: int, slow: int, *, take: bool
) -> tuple[Delays, int]:
    """Let all read at once; gives the delays of the *streams*, and how many answers were broken."""
    begin = asyncio.Event()
    if take:
        begin.set()
    async with asyncio.TaskGroup() as tasks:
        beside = [
            tasks.create_task(site.read_raw(LOUD + first + number, _FEWER_WORDS, begin))
            for number in range(slow)
        ]
        numbers = range(first, first + streams)
        heard = await asyncio.gather(*(site.read(number, _FEWER_WORDS) for number in numbers))
        begin.set()
    broken = sum(not each.is_whole for each in (*heard, *(task.result() for task in beside)))
    return await _delays(site, heard), broken


async def _delays(site: Site, heard: Sequence[Heard]) -> Delays:
    written = await site.written()
    words = sorted(1000 * delay for each in heard for delay in each.delays(written[each.number]))
    return Delays(statistics.median(words), _share(words, 0.95), words[-1])


async def leaving(streams: int, bursts: int) -> list[float]:
    """Let all leave together, again and again; gives for how long the model went on for each (ms).

    That is until the last word that it wrote, and the time of one more.
    """
    async with open_site() as site:
        went_on: list[float] = []
        for burst in range(bursts):
            leave = asyncio.Barrier(streams)
            numbers = range(burst * _A_ROUND, burst * _A_ROUND + streams)
            left = await asyncio.gather(*(site.read(n, _MANY_WORDS, leave) for n in numbers))
            await asyncio.sleep(1)
            written = await site.written()
            went_on += [
                max(0.0, 1000 * (written[each.number][-1] - each.left)) + _GRID for each in left
            ]
        return sorted(went_on)


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _rows(rows: Sequence[Row]) -> Table:
    table = Table(title="Answers through /api/chat (times in ms)")
    titles = ("", "n", "broken", "asked p95", "first p95", "p50", "p95", "max", "CPU s", "MiB")
    for title in titles:
        table.add_column(title, justify="right" if title else "left", no_wrap=True)
    for row in rows:
        cells = astuple(row)
        table.add_row(cells[0], *(f"{cell:.3g}" for cell in cells[1:]))
    return table


def _pairs(pairs: Sequence[Pair], slow: int) -> Table:
    table = Table(title=f"Delays in {len(pairs)} pairs of rounds (ms, medians)")
    titles = (f"beside {slow} who read", "who take nothing", "difference (quartiles)", "slower in")
    for title in ("", *titles):
        table.add_column(title, justify="right" if title else "left", no_wrap=True)
    for name in ("p50", "p95", "most"):
        quick = [getattr(pair.quick, name) for pair in pairs]
        late = [getattr(pair.slow, name) for pair in pairs]
        more = [after - before for before, after in zip(quick, late, strict=True)]
        low, middle, high = statistics.quantiles(more, n=4)
        table.add_row(
            name,
            f"{statistics.median(quick):.1f}",
            f"{statistics.median(late):.1f}",
            f"{middle:+.1f} ({low:+.1f} … {high:+.1f})",
            f"{sum(each > 0 for each in more)}",
        )
    return table


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Measure the HTTP door.")
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--slow", type=int, default=10)
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--bursts", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.pairs < 2:  # noqa: PLR2004 - as many as have a spread
        parser.error("--pairs has to be 2 or more")
    console = Console(width=100)
    rows = [asyncio.run(measure("alone", 1)), asyncio.run(measure("together", options.streams))]
    console.print(_rows(rows))
    pairs, peak = asyncio.run(compare(options.streams, options.slow, options.pairs))
    broken = sum(pair.broken for pair in pairs)
    console.print(_pairs(pairs, options.slow), f"{broken} broken; the door had {peak:.0f} MiB.")
    went_on = asyncio.run(leaving(options.streams, options.bursts))
    console.print(
        f"{options.bursts} times all left at once: the model went on for "
        f"{statistics.median(went_on):.0f} ms (median), {went_on[-1]:.0f} ms (at most)."
    )
    if options.json:
        found = {
            "rows": [asdict(row) for row in rows],
            "pairs": [asdict(pair) for pair in pairs],
            "peak_mib": peak,
            "went_on_ms": went_on,
        }
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 1 if broken or any(row.broken for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
