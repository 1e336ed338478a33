"""How fresh a live reply is, and what it costs: our bot, a naive one, and the optimum.

Run it from the root of the project: ``python -m benchmarks.live_reply``. Every scenario asks all its
questions at one moment; the model's first word comes 0.4 s after it was asked, then 50 words a second;
each REST request takes 40 ms each way, and Discord's limits hold. Bot, model and Discord are three
processes. Columns, all times in seconds:

- question to first: from the question until something is visible (a bot that asks late waits here);
- first visible: the same from the model's first word, the median;
- staleness: the age of the oldest written word that is not visible, from the first word until all
  are; the mean over time and then over replies, and what it is below for 95 % of the time;
- all words, final lag: from the last word until all words are visible, and until nothing changes any more;
- posts, edits, 429s: what Discord counted; broken: answers whose visible text is not what was written;
- CPU of the bot's process per 1,000 words, and the most memory it ever had.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks._measuring import View, mean_staleness, quantile, staleness_quantile
from benchmarks._optimum import optimum
from benchmarks._stage import Contestant, Measured, Scenario, measure

_WORDS = 300
_LENGTHS = (10, 25, 50, 100, 150, 200, 300, 450, 700, 1000)
SCENARIOS = (
    Scenario("1 channel", ((_WORDS,),)),
    *(Scenario(f"{n} channels", ((_WORDS,),) * n) for n in (10, 50, 200, 1000)),
    Scenario("5 in one channel", ((_WORDS,) * 5,)),
    Scenario("10 lengths", tuple((words,) for words in _LENGTHS)),
)
OURS = Contestant(
    "ours",
    ("-m", "bot"),
    {
        "DISCORD_API_URL": "{API}",
        "DISCORD_REQUESTS_PER_SECOND": "50",
        "DISCORD_GATEWAY_URL": "{GATEWAY}",
        "DISCORD_TOKEN": "{TOKEN}",
        "LLM_BASE_URL": "{MODEL}",
        "LLM_API_KEY": "none",
        "LLM_MODEL": "scripted",
        "LLM_CONCURRENCY": "0",
        "LLM_RPM": "0",
        "LLM_TPM": "0",
        "DATABASE_URL": "{DATABASE}",
        "LOG_LEVEL": "warning",
    },
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times are in seconds. None: does not apply."""

    scenario: str
    contestant: str
    first_wait_p95: float
    first_visible: float
    staleness_mean: float
    staleness_p95: float
    complete_lag_p95: float
    final_lag_p50: float
    final_lag_p95: float
    posts: int | None
    edits: int
    refusals: int | None
    broken: int | None
    cpu_per_1000_words: float | None
    peak_mib: float | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    options = _parse(arguments)
    chosen = [s for s in SCENARIOS if options.scenario in (None, s.name)]
    rows: list[Row] = []
    for scenario in chosen:
        for row in _rows(scenario, options.only, options.openai):
            rows.append(row)
            print(*map(_cell, asdict(row).values()), sep="  ", file=sys.stderr, flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    Console(width=200 if not sys.stdout.isatty() else None).print(_table(rows))
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="live_reply", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--scenario", choices=[s.name for s in SCENARIOS])
    parser.add_argument("--only", choices=["ours", "naive", "optimum"])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--openai",
        metavar="FOLDER",
        default="",
        help="where the openai package lies for the naive bot (pip install --target FOLDER openai)",
    )
    return parser.parse_args(arguments)


def _rows(scenario: Scenario, only: str | None, openai: str) -> Iterator[Row]:
    if only in (None, "optimum"):
        yield _optimum_row(scenario)
    contestants = {"ours": OURS, "naive": naive(openai)}
    for name, contestant in contestants.items():
        if only in (None, name):
            measured = asyncio.run(measure(scenario, contestant))
            yield _measured_row(scenario, contestant, measured)
            for complaint in measured.complaints:
                print(f"  {complaint}", file=sys.stderr)


def naive(openai: str) -> Contestant:
    """Give the naive bot; *openai* is a folder with that package, empty if it is installed or not."""
    by_package = bool(openai) or find_spec("openai") is not None
    return Contestant(
        f"naive ({'openai' if by_package else 'lines+json'})",
        ("-m", "benchmarks._naive_bot", "{API}", "{GATEWAY}", "{MODEL}", "{TOKEN}"),
        {},
        openai,
    )


def _optimum_row(scenario: Scenario) -> Row:
    best = optimum(scenario.channels)
    return Row(
        scenario=scenario.name,
        contestant="optimum" if best.exact else "optimum (near)",
        **_times(best.views),
        posts=len(best.views),
        edits=best.edits,
        refusals=None,
        broken=None,
        cpu_per_1000_words=None,
        peak_mib=None,
    )


def _measured_row(scenario: Scenario, contestant: Contestant, measured: Measured) -> Row:
    return Row(
        scenario=scenario.name,
        contestant=contestant.name,
        **_times(measured.views),
        posts=measured.requests["POST"],
        edits=measured.requests["PATCH"],
        refusals=measured.refusals,
        broken=measured.broken,
        cpu_per_1000_words=1000 * measured.cpu_seconds / sum(scenario.lengths),
        peak_mib=measured.peak_mib,
    )


def _times(views: Sequence[View]) -> dict[str, float]:
    final_lags = [view.final_lag for view in views]
    return {
        "first_wait_p95": quantile((view.first_wait for view in views), 0.95),
        "first_visible": quantile((view.first_visible for view in views), 0.5),
        "staleness_mean": mean_staleness(views),
        "staleness_p95": staleness_quantile(views, 0.95),
        "complete_lag_p95": quantile((view.complete_lag for view in views), 0.95),
        "final_lag_p50": quantile(final_lags, 0.5),
        "final_lag_p95": quantile(final_lags, 0.95),
    }


_COLUMNS = {
    "scenario": "scenario",
    "contestant": "contestant",
    "first_wait_p95": "question to\nfirst p95 s",
    "first_visible": "first\nvisible s",
    "staleness_mean": "staleness\nmean s",
    "staleness_p95": "staleness\np95 s",
    "complete_lag_p95": "all words\np95 s",
    "final_lag_p50": "final lag\np50 s",
    "final_lag_p95": "final lag\np95 s",
    "posts": "posts",
    "edits": "edits",
    "refusals": "429s",
    "broken": "broken",
    "cpu_per_1000_words": "CPU s per\n1,000 words",
    "peak_mib": "peak\nMiB",
}


def _table(rows: Sequence[Row]) -> Table:
    table = Table(title="Live replies")
    for heading in _COLUMNS.values():
        table.add_column(
            heading, justify="left" if heading in ("scenario", "contestant") else "right"
        )
    for number, row in enumerate(rows):
        cells = asdict(row)
        ends = number + 1 == len(rows) or rows[number + 1].scenario != row.scenario
        table.add_row(*(_cell(cells[name]) for name in _COLUMNS), end_section=ends)
    return table


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
