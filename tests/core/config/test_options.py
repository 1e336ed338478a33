from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from bot.chat.remembering.prompting import MemoryMode
from bot.core.config import table
from bot.core.config.kinds import Value
from bot.core.config.mistakes import ConfigError, Mistake, Problem
from bot.core.config.options import Layer, Option
from bot.core.config.table import OPTIONS, find
from bot.settings import Settings
from tests.core.config.settings import a_value


def mistake(option: Option[Value], text: str) -> Mistake:
    with pytest.raises(ConfigError) as caught:
        option.parse(text)
    (found,) = caught.value.mistakes
    return found


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        (table.MODEL, " large ", "large"),
        (table.TEMPERATURE, "0.25", 0.25),
        (table.TEMPERATURE, "1", 1.0),
        (table.ANSWER_TOKENS, "4,000", 4000),
        (table.FOOTER, "Off", False),
        (table.FOOTER, "예", True),
        (table.REASONING, "Spoiler", "spoiler"),
        (table.CHANNELS, "<#123>, 456 <#123>", (123, 456)),
        (table.CHANNELS, "", ()),
        (table.ROLES, "<@&9>", (9,)),
        (table.ALLOWED_MODELS, "small, large\nsmall", ("small", "large")),
        (find("quota.server.month.dollars"), "$1,250.50", 1250.5),
        (find("quota.role.42.day.questions"), "100", 100),
        (find("personas.해적"), "Speak like a pirate.", "Speak like a pirate."),
    ],
)
def test_what_people_type_is_understood(option: Option[Value], text: str, value: Value) -> None:
    parsed = option.parse(text)
    assert (parsed, type(parsed)) == (value, type(value))


@pytest.mark.parametrize(
    ("option", "text", "problem", "allowed"),
    [
        (table.PARTS, "many", Problem.OUT_OF_RANGE, ("1", "20")),
        (table.PARTS, "21", Problem.OUT_OF_RANGE, ("1", "20")),
        (table.PARTS, "2.5", Problem.OUT_OF_RANGE, ("1", "20")),
        (table.PARTS, "9" * 5000, Problem.OUT_OF_RANGE, ("1", "20")),
        (table.TEMPERATURE, "nan", Problem.OUT_OF_RANGE, ("0", "2")),
        (table.TEMPERATURE, "0,7", Problem.OUT_OF_RANGE, ("0", "2")),
        (table.REASONING, "loud", Problem.NOT_A_CHOICE, ("none", "line", "spoiler")),
        (table.FOOTER, "maybe", Problem.NOT_A_CHOICE, ("yes", "no")),
        (table.CHANNELS, "general", Problem.NOT_IDS, ()),
        (table.CHANNELS, "1 general", Problem.NOT_IDS, ()),
        (table.CHANNELS, "0", Problem.NOT_IDS, ()),
        (table.CHANNELS, "9" * 19, Problem.NOT_IDS, ()),
        (table.ROLES, " ".join(map(str, range(1, 102))), Problem.TOO_MANY, ("100",)),
        (table.MODEL, "", Problem.NOT_TEXT, ()),
        (table.MODEL, "a\nb", Problem.NOT_TEXT, ()),
        (table.MODEL, "a" * 101, Problem.TOO_LONG, ("100",)),
        (table.FACTS, "가" * 17_067, Problem.TOO_LONG, ("51200",)),
    ],
)
def test_a_wrong_value_names_what_is_allowed(
    option: Option[Value], text: str, problem: Problem, allowed: tuple[str, ...]
) -> None:
    assert mistake(option, text) == Mistake(option.key, problem, text[:100], allowed)


@pytest.mark.parametrize(
    ("option", "given"),
    [
        (table.PARTS, True),
        (table.TEMPERATURE, False),
        (table.TEMPERATURE, 10**400),
        (table.TEMPERATURE, "0.7"),
        (table.FOOTER, 1),
        (table.CHANNELS, [True]),
        (table.CHANNELS, [[1]]),
        (table.CHANNELS, "1"),
        (table.ALLOWED_MODELS, ["a", 1]),
        (table.REASONING, ["line"]),
        (table.FACTS, None),
        (table.MODEL, {}),
    ],
)
def test_a_json_value_of_another_type_is_refused(option: Option[Value], given: object) -> None:
    with pytest.raises(ConfigError):
        option.check(given)


@given(st.text())
def test_every_text_is_a_value_or_a_mistake(text: str) -> None:
    for option in OPTIONS:
        with suppress(ConfigError):
            value = option.parse(text)
            assert option.check(value) == value


def test_a_text_is_kept_without_what_a_database_cannot_hold() -> None:
    assert table.FACTS.check("a\0b\ud800") == "ab?"


def test_every_default_is_a_value_and_every_key_is_there_once() -> None:
    assert len({option.key for option in OPTIONS}) == len(OPTIONS)
    for option in OPTIONS:
        assert option.check(option.default) == option.default
        assert find(option.key) is option


def test_only_the_model_is_a_persons_own() -> None:
    assert [each.key for each in OPTIONS if Layer.PERSON in each.scopes] == ["model"]


def test_by_default_twenty_questions_a_minute_and_one_open_answer() -> None:
    limited = [(option.key, option.default) for option in table.QUOTAS if option.default]
    assert limited == [("quota.person.minute.questions", 20)]
    assert table.OPEN_ANSWERS.default == 1
    assert len(table.QUOTAS) == 27


@pytest.mark.parametrize(
    "key",
    [
        *("", "models", "quota.person.hour.questions", "quota.role.x.day.tokens"),
        *("quota.role.0.day.tokens", "lift.", "lift.x", "lift.0", "personas.", "personas. a"),
        *("personas.a\nb", "personas." + "a" * 51, "quota.role.1.day.tokens\n", "model\n"),
    ],
)
def test_an_unknown_key_has_no_option(key: str) -> None:
    assert find(key) is None


def test_the_environments_defaults_and_limits_are_the_built_in_ones() -> None:
    fields = Settings.model_fields
    named = [option for option in OPTIONS if option.variable]
    assert {option.key: fields[option.variable.lower()].default for option in named} == {
        option.key: option.default for option in named
    }


def test_the_memory_modes_are_those_of_an_answer() -> None:
    assert tuple(MemoryMode) == table.MEMORY_MODES


@given(st.data())
def test_a_value_comes_back_from_what_it_is_typed_as(data: st.DataObject) -> None:
    option = data.draw(st.sampled_from(OPTIONS))
    value = data.draw(a_value(option))
    items = value if isinstance(value, tuple) else (value,)
    assert option.parse(" ".join(map(str, items))) == value
