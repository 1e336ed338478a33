"""What settings and their values are called, in the language that is spoken now."""

import math
from collections.abc import Mapping
from typing import Final

from bot.chat.languages import _, plural
from bot.core.config import table
from bot.core.config.kinds import Value
from bot.core.config.limits import Measure, Subject, Window
from bot.core.config.options import Layer
from bot.core.config.table import quota_key
from bot.core.reply.thoughts import Reasoning

_LONGEST = 80  # characters of a value that are shown
_MOST_ITEMS = 20

# What belongs together, by the name of the group.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "models": ("model", "allowed_models", "temperature", "answer_tokens"),
    "personas": ("persona", "facts", "language"),
    "places": ("channels", "roles", "without_mention", "threads"),
    "looks": ("footer", "reasoning", "parts", "notice_seconds"),
    "memory": ("memory_mode", "memory_tokens", "memory_days", "side_by_side"),
    **{
        f"quotas.{subject}": (
            *(("open_answers",) if subject is Subject.PERSON else ()),
            *(quota_key(subject, window, measure) for measure in Measure for window in Window),
        )
        for subject in Subject
    },
}


def group_of(key: str) -> str:
    """Give the group of an option; a server's own ones stand with what they are like."""
    found = (group for group, keys in GROUPS.items() if key in keys)
    own = "personas" if key.startswith(table.OWN_PERSONA) else f"quotas.{Subject.PERSON}"
    return next(found, own)


def group_name(group: str) -> str:
    """Name a group."""
    return {
        "models": _("Model"),
        "personas": _("Persona and language"),
        "places": _("Where and whom it answers"),
        "looks": _("Looks of an answer"),
        "memory": _("Memory"),
        "quotas.person": _("Quotas of a person"),
        "quotas.channel": _("Quotas of a channel"),
        "quotas.server": _("Quotas of the server"),
    }[group]


def option_name(key: str) -> str:
    """Name an option; one that is not known by its key."""
    if key in (named := _options()):
        return named[key][0]
    match key.split(".", 1):
        case ["quota", rest] if table.find(key):
            return _quota_name(rest)
        case ["personas", name]:
            return _("Persona {name}").format(name=code(name)) if name else _("Own personas")
        case ["lift", person]:
            return _("Freedom of quotas for {person}").format(person=f"<@{person}>")
        case _:
            return code(key)


def option_help(key: str) -> str:
    """Say in at most 100 characters what an option does; nothing for quotas."""
    return _options().get(key, ("", ""))[1]


def value_text(key: str, value: Value | list[object]) -> str:
    """Give a value as people read it."""
    if empty := _empty(key, value):
        return empty
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return _number(key, value)
        case str():
            return _characters(len(value)) if key == table.FACTS.key else choice_text(key, value)
        case _:
            return _items(key, value)


def choice_text(key: str, word: str) -> str:
    """Give a word that an option takes, and what it means."""
    meaning = choice_name(key, word)
    return code(word) if meaning == word else f"{code(word)} ({meaning})"


def choice_name(key: str, word: str) -> str:
    """Say what a word means for an option; itself, where there is nothing to say."""
    return {
        "language.auto": _("that of the reader or the server"),
        "language.ko": "한국어",
        "language.en": "English",
        f"reasoning.{Reasoning.NONE}": _("nothing"),
        f"reasoning.{Reasoning.LINE}": _("how long it thought"),
        f"reasoning.{Reasoning.SPOILER}": _("its thoughts, behind a click"),
        "memory_mode.channel": _("what everybody said in the channel"),
        "memory_mode.person": _("what the asker said in the channel"),
        "memory_mode.chain": _("the messages that were replied to"),
        "model.auto": _("chosen for each question"),
        "persona.assistant": _("general assistant"),
        "persona.support": _("customer support, from the facts"),
        "persona.code": _("code helper"),
        "persona.translator": _("translator"),
    }.get(f"{key}.{word}", word)


def layer_name(layer: Layer) -> str:
    """Say where a value comes from."""
    return {
        Layer.BUILT_IN: _("built-in"),
        Layer.ENVIRONMENT: _("environment"),
        Layer.SERVER: _("server"),
        Layer.CHANNEL: _("channel"),
        Layer.PERSON: _("person"),
    }[layer]


def code(text: str) -> str:
    """Show *text* as it is, its beginning on one line."""
    line = " ".join(text.replace("`", "'").split())
    return f"`{line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}`"


