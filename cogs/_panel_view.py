"""What the panel looks like: selects, buttons and forms.

Each holds all that its click needs in its id. discord.py keeps none of them, so they work for as
long as Discord shows them, also after a restart.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Self

import discord

from bot.chat.languages import _
from bot.chat.settings.config_names import GROUPS, group_name, group_of, option_help, option_name
from bot.core.config import table
from bot.core.config.kinds import Choice, Flag, Value
from bot.core.config.layers import Resolved
from bot.core.config.options import Layer
from cogs._config import ASKED_IN
from cogs._config_choices import MOST, Offer
from cogs._controls import detached

_ID: Final = re.compile(r"tokki:config:([a-z]+):(\d{1,19}):([^:]*):(\d{1,9})")
_LABEL = 45  # characters of a form's title
_LINE = 100  # characters of a select's line
_FORM_TEXT = 4000
LONGEST_PERSONA_NAME: Final = 50
_IDS: Final = (table.CHANNELS.key, table.ROLES.key)


@dataclass(frozen=True, slots=True)
class Press:
    """What was clicked or sent: *act*, where, and what with.

    *channel_id* is 0 for the server's settings; *at* is the group or the option that is open;
    *number* is the change that can be undone.
    """

    act: str
    channel_id: int
    at: str = ""
    number: int = 0

    @property
    def id(self) -> str:
        """Give the id of a component."""
        return f"tokki:config:{self.act}:{self.channel_id}:{self.at}:{self.number}"

    @classmethod
    def read(cls, custom_id: str) -> Self | None:
        """Give back what an id holds, None for those of others."""
        found = _ID.fullmatch(custom_id)
        return cls(found[1], int(found[2]), found[3], int(found[4])) if found else None

    def to(self, act: str) -> "Press":
        """Give another act in the same place, that undoes nothing."""
        return replace(self, act=act, number=0)


def panel_view(
    here: Press, values: Sequence[Resolved], offers: Sequence[Offer], guild: discord.Guild | None
) -> discord.ui.View:
    """Make the selects and buttons of the panel as it is open at *here*."""
    group = here.at if here.at in ("", *GROUPS) else group_of(here.at)
    found = next((each for each in values if each.option.key == here.at), None)
    groups = [(each, group_name(each), "") for each in GROUPS if _options(here, each)]
    items: list[discord.ui.Item[Any]] = [
        _select(here.to("group"), groups, [group], _("What would you like to set?"))
    ]
    if here.at:
        items.append(_select(here.to("option"), _options(here, group), [here.at], _("Which one?")))
    if found is not None:
        items += _value(here, found, offers, guild)
    return detached(items + _buttons(here, found, group))


def undo_button(here: Press) -> discord.ui.Button[Any]:
    """Make the button that undoes a change."""
    return _button(replace(here, act="undo"), _("Undo"))


def value_form(here: Press, found: Resolved | None) -> discord.ui.Modal:
    """Make the form for an option's value, filled in with what holds."""
    key = here.at
    field = discord.ui.TextInput[Any](
        custom_id="text",
        style=discord.TextStyle.long if key == table.FACTS.key else discord.TextStyle.short,
        default=_typed(found.value) if found else "",
        required=False,
        max_length=_FORM_TEXT,
    )
    if len(field.default or "") > _FORM_TEXT:
        field.default = ""
        field.placeholder = _("What you write takes the place of the longer text that is set.")
    return form_of(here.to("typed"), option_name(key), [(option_help(key), field)])


def persona_form(here: Press, name: str, text: str) -> discord.ui.Modal:
    """Make the form for a persona, filled in with what there is."""
    name_field = discord.ui.TextInput[Any](
        custom_id="name", default=name[:LONGEST_PERSONA_NAME], max_length=LONGEST_PERSONA_NAME
    )
    text_field = discord.ui.TextInput[Any](
        custom_id="text",
        default=text[:_FORM_TEXT],
        style=discord.TextStyle.long,
        max_length=_FORM_TEXT,
        placeholder=_("You are … In here, {server}, {channel} and {date} are filled in."),
    )
    fields = [
        (_("By which it is chosen."), name_field),
        (_("What the model is told to be."), text_field),
    ]
    return form_of(here.to("persona"), _("Persona"), fields)


