"""Options of a command as a person fills them in: typed, checked and resolved."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox import guild_render, render
from sandbox.commands import goes_by
from sandbox.errors import Json
from sandbox.files import Upload
from sandbox.model import Attachment, Channel, Role, User

_GROUPS = (1, 2)
_THINGS = (6, 7, 8, 9)  # user, channel, role, mentionable
_PLAIN: dict[int, tuple[type, ...]] = {3: (str,), 4: (int,), 5: (bool,), 10: (int, float)}


@dataclass(frozen=True, slots=True)
class Filled:
    """The options of a command and the things that they name."""

    options: list[Json] = field(default_factory=list)
    resolved: Json = field(default_factory=dict)


def leaf(command: Json, path: list[str], locale: str) -> tuple[Json, list[str]]:
    """Walk down to the subcommand that *path* names; give it with the proper names on the way."""
    names: list[str] = []
    for name in path:
        inner = [each for each in command.get("options") or [] if each["type"] in _GROUPS]
        found = next((each for each in inner if goes_by(each, name, locale)), None)
        if found is None:
            known = ", ".join(each["name"] for each in inner) or "none"
            raise LookupError(f"/{command['name']} has no subcommand {name!r}; it has: {known}.")
        command = found
        names.append(found["name"])
    if any(each["type"] in _GROUPS for each in command.get("options") or []):
        raise LookupError(f"/{command['name']} needs one of its subcommands.")
    return command, names


def nest(command: Json, names: list[str], options: list[Json]) -> list[Json]:
    """Wrap options into the subcommands that they belong to."""
    kinds: list[int] = []
    for name in names:
        command = next(each for each in command["options"] if each["name"] == name)
        kinds.append(command["type"])
    for name, kind in zip(reversed(names), reversed(kinds), strict=True):
        options = [{"type": kind, "name": name, "options": options}]
    return options


def full_name(data: Json) -> str:
    """Give the name of a used command with that of its subcommand; empty if none was used."""
    names, inner = [data.get("name", "")], data.get("options")
    while inner and inner[0]["type"] in _GROUPS:
        names.append(inner[0]["name"])
        inner = inner[0].get("options")
    return " ".join(names)


def fill(
    command: Json, values: dict[str, object], locale: str, keep: Callable[[Upload], Attachment]
) -> Filled:
    """Read *values* by the types that the command declares.

    Raises:
        LookupError: an option is unknown, missing, or not among its choices.
    """
    declared = command.get("options") or []
    filled = Filled()
    left = dict(values)
    for option in declared:
        key = next((each for each in left if goes_by(option, each, locale)), None)
        if key is not None:
            value = _read(option, left.pop(key), filled.resolved, keep)
            filled.options.append({"type": option["type"], "name": option["name"], "value": value})
        elif option.get("required"):
            raise LookupError(f"/{command['name']} needs the option {option['name']!r}.")
    if left:
        known = ", ".join(each["name"] for each in declared) or "none"
        unknown = next(iter(left))
        raise LookupError(f"/{command['name']} has no option {unknown!r}; it has: {known}.")
    return filled


def _read(
    option: Json, value: object, resolved: Json, keep: Callable[[Upload], Attachment]
) -> str | float:
    if isinstance(value, Upload):
        file = keep(value)
        resolved.setdefault("attachments", {})[str(file.id)] = render.attachment(file)
        return str(file.id)
    if option["type"] in _THINGS:
        return _thing(value, resolved)
    plain = _plain(option, value)
    _check_choice(option, plain)
    _check_range(option, plain)
    return plain


def _plain(option: Json, value: object) -> str | float:
    kinds = _PLAIN.get(option["type"], ())
    fits = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
    if not fits or not isinstance(value, (str, int, float)):
        wanted = " or ".join(kind.__name__ for kind in kinds) or "file"
        raise LookupError(f"The option {option['name']!r} takes {wanted}, not {value!r}.")
    return value


def _check_choice(option: Json, value: str | float) -> None:
    choices = option.get("choices")
    if choices and value not in [each["value"] for each in choices]:
        known = ", ".join(str(each["value"]) for each in choices)
        raise LookupError(f"The option {option['name']!r} offers: {known}; not {value!r}.")


def _check_range(option: Json, value: str | float) -> None:
    is_text = isinstance(value, str)
    size = len(value) if isinstance(value, str) else value
    kind = "length" if is_text else "value"
    least, most = option.get(f"min_{kind}"), option.get(f"max_{kind}")
    if (least is not None and size < least) or (most is not None and size > most):
        name = option["name"]
        raise LookupError(f"The option {name!r} wants a {kind} from {least} to {most}.")


def _thing(value: object, resolved: Json) -> str:
    if isinstance(value, Channel):
        shown = {
            "id": str(value.id),
            "name": value.name,
            "type": int(value.kind),
            "permissions": "0",
        }
        resolved.setdefault("channels", {})[str(value.id)] = shown
        return str(value.id)
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = guild_render.role(value)
        return str(value.id)
    user = getattr(value, "user", value)
    if not isinstance(user, User):
        raise LookupError(f"{value!r} is neither a person nor a channel nor a role.")  # noqa: TRY004 - what people mistype is always a LookupError
    resolved.setdefault("users", {})[str(user.id)] = render.user(user)
    return str(user.id)
