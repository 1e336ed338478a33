"""The application commands that a bot has registered."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any

from sandbox.errors import Json, invalid_form, refusal, too_long

_COMMANDS = 100
_OPTIONS = 25
_CHOICES = 25
_DESCRIPTION = 100
_NAME = re.compile(r"[-_'\w]{1,32}")
_LOCALISATIONS = ("name_localizations", "description_localizations")


class CommandKind(IntEnum):
    """Discord's numbers for kinds of commands."""

    SLASH = 1
    USER = 2
    MESSAGE = 3


class CommandBook:
    """Registered commands, for everywhere and for single guilds."""

    def __init__(self, make_id: Callable[[], int], application_id: int) -> None:
        self._make_id = make_id
        self._application_id = application_id
        self._scopes: dict[int | None, dict[int, Json]] = {}
        self.writes = 0

    def all(self, guild_id: int | None) -> list[Json]:
        """Give the commands of one scope."""
        return list(self._scope(guild_id).values())

    def get(self, guild_id: int | None, command_id: int) -> Json:
        """Give one command, or refuse."""
        command = self._scope(guild_id).get(command_id)
        if command is None:
            raise refusal(10063)
        return command

    def put(self, guild_id: int | None, given: Json) -> tuple[Json, bool]:
        """Create a command, or replace that of the same kind and name; say whether it is new."""
        _check(given)
        self.writes += 1
        scope = self._scope(guild_id)
        former = _same(scope.values(), given)
        if former is None and len(scope) >= _COMMANDS:
            raise refusal(30032)
        command_id = int(former["id"]) if former else self._make_id()
        scope[command_id] = self._registered(guild_id, command_id, given)
        return scope[command_id], former is None

    def put_all(self, guild_id: int | None, given: list[Json]) -> list[Json]:
        """Replace every command of a scope; those that stay keep their ids."""
        for each in given:
            _check(each)
        self.writes += 1
        former = self._scope(guild_id)
        scope: dict[int, Json] = {}
        for each in given:
            same = _same(former.values(), each)
            command_id = int(same["id"]) if same else self._make_id()
            scope[command_id] = self._registered(guild_id, command_id, each)
        self._scopes[guild_id] = scope
        return list(scope.values())

    def change(self, guild_id: int | None, command_id: int, given: Json) -> Json:
        """Change single fields of a command."""
        former = self.get(guild_id, command_id)
        changed = {**former, **given}
        _check(changed)
        self.writes += 1
        scope = self._scope(guild_id)
        scope[command_id] = self._registered(guild_id, command_id, changed)
        return scope[command_id]

    def remove(self, guild_id: int | None, command_id: int) -> None:
        """Forget a command."""
        self.get(guild_id, command_id)
        self.writes += 1
        del self._scope(guild_id)[command_id]

    def find(self, guild_id: int | None, kind: CommandKind, name: str, locale: str) -> Json | None:
        """Find a command as a person types it: by its name or by its name in their language."""
        scopes = [*self.all(guild_id), *self.all(None)] if guild_id else self.all(None)
        for command in scopes:
            if command["type"] == kind and goes_by(command, name, locale):
                return command
        return None

    def names(self, guild_id: int | None) -> list[str]:
        """List the names of what a person can use."""
        scopes = {guild_id, None}
        return sorted(each["name"] for scope in scopes for each in self.all(scope))

    def _scope(self, guild_id: int | None) -> dict[int, Json]:
        return self._scopes.setdefault(guild_id, {})

    def _registered(self, guild_id: int | None, command_id: int, given: Json) -> Json:
        permissions = given.get("default_member_permissions")
        registered = {
            "contexts": None,
            "dm_permission": True,
            "integration_types": [0],
            "nsfw": False,
            "type": CommandKind.SLASH.value,
            **{key: value for key, value in given.items() if value is not None},
            "id": str(command_id),
            "application_id": str(self._application_id),
            "version": str(self._make_id()),
            "default_member_permissions": None if permissions is None else str(permissions),
            "description": given.get("description") or "",
        }
        if guild_id is not None:
            registered["guild_id"] = str(guild_id)
        return registered


def goes_by(named: Json, name: str, locale: str) -> bool:
    """Tell whether a command or an option has this name, also in the language *locale*."""
    return name in (named["name"], (named.get("name_localizations") or {}).get(locale))


def without_localisations(command: Json) -> Json:
    """Give a command as Discord lists it when localisations were not asked for."""
    return {key: _bare(value) for key, value in command.items() if key not in _LOCALISATIONS}


def _bare(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return without_localisations(value) if isinstance(value, dict) else value


def _same(commands: Iterable[Json], given: Json) -> Json | None:
    kind = given.get("type") or CommandKind.SLASH
    return next(
        (each for each in commands if (each["type"], each["name"]) == (kind, given["name"])), None
    )


def _check(command: Json) -> None:
    is_slash = (command.get("type") or CommandKind.SLASH) == CommandKind.SLASH
    if is_slash:
        _check_named("name", command)
    for path, option in _options(command, "options"):
        _check_named(f"{path}.name", option)
        if len(option.get("choices") or []) > _CHOICES:
            raise too_long(f"{path}.choices", _CHOICES)


def _check_named(path: str, named: Json) -> None:
    name = named.get("name") or ""
    if not _NAME.fullmatch(name) or name != name.lower():
        raise invalid_form(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    place = path.removesuffix("name") + "description"
    description = named.get("description") or ""
    if not description:
        raise invalid_form(place, "BASE_TYPE_REQUIRED", "This field is required")
    if len(description) > _DESCRIPTION:
        raise too_long(place, _DESCRIPTION)


def _options(named: Json, at: str) -> Iterator[tuple[str, Json]]:
    options = named.get("options") or []
    if len(options) > _OPTIONS:
        raise too_long(at, _OPTIONS)
    for index, option in enumerate(options):
        yield f"{at}.{index}", option
        yield from _options(option, f"{at}.{index}.options")
