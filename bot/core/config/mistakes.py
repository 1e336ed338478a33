"""What can be wrong with a setting: values, from which sentences are made elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import TokkiError


class Problem(StrEnum):
    """What is wrong with a setting; in brackets what `Mistake.allowed` holds."""

    UNKNOWN_OPTION = "unknown_option"
    WRONG_SCOPE = "wrong_scope"  # (the layers where it may be set)
    OUT_OF_RANGE = "out_of_range"  # no number, or a wrong one (the least and the most)
    NOT_A_CHOICE = "not_a_choice"  # (all choices)
    NOT_TEXT = "not_text"  # empty, of several lines, or no text at all
    NOT_IDS = "not_ids"  # no mentions or ids of channels or roles
    TOO_LONG = "too_long"  # (the most code points; bytes of UTF-8 for the facts)
    TOO_MANY = "too_many"  # (the most items)
    NAME_TAKEN = "name_taken"  # a ready-made persona is called so
    NOT_A_FILE = "not_a_file"  # what should be imported is no export


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong.

    *key* is the option's, *given* the beginning of what was given, *allowed* what could have been;
    *channel_id* is that of an import's channel, 0 elsewhere.
    """

    key: str
    problem: Problem
    given: str = ""
    allowed: tuple[str, ...] = ()
    channel_id: int = 0


class ConfigError(TokkiError):
    """A setting cannot be taken; *mistakes* say why, and nothing was changed."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(", ".join(f"{each.key}: {each.problem}" for each in mistakes))
        self.mistakes = mistakes


class WrongValueError(TokkiError):
    """A kind does not take a value."""

    def __init__(self, problem: Problem, *allowed: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.allowed = allowed
