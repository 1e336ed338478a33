"""What is left of replies whose process is killed, and whether the next one tidies up.

Run it from the root of the project: ``python -m benchmarks.kills --seed 1``. The real program runs
on a sandbox. Two questions are asked in a channel that writes one answer at a time, one by a
mention and one by /ask, so that one is written, several messages long, while the other waits for
its seat. At a random moment, or just when Discord has taken a new message, the process is killed
with SIGKILL and started again. Then memory and channel have to agree: see `_complaints`.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks._children import Child, child
from benchmarks._measuring import CURSOR, letters
from bot.chat.ports import Exchange
from bot.core.talk.turns import TurnState
from sandbox import Channel, Message, Sandbox
from tests.databases import open_memory
from tests.model_server import ModelServer

_ROOT = Path(__file__).resolve().parent.parent
_LATENCY = 0.04  # seconds, each way of every REST request
_WORDS = [f"word{number:04} " for number in range(800)]  # four messages
_PAUSE = 0.006  # seconds between two words
_BOTH = 2 * len(_WORDS) * _PAUSE + 3.0  # seconds until both answers stand, about
_READY_WITHIN, _TIDY_WITHIN = 40.0, 25.0
_CONTROLS = {TurnState.INTERRUPTED: "retry", TurnState.COMPLETE: "regenerate"}


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: when, what was there, what the next process made of it."""

    moment: str
    messages: int  # of the bot, when it was killed
    shown: int  # letters that could be read then
    kept: int  # letters that can be read in the end
    states: tuple[str, ...]  # of the two answers, in the end
    seconds: float  # from the new start until the channel was tidy
    complaints: tuple[str, ...]


class KillTest:
    """A sandbox, a model and a database on which one process after the other is killed."""

    def __init__(self, sandbox: Sandbox, model: ModelServer, folder: Path, seed: int) -> None:
        self._sandbox = sandbox
        self._random = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self._url = f"sqlite:///{folder.as_posix()}/kills.db"
        self._log = folder / "bot.log"
        self._environment = {
            "PYTHONPATH": str(_ROOT),
            "DISCORD_TOKEN": sandbox.token,
            "DISCORD_API_URL": sandbox.api_url,
            "DISCORD_REQUESTS_PER_SECOND": "50",
            "DISCORD_GATEWAY_URL": sandbox.gateway_url,
            "LLM_BASE_URL": model.url,
            "LLM_MODEL": "test-model",
            "LLM_RPM": "0",
            "LLM_TPM": "0",
            "DATABASE_URL": self._url,
            "REPLY_SIDE_BY_SIDE": "1",
        }
        model.words, model.pause, model.first_pause = _WORDS, _PAUSE, 0.5

    async def run(self, kills: int) -> list[Kill]:
        """Kill so many processes; the one that tidies up is the next one to be killed."""
        results: list[Kill] = []
        async with AsyncExitStack() as stack:
            bot = await stack.enter_async_context(self._bot())
            for number in range(kills):
                channel = self._sandbox.add_channel(f"kill-{number}")
                await self._ask(channel)
                moment = await self._wait(channel)
                bot.process.kill()
                await bot.process.wait()
                messages, shown = _replies(channel), letters(_contents(channel))
                bot = await stack.enter_async_context(self._bot())
                seconds, found = await self._tidied(channel)
                results.append(
                    Kill(
                        moment=moment,
                        messages=len(messages),
                        shown=len(shown),
                        kept=len(letters(_contents(channel))),
                        states=tuple(_state(each) for each in found),
                        seconds=seconds,
                        complaints=tuple(_complaints(channel, found)),
                    )
                )
        return results

    @asynccontextmanager
    async def _bot(self) -> AsyncIterator[Child]:
        async with child(("-m", "bot"), self._environment, self._log) as bot:
            await self._sandbox.ready(_READY_WITHIN)
            yield bot

    async def _ask(self, channel: Channel) -> None:
        mentions = [True, False]
        self._random.shuffle(mentions)
        for mention in mentions:
            if mention:
                mina = self._sandbox.person("Mina")
                await mina.say(channel, f"{self._sandbox.bot.mention} write")
            else:
                await self._sandbox.person("Joon").slash(channel, "ask", prompt="write")
            await asyncio.sleep(0.2)

    async def _wait(self, channel: Channel) -> str:
        """Wait for the moment to kill; gives what it is."""
        if self._random.random() < 1 / 2:
            seconds = self._random.uniform(0.0, _BOTH)
            await asyncio.sleep(seconds)
            return f"after {seconds:.3f} s"
        count = self._random.randint(1, 8)
        later = self._random.uniform(0.0, 0.1)
        await self._sandbox.until(lambda: len(_replies(channel)) >= count, 2 * _BOTH)
        await asyncio.sleep(later)
        return f"message {count} + {1000 * later:.0f} ms"

    async def _tidied(self, channel: Channel) -> tuple[float, list[Exchange]]:
        """Wait until nothing is wrong; gives how long that took, and what is remembered."""
        began = time.monotonic()
        while True:
            found, seconds = await self._remembered(channel), time.monotonic() - began
            if not _complaints(channel, found) or seconds > _TIDY_WITHIN:
                return seconds, found
            await asyncio.sleep(0.1)

    async def _remembered(self, channel: Channel) -> list[Exchange]:
        async with open_memory(self._url) as memory:
            asked = {
                record.message_ids[0]
                for record in await memory.export(channel.id)
                if not record.model
            }
            found = [await memory.exchange(channel.id, message_id) for message_id in sorted(asked)]
        return [exchange for exchange in found if exchange]


