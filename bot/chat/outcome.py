"""What came of asking the model once: how it ended, and what is said of that."""

from dataclasses import dataclass

from bot.chat import texts
from bot.chat.ports import Finish, FinishReason
from bot.core.errors import ModelError
from bot.core.reply.draft import Control, Controls
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage

_STATES = {
    FinishReason.COMPLETE: TurnState.COMPLETE,
    FinishReason.LENGTH: TurnState.CUT,
    FinishReason.FILTERED: TurnState.CUT,
}
CONTROLS: dict[TurnState, Controls] = {
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
    model: str = ""  # the one that was asked
    usage: Usage | None = None  # None where nothing came of the request
    error: ModelError | None = None
    no_memory: bool = False  # it failed to recall what was said
    incident: str = ""  # what a person can quote and the log has
    stopped: bool = False  # by a person, not by a failure

    def spend(self, model: str, usage: Usage) -> None:
        """Note what was used of which model so far."""
        self.model, self.usage = model, usage

    @property
    def state(self) -> TurnState:
        """How the answer stands now."""
        if self.finish:
            return _STATES[self.finish.reason]
        return TurnState.STOPPED if self.stopped else TurnState.INTERRUPTED

    @property
    def failure(self) -> str:
        """What failed, as one of a few fixed words; empty where nothing did."""
        if self.error is not None:
            return self.error.fault
        if self.no_memory:
            return "memory"
        return "unexpected" if self.incident else ""

    @property
    def controls(self) -> Controls:
        """The buttons that fit this end."""
        return CONTROLS[self.state]

    def footer(self, *, facts: bool) -> str:
        """Give the small print below the answer; *facts* is whether to name model and times."""
        lines = []
        if self.finish is None:
            lines.append(self._reason())
        elif self.finish.reason is not FinishReason.COMPLETE:
            lines.append(texts.cut(self.finish.reason))
        if self.finish is not None and self.finish.instead_of:
            lines.append(texts.stood_in(self.model, self.finish.instead_of))
        if facts and self.finish is not None:
            lines.append(texts.facts(self.finish, self.usage, self.first_text or 0.0, self.seconds))
        return "\n".join(lines)

    def _reason(self) -> str:
        if self.stopped:
            return texts.stopped()
        if self.no_memory:
            return texts.no_memory(self.incident)
        if self.error is None:
            return texts.unexpected(self.incident) if self.incident else texts.stopping()
        return texts.fault_sentence(self.error.fault, self.incident)
