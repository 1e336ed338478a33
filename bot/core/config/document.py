"""A server's settings as one document, and what can be wrong with them together."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from bot.core.account.routing import AUTO
from bot.core.config.kinds import Value
from bot.core.config.layers import Scope
from bot.core.config.mistakes import ConfigError, Mistake, Problem
from bot.core.config.options import Layer, Option
from bot.core.config.personas import READY
from bot.core.config.table import (
    ALLOWED_MODELS,
    CHANNELS,
    MODEL,
    MOST_PERSONAS,
    OWN_PERSONA,
    PERSONA,
    find,
)

_MOST_VALUES: Final = 10_000  # of a file: 500 channels, Discord's most, have no more options
_MOST_MISTAKES: Final = 100  # nobody reads more


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: the option *key* in a scope of some owner."""

    layer: Layer
    scope_id: int
    key: str

    @property
    def channel_id(self) -> int:
        """The channel, 0 where it is none."""
        return self.scope_id if self.layer is Layer.CHANNEL else 0


Settings = Mapping[Slot, Value]


def slot(scope: Scope, key: str) -> tuple[Slot, Option[Any]]:
    """Give the slot and the option of a key; ConfigError when it cannot be set in a scope."""
    option = find(key)
    if option is None:
        raise ConfigError(Mistake(key, Problem.UNKNOWN_OPTION))
    if scope.layer not in option.scopes:
        allowed = tuple(layer for layer in Layer if layer in option.scopes)
        raise ConfigError(Mistake(key, Problem.WRONG_SCOPE, scope.layer, allowed))
    return Slot(scope.layer, scope.id, key), option


def own_personas(settings: Iterable[Slot]) -> list[str]:
    """Give the names of the personas that a server has made, in order."""
    keys = (each.key for each in settings if each.key.startswith(OWN_PERSONA))
    return sorted(key.removeprefix(OWN_PERSONA) for key in keys)


def mistakes(settings: Settings, of: Collection[Slot], offered: Collection[str]) -> list[Mistake]:
    """Give what is wrong with the slots *of* some settings, as seen beside all the others.

    *offered* are the names of the models that can be asked; empty while that is not known.
    """
    own = own_personas(settings)
    choices = {PERSONA.key: (*READY, *own)}
    if offered:
        choices |= dict.fromkeys((MODEL.key, ALLOWED_MODELS.key), (AUTO, *offered))
    wrong = (
        Mistake(each.key, Problem.NOT_A_CHOICE, f"{name}", choices[each.key], each.channel_id)
        for each in of
        if each.key in choices
        for name in _names(settings[each])
        if name not in choices[each.key]
    )
    found = list(islice(wrong, _MOST_MISTAKES))
    new = [name for name in own_personas(of) if name in READY]
    found += (Mistake(OWN_PERSONA + name, Problem.NAME_TAKEN) for name in new)
    if len(own) > MOST_PERSONAS and own_personas(of):
        found.append(Mistake(OWN_PERSONA, Problem.TOO_MANY, allowed=(f"{MOST_PERSONAS}",)))
    return found


def not_allowed(settings: Settings, scope: Scope) -> list[Mistake]:
    """Give what is wrong with the model of a scope: it may not be an allowed one."""
    model = settings[Slot(scope.layer, scope.id, MODEL.key)]
    of_server = settings.get(Slot(Layer.SERVER, scope.owner_id, ALLOWED_MODELS.key), ())
    of_channel = settings.get(Slot(scope.layer, scope.id, ALLOWED_MODELS.key), of_server)
    allowed = tuple(f"{name}" for name in _names(of_channel))
    if not allowed or model in allowed:
        return []
    return [Mistake(MODEL.key, Problem.NOT_A_CHOICE, f"{model}", allowed)]


def _names(value: Value) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def write(settings: Settings) -> str:
    """Write a server's settings as JSON; `read` gives them back."""
    server: dict[str, Value] = {}
    channels: dict[str, dict[str, Value]] = {}
    for each, value in settings.items():
        if each.layer is Layer.CHANNEL:
            channels.setdefault(f"{each.scope_id}", {})[each.key] = value
        else:
            server[each.key] = value
    document = {"version": 1, "server": server, "channels": channels}
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)


def read(text: str, server_id: int, offered: Collection[str]) -> dict[Slot, Value]:
    """Read a server's settings; ConfigError with every mistake at once, or the first hundred."""
    found: dict[Slot, Value] = {}
    wrong: list[Mistake] = []
    for scope, values in _scopes(text, server_id):
        for key, given in values.items():
            try:
                where, option = slot(scope, key)
                found[where] = option.check(given)
            except ConfigError as error:
                wrong += (replace(each, channel_id=scope.channel_id) for each in error.mistakes)
    wrong += mistakes(found, found, offered)
    if wrong:
        raise ConfigError(*wrong[:_MOST_MISTAKES])
    return found


def _scopes(text: str, server_id: int) -> list[tuple[Scope, Mapping[str, object]]]:
    """Give the values of every scope in a document; ConfigError when it is none."""
    scopes: list[tuple[Scope, Mapping[str, object]]] = []
    try:
        match json.loads(text):
            case {"version": 1, "server": dict(values), "channels": dict(channels)}:
                scopes.append((Scope.server(server_id), values))
                for channel, of_channel in channels.items():
                    (channel_id,) = CHANNELS.check([int(channel)])
                    scopes.append((Scope.channel(server_id, channel_id), dict(of_channel)))
            case _:
                pass
    except (ConfigError, RecursionError, TypeError, ValueError) as error:
        raise ConfigError(Mistake("", Problem.NOT_A_FILE)) from error
    keys = [key for _, each in scopes for key in each]
    is_sound = len(keys) <= _MOST_VALUES and all(isinstance(key, str) for key in keys)
    if not scopes or not is_sound:
        raise ConfigError(Mistake("", Problem.NOT_A_FILE))
    return scopes
