"""What is known of models, who provides them, and which of them can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bot.core.account.prices import Tariff
from bot.core.account.routing import AUTO, Routes


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible account: *base_url* up to and with its version, and its key.

    *key_name* is the environment variable that should hold the key, None where none is needed.
    The limits are per minute and answers at once; 0 means none, None that nothing is said.
    """

    name: str
    base_url: str
    key: str | None = field(default=None, repr=False)
    key_name: str | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    concurrency: int | None = None

    @property
    def usable(self) -> bool:
        """Whether it has its key, or needs none."""
        return self.key_name is None or self.key is not None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model: the *name* that people choose, its *id* on the wire, and its provider's name.

    Token counts and the tariff are None where they are not known. *extra* goes into every
    request as it is; *fallbacks* are names of other models, to be asked in this order.
    """

    name: str
    id: str
    provider: str
    context_tokens: int | None = None
    max_output_tokens: int | None = None
    vision: bool = False
    tariff: Tariff | None = None
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models by name, and what follows from it.

    *default* is the provider of models that nothing is known of, and *default_model* the one
    that answers where nobody chose. *auto* are the wished models behind `auto`. *listed* are
    the ids of the default provider's `GET /models`: empty while it is not known.
    """

    default: str
    default_model: str
    auto: Routes
    providers: Mapping[str, Provider]
    cards: Mapping[str, ModelCard]
    listed: frozenset[str] = frozenset()

    def card(self, name: str) -> ModelCard:
        """Give what is known of model *name*; of an unknown one, that the default provider has it.

        A model whose own provider has no key is taken for one that the default provider relays:
        the facts stay, the price does not, for a relay has its own.
        """
        known = self.cards.get(name)
        if known is None:
            return ModelCard(name, name, self.default)
        if self.providers[known.provider].usable:
            return known
        return replace(known, id=name, provider=self.default, tariff=None)

    def offers(self, name: str) -> bool:
        """Tell whether model *name* can be asked, as far as one can know."""
        card = self.card(name)
        if name == self.default_model or card.provider != self.default:
            return True
        if self.listed:
            return card.id in self.listed
        own = self.cards.get(name)
        return own is not None and own.provider == self.default

    def offered(self) -> list[ModelCard]:
        """Give the models to choose from: the default one, those on file, those only listed."""
        on_file = {card.id for card in self.cards.values() if card.provider == self.default}
        only_listed = sorted(self.listed - on_file)
        names = dict.fromkeys((self.default_model, *self.cards, *only_listed))
        return [self.card(name) for name in names if self.offers(name)]

    def chain(self, name: str) -> list[ModelCard]:
        """Give the models to ask in order: *name*, then its fallbacks that can be asked."""
        first = self.card(name)
        return [first, *(self.card(other) for other in first.fallbacks if self.offers(other))]

    def behind(self, name: str) -> list[ModelCard]:
        """Give the models that a question to *name* may go to: more than one for `auto` alone."""
        names = (self.routes.chat, self.routes.code) if name == AUTO else (name,)
        return [self.card(each) for each in names]

    @property
    def routes(self) -> Routes:
        """The models behind `auto`; the default model stands in for one that cannot be asked."""
        chat, code = (
            name if self.offers(name) else self.default_model
            for name in (self.auto.chat, self.auto.code)
        )
        return Routes(chat, code)

    def answered(self, asked: ModelCard, said: str) -> ModelCard:
        """Give the card of the model that answered: *said* is what the response names.

        Providers serve retired names by other models, at the price of those.
        """
        if said in (asked.id, asked.name):
            return asked
        others = (card for card in self.cards.values() if card.provider == asked.provider)
        return next((card for card in others if card.id == said), asked)
