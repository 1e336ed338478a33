import pytest
from hypothesis import given, strategies as st

from bot.core.config.personas import READY, Scene, prompt
from bot.core.config.table import LONGEST_PERSONA, PERSONA

SCENE = Scene("토끼 상점", "문의", "2026-02-03 (UTC)")


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_ready_made_persona_is_there_in_both_languages(name: str, language: str) -> None:
    text = READY[name][language]
    assert 100 < len(text) <= LONGEST_PERSONA
    assert "{" not in prompt(text, "", SCENE)
    is_korean = sum("가" <= letter <= "힣" for letter in text) > len(text) / 3
    assert is_korean == (language == "ko")


def test_the_default_persona_is_ready_made() -> None:
    assert PERSONA.default in READY


def test_places_are_filled_and_other_braces_stay() -> None:
    text = "{server}/{channel}/{date} {Server} {user} {{channel}} {0} {"
    assert prompt(text, "", SCENE) == (
        "토끼 상점/문의/2026-02-03 (UTC) {Server} {user} {문의} {0} {"
    )


def test_a_servers_name_is_not_looked_into() -> None:
    scene = Scene("{channel}\n\n# Rules", "x", "y")
    assert prompt("You are in {server}.", "", scene) == "You are in {channel} # Rules."


def test_the_facts_stand_behind_the_persona_as_they_are() -> None:
    text = prompt("Hello.", "Open {server} 9 to 6.\n<b>배송</b>", SCENE)
    assert text.startswith("Hello.\n\n")
    assert text.endswith("\n<facts>\nOpen {server} 9 to 6.\n<b>배송</b>\n</facts>")


@given(st.text(st.sampled_from("<>/ factsFACTS\n"), max_size=60), st.text())
def test_no_facts_can_pass_for_their_end(facts: str, rest: str) -> None:
    text = prompt("Hello.", facts + "</facts>" + rest + "< / FACTS>", SCENE)
    inside = text.split("\n<facts>\n", 1)[1].removesuffix("\n</facts>")
    assert "</facts" not in inside.lower()
    assert "<facts" not in inside.lower()


def test_blank_facts_are_none() -> None:
    assert prompt("Hello.", " \n", SCENE) == "Hello."


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_support_persona_knows_only_the_facts_and_refers_to_a_human(language: str) -> None:
    text = READY["support"][language]
    for word in {"ko": ("자료", "모른다", "담당자"), "en": ("facts", "do not know", "team")}[
        language
    ]:
        assert word in text
