"""What stays of an answer: its turn in the memory, its entry in the books, its line in the log."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.chat.answers.live import LiveReply
from bot.chat.booking import Bookkeeper, Occasion
from bot.chat.books import ANSWER, Books
from bot.chat.metering import NO_METER, Meter
from bot.chat.outcome import Outcome
from bot.chat.ports import ChatModel, Clock, Memory
from bot.chat.tracing import NO_SPAN, Tracer, current, place, within
from bot.core.errors import StorageError
from bot.core.reply.draft import Draft
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)

# A database that is away for so many answers costs some MiB of ours, and then the oldest ones:
# the next start marks them as interrupted.
_MOST_UNSAVED = 1000
_RETRY_EVERY = 10.0  # seconds


class Recorder:
    """Remembers and books answers. A database that fails is said in the log; the reply stands.

    An answer that could not be stored is kept until `catch_up`. After `close` none is stored:
    the connections go away, and what is still open then has not reached its final state.
    """

    def __init__(
        self,
        model: ChatModel,
        memory: Memory,
        books: Books,
        clock: Clock,
        meter: Meter = NO_METER,
        tracer: Tracer = NO_SPAN,
    ) -> None:
        self._memory = memory
        self._bookkeeper = Bookkeeper(model, books, clock)
        self._clock = clock
        self._meter = meter
        self._tracer = tracer
        self._unsaved: dict[int, tuple[Question, Answer]] = {}  # by the message that asked
        self._closed = False

    @contextmanager
    def traced(self, question: Question) -> Iterator[None]:
        """Trace what the body does for *question*."""
        asked = place(question.server_id, question.channel_id, question.speaker_id)
        with within(self._tracer.part("question", asked)):
            yield

    async def book(self, question: Question, outcome: Outcome, place_id: int | None = None) -> None:
        """Book and log what an answer used, whether it can be shown or not.

        *place_id* is the channel that it counts for, where that is not the one that remembers it:
        a thread counts for its channel, a private question for where it was asked.
        """
        occasion = Occasion(
            question.server_id,
            place_id or question.channel_id,
            question.speaker_id,
            question.message_id,
            ANSWER,
        )
        try:
            await self._bookkeeper.book(occasion, outcome)
        except StorageError as error:
            log.warning("answer.not_booked channel=%d error=%s", question.channel_id, error)
        if outcome.failure:
            self._meter.failed(outcome.failure)
        _log(question, outcome)

    async def remember(
        self, question: Question, reply: LiveReply, outcome: Outcome, earlier: Answer | None
    ) -> Answer:
        """Store an answer beside its question, behind what was there *earlier* of it.

        Retry shows again what is complete, and has the model go on from all that was seen else.
        One whose end may be shown later is WRITING until then. One of which a message was deleted
        meanwhile is forgotten.
        """
        before = earlier or Answer("", outcome.state, "", (), 0.0)
        is_all_kept = reply.unfinished or outcome.state is TurnState.COMPLETE
        text = before.text + (reply.draft.text if is_all_kept else reply.draft.seen)
        current().know({"tokki.parts": len(reply.draft.message_ids)})
        answer = self._answer(outcome, text, before.message_ids + reply.draft.message_ids)
        if reply.unfinished:
            answer = replace(answer, state=TurnState.WRITING)
        await self._put(question, answer)
        if gone := reply.gone.intersection(answer.message_ids):
            await self._forget(question, *gone)
        return answer

    async def keep(self, question: Question, outcome: Outcome, text: str) -> None:
        """Store *text*, which no message shows, as the answer."""
        await self._put(question, self._answer(outcome, text))

    def _answer(self, outcome: Outcome, text: str, message_ids: tuple[int, ...] = ()) -> Answer:
        usage = outcome.usage
        return Answer(
            text=text,
            state=outcome.state,
            model=outcome.model,
            message_ids=message_ids,
            at=self._clock.wall(),
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
            cached_tokens=usage.cached_tokens if usage else None,
        )

    async def interrupted(self, question: Question, answer: Answer, draft: Draft) -> None:
        """Store what was left of an answer, as *draft* shows it."""
        shown = replace(answer, text=draft.seen, message_ids=draft.message_ids)
        await self._put(question, replace(shown, state=TurnState.INTERRUPTED))

    async def run(self) -> None:
        """Catch up again and again, until cancelled."""
        while True:
            await asyncio.sleep(_RETRY_EVERY)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Store the answers that could not be stored, as far as the database takes them."""
        for key in list(self._unsaved):
            # One that fails goes to the end, so that it holds up the others only once.
            if unsaved := self._unsaved.pop(key, None):
                await self._put(*unsaved)
                if key in self._unsaved:
                    return

    def open(self) -> None:
        """Store answers again after `close`."""
        self._closed = False

    def close(self) -> None:
        """Store no further answer."""
        self._closed = True

    async def _put(self, question: Question, answer: Answer) -> None:
        if self._closed:
            return
        try:
            await self._memory.put_answer(question, answer)
        except StorageError as error:
            log.warning("answer.not_remembered channel=%d error=%s", question.channel_id, error)
            self._unsaved[question.message_id] = (question, answer)
            if len(self._unsaved) > _MOST_UNSAVED:
                del self._unsaved[next(iter(self._unsaved))]

    async def _forget(self, question: Question, *message_ids: int) -> None:
        self._unsaved.pop(question.message_id, None)
        try:
            await self._memory.delete_message(question.channel_id, *message_ids)
        except StorageError as error:
            log.warning("deletion.not_remembered messages=%s error=%s", message_ids, error)


def _log(question: Question, outcome: Outcome) -> None:
    usage = outcome.usage
    log.info(
        "answer.done channel=%d model=%s state=%s first_text=%.2f seconds=%.2f "
        "prompt_tokens=%s completion_tokens=%s cached_tokens=%s",
        question.channel_id,
        outcome.model or "?",
        outcome.state,
        outcome.first_text or 0.0,
        outcome.seconds,
        usage.prompt_tokens if usage else "?",
        usage.completion_tokens if usage else "?",
        usage.cached_tokens if usage else "?",
    )
