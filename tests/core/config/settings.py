"""Strategies: any valid value, and any settings of a server."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from bot.core.config.document import Slot
from bot.core.config.kinds import Choice, Flag, Ids, Name, Names, Real, Text, Value, Whole
from bot.core.config.options import Layer, Option
from bot.core.config.personas import READY
from bot.core.config.table import ALLOWED_MODELS, MODEL, OPTIONS, PERSONA, find

MODELS = ("small", "large", "작은-모델")
SERVER = 7
CHANNELS = (1, 2)
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_OWN = st.sampled_from(
    ["personas.pirate", "personas.해적 선장", "quota.role.3.day.tokens", "lift.5"]
)


_STRATEGIES: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    Whole: lambda kind: st.integers(kind.least, kind.most),
    Real: lambda kind: st.floats(kind.least, kind.most),
    Flag: lambda kind: st.booleans(),
    Choice: lambda kind: st.sampled_from(kind.choices),
    Text: lambda kind: _WORDS.map(str.strip),
    Ids: lambda kind: st.lists(st.integers(1, 2**63 - 1), unique=True, max_size=5).map(tuple),
    Names: lambda kind: st.lists(st.sampled_from(MODELS), unique=True).map(tuple),
    Name: lambda kind: st.sampled_from(MODELS),
}


def a_value(option: Option[Any]) -> st.SearchStrategy[Any]:
    """Give any value that an option takes, without blanks at its ends."""
    if option.key == PERSONA.key:
        return st.sampled_from(sorted(READY))
    return _STRATEGIES[type(option.kind)](option.kind)


@st.composite
def some_settings(draw: st.DrawFn) -> dict[Slot, Value]:
    """Give any valid settings of a server and its channels."""
    settings: dict[Slot, Value] = {}
    scopes = [(Layer.SERVER, SERVER), *((Layer.CHANNEL, channel) for channel in CHANNELS)]
    keys = st.sampled_from([option.key for option in OPTIONS]) | _OWN
    for key in draw(st.lists(keys, max_size=8)):
        option = find(key)
        assert option
        layer, scope_id = draw(st.sampled_from(scopes))
        if layer in option.scopes:
            settings[Slot(layer, scope_id, key)] = draw(a_value(option))
    return settings


def one_layer(keys: tuple[Option[Any], ...] = OPTIONS) -> st.SearchStrategy[dict[str, Value]]:
    """Give any values of one layer, of the options that the models do not depend on."""
    plain = [option for option in keys if option not in (MODEL, ALLOWED_MODELS)]
    pairs = st.sampled_from(plain).flatmap(
        lambda option: st.tuples(st.just(option.key), a_value(option))
    )
    return st.lists(pairs, max_size=8).map(dict)
