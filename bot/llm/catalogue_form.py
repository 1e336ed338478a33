"""The form of models.toml: what stands in it, checked, and made into the core's values.

No sentence about a mistake holds a value: somebody will write a key where its variable belongs.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
)

from bot.core.account.cards import ModelCard, Provider
from bot.core.account.prices import Hours, Peak, Price, Tariff

_NO_ADDRESS = "must be an address that begins with http:// or https://"
_MESSAGES = {  # where pydantic's own words would not help
    "dict_type": "must be a table",
    "extra_forbidden": "is not known here",
    "invalid-json-value": "must be a value that JSON has",
    "missing": "is missing",
    "model_type": "must be a table",
    "url_parsing": _NO_ADDRESS,
    "url_scheme": _NO_ADDRESS,
}
_SPAN = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)
# What a request says itself.
_RESERVED = frozenset({"model", "messages", "stream", "stream_options"})


def _hours(value: object) -> Hours:
    span = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if span is None:
        raise ValueError('must be of the form "01:00-04:00"')
    return Hours(time.fromisoformat(span[1]), time.fromisoformat(span[2]))


def _variable(value: str) -> str:
    if not (value.isidentifier() and value.isascii() and value.isupper()):
        raise ValueError("must be the NAME of an environment variable, in capitals, not the key")
    return value


def _extra(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if _RESERVED & value.keys():
        raise ValueError(f"must not hold {', '.join(sorted(_RESERVED))}")
    return value


_Dollars = Annotated[Decimal, Field(ge=0, le=1000)]
_Limit = Annotated[int, Field(ge=0)] | None
_Tokens = Annotated[int, Field(gt=0)] | None
_Name = Annotated[str, Field(min_length=1, max_length=100)]  # Discord's choices are no longer


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _PriceForm(_Form):
    input: _Dollars
    cached: _Dollars | None = None  # not known: cached tokens cost like the others
    output: _Dollars

    def price(self) -> Price:
        cached = self.input if self.cached is None else self.cached
        return Price(self.input, cached, self.output)


class _PeakForm(_PriceForm):
    hours_utc: Annotated[list[Annotated[Hours, BeforeValidator(_hours)]], Field(min_length=1)]
    weekdays_only: bool = False

    def peak(self) -> Peak:
        return Peak(self.price(), tuple(self.hours_utc), self.weekdays_only)


class _TariffForm(_PriceForm):
    date: date
    peak: _PeakForm | None = None

    def tariff(self) -> Tariff:
        return Tariff(self.price(), self.date, self.peak.peak() if self.peak else None)


class _ModelForm(_Form):
    provider: str | None = None
    id: Annotated[str, Field(min_length=1)] | None = None
    context: _Tokens = None
    max_output: _Tokens = None
    vision: bool = False
    price: _TariffForm | None = None
    extra: Annotated[dict[str, JsonValue], AfterValidator(_extra)] = {}
    fallbacks: tuple[str, ...] = ()

    def card(self, name: str, default: str) -> ModelCard:
        return ModelCard(
            name,
            self.id or name,
            self.provider or default,
            context_tokens=self.context,
            max_output_tokens=self.max_output,
            vision=self.vision,
            tariff=self.price.tariff() if self.price else None,
            extra=MappingProxyType(self.extra),
            fallbacks=self.fallbacks,
        )


class _ProviderForm(_Form):
    base_url: AnyHttpUrl
    key: Annotated[str, AfterValidator(_variable)] | None = None
    requests_per_minute: _Limit = None
    tokens_per_minute: _Limit = None
    concurrency: _Limit = None

    def provider(self, name: str, environment: Mapping[str, str]) -> Provider:
        return Provider(
            name,
            str(self.base_url).rstrip("/"),
            key=environment.get(self.key, "").strip() or None if self.key else None,
            key_name=self.key,
            requests_per_minute=self.requests_per_minute,
            tokens_per_minute=self.tokens_per_minute,
            concurrency=self.concurrency,
        )


class _AutoForm(_Form):
    chat: str | None = None
    code: str | None = None


class CatalogueForm(_Form):
    """A whole models.toml."""

    auto: _AutoForm = _AutoForm()
    providers: dict[_Name, _ProviderForm] = {}
    models: dict[_Name, _ModelForm] = {}


def validated(document: dict[str, Any]) -> tuple[CatalogueForm | None, list[str]]:
    """Give the form of a *document*, or None and a sentence for each mistake in it."""
    try:
        return CatalogueForm.model_validate(document), []
    except ValidationError as error:
        return None, [_sentence(dict(mistake)) for mistake in error.errors()]


def _sentence(error: dict[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ").replace("Input should", "should")
    return f"{toml_key(*error['loc'])} {_MESSAGES.get(str(error['type']), message)}."


def toml_key(*steps: object) -> str:
    """Write where a value stands as TOML writes it, without the types that pydantic adds."""
    names = [str(step) for step in steps]
    return ".".join(n if n.replace("-", "").replace("_", "").isalnum() else f'"{n}"' for n in names)
