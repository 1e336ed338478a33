"""One scenario with one contestant: sandbox, model and bot, three processes on one clock."""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks._children import Child, child
from benchmarks._measuring import Shown, View, letters, visible
from benchmarks._script import WORDS_PER_SECOND, pieces, question
from sandbox import Channel, Message, Sandbox

LATENCY = 0.04  # seconds, each way of every REST request
_ROOT = Path(__file__).resolve().parent.parent
_PATH = {"PYTHONPATH": str(_ROOT)}
_READY_WITHIN = 60.0
_WARM_UP_WORDS = 20
_QUIET = 2.5  # seconds without any change, after which nothing more comes
_DEAD = 20.0  # seconds without any request, after which what is not complete never will be
_LOOK_EVERY = 0.25
_COMPLAINTS = 5
_PATIENCE = 30.0  # seconds for what is slower than the slowest that is still of use


@dataclass(frozen=True, slots=True)
class Scenario:
    """Who asks what: for each channel the lengths, in words, of the answers asked for in it."""

    name: str
    channels: tuple[tuple[int, ...], ...]

    @property
    def lengths(self) -> list[int]:
        """The lengths of all answers."""
        return [words for channel in self.channels for words in channel]

    @property
    def patience(self) -> float:
        """Seconds after which an answer that is still not complete counts as incomplete."""
        requests = 4 * len(self.lengths)
        return max(self.lengths) / WORDS_PER_SECOND + requests / 40 + _PATIENCE


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot that takes part: how its process is started."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    extra_path: str = ""  # for Python's search path


@dataclass(slots=True)
class Measured:
    """What one scenario with one contestant gave."""

    views: list[View]
    requests: dict[str, int] = field(default_factory=dict)
    refusals: int = 0
    broken: int = 0  # answers that were not complete in the end, or not once
    cpu_seconds: float = 0.0
    peak_mib: float = 0.0
    complaints: list[str] = field(default_factory=list)  # for whoever looks for the reason


@dataclass(frozen=True, slots=True)
class _Asked:
    words: int
    number: int
    message: Message

    @property
    def source(self) -> list[str]:
        return "".join(pieces(self.words, self.number)).split()


