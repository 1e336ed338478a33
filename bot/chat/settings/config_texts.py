"""The sentences of /config: what is set, what changed, and what is wrong with a value."""

import json
from collections.abc import Iterable, Mapping, Sequence

from bot.chat.languages import _, command_name, plural
from bot.chat.settings.config_names import (
    GROUPS,
    choice_text,
    code,
    group_name,
    group_of,
    layer_name,
    option_name,
    value_text,
)
from bot.chat.settings.config_port import Change
from bot.core.config import table
from bot.core.config.layers import Resolved, Scope, Values
from bot.core.config.mistakes import Mistake, Problem
from bot.core.config.options import Layer
from bot.core.config.personas import READY

_MOST_ALLOWED = 25  # names of what is allowed; nobody reads more
MESSAGE_LIMIT = 2000
NOTHING = Values({})


def pages(lines: Iterable[str], limit: int = MESSAGE_LIMIT) -> list[str]:
    """Lay lines out in messages of at most *limit* code points; a longer line is cut."""
    found: list[str] = []
    for line in lines:
        cut = line if len(line) <= limit else line[: limit - 1] + "…"
        if found and len(found[-1]) + 1 + len(cut) <= limit:
            found[-1] += f"\n{cut}"
        else:
            found.append(cut)
    return found


def first_page(lines: Sequence[str]) -> str:
    """Give one message with the first of the lines, and with the command that shows them all."""
    if len(whole := pages(lines)) == 1:
        return whole[0]
    rest = f"\n… `/{command_name('config show')}`"
    return pages(lines, MESSAGE_LIMIT - len(rest))[0] + rest


def place(channel_id: int) -> str:
    """Name where settings hold: a channel, or with 0 the whole server."""
    return f"<#{channel_id}>" if channel_id else _("this server")


def heading(channel_id: int) -> str:
    """Stand above settings."""
    return _("**Settings of {place}**").format(place=place(channel_id))


def show(values: Sequence[Resolved], channel_id: int) -> list[str]:
    """List every value, group by group, with where it comes from; quotas that limit nothing as one."""
    lines = [heading(channel_id)]
    for group in GROUPS:
        found = [each for each in values if group_of(each.option.key) == group]
        told = [each for each in found if not _is_no_limit(each)]
        lines += ["", f"__{group_name(group)}__", *map(setting, told)]
        if len(told) < len(found):
            sentence = _("No other limit") if told else _("No limit")
            lines.append(f"{sentence} · {layer_name(Layer.BUILT_IN)}")
    return lines


def _is_no_limit(found: Resolved) -> bool:
    is_quota = found.option.key.startswith("quota.")
    return is_quota and not found.value and found.origin is Layer.BUILT_IN


def setting(found: Resolved) -> str:
    """Give a value, with where it comes from."""
    key = found.option.key
    return f"{option_name(key)}: {value_text(key, found.value)} · {layer_name(found.origin)}"


def changed(changes: Sequence[Change], scope: Scope, held: Values, holds: Values) -> list[str]:
    """Say what was and what is, and how to undo it.

    *held* and *holds* are all values of a scope before and after: what is not set there is told
    with the value that takes its place.
    """
    if not changes:
        return [_("It was so before: nothing changed.")]
    lines = [
        _change(each, held, holds) if each.slot.scope_id == scope.id else _change(each)
        for each in changes
    ]
    undo = _("Undo it with `/config undo change:{number}`.").format(number=changes[0].number)
    return [*lines, undo]


def history(changes: Sequence[Change]) -> list[str]:
    """List changes with their authors."""
    if not changes:
        return [_("Nothing was changed here yet.")]
    return [_("**Changes of this server**"), *map(_entry, changes)]


def _entry(change: Change) -> str:
    undoes = ""
    if change.undoes:
        undoes = _(" (undoes {number})").format(number=change.undoes)
    head = f"**{change.number}**{undoes} <t:{change.at:.0f}:R> <@{change.author_id}>"
    return f"{head} {_change(change)}"


def _change(change: Change, held: Values = NOTHING, holds: Values = NOTHING) -> str:
    key, channel_id = change.slot.key, change.slot.channel_id
    name = option_name(key)
    if channel_id:
        name = _("{name} in {place}").format(name=name, place=place(channel_id))
    return f"{name}: {_was(key, change.before, held)} → {_was(key, change.after, holds)}"


def _was(key: str, text: str | None, held: Values) -> str:
    if text is not None:
        return value_text(key, json.loads(text))
    found = held.by_key.get(key)
    return f"{value_text(key, found.value)} ({layer_name(found.origin)})" if found else _("not set")


