"""The examination: every part of the bot is tried out by itself, all of them side by side."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot import composition, logs
from bot.chat.remembering.prompting import Style
from bot.client import Services, point_at
from bot.cluster.probing import probe_redis
from bot.composition import ModelSide
from bot.core.account.cards import Catalogue, ModelCard, Provider
from bot.core.account.routing import AUTO, Routes
from bot.core.checkup.at_discord import of_inquiry
from bot.core.checkup.findings import Finding, of_refusal, of_settings, without
from bot.core.checkup.services import (
    Database,
    of_database,
    of_keys,
    of_model,
    of_redis,
    of_traces,
)
from bot.core.errors import ModelError
from bot.inquiry import inquire
from bot.llm import local
from bot.llm.hub import ModelHub
from bot.llm.probing import probe_model
from bot.settings import Settings, SettingsError
from bot.storage.probing import probe_database

_DEADLINE = 10.0  # seconds for every answer
_COLLECTOR_DEADLINE = 3.0  # for all tries together; the library makes another one until then
_LOCAL_DEADLINE = 60.0  # the tiny model may share this machine with a build

_Findings = Coroutine[object, object, list[Finding]]


async def examine(environment: Mapping[str, str]) -> list[Finding]:
    """Try out all that *environment* names; nothing is changed anywhere."""
    mistakes, settings, catalogue = _read(environment)
    findings = of_settings(mistakes)
    if settings is None:
        return findings
    parts: list[_Findings] = [_discord(settings)]
    if catalogue is not None:
        parts += _models(settings, catalogue)
    parts.append(_database(settings))
    if settings.redis_url is not None:
        parts.append(_redis(settings.redis_url))
    if settings.otel_exporter_otlp_endpoint is not None:
        parts.append(_traces(settings.otel_exporter_otlp_endpoint))
    for found in await asyncio.gather(*parts):
        findings += found
    secrets = _secrets(settings, catalogue)
    return [without(secrets, finding) for finding in findings]


def _read(environment: Mapping[str, str]) -> tuple[list[str], Settings | None, Catalogue | None]:
    """Give all mistakes of the settings and of models.toml, and what could be read."""
    mistakes: list[str] = []
    settings = catalogue = None
    try:
        settings = known = Settings.from_env(environment)
    except SettingsError as error:
        mistakes += error.sentences
        names = ("MODELS_FILE", "LLM_MODEL")  # no value of these is a mistake
        known = Settings.from_env({name: environment.get(name, "") for name in names})
    try:
        provider = composition.configured_provider(known)
        catalogue = composition.catalogue_of(known, provider, known.llm_model)
        composition.door_options(known)
    except SettingsError as error:
        mistakes += error.sentences
    return mistakes, settings, catalogue


async def _discord(settings: Settings) -> list[Finding]:
    try:
        token = settings.require_token()
    except SettingsError as error:
        return [of_refusal("Discord", error.sentences[0])]
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    async with _idle_services(settings) as services:
        return list(of_inquiry(await inquire(services, token, _DEADLINE)))


@asynccontextmanager
async def _idle_services(settings: Settings) -> AsyncIterator[Services]:
    """Give what the cogs are built from, on a database of its own, and nothing else of the bot.

    The commands are made by the cogs, and only these know them.
    """
    with tempfile.TemporaryDirectory(prefix="tokki-") as folder:
        private = {
            "database_url": f"sqlite:///{Path(folder).as_posix()}/doctor.db",
            "web_port": None,  # the bot may be running, and have it
            "otel_exporter_otlp_endpoint": None,
        }
        model = settings.llm_model
        nothing = ModelHub(Catalogue("", model, Routes(model, model), {}, {}), {})
        side = ModelSide(nothing, Style(model), "")
        async with composition.open_services(settings.model_copy(update=private), side) as services:
            yield services


def _models(settings: Settings, catalogue: Catalogue) -> Iterator[_Findings]:
    """Ask LLM_MODEL, or the local one, and of every further provider with a key one model."""
    asked = {catalogue.default}
    if settings.wants_local_model:
        yield _local_model()
    else:
        name = settings.llm_model
        card = catalogue.card(catalogue.routes.chat if name == AUTO else name)
        asked.add(card.provider)
        yield _model(catalogue.providers[card.provider], card)
    for provider in catalogue.providers.values():
        if provider.name not in asked and provider.key is not None:
            cards = (each for each in catalogue.cards.values() if each.provider == provider.name)
            if (first := next(cards, None)) is not None:
                yield _model(provider, first)


async def _model(provider: Provider, card: ModelCard) -> list[Finding]:
    return [of_model(await probe_model(provider, card, _DEADLINE))]


async def _local_model() -> list[Finding]:
    """Load the tiny model and ask it, as the bot would without a key."""
    if not local.is_installed():
        return [of_refusal("Model", composition.NO_MODEL)]
    try:
        async with asyncio.timeout(_LOCAL_DEADLINE), local.local_endpoint() as endpoint:
            provider = Provider("local", endpoint.base_url, endpoint.key)
            card = ModelCard(local.MODEL, local.MODEL, provider.name)
            found = await probe_model(provider, card, _LOCAL_DEADLINE, local=True)
    except (ModelError, TimeoutError) as error:
        return [of_refusal("Model", f"The local model does not start ({error}): set LLM_API_KEY")]
    return [of_model(found)]


async def _database(settings: Settings) -> list[Finding]:
    found = await probe_database(settings.database_url, _DEADLINE, settings.key_secrets)
    keys = of_keys(found.keys) if isinstance(found, Database) else ()
    return [of_database(found), *keys]


async def _redis(url: str) -> list[Finding]:
    return [of_redis(await probe_redis(url, _DEADLINE))]


async def _traces(endpoint: str) -> list[Finding]:
    try:
        from bot.tracing import probe_collector  # noqa: PLC0415 - its group may not be installed
    except ImportError:
        return [of_refusal("Traces", composition.NO_TRACING)]
    return [of_traces(await probe_collector(endpoint, _COLLECTOR_DEADLINE))]


def _secrets(settings: Settings, catalogue: Catalogue | None) -> frozenset[str]:
    providers = catalogue.providers.values() if catalogue else ()
    known = settings.secrets | {provider.key for provider in providers if provider.key}
    return frozenset(each for each in known if len(each) >= logs.SHORTEST)
