"""Fakes that keep the promises of bot.chat.ports, for tests that need no real part."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bot.chat.books import ANSWER, Entry, Selection, Totals
from bot.chat.ports import DIRECT, Exchange, Finish, FinishReason, ModelRequest, Wait, Waiting
from bot.core.errors import Fault, ModelError, StorageError, SurfaceError, UnavailableError
from bot.core.reply.draft import Controls
from bot.core.talk.turns import (
    Answer,
    Question,
    Record,
    Role,
    Summary,
    Turn,
    TurnState,
    records,
)
from bot.core.wire.completion import Delta, Usage


class FakeClock:
    """The loop's time: it stands still unless the loop waits."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    def wall(self) -> float:
        return 1_790_000_000.0 + self.now()


@dataclass
class FakeStream:
    pieces: Sequence[str | float | ModelError | Delta]
    model: str = "fake-model"
    finish: Finish | None = None
    reason: FinishReason = FinishReason.COMPLETE
    instead_of: str | None = None
    closed: bool = False

    async def __aiter__(self) -> AsyncIterator[Delta]:
        for piece in self.pieces:
            if isinstance(piece, ModelError):
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                yield piece if isinstance(piece, Delta) else Delta(piece)
        self.finish = Finish(
            self.reason, "fake-model", Usage(10, len(self.pieces)), self.instead_of
        )

    @property
    def usage(self) -> Usage:
        return (self.finish and self.finish.usage) or Usage(10, 1, estimated=True)


class FakeModel:
    """Says what it was given: strings are text, numbers seconds of silence, errors are raised.

    Before it says anything, `waits` are told, one a second.
    """

    def __init__(self, *pieces: str | float | ModelError | Delta) -> None:
        self.pieces: Sequence[str | float | ModelError | Delta] = pieces
        self.waits: Sequence[Wait] = ()
        self.reason = FinishReason.COMPLETE
        self.instead_of: str | None = None
        self.requests: list[ModelRequest] = []
        self.streams: list[FakeStream] = []

    @asynccontextmanager
    async def answer(
        self, request: ModelRequest, waiting: Waiting | None = None
    ) -> AsyncIterator[FakeStream]:
        self.requests.append(request)
        for wait in self.waits:
            if waiting is not None:
                waiting(wait)
            await asyncio.sleep(1)
        if self.pieces and isinstance(self.pieces[0], ModelError):
            raise self.pieces[0]
        stream = FakeStream(self.pieces, reason=self.reason, instead_of=self.instead_of)
        self.streams.append(stream)
        try:
            yield stream
        finally:
            stream.closed = True

    def cost(self, model: str, usage: Usage, at: float) -> int | None:
        return 1000 * (usage.prompt_tokens + usage.completion_tokens)


