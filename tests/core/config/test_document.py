import json

import pytest
from hypothesis import given, strategies as st

from bot.core.config.document import Slot, mistakes, not_allowed, read, slot, write
from bot.core.config.kinds import Value
from bot.core.config.layers import Scope
from bot.core.config.mistakes import ConfigError, Mistake, Problem
from bot.core.config.options import Layer
from tests.core.config.settings import MODELS, some_settings

SERVER = Scope.server(7)


def problems(text: str, offered: tuple[str, ...] = MODELS) -> list[tuple[str, Problem, int]]:
    with pytest.raises(ConfigError) as caught:
        read(text, 7, offered)
    return [(each.key, each.problem, each.channel_id) for each in caught.value.mistakes]


@given(some_settings())
def test_what_was_written_is_read_as_it_was(settings: dict[Slot, Value]) -> None:
    assert read(write(settings), 7, MODELS) == settings


def test_every_mistake_is_reported_at_once() -> None:
    server = {"model": "huge", "parts": 99, "colour": "red", "personas.code": "Hm."}
    channels = {"1": {"persona": "pirate", "memory_days": 3}, "2": {"footer": "yes"}}
    document = json.dumps({"version": 1, "server": server, "channels": channels})
    assert sorted(problems(document)) == [
        ("colour", Problem.UNKNOWN_OPTION, 0),
        ("footer", Problem.NOT_A_CHOICE, 2),
        ("memory_days", Problem.WRONG_SCOPE, 1),
        ("model", Problem.NOT_A_CHOICE, 0),
        ("parts", Problem.OUT_OF_RANGE, 0),
        ("persona", Problem.NOT_A_CHOICE, 1),
        ("personas.code", Problem.NAME_TAKEN, 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello", "[]", "null", "{}", "\ud800", "[" * 100_000, '{"version": 1}'),
        '{"version": 2, "server": {}, "channels": {}}',
        '{"version": 1, "server": [], "channels": {}}',
        '{"version": 1, "server": {}, "channels": {"general": {}}}',
        '{"version": 1, "server": {}, "channels": {"-1": {}}}',
        '{"version": 1, "server": {}, "channels": {"99999999999999999999": {}}}',
        '{"version": 1, "server": {}, "channels": {"1": 5}}',
        '{"version": 1, "server": {}, "channels": {"1": [[2, 3]]}}',
        '{"version": 1, "server": {"parts": ' + "9" * 5000 + '}, "channels": {}}',
    ],
)
def test_what_is_no_export_is_one_mistake(text: str) -> None:
    assert problems(text) == [("", Problem.NOT_A_FILE, 0)]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_settings_or_a_mistake(inner: object) -> None:
    text = json.dumps({"version": 1, "server": {"parts": inner, "roles": inner}, "channels": {}})
    with pytest.raises(ConfigError):
        read(text, 7, ())


def test_of_a_file_that_is_all_wrong_a_hundred_mistakes_are_told() -> None:
    names = [f"m{number}" for number in range(100)]
    for values in ({"allowed_models": names}, {f"what{name}": 1 for name in names}):
        channels = {str(number): values for number in range(1, 90)}
        text = json.dumps({"version": 1, "server": {}, "channels": channels})
        assert len(problems(text)) == 100


def test_a_file_of_more_than_any_server_could_have_is_none() -> None:
    def document(count: int) -> str:
        channels = {str(number): {"footer": True} for number in range(1, count + 1)}
        return json.dumps({"version": 1, "server": {}, "channels": channels})

    assert len(read(document(10_000), 7, ())) == 10_000
    assert problems(document(10_001)) == [("", Problem.NOT_A_FILE, 0)]


def test_models_are_not_checked_while_nobody_knows_them() -> None:
    text = '{"version": 1, "server": {"model": "huge"}, "channels": {}}'
    assert read(text, 7, ()) == {Slot(Layer.SERVER, 7, "model"): "huge"}
    assert problems(text) == [("model", Problem.NOT_A_CHOICE, 0)]


def test_auto_is_a_model_to_choose() -> None:
    where = Slot(Layer.SERVER, 7, "model")
    assert mistakes({where: "auto"}, [where], MODELS) == []
    (wrong,) = mistakes({where: "huge"}, [where], MODELS)
    assert wrong.allowed == ("auto", *MODELS)


def test_an_own_persona_is_one_to_choose() -> None:
    where, own = Slot(Layer.CHANNEL, 1, "persona"), Slot(Layer.SERVER, 7, "personas.pirate")
    assert mistakes({where: "pirate", own: "Arr."}, [where], ()) == []
    (wrong,) = mistakes({where: "pirat", own: "Arr."}, [where], ())
    assert wrong.allowed == ("assistant", "support", "code", "translator", "pirate")


def test_a_server_has_so_many_personas_and_no_more() -> None:
    settings = {Slot(Layer.SERVER, 7, f"personas.p{number}"): "Arr." for number in range(20)}
    assert mistakes(settings, settings, ()) == []
    settings[Slot(Layer.SERVER, 7, "personas.last")] = "Arr."
    assert [each.problem for each in mistakes(settings, settings, ())] == [Problem.TOO_MANY]


def test_a_key_has_to_fit_its_scope() -> None:
    assert slot(SERVER, "memory_days")[0] == Slot(Layer.SERVER, 7, "memory_days")
    with pytest.raises(ConfigError) as caught:
        slot(Scope.person(5), "footer")
    assert caught.value.mistakes == (
        Mistake("footer", Problem.WRONG_SCOPE, "person", ("server", "channel")),
    )


@pytest.mark.parametrize(
    ("scope", "model", "allowed"),
    [
        (SERVER, "large", ()),
        (SERVER, "dear", ("small", "large")),
        (Scope.channel(7, 1), "dear", ("small", "large")),
        (Scope.channel(7, 2), "dear", ()),
        (Scope.channel(7, 2), "large", ("dear",)),
        (Scope.person(5), "dear", ()),
    ],
)
def test_a_model_has_to_be_allowed_where_it_is_set(
    scope: Scope, model: str, allowed: tuple[str, ...]
) -> None:
    settings: dict[Slot, Value] = {
        Slot(Layer.SERVER, 7, "allowed_models"): ("small", "large"),
        Slot(Layer.CHANNEL, 2, "allowed_models"): ("dear",),
        Slot(scope.layer, scope.id, "model"): model,
    }
    assert [each.allowed for each in not_allowed(settings, scope)] == ([allowed] if allowed else [])
