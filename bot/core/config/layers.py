"""Layers of values: which of them holds, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from bot.core.config.kinds import Value
from bot.core.config.options import Layer, Option, T
from bot.core.config.table import ALLOWED_MODELS, MODEL, OPTIONS, find

Layers = Mapping[Layer, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and where.

    *server_id* is None in direct messages, *parent_id* the channel of a thread; *roles* are the
    ids of the person's roles.
    """

    server_id: int | None
    channel_id: int
    person_id: int
    parent_id: int | None = None
    roles: tuple[int, ...] = ()

    @property
    def place_id(self) -> int:
        """The channel whose settings and quotas hold: a thread has none of its own."""
        return self.parent_id or self.channel_id


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something is set; *id* is the server's, the channel's or the person's.

    *owner_id* is whose it is: the server's, or the person's. Discord gives no id to both
    (https://discord.com/developers/docs/reference#snowflakes).
    """

    layer: Layer
    owner_id: int
    id: int

    @property
    def channel_id(self) -> int:
        """The channel, 0 where it is none."""
        return self.id if self.layer is Layer.CHANNEL else 0

    @classmethod
    def server(cls, server_id: int) -> "Scope":
        """Give the scope of a server."""
        return cls(Layer.SERVER, server_id, server_id)

    @classmethod
    def channel(cls, server_id: int, channel_id: int) -> "Scope":
        """Give the scope of a channel."""
        return cls(Layer.CHANNEL, server_id, channel_id)

    @classmethod
    def person(cls, person_id: int) -> "Scope":
        """Give the scope of a person, in all servers and in direct messages."""
        return cls(Layer.PERSON, person_id, person_id)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value that holds, and the layer that it comes from."""

    option: Option[Any]
    value: Value
    origin: Layer


@dataclass(frozen=True, slots=True)
class Values:
    """The values that hold, by key."""

    by_key: Mapping[str, Resolved]

    def __getitem__(self, option: Option[T]) -> T:
        return cast("T", self.by_key[option.key].value)

    def get(self, key: str) -> Value | None:
        """Give a value by its key, None for what is not set and has no default."""
        found = self.by_key.get(key)
        return found.value if found else None

    def number(self, key: str) -> float | None:
        """Give a number by its key, None for what is not set or no number."""
        value = self.get(key)
        return value if isinstance(value, int | float) else None


_BUILT_IN: Final = {each.key: Resolved(each, each.default, Layer.BUILT_IN) for each in OPTIONS}


def resolve(layers: Layers) -> Values:
    """Give for every option the value of the nearest layer that has one.

    A model that is not allowed does not count; where none is left, the first allowed one holds.
    """
    found = _nearest(layers)
    allowed = cast("tuple[str, ...]", found[ALLOWED_MODELS.key].value)
    if allowed and found[MODEL.key].value not in allowed:
        fitting = {
            layer: values
            for layer, values in layers.items()
            if values.get(MODEL.key, MODEL.default) in allowed
        }
        nearest = _nearest(fitting)[MODEL.key]
        first = Resolved(MODEL, allowed[0], found[ALLOWED_MODELS.key].origin)
        found[MODEL.key] = nearest if nearest.value in allowed else first
    return Values(found)


def _nearest(layers: Layers) -> dict[str, Resolved]:
    found = dict(_BUILT_IN)
    for layer in Layer:  # the nearest is the last
        for key, value in layers.get(layer, {}).items():
            if option := find(key):
                found[key] = Resolved(option, value, layer)
    return found
