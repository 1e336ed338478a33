"""One try of the model at one reply: its text as it comes, and how it ended."""

import asyncio
import logging
import secrets
from dataclasses import dataclass

from bot.chat import texts
from bot.chat.delivery import LiveReply
from bot.chat.ports import ChatModel, Clock, Finish, FinishReason, ModelRequest
from bot.core.errors import ModelError
from bot.core.reply.draft import Control, Controls
from bot.core.talk.turns import TurnState

log = logging.getLogger(__name__)

_STATES = {
    FinishReason.COMPLETE: TurnState.COMPLETE,
    FinishReason.LENGTH: TurnState.CUT,
    FinishReason.FILTERED: TurnState.CUT,
}
_CONTROLS: dict[TurnState, Controls] = {
    TurnState.COMPLETE: (Control.REGENERATE,),
    TurnState.STOPPED: (Control.REGENERATE,),
    TurnState.CUT: (Control.CONTINUE, Control.REGENERATE),
    TurnState.INTERRUPTED: (Control.RETRY,),
}


@dataclass(slots=True)
class Outcome:
    """What came of asking the model at *asked*, in monotonic seconds."""

    asked: float
    first_text: float | None = None  # seconds since the question
    seconds: float = 0.0
    finish: Finish | None = None
    error: ModelError | None = None
    incident: str = ""  # what a person can quote and the log has
    stopped: bool = False  # by a person, not by a failure

    @property
    def state(self) -> TurnState:
        """How the answer stands now."""
        if self.finish:
            return _STATES[self.finish.reason]
        return TurnState.STOPPED if self.stopped else TurnState.INTERRUPTED

    @property
    def controls(self) -> Controls:
        """The buttons that fit this end."""
        return _CONTROLS[self.state]

    def footer(self, *, facts: bool) -> str:
        """Give the small print below the answer; *facts* is whether to name model and times."""
        lines = []
        if self.finish is None:
            lines.append(self._reason())
        elif self.finish.reason is not FinishReason.COMPLETE:
            lines.append(texts.CUT[self.finish.reason])
        if facts and self.finish is not None:
            lines.append(texts.facts(self.finish, self.first_text or 0.0, self.seconds))
        return "\n".join(lines)

    def _reason(self) -> str:
        if self.stopped:
            return texts.STOPPED
        if self.error is None:
            return texts.STOPPING
        return texts.fault_sentence(self.error.fault, self.incident)


class Writing:
    """The model at work on one reply; `stop` ends the request upstream at once."""

    def __init__(self, model: ChatModel, reply: LiveReply, clock: Clock, asked: float) -> None:
        self._model = model
        self._reply = reply
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self.outcome = Outcome(asked)

    @property
    def ended(self) -> bool:
        """Whether the model has written all that it will."""
        return self._task is not None and self._task.done()

    def stop(self, *, by_person: bool = True) -> None:
        """End the request; the text so far stays. A no-op once the model has ended."""
        if self.ended:
            return
        self._stopped, self.outcome.stopped = True, by_person
        if self._task is not None:
            self._task.cancel()

    async def run(self, request: ModelRequest) -> Outcome:
        """Let the model write until it ends, fails or is stopped; never raises for these."""
        if not self._stopped:
            async with asyncio.TaskGroup() as tasks:
                self._task = tasks.create_task(self._stream(request))
                # When nobody can see it any more there is no use in writing on.
                self._reply.when_lost(self._task.cancel)
        self.outcome.seconds = self._clock.now() - self.outcome.asked
        return self.outcome

    async def _stream(self, request: ModelRequest) -> None:
        outcome = self.outcome
        try:
            async with self._model.answer(request) as stream:
                async for delta in stream:
                    if delta.text:
                        if outcome.first_text is None:
                            outcome.first_text = self._clock.now() - outcome.asked
                        self._reply.push(delta.text)
                outcome.finish = stream.finish
        except ModelError as error:
            outcome.error, outcome.incident = error, secrets.token_hex(3)
            log.warning(
                "model.failed incident=%s fault=%s detail=%s",
                outcome.incident,
                error.fault,
                error.detail,
            )
