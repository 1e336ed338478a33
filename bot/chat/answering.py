"""Answering one question: remember it, ask the model, let the reply grow, remember the answer."""

import asyncio
import logging
from dataclasses import dataclass

from bot.chat import texts
from bot.chat.delivery import Dispatcher, LiveReply
from bot.chat.ports import ChatModel, Clock, Finish, FinishReason, Memory, ModelRequest, Surface
from bot.core.errors import ModelError, StorageError, SurfaceError
from bot.core.talk.prompt import build_prompt, estimate_tokens, window
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)

# More turns than any budget holds would be read for nothing.
MAX_TURNS = 400
# Hosts send SIGKILL 10 s after SIGTERM; the connections have to be closed before that, too.
STOP_WITHIN = 8.0
_STATES = {
    FinishReason.COMPLETE: TurnState.COMPLETE,
    FinishReason.LENGTH: TurnState.CUT,
    FinishReason.FILTERED: TurnState.CUT,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How answers are made; *context_tokens* is the model's whole window."""

    model: str
    persona: str = texts.PERSONA
    temperature: float = 0.7
    max_tokens: int = 2000
    context_tokens: int = 16000


@dataclass(slots=True)
class _Outcome:
    """What came of asking the model at *asked*, in monotonic seconds."""

    asked: float
    finish: Finish | None = None
    error: ModelError | None = None
    first_text: float | None = None  # seconds since the question

    @property
    def state(self) -> TurnState:
        return _STATES[self.finish.reason] if self.finish else TurnState.INTERRUPTED


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
        self._writing: set[asyncio.Task[None]] = set()
        self._answers = 0  # begun and not yet in their final state
        self._idle = asyncio.Condition()
        self._closed = False

    async def answer(self, question: Question, surface: Surface) -> None:
        """Answer *question* on *surface*; returns when the reply has reached its final state.

        A question that was answered before (Discord repeats events after a resume) is left
        alone. Failures become sentences in the reply and facts in the log.
        """
        if self._closed:
            return
        self._answers += 1
        try:
            await self._answer(question, surface)
        finally:
            self._answers -= 1
            async with self._idle:
                self._idle.notify_all()

    async def close(self) -> None:
        """Take no more questions, stop the model, and wait until the open replies say so."""
        self._closed = True
        for task in self._writing:
            task.cancel()
        try:
            async with asyncio.timeout(STOP_WITHIN), self._idle:
                await self._idle.wait_for(lambda: self._answers == 0)
        except TimeoutError:
            log.warning("answer.abandoned count=%d", self._answers)

    async def _answer(self, question: Question, surface: Surface) -> None:
        asked = self._clock.now()
        try:
            if not await self._memory.add_question(question):
                return
            request = await self._request(question)
        except StorageError:
            log.exception("answer.no_memory channel=%d", question.channel_id)
            await self._say(surface, texts.NO_MEMORY)
            return
        reply = self._dispatcher.open(surface)
        outcome = await self._write(reply, request, asked)
        seconds = self._clock.now() - asked
        reply.end(_footer(outcome, seconds))
        await self._remember(question, reply, outcome)
        await _settle(reply)
        _log_answer(question, request.model, outcome, seconds)

    async def _request(self, question: Question) -> ModelRequest:
        style = self._style
        turns = await self._memory.recall(question.channel_id, question.message_id, MAX_TURNS)
        room = style.context_tokens - style.max_tokens - estimate_tokens(style.persona)
        messages = build_prompt(style.persona, window(turns, room))
        return ModelRequest(style.model, messages, style.temperature, style.max_tokens)

    async def _write(self, reply: LiveReply, request: ModelRequest, asked: float) -> _Outcome:
        """Let the model write into the reply; whatever fails is told in the outcome."""
        outcome = _Outcome(asked)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(self._stream(reply, request, outcome))
            self._writing.add(writing)
            writing.add_done_callback(self._writing.discard)
            reply.when_lost(writing.cancel)  # nobody can see it any more
        return outcome

    async def _stream(self, reply: LiveReply, request: ModelRequest, outcome: _Outcome) -> None:
        try:
            async with self._model.answer(request) as stream:
                async for delta in stream:
                    if delta.text:
                        if outcome.first_text is None:
                            outcome.first_text = self._clock.now() - outcome.asked
                        reply.push(delta.text)
                outcome.finish = stream.finish
        except ModelError as error:
            log.warning("model.failed fault=%s detail=%s", error.fault, error.detail)
            outcome.error = error

    async def _remember(self, question: Question, reply: LiveReply, outcome: _Outcome) -> None:
        if not reply.draft.text:
            return
        usage = outcome.finish.usage if outcome.finish else None
        answer = Answer(
            text=reply.draft.text,
            state=outcome.state,
            model=outcome.finish.model if outcome.finish else self._style.model,
            message_id=next(iter(reply.draft.message_ids), None),
            at=self._clock.wall(),
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
        )
        try:
            await self._memory.add_answer(question, answer)
        except StorageError:
            log.exception("answer.not_remembered channel=%d", question.channel_id)

    async def _say(self, surface: Surface, sentence: str) -> None:
        reply = self._dispatcher.open(surface)
        reply.push(sentence)
        reply.end("")
        await _settle(reply)


async def _settle(reply: LiveReply) -> None:
    try:
        await reply.settled()
    except SurfaceError as error:
        log.warning("answer.not_shown lane=%s error=%s", reply.surface.lane, error)


def _footer(outcome: _Outcome, seconds: float) -> str:
    if outcome.finish is None:
        return texts.fault_sentence(outcome.error.fault) if outcome.error else texts.STOPPING
    return texts.footer(outcome.finish, outcome.first_text or 0.0, seconds)


def _log_answer(question: Question, model: str, outcome: _Outcome, seconds: float) -> None:
    usage = outcome.finish.usage if outcome.finish else None
    log.info(
        "answer.done channel=%d model=%s state=%s first_text=%.2f seconds=%.2f tokens=%s/%s",
        question.channel_id,
        model,
        outcome.state,
        outcome.first_text or 0.0,
        seconds,
        usage.prompt_tokens if usage else "?",
        usage.completion_tokens if usage else "?",
    )