def form_of(
    here: Press, title: str, fields: Iterable[tuple[str, discord.ui.TextInput[Any]]]
) -> discord.ui.Modal:
    """Make a form that discord.py does not keep."""
    form = discord.ui.Modal(title=title[:_LABEL], custom_id=here.id, timeout=None)
    labels = {"name": _("Name"), "key": _("Key")}
    for words, field in fields:
        label = labels.get(field.custom_id, _("Text"))
        form.add_item(discord.ui.Label(text=label, description=words or None, component=field))
    form.stop()
    return form


def _select(
    here: Press, lines: Iterable[tuple[str, str, str]], chosen: Sequence[str], hint: str
) -> discord.ui.Select[Any]:
    """Make a select of (value, label, description)."""
    options = [
        discord.SelectOption(
            value=value,
            label=label[:_LINE],
            description=" ".join(words.split())[:_LINE] or None,
            default=value in chosen,
        )
        for value, label, words in lines
    ]
    return discord.ui.Select(custom_id=here.id, options=options, placeholder=hint)


def _button(here: Press, label: str) -> discord.ui.Button[Any]:
    return discord.ui.Button(custom_id=here.id, label=label)


def _options(here: Press, group: str) -> list[tuple[str, str, str]]:
    """Give the options of a group that can be set here."""
    layer = Layer.CHANNEL if here.channel_id else Layer.SERVER
    found = (table.find(key) for key in GROUPS[group])
    keys = [each.key for each in found if each and layer in each.scopes]
    return [(key, option_name(key), option_help(key)) for key in keys]


def _value(
    here: Press, found: Resolved, offers: Sequence[Offer], guild: discord.Guild | None
) -> list[discord.ui.Item[Any]]:
    """Give the select of an option's values, if it has one."""
    if _is_long(found.value):
        return []
    value, hint, here = found.value, option_name(here.at), here.to("value")
    if guild and isinstance(value, tuple) and here.at in _IDS:
        return [_mentions(here, value, guild, hint)]
    chosen = [str(each) for each in (value if isinstance(value, tuple) else (value,))]
    if isinstance(value, bool):
        chosen = ["yes" if value else "no"]
    order = sorted(offers, key=lambda each: each[0] not in chosen)  # nobody loses what is set
    lines = [(name, name, "" if words == name else words) for name, words in order[:MOST]]
    if not lines:
        return []
    select = _select(here, lines, chosen, hint)
    if isinstance(value, tuple):
        select.min_values, select.max_values = 0, len(lines)
    return [select]


def _mentions(
    here: Press, ids: Iterable[object], guild: discord.Guild, hint: str
) -> discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]:
    """Give Discord's own select of channels or roles; what is gone is not chosen any more."""
    select: Callable[..., discord.ui.ChannelSelect[Any] | discord.ui.RoleSelect[Any]]
    select, kind = discord.ui.RoleSelect, discord.SelectDefaultValueType.role
    known: Callable[[int], object] = guild.get_role
    if here.at == table.CHANNELS.key:
        select = partial(discord.ui.ChannelSelect, channel_types=ASKED_IN)
        kind = discord.SelectDefaultValueType.channel
        places = (each for each in (*guild.channels, *guild.threads) if each.type in ASKED_IN)
        known = {each.id for each in places}.__contains__
    there = [each for each in ids if isinstance(each, int) and known(each)][:MOST]
    return select(
        custom_id=here.id,
        placeholder=hint,
        min_values=0,
        max_values=MOST,
        default_values=[discord.SelectDefaultValue(id=each, type=kind) for each in there],
    )


def _buttons(here: Press, found: Resolved | None, group: str) -> list[discord.ui.Item[Any]]:
    buttons: list[discord.ui.Item[Any]] = []
    if found is not None:
        may_be_chosen = here.at in _IDS and not _is_long(found.value)
        if not may_be_chosen and not isinstance(found.option.kind, Choice | Flag):
            buttons.append(_button(here.to("write"), _("Write a value")))
        if found.origin is (Layer.CHANNEL if here.channel_id else Layer.SERVER):
            buttons.append(_button(here.to("reset"), _("Back to the default")))
    if group == "personas" and not here.channel_id:
        buttons.append(_button(here.to("new"), _("Write a persona")))
    if here.number:
        buttons.append(undo_button(here))
    label = _("Set the whole server") if here.channel_id else _("Set this channel only")
    return [*buttons, _button(here.to("scope"), label)]


def _is_long(value: Value) -> bool:
    """Tell whether a value is more than a select can show, and so would set at a click."""
    return isinstance(value, tuple) and len(value) > MOST


def _typed(value: Value) -> str:
    """Give a value as somebody would type it."""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else f"{value}"