class FakeBooks:
    """Keeps the entries in a list."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.broken = False

    async def book(self, entry: Entry) -> None:
        if self.broken:
            raise StorageError("the disk is full")
        self.entries.append(entry)

    async def totals(self, which: Selection) -> Totals:
        return _sum(self._found(which))

    async def by_day(self, which: Selection) -> dict[date, Totals]:
        found = self._found(which)
        days = sorted({datetime.fromtimestamp(e.at, UTC).date() for e in found})
        return {
            day: _sum([e for e in found if datetime.fromtimestamp(e.at, UTC).date() == day])
            for day in days
        }

    async def by_model(self, which: Selection) -> dict[str, Totals]:
        found = self._found(which)
        models = sorted({entry.model for entry in found})
        return {model: _sum([e for e in found if e.model == model]) for model in models}

    def _found(self, which: Selection) -> list[Entry]:
        if self.broken:
            raise StorageError("the disk is full")
        ids = (which.server_id, which.channel_id, which.person_id)
        return [
            entry
            for entry in self.entries
            if which.since <= entry.at < which.until
            and all(
                wanted in (None, own)
                for wanted, own in zip(
                    ids, (entry.server_id, entry.channel_id, entry.person_id), strict=True
                )
            )
        ]


def _sum(entries: Sequence[Entry]) -> Totals:
    return Totals(
        answers=sum(entry.purpose == ANSWER for entry in entries),
        prompt_tokens=sum(entry.usage.prompt_tokens for entry in entries),
        cached_tokens=sum(entry.usage.cached_tokens for entry in entries),
        reasoning_tokens=sum(entry.usage.reasoning_tokens for entry in entries),
        completion_tokens=sum(entry.usage.completion_tokens for entry in entries),
        cost=sum(entry.cost or 0 for entry in entries),
        unpriced=sum(entry.cost is None for entry in entries),
    )


class FakeMemory:
    """Keeps the talk in dicts, by the id of the message that asked; `broken` fails every call.

    It is also the simple model that the real one is compared with.
    """

    def __init__(self) -> None:
        self.questions: dict[int, Question] = {}
        self.answers: dict[int, Answer] = {}
        self.standing: dict[int, tuple[int, ...]] = {}  # of forgotten answers
        self.own: set[int] = set()  # whose answer this process writes: none after a restart
        self.summaries: dict[tuple[int, int], Summary] = {}
        self.left: dict[int, float] = {}
        self.changes: dict[int, list[int]] = {}  # by channel: what was answered; 0: a change
        self.broken = False

    @property
    def rows(self) -> list[tuple[int, int, Turn]]:
        """What is recalled, as channel, exchange and turn, in order."""
        return [
            (question.channel_id, key, turn)
            for key, question in sorted(self.questions.items())
            for turn in self._turns(question)
        ]

    async def add_question(self, question: Question) -> bool:
        self._check()
        if question.message_id in self.questions:
            return False
        self.questions[question.message_id] = question
        return True

    async def change_question(self, question: Question) -> bool:
        self._check()
        old = self.questions.get(question.message_id)
        if old is None or old.text == question.text:
            return False
        self.questions[question.message_id] = replace(old, text=question.text)
        self._changed(question, by_answer=False)
        return True

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        self._check()
        key = question.message_id
        if key not in self.questions or self._is_elsewhere(key):
            return False
        self.answers[key] = answer
        self.standing.pop(key, None)
        self.own.add(key)
        if answer.state is not TurnState.WRITING:
            self._changed(question)
        return True

    async def exchange(self, channel_id: int, message_id: int) -> Exchange | None:
        self._check()
        question = self.questions.get(message_id)
        if question is None or question.channel_id != channel_id:
            return None
        left = self.standing.get(message_id, ())
        is_elsewhere = self._is_elsewhere(message_id)
        return Exchange(question, self.answers.get(message_id), left, is_elsewhere)

    def _is_elsewhere(self, message_id: int) -> bool:
        answer = self.answers.get(message_id)
        is_open = answer is not None and answer.state is TurnState.WRITING
        return is_open and message_id not in self.own

    async def find_message(self, channel_id: int, message_id: int) -> Exchange | None:
        self._check()
        shown = {key: answer.message_ids for key, answer in self.answers.items()} | self.standing
        for key, message_ids in shown.items():
            if message_id in message_ids:
                return await self.exchange(channel_id, key)
        return await self.exchange(channel_id, message_id)

    async def recall(
        self,
        channel_id: int,
        until: int,
        limit: int,
        speaker_id: int | None = None,
        since: int = 0,
    ) -> list[Turn]:
        self._check()
        return [
            turn
            for channel, key, turn in self.rows
            if channel == channel_id and since < key <= until
            if speaker_id in (None, self.questions[key].speaker_id)
        ][-limit:]

    async def chain(self, channel_id: int, message_id: int, limit: int) -> list[Turn]:
        turns: list[Turn] = []
        found = await self.find_message(channel_id, message_id)
        while found:
            turns[:0] = self._turns(found.question)
            earlier = await self.find_message(channel_id, found.question.replies_to or 0)
            is_earlier = earlier and earlier.question.message_id < found.question.message_id
            found = earlier if is_earlier else None
        return turns[-limit:]

    async def count(self, channel_id: int) -> int:
        self._check()
        keys = [key for key, asked in self.questions.items() if asked.channel_id == channel_id]
        return sum(1 + (key in self.answers) for key in keys)

    async def claim_unfinished(self, before: float, now: float) -> list[Exchange]:
        self._check()
        claimed = [
            Exchange(self.questions[key], answer)
            for key, answer in sorted(self.answers.items())
            if answer.state is TurnState.WRITING and answer.at < before and key not in self.own
        ]
        self.own.update(exchange.question.message_id for exchange in claimed)
        return claimed

    async def delete_message(self, channel_id: int, *message_ids: int) -> int:
        places = [(place, each) for each in message_ids for place in {channel_id, each}]
        return sum([await self._delete(*place) for place in places])

    async def _delete(self, channel_id: int, message_id: int) -> int:
        found = await self.find_message(channel_id, message_id)
        if found is None:
            return 0
        if found.question.message_id == message_id:
            return self._remove(lambda asked: asked == found.question)
        self._changed(found.question, by_answer=False)
        key = found.question.message_id
        answer = self.answers.pop(key, None)
        shown = answer.message_ids if answer else found.left
        self.standing[key] = tuple(each for each in shown if each != message_id)
        return 1 if answer else 0

    async def forget(self, channel_id: int) -> int:
        self._check()
        return self._remove(lambda asked: asked.channel_id == channel_id)

    async def forget_person(
        self, server_id: int | None, speaker_id: int, channel_id: int | None = None
    ) -> int:
        self._check()
        return self._remove(
            lambda asked: (
                (asked.server_id, asked.speaker_id) == (server_id, speaker_id)
                and channel_id in (None, asked.channel_id)
            )
        )

    async def export(
        self,
        channel_id: int | None = None,
        server_id: int | None = None,
        speaker_id: int | None = None,
    ) -> list[Record]:
        self._check()
        return [
            record
            for key, asked in sorted(self.questions.items())
            if channel_id in (None, asked.channel_id)
            if server_id in (None, asked.server_id)
            if speaker_id in (None, asked.speaker_id)
            for record in records(asked, self.answers.get(key))
        ]

    async def revision(self, channel_id: int) -> int:
        self._check()
        return len(self.changes.get(channel_id, ()))

    async def summary(self, channel_id: int, speaker_id: int = 0) -> Summary | None:
        self._check()
        return self.summaries.get((channel_id, speaker_id))

    async def put_summary(self, summary: Summary, revision: int) -> bool:
        self._check()
        since = self.changes.get(summary.channel_id, [])[revision:]
        if any(changed <= summary.until for changed in since):
            return False
        self.summaries[summary.channel_id, summary.speaker_id] = summary
        return True

    async def sweep(self, before: float, server_id: int | None = None) -> int:
        self._check()
        return self._remove(
            lambda asked: asked.at < before and server_id in (None, asked.server_id or DIRECT)
        )

    async def sweep_records(self, before: float, newest: int) -> None:
        self._check()
        self.swept = before, newest

    async def servers(self) -> list[int]:
        self._check()
        known = {asked.server_id for asked in self.questions.values() if asked.server_id}
        return sorted(known - self.left.keys())

    async def server_left(self, server_id: int, at: float) -> None:
        self._check()
        self.left[server_id] = at

    async def server_returned(self, server_id: int) -> None:
        self._check()
        self.left.pop(server_id, None)

    async def sweep_left(self, before: float) -> list[int]:
        self._check()
        servers = [server for server, at in self.left.items() if at < before]
        self.left = {server: at for server, at in self.left.items() if at >= before}
        self._remove(lambda asked: asked.server_id in servers)
        return servers

    def _turns(self, question: Question) -> list[Turn]:
        key, speaker_id = question.message_id, question.speaker_id
        turns = []
        if question.text:
            asked = Turn(Role.USER, question.speaker, question.text)
            turns.append(replace(asked, exchange_id=key, speaker_id=speaker_id))
        answer = self.answers.get(key)
        if answer and answer.text and answer.state is not TurnState.WRITING:
            turns.append(Turn(Role.ASSISTANT, "", answer.text, answer.state, key))
        return turns

    def _changed(self, question: Question, *, by_answer: bool = True) -> None:
        """Note a change: what covers it goes, and what is being summarised is refused."""
        channel_id, key = question.channel_id, question.message_id
        self.changes.setdefault(channel_id, []).append(key if by_answer else 0)
        for of in [of for of, summary in self.summaries.items() if of[0] == channel_id]:
            if self.summaries[of].until >= key:
                del self.summaries[of]

    def _remove(self, fits: Callable[[Question], bool]) -> int:
        gone = [asked for asked in self.questions.values() if fits(asked)]
        for asked in gone:
            self._changed(asked, by_answer=False)
            del self.questions[asked.message_id]
            self.standing.pop(asked.message_id, None)
        answers = [self.answers.pop(asked.message_id, None) for asked in gone]
        return len(gone) + sum(answer is not None for answer in answers)

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
    begun: int = 0
    posted: int = 0
    controls: dict[int, Controls] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    pinged: list[int] = field(default_factory=list)
    typed: int = 0
    typing_delay: float = 0.0
    typing_fails: bool = False
    in_flight: int = 0
    most_in_flight: int = 0

    async def begin(self) -> None:
        self.begun += 1

    def once(self) -> "FakeSurface":
        return self

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
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

    async def left_behind(self, known: Sequence[int]) -> list[int]:
        return [message for message in self.messages if message not in known]

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