def _replies(channel: Channel) -> list[Message]:
    return [message for message in channel.messages if message.author.bot]


def _contents(channel: Channel) -> list[str]:
    return [message.content for message in _replies(channel)]


def _buttons(message: Message) -> list[str]:
    return [
        button["custom_id"].split(":")[1]
        for row in message.components
        for button in row["components"]
    ]


def _is_open(message: Message) -> bool:
    return CURSOR in message.content or message.loading or "stop" in _buttons(message)


def _state(exchange: Exchange) -> str:
    return exchange.answer.state if exchange.answer else "none"


def _complaints(channel: Channel, found: Sequence[Exchange]) -> list[str]:
    """Say what is wrong: nothing is, where each reply reads as its answer is remembered."""
    shown = {message.id: message for message in _replies(channel)}
    known = [each for exchange in found if exchange.answer for each in exchange.answer.message_ids]
    wrong = ["a cursor remains"] if any(map(_is_open, shown.values())) else []
    if sorted(known) != sorted(shown):
        wrong.append(f"messages {sorted(shown)} are there, {sorted(known)} are known")
    for exchange in found:
        answer = exchange.answer
        if answer is None:
            wrong.append("a question was left without a reply")
            continue
        messages = [shown[each] for each in answer.message_ids if each in shown]
        read = letters(message.content for message in messages)
        if read != "".join(answer.text.split()):
            wrong.append(f"{len(read)} letters are shown, {len(answer.text)} remembered")
        if not "".join(_WORDS).startswith(answer.text):
            wrong.append("the text is not what the model wrote")
        if [_CONTROLS.get(answer.state)] != [b for message in messages for b in _buttons(message)]:
            wrong.append(f"the buttons are not those of {answer.state}")
    return wrong


async def kill_often(kills: int, seed: int) -> list[Kill]:
    """Run the test in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tokki-kills-") as folder:
        async with Sandbox(latency=_LATENCY) as sandbox, ModelServer() as model:
            return await KillTest(sandbox, model, Path(folder), seed).run(kills)


def main() -> int:
    """Kill, print a table, and write JSON if asked to; gives 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - as above
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    kills = asyncio.run(kill_often(options.kills, options.seed))
    table = Table("killed", "messages", "letters shown", "kept", "states", "tidy after s", "wrong")
    for kill in kills:
        table.add_row(
            kill.moment,
            str(kill.messages),
            str(kill.shown),
            str(kill.kept),
            ", ".join(kill.states),
            f"{kill.seconds:.1f}",
            "; ".join(kill.complaints) or "-",
        )
    console = Console()
    console.print(table)
    broken = sum(bool(kill.complaints) for kill in kills)
    lost = max(kill.shown - kill.kept for kill in kills)
    console.print(
        f"Seed {options.seed}: {len(kills)} kills, {broken} with something wrong; at most {lost} "
        f"letters that could be read were lost, of about {len(''.join(_WORDS[0].split())) / _PAUSE:.0f} a second."
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(kill) for kill in kills]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