async def measure(scenario: Scenario, contestant: Contestant) -> Measured:
    """Let *contestant* answer everything that *scenario* asks at one moment."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokki-bench-")))
        log = folder / "bot.log"
        sandbox = await stack.enter_async_context(Sandbox(latency=LATENCY))
        channels = [sandbox.add_channel(f"c{n}") for n in range(len(scenario.channels))]
        model_url = await stack.enter_async_context(_model(folder))
        bot = await stack.enter_async_context(
            _bot(contestant, _places(sandbox, model_url, folder), log)
        )
        await _until_ready(sandbox, bot, log)
        await _warm_up(sandbox, log)
        measured = await _ask_all(scenario, sandbox, channels, bot, model_url)
        if measured.broken:
            measured.complaints.append(f"its log ends with:\n{_end_of(log)}")
        return measured


@asynccontextmanager
async def _model(folder: Path) -> AsyncIterator[str]:
    async with child(("-m", "benchmarks._model_server"), _PATH, folder / "model.log") as server:
        yield f"http://127.0.0.1:{int(await server.line())}/v1"


def _places(sandbox: Sandbox, model_url: str, folder: Path) -> dict[str, str]:
    return {
        "API": sandbox.api_url,
        "GATEWAY": sandbox.gateway_url,
        "TOKEN": sandbox.token,
        "MODEL": model_url,
        "DATABASE": f"sqlite:///{folder.as_posix()}/bench.db",
    }


@asynccontextmanager
async def _bot(
    contestant: Contestant, places: Mapping[str, str], log: Path
) -> AsyncIterator[Child]:
    arguments = [argument.format(**places) for argument in contestant.arguments]
    environment = {name: text.format(**places) for name, text in contestant.environment.items()}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), contestant.extra_path)))
    async with child(arguments, environment, log) as running:
        yield running


async def _until_ready(sandbox: Sandbox, bot: Child, log: Path) -> None:
    ends = time.monotonic() + _READY_WITHIN
    while not sandbox.gateway.is_ready():
        if not bot.alive or time.monotonic() > ends:
            raise RuntimeError(f"The bot did not start; its log ends with:\n{_end_of(log)}")
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)  # its commands are written, its first imports done


def _end_of(log: Path) -> str:
    return log.read_text("utf-8")[-2000:]


async def _warm_up(sandbox: Sandbox, log: Path) -> None:
    """Ask once beforehand: what happens only once in a process is no cost of an answer."""
    channel = sandbox.channel("general")
    asked = await _ask(sandbox, channel, _WARM_UP_WORDS, 0)
    ends = time.monotonic() + _PATIENCE
    await sandbox.until(
        lambda: _complete(asked, _reply(sandbox, asked.message)) or time.monotonic() > ends,
        _PATIENCE + 1,
    )
    reply = _reply(sandbox, asked.message)
    if not _complete(asked, reply):
        shown = [message.content for message in reply]
        raise RuntimeError(f"The first answer was {shown}; the log ends with:\n{_end_of(log)}")
    await asyncio.sleep(_QUIET)


async def _ask(sandbox: Sandbox, channel: Channel, words: int, number: int) -> _Asked:
    person = sandbox.person(f"person{number}")
    text = f"{sandbox.bot.mention} {question(words, number)}"
    return _Asked(words, number, await person.say(channel, text))


async def _ask_all(
    scenario: Scenario, sandbox: Sandbox, channels: list[Channel], bot: Child, model_url: str
) -> Measured:
    requests_before, refusals_before = len(sandbox.requests), sandbox.count_429
    places = [(c, w) for c, ws in zip(channels, scenario.channels, strict=True) for w in ws]
    for number in range(1, len(places) + 1):
        sandbox.person(f"person{number}")  # joins before the clock runs
    await asyncio.sleep(0.5)
    cpu_before = bot.cpu_seconds
    asked = [await _ask(sandbox, c, w, n) for n, (c, w) in enumerate(places, start=1)]
    await _until_quiet(scenario, sandbox, asked)
    cpu_after, ended = bot.cpu_seconds, time.monotonic()
    written = await _written(model_url)
    replies = _replies(sandbox, asked)
    views = [
        _view(each, reply, written.get(str(each.number), []), ended)
        for each, reply in zip(asked, replies, strict=True)
    ]
    fresh = sandbox.requests[requests_before:]
    wrong = [
        f"number {each.number} ends with {[message.content[-80:] for message in reply]}"
        for each, reply in zip(asked, replies, strict=True)
        if not _complete(each, reply)
    ]
    return Measured(
        views=[view for view in views if view is not None],
        requests={
            method: sum(each.method == method and "/messages" in each.path for each in fresh)
            for method in ("POST", "PATCH")
        },
        refusals=sandbox.count_429 - refusals_before,
        broken=len(wrong),
        complaints=wrong[:_COMPLAINTS],
        cpu_seconds=cpu_after - cpu_before,
        peak_mib=bot.peak_mib,
    )


async def _until_quiet(scenario: Scenario, sandbox: Sandbox, asked: list[_Asked]) -> None:
    """Wait until every answer is complete and nothing changes any more, or patience ends."""
    ends = time.monotonic() + scenario.patience
    open_answers = asked
    while time.monotonic() < ends:
        await asyncio.sleep(_LOOK_EVERY)
        replies = _replies(sandbox, open_answers)
        open_answers = [
            each
            for each, reply in zip(open_answers, replies, strict=True)
            if not _complete(each, reply)
        ]
        last = sandbox.requests[-1].at if sandbox.requests else 0.0
        if time.monotonic() - last > (_DEAD if open_answers else _QUIET):
            return


def _replies(sandbox: Sandbox, asked: Sequence[_Asked]) -> list[list[Message]]:
    """Give the messages of each reply; what cannot be told apart is everybody's, and so broken."""
    return [_reply(sandbox, each.message) for each in asked]


def _reply(sandbox: Sandbox, asked: Message) -> list[Message]:
    ours = [m for m in asked.channel.messages if m.author is sandbox.bot]
    direct = [m for m in ours if m.reference_id == asked.id]
    return direct + [m for m in ours if m.reference_id is None]


def _complete(asked: _Asked, reply: Sequence[Message]) -> bool:
    return letters(message.content for message in reply) == "".join(asked.source)


def _view(
    asked: _Asked, reply: Sequence[Message], written: Sequence[float], ended: float
) -> View | None:
    if not written:
        return None
    versions = [
        Shown(version.at, index, version.content)
        for index, message in enumerate(reply)
        for version in message.versions
    ]
    return View(asked.message.now.at, written, visible(versions, asked.source), ended)


async def _written(model_url: str) -> dict[str, list[float]]:
    async with aiohttp.ClientSession() as session, session.get(f"{model_url}/written") as answer:
        written: dict[str, list[float]] = json.loads(await answer.read())
        return written
