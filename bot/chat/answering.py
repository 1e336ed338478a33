"""Answering: remember the question, ask the model, let the reply grow, remember the answer.

Every exchange is known by the id of the message that asked. Its reply can be stopped, and
once it has ended it can be written anew or gone on with, also after a restart: all that is
needed for that stands in the memory.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.chat import texts
from bot.chat.delivery import Dispatcher, LiveReply
from bot.chat.ports import ChatModel, Clock, Exchange, Memory, ModelRequest, Surface
from bot.chat.writing import Outcome, Writing
from bot.core.errors import GoneError, StorageError, SurfaceError
from bot.core.reply.draft import Draft, Layout
from bot.core.talk.prompt import Message, build_prompt, estimate_tokens, window
from bot.core.talk.turns import Answer, Question, Role

log = logging.getLogger(__name__)

# More turns than any budget holds would be read for nothing.
MAX_TURNS = 400
# Hosts send SIGKILL 10 s after SIGTERM; the connections have to be closed before that, too.
STOP_WITHIN = 8.0


@dataclass(frozen=True, slots=True)
class Style:
    """How answers are made; *context_tokens* is the model's whole window.

    *facts* is whether model, times and tokens stand below an answer; an answer that took
    longer than *notice_after* seconds ends with a ping for its asker (0: never).
    """

    model: str
    persona: str = texts.PERSONA
    temperature: float = 0.7
    max_tokens: int = 2000
    context_tokens: int = 16000
    facts: bool = True
    notice_after: float = 60.0
    layout: Layout = field(
        default_factory=lambda: Layout(goes_on=texts.GOES_ON, in_file=texts.IN_FILE)
    )


@dataclass(slots=True)
class _Open:
    """An exchange whose reply has not reached its final state."""

    question: Question
    reply: LiveReply
    writing: Writing
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Answerer:
    """The use case behind every question, wherever it was asked."""

    def __init__(
        self, model: ChatModel, memory: Memory, dispatcher: Dispatcher, clock: Clock, style: Style
    ) -> None:
        self._model = model
        self._memory = memory
        self._dispatcher = dispatcher
        self._clock = clock
        self._style = style
        self._open: dict[int, _Open] = {}
        self._closed = False

    async def answer(self, question: Question, surface: Surface) -> None:
        """Answer *question* on *surface*; returns when the reply has reached its final state.

        A question that was answered before (Discord repeats events after a resume) is left
        alone. Failures become sentences in the reply and facts in the log.
        """
        if self._closed:
            return
        try:
            if await self._memory.add_question(question):
                await self._exchange(question, surface)
        except StorageError:
            log.exception("answer.no_memory channel=%d", question.channel_id)
            await self._say(surface, texts.NO_MEMORY)

    async def regenerate(self, exchange: Exchange, surface: Surface) -> None:
        """Answer anew in the same reply; a no-op while that reply is still being written."""
        if ended := await self._ended(exchange):
            messages = ended.answer.message_ids if ended.answer else ()
            await self._exchange(ended.question, surface, messages)

    async def go_on(self, exchange: Exchange, surface: Surface) -> None:
        """Let the model go on from an answer that was cut or interrupted, in further messages."""
        ended = await self._ended(exchange)
        if ended is None:
            return
        if ended.answer is None or not ended.answer.text:
            await self.regenerate(ended, surface)
        else:
            await self._exchange(ended.question, surface, earlier=ended.answer)

    async def ask_anew(self, question: Question, surface: Surface) -> None:
        """Answer a question whose text was edited, in the reply that it has already."""
        known = await self._memory.exchange(question.channel_id, question.message_id)
        if self._closed or known is None or known.question.text == question.text:
            return
        if running := self._open.get(question.message_id):
            running.writing.stop()
            await running.done.wait()
        await self._memory.change_question(question)
        stored = await self._memory.exchange(question.channel_id, question.message_id)
        if stored is not None:
            await self.regenerate(stored, surface)

    async def find(self, channel_id: int, message_id: int) -> Exchange | None:
        """Give a remembered exchange by the id of the message that asked."""
        return await self._memory.exchange(channel_id, message_id)

    def stop(self, message_id: int) -> bool:
        """Stop the answer to message *message_id*; False when none is being written."""
        running = self._open.get(message_id)
        if running is not None:
            running.writing.stop()
        return running is not None

    def deleted(self, message_id: int) -> None:
        """Note that a message was deleted in Discord: a question, or part of an open reply."""
        self.stop(message_id)
        for running in self._open.values():
            if message_id in running.reply.draft.message_ids:
                running.reply.close(GoneError("a message of the reply was deleted"))

    async def close(self) -> None:
        """Take no more questions, stop the model, and wait until the open replies say so."""
        self._closed = True
        for running in self._open.values():
            running.writing.stop(by_person=False)
        try:
            async with asyncio.timeout(STOP_WITHIN):
                for running in list(self._open.values()):
                    await running.done.wait()
        except TimeoutError:
            log.warning("answer.abandoned count=%d", len(self._open))

    async def _ended(self, exchange: Exchange) -> Exchange | None:
        """Give the exchange as it stands when its reply has ended, None while it is written.

        Somebody may press a button as soon as it is there, before the reply is all settled.
        """
        question = exchange.question
        if running := self._open.get(question.message_id):
            if not running.writing.ended:
                return None
            await running.done.wait()
        if self._closed:
            return None
        return await self._memory.exchange(question.channel_id, question.message_id)

    async def _exchange(
        self,
        question: Question,
        surface: Surface,
        messages: tuple[int, ...] = (),
        earlier: Answer | None = None,
    ) -> None:
        """Write an answer, in *messages* if there are any, or going on from an *earlier* one.

        A no-op while another answer to the same question is open: somebody pressed twice.
        """
        if question.message_id in self._open:
            return
        draft = Draft(messages, self._style.layout)
        reply = self._dispatcher.open(surface, draft)
        writing = Writing(self._model, reply, self._clock, self._clock.now())
        running = self._open[question.message_id] = _Open(question, reply, writing)
        try:
            outcome = await self._write(running, earlier)
            messages_known = reply.draft.message_ids
            await self._remember(running, outcome, earlier)
            await self._settle(running, surface)
            if reply.draft.message_ids != messages_known:  # the buttons need them later
                await self._remember(running, outcome, earlier)
            _log_answer(question, outcome)
        finally:
            del self._open[question.message_id]
            running.done.set()

    async def _write(self, running: _Open, earlier: Answer | None) -> Outcome:
        try:
            request = await self._request(running.question, earlier)
        except StorageError:
            log.exception("answer.no_memory channel=%d", running.question.channel_id)
            running.reply.end(texts.NO_MEMORY, ())
            return running.writing.outcome
        outcome = await running.writing.run(request)
        running.reply.end(outcome.footer(facts=self._style.facts), outcome.controls)
        return outcome

    async def _request(self, question: Question, earlier: Answer | None) -> ModelRequest:
        style = self._style
        turns = await self._memory.recall(question.channel_id, question.message_id, MAX_TURNS)
        if earlier is None and turns and turns[-1].role is Role.ASSISTANT:
            turns.pop()  # the answer that is to be replaced
        room = style.context_tokens - style.max_tokens - estimate_tokens(style.persona)
        messages = build_prompt(style.persona, window(turns, room))
        if earlier is not None:
            messages.append(Message(Role.USER, texts.GO_ON))
        return ModelRequest(style.model, messages, style.temperature, style.max_tokens)

    async def _remember(self, running: _Open, outcome: Outcome, earlier: Answer | None) -> None:
        before = earlier or Answer("", outcome.state, "", (), 0.0)
        usage = outcome.finish.usage if outcome.finish else None
        answer = Answer(
            text=before.text + running.reply.draft.text,
            state=outcome.state,
            model=outcome.finish.model if outcome.finish else self._style.model,
            message_ids=before.message_ids + running.reply.draft.message_ids,
            at=self._clock.wall(),
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
        )
        try:
            await self._memory.put_answer(running.question, answer)
        except StorageError:
            log.exception("answer.not_remembered channel=%d", running.question.channel_id)

    async def _settle(self, running: _Open, surface: Surface) -> None:
        """Wait until Discord shows the final text, and ping the asker of a long answer."""
        outcome, after = running.writing.outcome, self._style.notice_after
        try:
            await running.reply.settled()
            if after and outcome.seconds > after and not outcome.stopped:
                person = running.question.speaker_id
                await surface.notify(person, texts.ready(outcome.seconds))
        except SurfaceError as error:
            log.warning("answer.not_shown lane=%s error=%s", surface.lane, error)

    async def _say(self, surface: Surface, sentence: str) -> None:
        reply = self._dispatcher.open(surface, Draft())
        reply.push(sentence)
        reply.end("", ())
        try:
            await reply.settled()
        except SurfaceError as error:
            log.warning("answer.not_shown lane=%s error=%s", surface.lane, error)


def _log_answer(question: Question, outcome: Outcome) -> None:
    finish = outcome.finish
    usage = finish.usage if finish else None
    log.info(
        "answer.done channel=%d model=%s state=%s first_text=%.2f seconds=%.2f tokens=%s/%s",
        question.channel_id,
        finish.model if finish else "?",
        outcome.state,
        outcome.first_text or 0.0,
        outcome.seconds,
        usage.prompt_tokens if usage else "?",
        usage.completion_tokens if usage else "?",
    )
