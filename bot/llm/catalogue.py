"""Reading the catalogue of models: the models.toml that ships, the operator's laid over it.

Every mistake is reported at once, each as one sentence that names file and key. Keys of accounts
are never in these files, only the names of the environment variables that hold them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.core.account.cards import Catalogue, Provider
from bot.core.account.routing import AUTO, Routes
from bot.core.errors import CatalogueError
from bot.llm.catalogue_form import CatalogueForm, toml_key, validated

_SHIPPED = "models.toml"
# The provider at LLM_BASE_URL, unless the file knows one at that address.
_DEFAULT = "default"


def read_catalogue(
    default: Provider,
    default_model: str,
    environment: Mapping[str, str],
    path: Path | None = None,
) -> Catalogue:
    """Read what ships with the bot, and the operator's file at *path* laid over it.

    *default* is the provider at LLM_BASE_URL with its key and limits, whatever name it has:
    where the files know a provider at the same address, it is that one, with its models and
    prices. *environment* holds the keys of all others. CatalogueError with a sentence per mistake.
    """
    shipped = tomllib.loads(resources.files("bot.llm").joinpath(_SHIPPED).read_text("utf-8"))
    document = _laid_over(shipped, _read(path), depth=2) if path else shipped
    form, mistakes = validated(document)
    mistakes += _dangling(document, default_model)
    if form is None or mistakes:
        raise CatalogueError([f"{path or _SHIPPED}: {mistake}" for mistake in mistakes])
    return _catalogue(form, default, default_model, environment)


def _catalogue(
    form: CatalogueForm, default: Provider, default_model: str, environment: Mapping[str, str]
) -> Catalogue:
    providers = {name: entry.provider(name, environment) for name, entry in form.providers.items()}
    same = (name for name, p in providers.items() if _address(p) == _address(default))
    home = next(same, _DEFAULT)
    providers[home] = replace(default, name=home)
    return Catalogue(
        home,
        default_model,
        Routes(form.auto.chat or default_model, form.auto.code or default_model),
        MappingProxyType(providers),
        MappingProxyType({name: entry.card(name, home) for name, entry in form.models.items()}),
    )


def _address(provider: Provider) -> str:
    # DeepSeek and others answer with and without the version.
    return provider.base_url.rstrip("/").removesuffix("/v1").lower()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CatalogueError([f"{path} cannot be read: {error.strerror}."]) from error
    except ValueError as error:  # no UTF-8, or no TOML; tomllib names the place, not the value
        reason = error if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise CatalogueError([f"{path} is no TOML: {reason}."]) from None


def _laid_over(base: dict[str, Any], top: dict[str, Any], depth: int) -> dict[str, Any]:
    """Lay *top* over *base*: tables are joined down to *depth*, what is below is replaced."""
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        if depth and isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _laid_over(below, value, depth - 1)
        else:
            merged[key] = value
    return merged


def _dangling(document: dict[str, Any], default_model: str) -> Iterator[str]:
    """Find the names that name nothing; what has a wrong form is left to the validation."""
    models, providers = _table(document.get("models")), _table(document.get("providers"))
    known = [*models, default_model]
    if AUTO in models:
        yield f"models.{AUTO} is the name of the rule: choose another."
    if _DEFAULT in providers:
        yield f"providers.{_DEFAULT} is the one at LLM_BASE_URL: choose another name."
    for key in ("chat", "code"):
        name = _table(document.get("auto")).get(key)
        if name is not None and name not in known:
            yield f"auto.{key} names no model of the file."
    for name, entry in models.items():
        provider, fallbacks = (_table(entry).get(key) for key in ("provider", "fallbacks"))
        if isinstance(provider, str) and provider not in providers:
            yield f"{toml_key('models', name, 'provider')} names no provider of the file."
        others = fallbacks if isinstance(fallbacks, list) else []
        if any(other == name or other not in known for other in others):
            yield f"{toml_key('models', name, 'fallbacks')} must name other models of the file."


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
