"""How long remembering takes, and whether it grows with what is remembered.

Run it from the root of the project: ``python -m benchmarks.memory``. Both databases are filled with so many
turns, a hundred to a channel, and then asked for random channels: *ask* stores a question, *progress* what is
there of an open answer, *end* its final state, and *load* reads what the prompt is made of. Then 200 channels
write at once. SQLite is a file, PostgreSQL a server of our own on a socket, with its default settings.
Exit code 0: every load's p99 is below 10 ms and nothing was lost; 1: not so.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.talk.turns import Answer, Question, TurnState
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database
from bot.storage.schema import exchanges, messages
from tests.postgres import Postgres

_LOAD_P99_MS = 10.0
_BATCH = 5000
_LIMIT = 400  # turns; what the bot asks for
_WRITERS = 200
_EACH = 10  # exchanges of a writer
_QUESTION = "Why is the sky blue, and why is it red in the evening? 하늘은 왜 파란가요?"
_ANSWER = (
    "The air scatters short waves more than long ones. 공기는 짧은 파장을 더 흩어지게 합니다. " * 6
)
_FIRST = 10**18  # as large as Discord's ids


class _Clock:
    """Collects how long each of some awaited things took, in milliseconds."""

    def __init__(self) -> None:
        self.took: list[float] = []

    async def time(self, work: Awaitable[object]) -> None:
        begin = time.perf_counter()
        _ = await work
        self.took.append((time.perf_counter() - begin) * 1000)

    @property
    def p50(self) -> float:
        return quantiles(self.took, n=100)[49]

    @property
    def p99(self) -> float:
        return quantiles(self.took, n=100)[98]


def _rows(start: int, stop: int, channels: int) -> Iterator[tuple[dict[str, Any], ...]]:
    """Give finished exchanges, round the channels, each with the rows of its two messages."""
    for number in range(start, stop):
        key = {"channel_id": number % channels, "exchange_id": _FIRST + number * 2}
        reply = _FIRST + number * 2 + 1
        yield (
            {
                **key,
                "server_id": number % channels % 100,
                "speaker_id": number % 1000,
                "speaker": "Mina",
                "question": f"{number}: {_QUESTION}",
                "asked_at": float(number),
                "state": TurnState.COMPLETE,
                "answer": _ANSWER,
                "message_ids": json.dumps([reply]),
                "model": "scripted",
                "answered_at": float(number),
                "prompt_tokens": 1000,
                "completion_tokens": 200,
                "revision": 0,
            },
            {**key, "message_id": key["exchange_id"]},
            {**key, "message_id": reply},
        )


async def _fill(engine: AsyncEngine, turns: int, channels: int) -> None:
    for start in range(0, turns // 2, _BATCH):
        batch = list(_rows(start, min(start + _BATCH, turns // 2), channels))
        async with engine.begin() as connection:
            await connection.execute(insert(exchanges), [row for row, *_ in batch])
            await connection.execute(insert(messages), [row for _, *rows in batch for row in rows])
    if engine.dialect.name == "postgresql":
        # The server would clean up behind so many new rows while we measure.
        async with engine.connect() as connection:
            outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
                await outside.exec_driver_sql(statement)


def _question(channel: int, number: int) -> Question:
    return Question(channel, 1, _FIRST * 2 + number * 2, number, "Mina", _QUESTION, 1.0)


def _answer(question: Question, state: TurnState) -> Answer:
    return Answer(_ANSWER, state, "scripted", (question.message_id + 1,), 1.0, 1000, 200)


async def _one_by_one(memory: SqlMemory, channels: int, rounds: int) -> Sequence[_Clock]:
    """Ask, write and end in random channels; gives how long each and the load took."""
    chance = random.Random(1)  # noqa: S311 - a repeatable draw
    ask, load, progress, end = clocks = [_Clock() for _ in range(4)]
    for number in range(rounds):
        question = _question(chance.randrange(channels), number)
        await ask.time(memory.add_question(question))
        await load.time(memory.recall(question.channel_id, question.message_id, _LIMIT))
        await progress.time(memory.put_answer(question, _answer(question, TurnState.WRITING)))
        await end.time(memory.put_answer(question, _answer(question, TurnState.COMPLETE)))
    return clocks


async def _at_once(memory: SqlMemory) -> tuple[float, int]:
    """Let all writers write; gives exchanges a second and how many turns were lost."""

    async def write(channel: int) -> None:
        for number in range(_EACH):
            question = _question(channel, channel * _EACH + number)
            await memory.add_question(question)
            await memory.put_answer(question, _answer(question, TurnState.WRITING))
            await memory.put_answer(question, _answer(question, TurnState.COMPLETE))

    channels = range(10**9, 10**9 + _WRITERS)
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for channel in channels:
            tasks.create_task(write(channel))
    seconds = time.perf_counter() - begin
    kept = [await memory.count(channel) for channel in channels]
    return _WRITERS * _EACH / seconds, _WRITERS * _EACH * 2 - sum(kept)


async def _measure(url: str, turns: int, per_channel: int, rounds: int) -> tuple[str, bool]:
    """Give a row of the table, and whether it is as it should be."""
    channels = max(turns // per_channel, 1)
    async with open_database(url) as engine:
        await _fill(engine, turns, channels)
        memory = SqlMemory(engine, "benchmark")
        clocks = await _one_by_one(memory, channels, rounds)
        rate, lost = await _at_once(memory)
        times = " | ".join(f"{clock.p50:.2f} / {clock.p99:.2f}" for clock in clocks)
        row = (
            f"| {engine.dialect.name} | {turns:,} | {channels:,} | {times} | {rate:.0f} | {lost} |"
        )
    return row, clocks[1].p99 < _LOAD_P99_MS and not lost


async def _run(turns: Sequence[int], per_channel: int, rounds: int) -> bool:
    """Print a row for each database and number of turns; gives whether all are as they should."""
    fine = True
    with tempfile.TemporaryDirectory(prefix="tokki-memory-") as folder:
        server = Postgres(Path(folder), options=())
        server.start()
        try:
            for number in turns:
                for url in (f"sqlite:///{folder}/{number}.db", server.create(f"turns_{number}")):
                    row, good = await _measure(url, number, per_channel, rounds)
                    print(row, flush=True)
                    fine = fine and good
        finally:
            server.stop()
    return fine


def main() -> int:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--per-channel", type=int, default=100, help="turns of a channel")
    parser.add_argument("--rounds", type=int, default=2000, help="exchanges that are timed")
    given = parser.parse_args()
    print(
        "| database | turns | channels | ask p50 / p99 ms | load | progress | end | at once /s | lost |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    return 0 if asyncio.run(_run(given.turns, given.per_channel, given.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