def mistakes(found: Sequence[Mistake]) -> list[str]:
    """Say what is wrong, and that nothing was changed."""
    return [*map(mistake, found), _("Nothing was changed.")]


def mistake(found: Mistake) -> str:
    """Say what is wrong with a value, and what would be right."""
    layers = [layer_name(layer) for layer in Layer if layer in found.allowed]
    names = layers if found.problem is Problem.WRONG_SCOPE else [*map(code, found.allowed)]
    more = " …" if len(names) > _MOST_ALLOWED else ""
    known = found.key.startswith(table.OWN_PERSONA) or table.find(found.key)
    sentence = _sentences(found.key)[found.problem].format(
        name=option_name(found.key) if known else code(found.key),
        given=code(found.given) if found.given else _("this"),
        allowed=", ".join(names[:_MOST_ALLOWED]) + more,
        first=found.allowed[0] if found.allowed else "",
        last=found.allowed[-1] if found.allowed else "",
    )
    return f"<#{found.channel_id}> {sentence}" if found.channel_id else sentence


def _sentences(key: str) -> dict[Problem, str]:
    too_long = _("{name} is too long: at most {first} characters are allowed.")
    if key == table.FACTS.key:
        too_long = _("{name} is too long: at most {first} bytes of UTF-8 are allowed.")
    return {
        Problem.UNKNOWN_OPTION: _("There is no setting {name}: `/config panel` shows them all."),
        Problem.NOT_A_FILE: _("That is no file from `/config export`."),
        Problem.WRONG_SCOPE: _("{name} can be set here only: {allowed}."),
        Problem.OUT_OF_RANGE: _("{name} has to be a number from {first} to {last}, not {given}."),
        Problem.NOT_A_CHOICE: _("{name} cannot be {given}. Allowed: {allowed}."),
        Problem.NOT_TEXT: _("{name} has to be a text of one line."),
        Problem.NOT_IDS: _(
            "{name} has to be channels or roles, written like #channel or @role, not {given}."
        ),
        Problem.TOO_LONG: too_long,
        Problem.TOO_MANY: _("{name}: at most {first} are allowed."),
        Problem.NAME_TAKEN: _("{name} is a ready-made persona: choose another name."),
    }


def no_persona(name: str, own: Iterable[str]) -> str:
    """Say that a server has no persona of its own with a name."""
    names = ", ".join(map(code, own)) or _("none yet")
    return _("There is no persona {name} of your own. There are: {names}.").format(
        name=code(name), names=names
    )


def wrong_persona_name() -> str:
    """Say what a persona may be called."""
    return _(
        "A persona's name has one line of at most 50 characters, and begins with no blank or dot."
    )


def personas(own: Mapping[str, str]) -> list[str]:
    """List the personas, own ones with how they begin."""
    lines = [f"- {choice_text(table.PERSONA.key, name)}" for name in READY]
    lines += (f"- {code(name)}: {code(text)}" for name, text in own.items())
    return [
        _("**Personas**"),
        *lines,
        _("Choose one with `/config set option:persona`, or for a channel in `/config panel`."),
        _("Change one, or copy a ready-made one, with `/config persona write`."),
    ]


def nothing_to_undo() -> str:
    """Say that there is no such change."""
    return _("There is no such change that could be undone. `/config history` lists them.")


def changed_since() -> str:
    """Say that an undoing would take back more than one change."""
    return _("That was changed again since, so I left it. `/config history` shows by whom.")


def only_in_servers() -> str:
    """Refuse a command in direct messages."""
    return _("Settings belong to a server: use this command there.")


def not_server_manager() -> str:
    """Refuse what concerns the whole server."""
    return _("Only who may manage this server can do that. Choose a channel that you may manage.")


def not_channel_manager(channel_id: int) -> str:
    """Refuse what concerns a channel."""
    return _("Only who may manage {place} or this server can do that.").format(
        place=place(channel_id)
    )


def not_a_text_file(most_kilobytes: int) -> str:
    """Refuse a file."""
    return plural(
        "The file has to be a text in UTF-8 of at most {count} KB.",
        "The file has to be a text in UTF-8 of at most {count} KB.",
        most_kilobytes,
    ).format(count=most_kilobytes)


def no_role() -> str:
    """Ask for the role of a quota."""
    return _("Choose the role in the option `role`.")


def exported() -> str:
    """Stand above an export."""
    return _("All settings of this server and its channels. `/config import` takes this file.")


def in_a_file() -> str:
    """Stand above a list that is too long for messages."""
    return _("The list is long, so it is in this file.")


def typed_text() -> str:
    """Stand above what somebody typed and what could not be taken."""
    return _("What you wrote is in this file, so that it is not lost.")
