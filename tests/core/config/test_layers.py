from hypothesis import given, strategies as st

from bot.core.config.kinds import Value
from bot.core.config.layers import Asking, resolve
from bot.core.config.options import Layer
from bot.core.config.table import ALLOWED_MODELS, MODEL, OPTIONS, PARTS
from tests.core.config.settings import MODELS, one_layer

ABOVE = (Layer.ENVIRONMENT, Layer.SERVER, Layer.CHANNEL, Layer.PERSON)


@given(st.dictionaries(st.sampled_from(ABOVE), one_layer()))
def test_the_nearest_layer_wins(layers: dict[Layer, dict[str, Value]]) -> None:
    values = resolve(layers)
    for option in OPTIONS:
        resolved = values.by_key[option.key]
        setting = [layer for layer in ABOVE if option.key in layers.get(layer, {})]
        if setting:
            assert resolved.origin is setting[-1]
            assert resolved.value == layers[setting[-1]][option.key]
        else:
            assert (resolved.origin, resolved.value) == (Layer.BUILT_IN, option.default)


def test_what_is_off_or_empty_near_by_still_wins() -> None:
    values = resolve({Layer.SERVER: {"footer": True, "roles": (3,)}, Layer.CHANNEL: {"roles": ()}})
    assert values.by_key["roles"].value == ()
    assert values.by_key["roles"].origin is Layer.CHANNEL


def test_a_servers_own_options_are_among_the_values() -> None:
    values = resolve({Layer.SERVER: {"quota.role.3.day.tokens": 5, "personas.pirate": "Arr."}})
    assert values.get("quota.role.3.day.tokens") == 5
    assert values.by_key["personas.pirate"].origin is Layer.SERVER
    assert values.get("quota.role.4.day.tokens") is None
    assert values[PARTS] == 5


def test_a_model_that_is_not_allowed_gives_way_to_the_next_layers() -> None:
    layers: dict[Layer, dict[str, Value]] = {
        Layer.ENVIRONMENT: {"model": "env"},
        Layer.SERVER: {"model": "small", "allowed_models": ("small", "large")},
        Layer.PERSON: {"model": "dear"},
    }
    found = resolve(layers).by_key["model"]
    assert (found.value, found.origin) == ("small", Layer.SERVER)
    del layers[Layer.SERVER]["model"]
    found = resolve(layers).by_key["model"]
    assert (found.value, found.origin) == ("small", Layer.SERVER)


def test_the_default_model_holds_where_it_is_allowed() -> None:
    allowed = ("large", MODEL.default)
    found = resolve({Layer.SERVER: {"allowed_models": allowed}, Layer.PERSON: {"model": "x"}})
    assert (found[MODEL], found.by_key["model"].origin) == (MODEL.default, Layer.BUILT_IN)


@given(
    st.dictionaries(st.sampled_from(ABOVE), st.sampled_from(MODELS)),
    st.lists(st.sampled_from(MODELS), unique=True),
)
def test_the_model_is_always_an_allowed_one(chosen: dict[Layer, str], allowed: list[str]) -> None:
    layers: dict[Layer, dict[str, Value]] = {layer: {"model": chosen[layer]} for layer in chosen}
    layers.setdefault(Layer.SERVER, {})["allowed_models"] = tuple(allowed)
    values = resolve(layers)
    assert values[MODEL] in (allowed or [*MODELS, MODEL.default])
    fitting = [layer for layer in ABOVE if chosen.get(layer) in allowed]
    if fitting:
        assert values.by_key["model"].origin is fitting[-1]
    assert values[ALLOWED_MODELS] == tuple(allowed)


def test_a_thread_has_the_place_of_its_channel() -> None:
    assert Asking(7, 11, 5, parent_id=1).place_id == 1
    assert Asking(7, 1, 5).place_id == 1
