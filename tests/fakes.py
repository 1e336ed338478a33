"""Fakes that keep the promises of bot.chat.ports, for tests that need no real part."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.chat.ports import Exchange, Finish, FinishReason, ModelRequest
from bot.core.errors import Fault, ModelError, StorageError, SurfaceError, UnavailableError
from bot.core.reply.draft import Controls
from bot.core.talk.turns import Answer, Question, Role, Turn
from bot.core.wire.completion import Delta, Usage


class FakeClock:
    """The loop's time: it stands still unless the loop waits."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        return 1_790_000_000.0 + self.now()


@dataclass
class FakeStream:
    pieces: Sequence[str | float | ModelError]
    finish: Finish | None = None
    reason: FinishReason = FinishReason.COMPLETE
    closed: bool = False

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for piece in self.pieces:
            if isinstance(piece, ModelError):
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield Delta(piece)
        self.finish = Finish(self.reason, "fake-model", Usage(10, len(self.pieces)))


class FakeModel:
    """Says what it was given: strings are text, numbers seconds of silence, errors are raised."""

    def __init__(self, *pieces: str | float | ModelError) -> None:
        self.pieces: Sequence[str | float | ModelError] = pieces
        self.reason = FinishReason.COMPLETE
        self.requests: list[ModelRequest] = []
        self.streams: list[FakeStream] = []

    @asynccontextmanager
    async def answer(self, request: ModelRequest) -> AsyncIterator[FakeStream]:
        self.requests.append(request)
        if self.pieces and isinstance(self.pieces[0], ModelError):
            raise self.pieces[0]
        stream = FakeStream(self.pieces, reason=self.reason)
        self.streams.append(stream)
        try:
            yield stream
        finally:
            stream.closed = True

    async def models(self) -> list[str]:
        return ["fake-model"]


class FakeMemory:
    """Keeps turns in a list; `broken` makes every call fail."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, Turn]] = []
        self.questions: dict[int, Question] = {}
        self.answers: dict[int, Answer] = {}
        self.broken = False

    async def add_question(self, question: Question) -> bool:
        self._check()
        key = (question.channel_id, question.message_id)
        if any((c, e) == key and t.role is Role.USER for c, e, t in self.rows):
            return False
        self.questions[question.message_id] = question
        self.rows.append((*key, Turn(Role.USER, question.speaker, question.text)))
        return True

    async def change_question(self, question: Question) -> None:
        self._check()
        self.questions[question.message_id] = question
        turn = Turn(Role.USER, question.speaker, question.text)
        self._replace(question, Role.USER, turn)

    async def put_answer(self, question: Question, answer: Answer) -> None:
        self._check()
        self.answers[question.message_id] = answer
        turn = Turn(Role.ASSISTANT, "", answer.text, answer.state)
        self._replace(question, Role.ASSISTANT, turn)

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        self._check()
        question = self.questions.get(message_id)
        if question is None or question.channel_id != channel_id:
            return None
        return Exchange(question, self.answers.get(message_id))

    def _replace(self, question: Question, role: Role, turn: Turn) -> None:
        key = (question.channel_id, question.message_id)
        self.rows = [row for row in self.rows if (row[:2], row[2].role) != (key, role)]
        self.rows.append((*key, turn))

    async def recall(self, channel_id: int, until: int, limit: int) -> list[Turn]:
        self._check()
        rows = [
            row for row in self.rows if row[0] == channel_id and row[1] <= until and row[2].text
        ]
        rows.sort(key=lambda row: (row[1], row[2].role is Role.ASSISTANT))
        return [turn for _, _, turn in rows[-limit:]]

    async def forget(self, channel_id: int) -> int:
        self._check()
        kept = [row for row in self.rows if row[0] != channel_id]
        gone, self.rows = len(self.rows) - len(kept), kept
        return gone

    async def count(self, channel_id: int) -> int:
        self._check()
        return sum(row[0] == channel_id for row in self.rows)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("the disk is full")


@dataclass
class FakeSurface:
    """A channel that shows what it was sent, takes *delay* for it, and fails as it is told."""

    lane: str = "channel:1"
    delay: float = 0.0
    failures: list[SurfaceError] = field(default_factory=list)
    messages: dict[int, str] = field(default_factory=dict)
    log: list[tuple[float, str, str]] = field(default_factory=list)
    posted: int = 0
    controls: dict[int, Controls] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    pinged: list[int] = field(default_factory=list)
    typed: int = 0
    typing_delay: float = 0.0
    typing_fails: bool = False
    in_flight: int = 0
    most_in_flight: int = 0

    async def post(self, text: str, controls: Controls) -> int:
        await self._request("post", text)
        message_id = 1000 + self.posted
        self.posted += 1
        self.messages[message_id] = text
        self.controls[message_id] = controls
        return message_id

    async def edit(self, message_id: int, text: str, controls: Controls | None) -> None:
        await self._request("edit", text)
        self.messages[message_id] = text
        if controls is not None:
            self.controls[message_id] = controls

    async def delete(self, message_id: int) -> None:
        await self._request("delete", "")
        self.messages.pop(message_id, None)

    async def attach(self, name: str, text: str) -> int:
        await self._request("attach", text)
        self.files.append(text)
        return 9000 + len(self.files)

    async def notify(self, person_id: int, text: str) -> None:
        await self._request("notify", text)
        self.pinged.append(person_id)

    async def show_typing(self) -> None:
        self.typed += 1
        await asyncio.sleep(self.typing_delay)
        if self.typing_fails:
            raise UnavailableError("503")

    @property
    def shown(self) -> list[str]:
        return list(self.messages.values())

    async def _request(self, kind: str, text: str) -> None:
        self.log.append((asyncio.get_running_loop().time(), kind, text))
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(self.delay)
            if self.failures:
                raise self.failures.pop(0)
        finally:
            self.in_flight -= 1


def a_question(text: str = "Why?", *, channel: int = 1, message: int = 100) -> Question:
    return Question(channel, 7, message, 5, "Mina", text, 1_790_000_000.0)


INTERRUPTED = ModelError(Fault.INTERRUPTED, "the stream broke off")
