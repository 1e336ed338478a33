"""One try of the model at one reply: the waiting, the thoughts, the text, and how it ended."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from bot.chat import texts
from bot.chat.answers.live import LiveReply
from bot.chat.outcome import Outcome
from bot.chat.ports import (
    ChatModel,
    Clock,
    Finish,
    FinishReason,
    ModelRequest,
    Wait,
    Waiting,
)
from bot.core.errors import ModelError, StorageError
from bot.core.reply.thoughts import LONGEST, Reasoning, heading
from bot.core.talk.turns import Answer
from bot.core.wire.completion import Delta

log = logging.getLogger(__name__)

# Most waits and thoughts are shorter; a notice for them would only cost the first text its request.
_NOTICE_AFTER = 1.0  # seconds
_SLOW_AFTER = 10.0  # seconds of nothing but typing, which then looks like something that hangs

Requesting = Callable[[Waiting], AbstractAsyncContextManager[ModelRequest]]


async def ask(
    model: ChatModel,
    requesting: Requesting,
    waiting: Waiting,
    take: Callable[[Delta], None],
    outcome: Outcome,
) -> None:
    """Ask *model*, hand every delta to *take*, and note in *outcome* what came of it.

    Never raises for what the model or the memory fails at; cancelling ends the request.
    """
    try:
        async with requesting(waiting) as request:
            outcome.model = request.model
            asked = replace(request, spent=outcome.spend)
            async with model.answer(asked, waiting) as stream:
                try:
                    async for delta in stream:
                        take(delta)
                finally:
                    outcome.spend(stream.model, stream.usage)
                outcome.finish = stream.finish
    except ModelError as error:
        outcome.error, outcome.incident = error, secrets.token_hex(3)
        log.warning("model.failed incident=%s error=%s", outcome.incident, error)
        log.debug("model.said incident=%s words=%s", outcome.incident, error.said)
    except StorageError as error:
        outcome.no_memory, outcome.incident = True, secrets.token_hex(3)
        log.warning("answer.no_memory incident=%s error=%s", outcome.incident, error)
    except Exception:  # the boundary of an answer: what breaks here ends it like any failure
        outcome.incident = secrets.token_hex(3)
        log.exception("answer.broken incident=%s", outcome.incident)


class Writing:
    """The model at work on one reply; `stop` ends the request upstream at once."""

    def __init__(
        self, model: ChatModel, reply: LiveReply, clock: Clock, reasoning: Reasoning
    ) -> None:
        self._model = model
        self._reply = reply
        self._clock = clock
        self._reasoning = reasoning
        self._thought = ""
        self._thinking_since: float | None = None
        self._noticed = ""
        self._last_wait = Wait(0)
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self._ended = False
        self.outcome = Outcome(clock.now())

    @property
    def ended(self) -> bool:
        """Whether all is written that will be."""
        return self._ended or (self._task is not None and self._task.done())

    def stop(self, *, by_person: bool = True) -> None:
        """End the request; the text so far stays. A no-op once the model has ended."""
        if self.ended:
            return
        self._stopped, self.outcome.stopped = True, by_person
        if self._task is not None:
            self._task.cancel()

    async def run(self, request: Requesting, whole: Answer | None = None) -> Outcome:
        """Let the model write until it ends, fails or is stopped; never raises for these.

        *request* gives what to ask, as soon as it may be asked; it is open until the end. A *whole*
        answer is written again instead, and nobody is asked.
        """
        if whole is not None:
            self._reply.push(whole.text)
            self.outcome.model = whole.model
            self.outcome.finish = Finish(FinishReason.COMPLETE, whole.model)
        elif not self._stopped:
            asyncio.get_running_loop().call_later(_SLOW_AFTER, self._show_slow)
            async with asyncio.TaskGroup() as tasks:
                self._task = tasks.create_task(self._stream(request))
                # When nobody can see it any more there is no use in writing on.
                self._reply.when_lost(self._task.cancel)
        self._ended = True
        self.outcome.seconds = self._clock.now() - self.outcome.asked
        return self.outcome

    async def _stream(self, requesting: Requesting) -> None:
        await ask(self._model, requesting, self._wait, self._take, self.outcome)

    def _take(self, delta: Delta) -> None:
        if self.outcome.first_text is None:
            self._before_text(delta)
        if delta.text:
            self._reply.push(delta.text)

    def _before_text(self, delta: Delta) -> None:
        """Take thoughts, show that there are some, and put them above the text when that comes."""
        now = self._clock.now()
        if delta.reasoning and self._thinking_since is None:
            self._thinking_since = now
        if len(self._thought) <= LONGEST:
            self._thought += delta.reasoning
        thought_for = 0.0 if self._thinking_since is None else now - self._thinking_since
        if delta.text:
            self.outcome.first_text = now - self.outcome.asked
            sentence = texts.thought(thought_for)
            self._reply.head(heading(sentence, self._thought, self._reasoning))
        elif thought_for > _NOTICE_AFTER and self._reasoning is not Reasoning.NONE:
            self._notice(texts.thinking())

    def _wait(self, wait: Wait) -> None:
        """Show where the question stands, once it has waited long enough to be worth a word."""
        self._last_wait = wait
        worth_it = self.outcome.asked + _NOTICE_AFTER - self._clock.now()
        if worth_it > 0:
            asyncio.get_running_loop().call_later(worth_it, self._show_wait)
        else:
            self._show_wait()

    def _show_wait(self) -> None:
        if self._last_wait.place and not self.ended:
            self._notice(texts.waiting(self._last_wait))
        elif self._noticed:
            self._notice(texts.asked())

    def _show_slow(self) -> None:
        if self.outcome.first_text is None and not self.ended and not self._noticed:
            self._notice(texts.slow())

    def _notice(self, sentence: str) -> None:
        if sentence != self._noticed:
            self._noticed = sentence
            self._reply.notice(sentence)
