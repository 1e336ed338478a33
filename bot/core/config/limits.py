"""What a quota limits, and what counts against it."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """Who or what is limited."""

    PERSON = "person"  # in one server, or in direct messages
    CHANNEL = "channel"  # with its threads
    SERVER = "server"


class Window(StrEnum):
    """The time for which a limit counts: the last 60 s, or a day or month of the calendar, UTC."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


class Measure(StrEnum):
    """What is counted. Tokens are those of the prompt and of the answer."""

    QUESTIONS = "questions"
    TOKENS = "tokens"
    DOLLARS = "dollars"


@dataclass(frozen=True, slots=True)
class Use:
    """What a question uses, or will; *cost* is in nano-dollars."""

    questions: int = 0
    tokens: int = 0
    cost: int = 0

    def of(self, measure: Measure) -> int:
        """Give what it uses of one measure."""
        match measure:
            case Measure.QUESTIONS:
                return self.questions
            case Measure.TOKENS:
                return self.tokens
            case Measure.DOLLARS:
                return self.cost


@dataclass(frozen=True, slots=True)
class Limit:
    """*most* questions, tokens or nano-dollars; *role_id* is the role that gave it, 0 for none."""

    subject: Subject
    window: Window
    measure: Measure
    most: int
    role_id: int = 0
