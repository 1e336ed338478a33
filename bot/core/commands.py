"""Whether Discord already has our slash commands, so that they are sent only when they changed."""

from collections.abc import Mapping, Sequence

Payload = Mapping[str, object]

# What Discord adds to a command by itself; nothing of it is ours to compare.
_THEIRS = {"id", "application_id", "guild_id", "version", "handler"}
_EMPTY: tuple[object, ...] = (None, False, "", [], {})


def same_commands(ours: Sequence[Payload], theirs: Sequence[Payload]) -> bool:
    """Tell whether the registered commands *theirs* say the same as *ours*, in any order."""
    return _by_name(ours) == _by_name(theirs)


def _by_name(commands: Sequence[Payload]) -> dict[tuple[object, object], object]:
    return {
        (command.get("name"), command.get("type", 1)): _normal({"type": 1, **command})
        for command in commands
    }


def _normal(value: object) -> object:
    """Leave out what is Discord's own, and what is only a default spelt out."""
    if isinstance(value, Mapping):
        entries = {
            # the one number that Discord sends back as a string
            key: str(entry)
            if key == "default_member_permissions" and entry is not None
            else _normal(entry)
            for key, entry in value.items()
            if key not in _THEIRS and not key.endswith("_localized")
        }
        return {
            key: entry
            for key, entry in entries.items()
            if entry not in _EMPTY and not _is_default(key, entry)
        }
    if isinstance(value, list | tuple):
        return [_normal(entry) for entry in value]
    return value


def _is_default(key: str, value: object) -> bool:
    # True is the default for direct messages; contexts and integration types default to these.
    return (key, value) in (("dm_permission", True), ("integration_types", [0]))
