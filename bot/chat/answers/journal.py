"""Keeps what an open reply has come to in the memory, so that a killed process loses little."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.chat.answers.live import LiveReply
from bot.chat.beside import beside
from bot.chat.ports import Clock, Exchange, Memory
from bot.core.errors import GoneError, StorageError
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two entries while the text grows
# An entry is also the sign of life of this process: see Answerer.recover.
_ALIVE_EVERY = 10.0
# A reply is stored a moment after its end and its buttons are shown; another process waits for that.
SOON, _LOOK_EVERY = 2.5, 0.1  # seconds


class TakenError(Exception):
    """Another process writes this reply."""


class Journal:
    """Writes down open replies."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock

    @asynccontextmanager
    async def keeping(
        self, question: Question, reply: LiveReply, model: str, earlier: Answer | None
    ) -> AsyncIterator[None]:
        """Write *reply* down at once, every two seconds while it grows, and with every message.

        A memory that fails meanwhile is said in the log; the reply goes on, and what it missed
        is written as soon as it can be. A reply that another process writes is closed: TakenError.
        """
        entry = _Entry(question, reply, model, earlier)
        await self._write(entry)
        if not entry.taken:
            async with beside(self._keep(entry)):
                yield
        if entry.taken:
            raise TakenError

    async def ended(self, question: Question, within: float = SOON) -> Exchange | None:
        """Give an exchange as soon as no other process writes its reply.

        None when it is unknown, or still written after *within* seconds.
        """
        until = self._clock.now() + within
        while True:
            found = await self._memory.exchange(question.channel_id, question.message_id)
            if found is None or not found.elsewhere:
                return found
            if self._clock.now() >= until:
                return None
            await asyncio.sleep(_LOOK_EVERY)

    async def _keep(self, entry: "_Entry") -> None:
        written = self._clock.now()
        while True:
            try:
                async with asyncio.timeout(EVERY):
                    await entry.reply.news.wait()
            except TimeoutError:
                pass
            entry.reply.news.clear()
            now = self._clock.now()
            if entry.has_news or now - written >= _ALIVE_EVERY:
                await self._write(entry)
                written = now

    async def _write(self, entry: "_Entry") -> None:
        state, question = entry.state, entry.question
        try:
            if not await self._memory.put_answer(question, entry.answer(self._clock.wall())):
                found = await self._memory.exchange(question.channel_id, question.message_id)
                if found and found.elsewhere:  # else it is forgotten
                    entry.taken = True
                    entry.reply.close(GoneError("another process writes it"))
            entry.written = state
        except StorageError as error:
            log.warning("journal.failed channel=%d error=%s", question.channel_id, error)


class _Entry:
    """An open reply as the memory has it."""

    def __init__(
        self, question: Question, reply: LiveReply, model: str, earlier: Answer | None
    ) -> None:
        self.question = question
        self.reply = reply
        self._model = model
        self._earlier = earlier or Answer("", TurnState.WRITING, model, (), 0.0)
        self.written: tuple[int, tuple[int, ...]] | None = None  # the state that is stored
        self.taken = False  # by another process

    @property
    def state(self) -> tuple[int, tuple[int, ...]]:
        """How long the text is, and which messages show it."""
        return len(self.reply.draft.text), self.reply.draft.standing

    @property
    def has_news(self) -> bool:
        """Whether there is something that is not stored."""
        return self.written != self.state

    def answer(self, at: float) -> Answer:
        """Give what to store."""
        return Answer(
            text=self._earlier.text + self.reply.draft.text,
            state=TurnState.WRITING,
            model=self._model,
            message_ids=self._earlier.message_ids + self.reply.draft.standing,
            at=at,
        )
