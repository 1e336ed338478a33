"""An option: its key, the values that it takes, and where it may be set."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from bot.core.config.kinds import Kind, Value
from bot.core.config.mistakes import ConfigError, Mistake, WrongValueError

T = TypeVar("T", bound=Value)

_SHOWN: Final = 100  # characters of a wrong value


class Layer(StrEnum):
    """Where a value comes from; each is nearer to the question than the one before, and wins."""

    BUILT_IN = "built-in"
    ENVIRONMENT = "environment"
    SERVER = "server"
    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """Something that can be set, in *scopes*.

    *variable* is the environment variable that decides it, too; empty where there is none.
    """

    key: str
    kind: Kind[T]
    default: T
    scopes: frozenset[Layer] = frozenset({Layer.SERVER, Layer.CHANNEL})
    variable: str = ""

    def parse(self, text: str) -> T:
        """Give the value for what people typed; ConfigError when it is none."""
        return self._take(self.kind.read(text.strip()), text.strip())

    def check(self, given: object) -> T:
        """Give the value for what JSON has; ConfigError when it is none."""
        return self._take(given, f"{given}" if isinstance(given, str | int | float) else "")

    def _take(self, given: object, shown: str) -> T:
        try:
            return self.kind.check(given)
        except WrongValueError as error:
            mistake = Mistake(self.key, error.problem, shown[:_SHOWN], error.allowed)
            raise ConfigError(mistake) from error
