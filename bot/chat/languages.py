"""The languages that the bot speaks: catalogues of gettext, and which of them is spoken now.

Where an event of Discord comes in, its language is set (`speak`); all tasks that it starts speak
the same. What is said is written in English, as `_("…")`; bot/locale holds the other languages.
"""

import gettext
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "locale"
_DOMAIN = "tokki"


class Language(StrEnum):
    """A language, as Discord names its locale."""

    ENGLISH = "en"
    KOREAN = "ko"


_CATALOGUES: dict[Language, gettext.NullTranslations] = {
    Language.ENGLISH: gettext.NullTranslations(),
    Language.KOREAN: gettext.translation(_DOMAIN, _FOLDER, [Language.KOREAN]),
}
_spoken: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)


def language_of(locale: str | None) -> Language:
    """Give the language for a locale of Discord ("ko", "en-US", "de"); English where it has none."""
    return Language.KOREAN if (locale or "").startswith(Language.KOREAN) else Language.ENGLISH


def speak(language: Language) -> None:
    """Speak *language* from now on, in this task and those that it starts."""
    _spoken.set(language)


def spoken() -> Language:
    """Give the language that is spoken now."""
    return _spoken.get()


def _(message: str) -> str:
    """Say *message* in the language that is spoken now."""
    return _CATALOGUES[_spoken.get()].gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """Say *one* or *many*, as the language that is spoken now has it for *count*."""
    return _CATALOGUES[_spoken.get()].ngettext(one, many, count)


def translated(message: str, language: Language) -> str:
    """Say *message* in *language*, whatever is spoken now."""
    return _CATALOGUES[language].gettext(message)


def command_name(path: str) -> str:
    """Name a command ("forget me") as it is called in the language that is spoken now."""
    return " ".join(map(_, path.split()))