def _empty(key: str, value: Value | list[object]) -> str:
    """Say what it means that a value is nothing or zero; empty where it means no more than that."""
    if isinstance(value, bool) or value not in ((), [], 0):
        return ""
    if key.startswith("quota.") or key == table.OPEN_ANSWERS.key:
        return _("no limit")
    return {
        "allowed_models": _("all"),
        "channels": _("in all channels"),
        "roles": _("everybody"),
        "notice_seconds": _("never"),
        "memory_days": _("for ever"),
    }.get(key, "")


def _number(key: str, value: float) -> str:
    if key.startswith("lift."):
        return _("until {moment}").format(moment=f"<t:{value:.0f}:f>")
    money = key.startswith("quota.") and key.endswith(Measure.DOLLARS)
    shown = f"{'$' if money else ''}{value:,.15g}"
    count = math.ceil(value)  # 1.5 are many
    unit = {
        "answer_tokens": plural("{count} token", "{count} tokens", count),
        "memory_tokens": plural("{count} token", "{count} tokens", count),
        "memory_days": plural("{count} day", "{count} days", count),
        "notice_seconds": plural("{count} second", "{count} seconds", count),
        "parts": plural("{count} message", "{count} messages", count),
    }
    return unit.get(key, "{count}").format(count=shown)


def _items(key: str, items: tuple[object, ...] | list[object]) -> str:
    mark = {"channels": "<#{}>", "roles": "<@&{}>"}.get(key, "`{}`")
    shown = " ".join(mark.format(item) for item in items[:_MOST_ITEMS])
    rest = len(items) - _MOST_ITEMS
    if rest <= 0:
        return shown
    more = plural("and {count} more", "and {count} more", rest).format(count=rest)
    return f"{shown} {more}"


def _characters(count: int) -> str:
    return plural("{count:,} character", "{count:,} characters", count).format(count=count)


def _quota_name(rest: str) -> str:
    """Name a quota by its key without the first word."""
    whose, window, measure = rest.rsplit(".", 2)
    subjects = {
        "person": _("per person"),
        "channel": _("per channel"),
        "server": _("of the server"),
    }
    measures = {"questions": _("Questions"), "tokens": _("Tokens"), "dollars": _("Dollars")}
    windows = {"minute": _("a minute"), "day": _("a day"), "month": _("a month")}
    role = _("for {role}").format(role=f"<@&{whose.removeprefix('role.')}>")
    return _("{what} {when}, {who}").format(
        what=measures[measure], when=windows[window], who=subjects.get(whose, role)
    )


def _options() -> dict[str, tuple[str, str]]:
    """Give the name of each option, and what it does."""
    return {
        "model": (_("Model"), _("The language model that answers.")),
        "allowed_models": (_("Allowed models"), _("The models that people may choose from.")),
        "persona": (_("Persona"), _("Who it is told to be: a ready-made persona, or your own.")),
        "facts": (_("Facts"), _("What it may answer from, such as prices and opening hours.")),
        "temperature": (_("Temperature"), _("From 0 (always alike) to 2 (wild).")),
        "answer_tokens": (_("Answer length"), _("How many tokens an answer has at most.")),
        "language": (_("Language"), _("The language of what the bot itself says.")),
        "channels": (_("Channels"), _("The only channels in which it answers.")),
        "roles": (_("Roles"), _("The only roles that may ask.")),
        "without_mention": (_("Without mention"), _("Whether every message is a question.")),
        "threads": (_("Threads"), _("Whether each answer gets a thread of its own.")),
        "footer": (_("Footer"), _("Whether model, time and tokens stand below an answer.")),
        "reasoning": (_("Reasoning"), _("What is shown of the model's thoughts.")),
        "parts": (_("Parts"), _("After how many messages an answer goes on as a file.")),
        "notice_seconds": (_("Ping"), _("After how many seconds of writing its asker is pinged.")),
        "memory_mode": (_("Memory"), _("What an answer knows of what was said before.")),
        "memory_tokens": (_("Memory window"), _("How many tokens of it the model is sent.")),
        "memory_days": (_("Retention"), _("After how many days it is deleted.")),
        "side_by_side": (
            _("Side by side"),
            _("How many answers are written in a channel at once."),
        ),
        "open_answers": (_("Open answers"), _("How many a person may have in a channel at once.")),
        table.OWN_KEY: (_("Own key"), ""),
    }
