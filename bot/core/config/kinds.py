"""Kinds of values: how each is read from what people type, and what it must be."""

import re
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from bot.core.config.mistakes import Problem, WrongValueError

Value = bool | int | float | str | tuple[int, ...] | tuple[str, ...]
T_co = TypeVar("T_co", bound=Value, covariant=True)

_MOST_ITEMS: Final = 100
_LONGEST_NAME: Final = 100
_BEYOND_IDS: Final = 2**63  # Discord's ids have 64 bits, and a column has a sign
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ID: Final = re.compile(r"<(?:#|@&)(\d{1,19})>|(\d{1,19})", re.ASCII)
_GAPS: Final = re.compile(r"[,\s]+")
_WORDS: Final = {
    **dict.fromkeys(("yes", "on", "true", "1", "예", "네", "켜기", "켬"), True),
    **dict.fromkeys(("no", "off", "false", "0", "아니요", "아니오", "끄기", "끔"), False),
}


class Kind(Protocol[T_co]):
    """The values that an option takes."""

    def read(self, text: str) -> object:
        """Give what people typed as JSON would have it; what cannot be read, as it is."""
        ...

    def check(self, given: object) -> T_co:
        """Give the value for what JSON has; WrongValueError when it is none."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """Whole numbers from *least* to *most*."""

    least: int
    most: int

    def read(self, text: str) -> object:
        """Read digits, with commas between thousands."""
        try:
            return int(_THOUSANDS.sub("", text))
        except ValueError:
            return text

    def check(self, given: object) -> int:
        """Take a number in the range."""
        fits = isinstance(given, int) and self.least <= given <= self.most
        if not isinstance(given, int) or isinstance(given, bool) or not fits:
            raise WrongValueError(Problem.OUT_OF_RANGE, f"{self.least}", f"{self.most}")
        return given


@dataclass(frozen=True, slots=True)
class Real:
    """Numbers from *least* to *most*."""

    least: float
    most: float

    def read(self, text: str) -> object:
        """Read a number; a dollar sign before it may stand there."""
        try:
            return float(_THOUSANDS.sub("", text.removeprefix("$")))
        except ValueError:
            return text

    def check(self, given: object) -> float:
        """Take a number in the range."""
        fits = isinstance(given, int | float) and self.least <= given <= self.most
        if not isinstance(given, int | float) or isinstance(given, bool) or not fits:
            raise WrongValueError(Problem.OUT_OF_RANGE, f"{self.least:g}", f"{self.most:.15g}")
        return float(given)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def read(self, text: str) -> object:
        """Read the usual words, Korean ones too."""
        return _WORDS.get(text.lower(), text)

    def check(self, given: object) -> bool:
        """Take a truth value."""
        if not isinstance(given, bool):
            raise WrongValueError(Problem.NOT_A_CHOICE, "yes", "no")
        return given


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    choices: tuple[str, ...]

    def read(self, text: str) -> object:
        """Read a word, in capitals too."""
        return text.lower()

    def check(self, given: object) -> str:
        """Take one of the words."""
        if not isinstance(given, str) or given not in self.choices:
            raise WrongValueError(Problem.NOT_A_CHOICE, *self.choices)
        return given


@dataclass(frozen=True, slots=True)
class Name:
    """One line of some characters."""

    def read(self, text: str) -> object:
        """Read it as it is."""
        return text

    def check(self, given: object) -> str:
        """Take a name without blanks at its ends."""
        name = given.strip() if isinstance(given, str) else ""
        if not name or not name.isprintable():
            raise WrongValueError(Problem.NOT_TEXT)
        if len(name) > _LONGEST_NAME:
            raise WrongValueError(Problem.TOO_LONG, f"{_LONGEST_NAME}")
        return name


@dataclass(frozen=True, slots=True)
class Text:
    """A text of at most *most* code points, or bytes of UTF-8."""

    most: int
    in_bytes: bool = False

    def read(self, text: str) -> object:
        """Read it as it is."""
        return text

    def check(self, given: object) -> str:
        """Take a text, without what a database cannot hold."""
        if not isinstance(given, str):
            raise WrongValueError(Problem.NOT_TEXT)
        data = given.replace("\0", "").encode("utf-8", "replace")
        text = data.decode()
        if len(data if self.in_bytes else text) > self.most:
            raise WrongValueError(Problem.TOO_LONG, f"{self.most}")
        return text


@dataclass(frozen=True, slots=True)
class Ids:
    """Channels or roles, none or more."""

    def read(self, text: str) -> object:
        """Read mentions and bare ids, with blanks or commas between them."""
        found = [_ID.fullmatch(item) for item in _GAPS.split(text) if item]
        return [int(each[1] or each[2]) for each in found if each] if all(found) else text

    def check(self, given: object) -> tuple[int, ...]:
        """Take ids, each once."""
        items = _items(given, Problem.NOT_IDS)
        ids = [each for each in items if isinstance(each, int) and 0 < each < _BEYOND_IDS]
        if len(ids) < len(items) or any(isinstance(each, bool) for each in ids):
            raise WrongValueError(Problem.NOT_IDS)
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True, slots=True)
class Names:
    """Names without blanks in them, none or more."""

    def read(self, text: str) -> object:
        """Read names with blanks or commas between them."""
        return [item for item in _GAPS.split(text) if item]

    def check(self, given: object) -> tuple[str, ...]:
        """Take names, each once."""
        items = _items(given, Problem.NOT_TEXT)
        return tuple(dict.fromkeys(Name().check(item) for item in items))


def _items(given: object, problem: Problem) -> list[object]:
    if not isinstance(given, list | tuple):
        raise WrongValueError(problem)
    if len(given) > _MOST_ITEMS:
        raise WrongValueError(Problem.TOO_MANY, f"{_MOST_ITEMS}")
    return list(given)
