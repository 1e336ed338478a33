"""How much of the prompt the server has in its cache, turn by turn: our trimming and the usual one.

Run it from the root of the project: ``python -m benchmarks.cache``. A conversation of 30 exchanges, the
same for both, is asked turn by turn of the real llama.cpp server with the tiny model: once with the
window that trims in blocks (bot/core/talk/prompt.py), once with one that drops the oldest turns until
the rest fits. Each has a server of its own, one slot, an empty cache. The answers are fixed, so what
the model itself wrote last is never in the cache; with its own answers both shares would be higher.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks._script import pieces
from bot.chat.ports import ModelRequest
from bot.chat.texts import PERSONA
from bot.core.talk.prompt import build_prompt, estimate_tokens, window
from bot.core.talk.turns import Role, Turn
from bot.llm import local
from bot.llm.client import OpenAIClient

_EXCHANGES = 30
_QUESTION, _ANSWER = (5, 8, 15), (30, 45, 20, 60)  # words, by turns
_BUDGET = 800  # tokens; about eight exchanges
_WRITTEN = 4  # tokens; what counts is the prompt
_ONE_SLOT = {"id_slot": 0}  # of llama.cpp's several, whatever the others hold

Trim = Callable[[Sequence[Turn], int], Sequence[Turn]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its tokens, those that the server had cached, and seconds to the first token."""

    first_turn: str
    prompt_tokens: int
    cached_tokens: int
    seconds: float


def drop_oldest(turns: Sequence[Turn], budget: int) -> Sequence[Turn]:
    """Trim as most bots do: leave out the oldest turn until the rest fits *budget* tokens."""
    while len(turns) > 1 and sum(estimate_tokens(turn.text) for turn in turns) > budget:
        turns = turns[1:]
    return turns


STRATEGIES: dict[str, Trim] = {"ours, in blocks": window, "oldest turn first": drop_oldest}


def conversation(exchanges: int) -> Iterator[list[Turn]]:
    """Give what is remembered at each question: all turns so far and the question itself."""
    turns: list[Turn] = []
    for number in range(exchanges):
        turns.append(Turn(Role.USER, "Mina", _text(_QUESTION, number, 2 * number)))
        yield list(turns)
        turns.append(Turn(Role.ASSISTANT, "", _text(_ANSWER, number, 2 * number + 1)))


def _text(lengths: Sequence[int], number: int, seed: int) -> str:
    return "".join(pieces(lengths[number % len(lengths)], seed))


def cached_share(asked: Sequence[Asked]) -> float:
    """Give the share of all prompt tokens that came from the cache."""
    return sum(each.cached_tokens for each in asked) / sum(each.prompt_tokens for each in asked)


def trims(asked: Sequence[Asked]) -> int:
    """Count how often the beginning of the prompt moved."""
    return sum(before.first_turn != after.first_turn for before, after in pairwise(asked))


async def measure(trim: Trim, exchanges: int) -> list[Asked]:
    """Hold the conversation with a server of its own."""
    # llama.cpp closes each connection behind its answer: one of the pool may be closing just now.
    connector = aiohttp.TCPConnector(force_close=True)
    async with (
        local.local_endpoint() as endpoint,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        client = OpenAIClient(session, endpoint)
        return [await _ask(client, trim(turns, _BUDGET)) for turns in conversation(exchanges)]


async def _ask(client: OpenAIClient, turns: Sequence[Turn]) -> Asked:
    request = ModelRequest(local.MODEL, build_prompt(PERSONA, turns), 0.0, _WRITTEN)
    began = time.monotonic()
    with closing(await client.open(request, _ONE_SLOT)) as stream:
        seconds = time.monotonic() - began
        async for _ in stream:
            pass
    if stream.finish is None or stream.finish.usage is None:
        raise RuntimeError("the server does not count tokens")
    usage = stream.finish.usage
    return Asked(turns[0].text, usage.prompt_tokens, usage.cached_tokens, seconds)


def main() -> None:
    """Measure both, print a table, and write JSON if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exchanges", type=int, default=_EXCHANGES)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {
        name: asyncio.run(measure(trim, options.exchanges)) for name, trim in STRATEGIES.items()
    }
    table = Table("trimming", "prompt tokens", "cached", "share", "trims", "first token s")
    for name, asked in results.items():
        tokens = sum(each.prompt_tokens for each in asked)
        cached = sum(each.cached_tokens for each in asked)
        first = fmean(each.seconds for each in asked)
        table.add_row(
            name,
            f"{tokens:,}",
            f"{cached:,}",
            f"{cached_share(asked):.1%}",
            str(trims(asked)),
            f"{first:.2f}",
        )
    Console().print(table)
    if options.json:
        plain = {name: [asdict(each) for each in asked] for name, asked in results.items()}
        options.json.write_text(json.dumps(plain))


if __name__ == "__main__":
    main()
