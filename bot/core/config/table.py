"""All options, each once."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.core.config.kinds import Choice, Flag, Ids, Name, Names, Real, Text, Whole
from bot.core.config.limits import Measure, Subject, Window
from bot.core.config.options import Layer, Option
from bot.core.reply.thoughts import Reasoning

LONGEST_PERSONA: Final = 4000  # code points, what a modal of Discord can take
MOST_PERSONAS: Final = 20  # with the ready-made ones they fit the 25 lines of Discord's select
LARGEST_FACTS: Final = 50 * 1024
MEMORY_MODES: Final = ("channel", "person", "chain")

_SERVER: Final = frozenset({Layer.SERVER})
_ALL: Final = frozenset({Layer.SERVER, Layer.CHANNEL, Layer.PERSON})
_EVER: Final = 2**40  # seconds since the epoch, some 35,000 years on

MODEL: Final = Option("model", Name(), "deepseek-chat", _ALL, "LLM_MODEL")
ALLOWED_MODELS: Final[Option[tuple[str, ...]]] = Option("allowed_models", Names(), ())  # empty: all
PERSONA: Final = Option("persona", Name(), "assistant")
FACTS: Final = Option("facts", Text(LARGEST_FACTS, in_bytes=True), "")
TEMPERATURE: Final = Option("temperature", Real(0, 2), 0.7)
ANSWER_TOKENS: Final = Option("answer_tokens", Whole(50, 100_000), 2000)
# "auto" is the reader's where a text is for one person, and the server's own elsewhere.
LANGUAGE: Final = Option("language", Choice(("auto", "ko", "en")), "auto")
CHANNELS: Final[Option[tuple[int, ...]]] = Option(
    "channels", Ids(), (), _SERVER
)  # empty: everywhere
ROLES: Final[Option[tuple[int, ...]]] = Option("roles", Ids(), ())  # empty: everyone
WITHOUT_MENTION: Final = Option("without_mention", Flag(), default=False)
THREADS: Final = Option("threads", Flag(), default=False)
FOOTER: Final = Option("footer", Flag(), default=True, variable="REPLY_FOOTER")
REASONING: Final = Option(
    "reasoning", Choice(tuple(Reasoning)), Reasoning.LINE.value, variable="REPLY_REASONING"
)
PARTS: Final = Option("parts", Whole(1, 20), 5, variable="REPLY_MESSAGES")
NOTICE_SECONDS: Final = Option(  # 0: never
    "notice_seconds", Real(0, 86_400), 60.0, variable="REPLY_NOTICE_SECONDS"
)
MEMORY_MODE: Final = Option("memory_mode", Choice(MEMORY_MODES), "channel", variable="MEMORY_MODE")
MEMORY_TOKENS: Final = Option(
    "memory_tokens", Whole(1000, 1_000_000), 16_000, variable="MEMORY_TOKENS"
)
MEMORY_DAYS: Final = Option(  # 0: for ever
    "memory_days", Whole(0, 36_500), 90, _SERVER, "MEMORY_DAYS"
)
SIDE_BY_SIDE: Final = Option("side_by_side", Whole(1, 100), 5, variable="REPLY_SIDE_BY_SIDE")
OPEN_ANSWERS: Final = Option("open_answers", Whole(0, 100), 1)  # 0: no limit


def _quota(subject: Subject, window: Window, measure: Measure, key: str = "") -> Option[Any]:
    """Make the option of a quota; 0 means no limit."""
    is_first = (subject, window, measure) == (Subject.PERSON, Window.MINUTE, Measure.QUESTIONS)
    scopes = {Layer.SERVER, Layer.CHANNEL} if subject is Subject.CHANNEL else _SERVER
    key, most = key or quota_key(subject, window, measure), 20 if is_first and not key else 0
    if measure is Measure.DOLLARS:
        return Option(key, Real(0, 1_000_000), float(most), frozenset(scopes))
    return Option(key, Whole(0, 10**12), most, frozenset(scopes))


def quota_key(subject: Subject, window: Window, measure: Measure, role_id: int = 0) -> str:
    """Give the key of a quota, or of what a role's people have in place of a person's."""
    who = f"role.{role_id}" if role_id else subject
    return f"quota.{who}.{window}.{measure}"


QUOTAS: Final[tuple[Option[Any], ...]] = tuple(
    _quota(subject, window, measure)
    for subject in Subject
    for window in Window
    for measure in Measure
)
OPTIONS: Final[tuple[Option[Any], ...]] = (
    *(MODEL, ALLOWED_MODELS, PERSONA, FACTS, TEMPERATURE, ANSWER_TOKENS, LANGUAGE),
    *(CHANNELS, ROLES, WITHOUT_MENTION, THREADS, FOOTER, REASONING, PARTS, NOTICE_SECONDS),
    *(MEMORY_MODE, MEMORY_TOKENS, MEMORY_DAYS, SIDE_BY_SIDE, OPEN_ANSWERS),
    *QUOTAS,
)
_BY_KEY: Final[Mapping[str, Option[Any]]] = {option.key: option for option in OPTIONS}

# What the history calls a server's own key for the language model. It is no option: nothing shows,
# exports or imports its value, and no change of it can be undone.
OWN_KEY: Final = "key"

# Options of which a server has as many as it makes: its personas, the quotas of its roles, and
# until when a person is free of quotas (seconds since the epoch).
OWN_PERSONA: Final = "personas."
_LIFT: Final = "lift."
_OWN: Final = re.compile(r"personas\.[^\s.](?:[^\r\n]{0,48}\S)?")
_LIFTED: Final = re.compile(r"lift\.[1-9]\d{0,18}", re.ASCII)
_ROLE: Final = re.compile(
    rf"quota\.role\.[1-9]\d{{0,18}}\.({'|'.join(Window)})\.({'|'.join(Measure)})", re.ASCII
)


def find(key: str) -> Option[Any] | None:
    """Give the option of a key, None when there is none."""
    if role := _ROLE.fullmatch(key):
        return _quota(Subject.PERSON, Window(role[1]), Measure(role[2]), key)
    if _LIFTED.fullmatch(key):
        return Option(key, Whole(0, _EVER), 0, _SERVER)
    if _OWN.fullmatch(key) and key.isprintable():
        return Option(key, Text(LONGEST_PERSONA), "", _SERVER)
    return _BY_KEY.get(key)


def lift_key(person_id: int) -> str:
    """Give the key of a person's freedom from quotas."""
    return f"{_LIFT}{person_id}"
