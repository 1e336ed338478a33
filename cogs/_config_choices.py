"""The values that an option offers, for autocompletions and for the panel."""

from collections.abc import Callable, Iterable

from discord import app_commands

from bot.chat.languages import _
from bot.chat.settings.config_names import GROUPS, choice_name, option_name
from bot.chat.settings.configuring import Configuration
from bot.chat.wording import model_texts
from bot.core.account.cards import Catalogue
from bot.core.account.routing import AUTO
from bot.core.config import table
from bot.core.config.kinds import Choice, Flag
from bot.core.config.personas import READY

MOST = 25  # what Discord shows of an autocompletion or a select
_LENGTH = 100

Offer = tuple[str, str]  # a value, and what it means


class Choices:
    """What can be chosen in a server."""

    def __init__(self, configuration: Configuration, catalogue: Callable[[], Catalogue]) -> None:
        self._configuration = configuration
        self._catalogue = catalogue

    async def of(self, key: str, server_id: int) -> list[Offer]:
        """Give the values that an option offers, none where people have to write one."""
        option = table.find(key)
        kind = option.kind if option else None
        found: list[Offer] = []
        if key in (table.MODEL.key, table.ALLOWED_MODELS.key):
            found = self._models()
        elif key == table.PERSONA.key:
            own = await self._configuration.personas(server_id)
            found = [*((name, choice_name(key, name)) for name in READY), *own.items()]
        elif isinstance(kind, Flag):
            found = [("yes", _("yes")), ("no", _("no"))]
        elif isinstance(kind, Choice):
            found = [(word, choice_name(key, word)) for word in kind.choices]
        return found

    def _models(self) -> list[Offer]:
        catalogue = self._catalogue()
        about = {card.name: model_texts.about(card) for card in catalogue.offered()}
        about[AUTO] = model_texts.about_auto(catalogue.routes)  # whatever the provider calls so
        order = dict.fromkeys((AUTO, *about))
        return [(name, about[name]) for name in order if len(name) <= _LENGTH]


def completions(
    offers: Iterable[Offer], typed: str, *, of_list: bool = False
) -> list[app_commands.Choice[str]]:
    """Give the offers that fit what was typed, *of_list* its last word."""
    before, comma, last = typed.rpartition(",") if of_list else ("", "", typed)
    before += comma
    wanted = last.strip().lower()
    found = [
        app_commands.Choice(name=_label(before + value, meaning), value=before + value)
        for value, meaning in offers
        if wanted in f"{value} {meaning}".lower() and len(before + value) <= _LENGTH
    ]
    return found[:MOST]


def option_offers(keys: Iterable[str] | None = None) -> list[Offer]:
    """Give options by their keys, all where none are named."""
    order = [key for group in GROUPS.values() for key in group]
    return [(key, option_name(key)) for key in (order if keys is None else keys)]


def _label(value: str, meaning: str) -> str:
    label = value if meaning == value else f"{value} · {' '.join(meaning.split())}"
    return label if len(label) <= _LENGTH else label[: _LENGTH - 1] + "…"
