"""Every text that people read exists in both languages, and none stands there for nothing."""

import re
import string
from pathlib import Path

import pytest

from bot.chat import languages, texts
from bot.chat.languages import Language, language_of, speak, translated

extract = pytest.importorskip("babel.messages.extract")
pofile = pytest.importorskip("babel.messages.pofile")
mofile = pytest.importorskip("babel.messages.mofile")

ROOT = Path(__file__).parent.parent
PO = ROOT / "bot" / "locale" / "ko" / "LC_MESSAGES" / "tokki.po"
KEYWORDS = {"_": None, "plural": (1, 2), "locale_str": None}
ENGLISH = re.compile(r"`/[a-z]")
PARTICLE = re.compile(
    r"\{\w+\S*\}[`*]*(?:\(으\)로|[을를은는과와이가로]|으로|이에요|예요)(?![가-힣])"
)
HANGUL = re.compile(r"[가-힣]")


def catalogue() -> dict[object, tuple[str, ...]]:
    """The Korean texts by the English one, or by both English ones of a plural."""
    with PO.open("rb") as file:
        entries = pofile.read_po(file, locale="ko")
    return {
        entry.id: (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        for entry in entries
        if entry.id
    }


def in_code() -> set[object]:
    found: set[object] = set()
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            with path.open("rb") as file:
                found |= {said for _, said, *_ in extract.extract("python", file, KEYWORDS)}
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_text_is_missing_or_unused() -> None:
    known, said = catalogue().keys(), in_code()
    assert said - known == set(), "run .ci/catalogue and translate"
    assert known - said == set(), "run .ci/catalogue"


def test_every_text_is_translated_with_the_same_fields() -> None:
    for english, korean in catalogue().items():
        originals = english if isinstance(english, tuple) else (english,)
        assert all(korean), english
        assert {frozenset(fields(text)) for text in korean} == {frozenset(fields(originals[-1]))}, (
            english
        )


def test_korean_texts_name_commands_in_korean() -> None:
    assert [text for texts in catalogue().values() for text in texts if ENGLISH.search(text)] == []


def test_no_korean_particle_depends_on_what_is_filled_in() -> None:
    texts = (text for texts in catalogue().values() for text in texts)
    found = {hit[0] for text in texts for hit in PARTICLE.finditer(text)}
    # The one ends in 개, the other is not filled in.
    assert found == {"{turns}와", "{date}는"}


def test_what_is_compiled_is_what_is_written() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        entries = [entry for entry in mofile.read_mo(file) if entry.id]
    compiled = {
        entry.id if isinstance(entry.id, str) else tuple(entry.id): (
            (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        )
        for entry in entries
    }
    assert compiled == catalogue()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ko", "ko"), ("ko-KR", "ko"), ("en-US", "en"), ("de", "en"), (None, "en"), ("", "en")],
)
def test_a_locale_has_a_language(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_the_language_is_that_of_the_task() -> None:
    speak(Language.KOREAN)
    try:
        assert HANGUL.search(texts.stopped())
        assert languages.plural("{count:,} token", "{count:,} tokens", 2) != "{count:,} tokens"
    finally:
        speak(Language.ENGLISH)
    assert texts.stopped() == "Stopped."
    assert HANGUL.search(translated("Stopped.", Language.KOREAN))
