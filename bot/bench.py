"""The bench: how soon and how fast the configured model answers, as people wait for it."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import fmean

from rich import box
from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot import chart, composition
from bot.chat.ports import ModelRequest, Wait, Waiting
from bot.chat.texts import fault_sentence
from bot.composition import ModelSide
from bot.core.errors import Fault, ModelError
from bot.core.talk.prompt import BYTES_PER_TOKEN, Message
from bot.core.talk.turns import Role
from bot.settings import Settings, SettingsError

_FINE, _FAILED = 0, 1
# Longer than the longest scenario, so that max_tokens decides the length. The number comes first:
# neither an earlier prompt nor an earlier answer can be in a cache.
_PROMPT = (
    "No. {}: write a very long story of at least 3,000 words about a lighthouse. Do not stop early."
)
_EARLY = 0.95  # of the tokens asked for; below that the model is said to have stopped by itself
_REPEAT, _REPEAT_LOCAL = 3, 1  # the tiny model takes a minute, and more on a busy machine
_NOTHING = "–"
_PAUSED = "The endpoint refuses for now (429): every answer waits for it, up to five minutes."
_FIRST, _REST, _SPEED = "#f0a35e", "#5865f2", "#3ba55d"


@dataclass(frozen=True, slots=True)
class Scenario:
    """So many answers at once (*streams*), each as long as *tokens*."""

    name: str
    tokens: int
    streams: int = 1


SCENARIOS = (
    Scenario("50 tokens", 50),
    Scenario("200 tokens", 200),
    Scenario("1,000 tokens", 1000),
    Scenario("10 × 200 at once", 200, streams=10),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer of *model*: seconds from the request to its *first* token and in all.

    *guessed* is whether its *tokens* are only estimated.
    """

    model: str
    first: float
    total: float
    tokens: int
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario: the answers, by what was asked at once, and the failures."""

    scenario: Scenario
    rounds: list[list[Sample]] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)

    @property
    def samples(self) -> list[Sample]:
        """All answers; the means are of these."""
        return list(chain(*self.rounds))

    @property
    def first(self) -> float:
        """Mean seconds to the first token."""
        return fmean(sample.first for sample in self.samples)

    @property
    def total(self) -> float:
        """Mean seconds to the end."""
        return fmean(sample.total for sample in self.samples)

    @property
    def tokens(self) -> float:
        """Mean length of an answer."""
        return fmean(sample.tokens for sample in self.samples)

    @property
    def rate(self) -> float:
        """Tokens a second of all streams together, waiting included."""
        seconds = sum(max((each.total for each in answers), default=0.0) for answers in self.rounds)
        return sum(sample.tokens for sample in self.samples) / seconds

    @property
    def guess(self) -> str:
        """The mark of numbers that rest on a guess."""
        return "~" if any(sample.guessed for sample in self.samples) else ""


async def run(
    settings: Settings, repeat: int | None, plot: Path | None, console: Console | None = None
) -> int:
    """Measure each scenario *repeat* times and print the table; *plot* is the PNG to write.

    Gives 0, or 1 if every request failed. SettingsError when *plot* cannot be written.
    """
    console = console or Console()
    repeat = repeat or (_REPEAT_LOCAL if settings.wants_local_model else _REPEAT)
    if plot is not None:
        _check_writable(plot)
    async with AsyncExitStack() as stack:
        with console.status("Opening the model …"):
            side = await stack.enter_async_context(composition.open_model(settings))
        console.print(Text.assemble("Asking ", (side.style.model, "cyan"), f" {side.endpoint}."))
        results = await _measure(side, repeat, console)
    for line in _notes(results):
        console.print(line)
    if not any(result.samples for result in results):
        return _FAILED
    if plot is not None:
        await asyncio.to_thread(_draw, results, f"{side.style.model} {side.endpoint}", plot)
        console.print(Text(f"The picture is in {plot}."))
    return _FINE


def _check_writable(path: Path) -> None:
    """Raise SettingsError if *path* cannot be written; nothing is left behind."""
    try:
        new = not path.exists()
        path.open("ab").close()
        if new:
            path.unlink()
    except OSError as error:
        raise SettingsError([f"--plot {path} cannot be written: {error.strerror}."]) from error


async def _measure(side: ModelSide, repeat: int, console: Console) -> list[Result]:
    """Measure, with the table and a bar of the tokens asked for growing meanwhile."""
    results = [Result(scenario) for scenario in SCENARIOS]
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    )
    asked = sum(scenario.tokens * scenario.streams for scenario in SCENARIOS) * repeat
    task = bar.add_task("", total=asked)
    waiting = _teller(console)
    live = Live(console=console, get_renderable=lambda: Group(_table(results), bar), transient=True)
    try:
        with live:
            for result in results:
                name, size = result.scenario.name, result.scenario.tokens * result.scenario.streams
                for number in range(repeat):
                    bar.update(task, description=f"{name}, {number + 1} of {repeat}")
                    await _ask_at_once(side, result, waiting)
                    bar.advance(task, size)
    finally:
        console.print(_table(results))  # what there is, too, when it is stopped
    return results


def _teller(console: Console) -> Waiting:
    """Say once, while it is measured, that the account is paused."""
    told: list[Wait] = []

    def tell(wait: Wait) -> None:
        if wait.until is not None and not told:
            told.append(wait)
            console.print(Text(_PAUSED, "yellow"))

    return tell


async def _ask_at_once(side: ModelSide, result: Result, waiting: Waiting) -> None:
    streams, tokens = result.scenario.streams, result.scenario.tokens
    async with asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(_ask(side, tokens, waiting)) for _ in range(streams)]
    outcomes = [task.result() for task in asking]
    result.rounds.append([each for each in outcomes if isinstance(each, Sample)])
    result.faults.update(each for each in outcomes if isinstance(each, Fault))


async def _ask(side: ModelSide, tokens: int, waiting: Waiting) -> Sample | Fault:
    """Ask for an answer of so many *tokens* and time it; thinking counts as writing."""
    question = Message(Role.USER, _PROMPT.format(secrets.token_hex(3)))
    request = ModelRequest(side.style.model, [question], side.style.temperature, tokens)
    began, first, size = time.monotonic(), 0.0, 0
    try:
        async with side.model.answer(request, waiting) as stream:
            async for delta in stream:
                first = first or time.monotonic() - began
                size += len(f"{delta.reasoning}{delta.text}".encode("utf-8", "replace"))
    except ModelError as error:
        return error.fault
    total = time.monotonic() - began
    finish = stream.finish
    model = finish.model if finish else request.model
    if finish and finish.usage and finish.usage.completion_tokens:
        return Sample(model, first, total, finish.usage.completion_tokens)
    return Sample(model, first, total, max(1, size // BYTES_PER_TOKEN), guessed=True)


def _table(results: Sequence[Result]) -> Table:
    table = Table(box=box.ROUNDED, border_style="bright_black", header_style="bold")
    table.add_column("scenario", no_wrap=True)
    for name in ("first token", "total", "tokens", "tokens/s", "errors"):
        table.add_column(name, justify="right")
    for result in results:
        table.add_row(result.scenario.name, *_cells(result))
    return table


def _cells(result: Result) -> Iterator[str]:
    answered, failed = len(result.samples), result.faults.total()
    if answered:
        yield f"{result.first:.2f} s"
        yield f"{result.total:.2f} s"
        yield f"{result.guess}{result.tokens:,.0f}"
        yield f"[bold cyan]{result.guess}{result.rate:,.1f}[/]"
    else:
        yield from _NOTHING * 4
    if failed:
        yield f"[red]{failed} of {answered + failed}[/]"
    else:
        yield "[green]0[/]" if answered else _NOTHING


def _notes(results: Sequence[Result]) -> Iterator[Text]:
    """Say what the numbers are, and where they are not what they seem."""
    samples = [sample for result in results for sample in result.samples]
    if samples:
        models = ", ".join(sorted({sample.model for sample in samples}))
        yield Text(f"{models} answered. Means; tokens/s of all streams, waiting included.", "dim")
    if any(sample.guessed for sample in samples):
        yield Text("~ estimated from the text: the endpoint does not count tokens.", "dim")
    for result in results:
        if result.samples and result.tokens < _EARLY * result.scenario.tokens:
            told = f"{result.scenario.name}: the model stopped earlier, after {result.guess}"
            yield Text(f"{told}{result.tokens:,.0f} of {result.scenario.tokens:,}.", "yellow")
    faults = sum((result.faults for result in results), Counter[Fault]())
    for fault, times in faults.most_common():
        yield Text(f"{times} × {fault_sentence(fault)}", "red")
    if faults:
        yield Text("`tokki doctor` tells what the endpoint says.", "dim")


def _draw(results: Sequence[Result], title: str, path: Path) -> None:
    shown = [result for result in results if result.samples]
    seconds = chart.Panel(
        "Seconds to the first token | in all",
        {"until the first token": _FIRST, "writing": _REST},
        [
            ((each.first, each.total - each.first), f"{each.first:.2f} | {each.total:.2f}")
            for each in shown
        ],
    )
    speed = chart.Panel(
        "Tokens a second, all streams together",
        {"tokens": _SPEED},
        [((each.rate,), f"{each.guess}{each.rate:,.1f}") for each in shown],
    )
    names = [each.scenario.name for each in shown]
    path.write_bytes(chart.draw_panels(title, names, [seconds, speed]))
