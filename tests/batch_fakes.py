"""Fakes for batches: a storage that several processes share, and a model with an answer each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bot.chat.batching.batch_port import Batch
from bot.chat.ports import Finish, FinishReason, ModelRequest, Waiting
from bot.core.errors import ModelError, StorageError
from bot.core.talk.batch import Result, Row
from bot.core.wire.completion import Delta, Usage


@dataclass
class Shared:
    """What a database would hold."""

    batches: dict[int, Batch] = field(default_factory=dict)
    alive: dict[int, tuple[str, float]] = field(default_factory=dict)
    rows: dict[int, list[Row]] = field(default_factory=dict)
    broken: bool = False


class FakeBatches:
    """Batches (bot.chat.batching.batch_port) of the process *owner*."""

    def __init__(self, shared: Shared, owner: str = "one") -> None:
        self.shared = shared
        self._owner = owner

    async def add(self, batch: Batch, questions: Sequence[str], at: float) -> bool:
        known = self._data().batches
        if any(each.tenant == batch.tenant for each in known.values()):
            return False
        known[batch.id] = batch
        self.shared.alive[batch.id] = (self._owner, at)
        self.shared.rows[batch.id] = [Row(n, question) for n, question in enumerate(questions, 1)]
        return True

    async def claim(self, before: float, now: float) -> list[Batch]:
        found = [batch_id for batch_id, (_, at) in self._data().alive.items() if at < before]
        self.shared.alive |= dict.fromkeys(found, (self._owner, now))
        return [self.shared.batches[batch_id] for batch_id in found]

    async def keep(self, batch: Batch, at: float) -> Batch | None:
        owner, _ = self._data().alive.get(batch.id, ("", 0.0))
        if owner != self._owner:
            return None
        self.shared.alive[batch.id] = (owner, at)
        stored = replace(self.shared.batches[batch.id], message_id=batch.message_id)
        self.shared.batches[batch.id] = stored
        return stored

    async def find(self, batch_id: int) -> Batch | None:
        return self._data().batches.get(batch_id)

    async def stop(self, batch_id: int) -> None:
        if batch := self._data().batches.get(batch_id):
            self.shared.batches[batch_id] = replace(batch, stopped=True)

    async def rows(self, batch_id: int) -> list[Row]:
        return list(self._data().rows.get(batch_id, []))

    async def put_result(self, batch_id: int, number: int, result: Result) -> None:
        if rows := self._data().rows.get(batch_id):
            rows[number - 1] = replace(rows[number - 1], result=result)

    async def remove(self, batch_id: int) -> None:
        data = self._data()
        for each in (data.batches, data.alive, data.rows):
            each.pop(batch_id, None)

    def _data(self) -> Shared:
        if self.shared.broken:
            raise StorageError("the disk is full")
        return self.shared


@dataclass
class PacedStream:
    """Writes "Answer to" and the question, *pause* seconds after each other."""

    question: str
    pause: float
    fails: ModelError | None = None
    finish: Finish | None = None
    words: int = 0
    model: str = "fake-model"

    @property
    def usage(self) -> Usage:
        return Usage(10, self.words, estimated=self.finish is None)

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for word in ("Answer to ", self.question):
            await asyncio.sleep(self.pause)
            self.words += 1
            yield Delta(word)
        if self.fails:
            raise self.fails
        self.finish = Finish(FinishReason.COMPLETE, "fake-model")


class PacedModel:
    """Takes *pause* seconds per word; *failures* are raised for the questions that they name."""

    def __init__(self, pause: float = 1.0) -> None:
        self.pause = pause
        self.failures: dict[str, Exception] = {}
        self.breaks: dict[str, ModelError] = {}  # after the last word
        self.requests: list[ModelRequest] = []
        self.asked: list[str] = []
        self.open = 0
        self.most_open = 0

    @asynccontextmanager
    async def answer(
        self, request: ModelRequest, waiting: Waiting | None = None
    ) -> AsyncIterator[PacedStream]:
        question = request.messages[-1].content
        self.requests.append(request)
        self.asked.append(question)
        if question in self.failures:
            raise self.failures[question]
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            yield PacedStream(question, self.pause, self.breaks.get(question))
        finally:
            self.open -= 1

    def cost(self, model: str, usage: Usage, at: float) -> int | None:
        return 1_000 * (usage.prompt_tokens + usage.completion_tokens)
