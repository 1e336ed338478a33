"""The only file that knows every concrete class: opens, wires, closes in reverse."""

import logging
import math
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace

import aiohttp
import discord

from bot import logs
from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.conversing import Conversations
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.policy import Policy
from bot.chat.answers.recording import Recorder
from bot.chat.batching.batch_rows import RowAsker
from bot.chat.batching.batches import BatchRunner
from bot.chat.beside import beside
from bot.chat.metering import MeteredBooks
from bot.chat.remembering.keeping import Keeper, Sweeper
from bot.chat.remembering.prompting import Style
from bot.chat.remembering.summarising import Summariser
from bot.chat.settings.configuring import KEEP_SECONDS, Configuration
from bot.chat.settings.keys import ServerKeys
from bot.chat.settings.quotas import Quotas
from bot.chat.tracing import NO_SPAN, Tracer
from bot.client import WHOLE_BOT, Services, Sharding, TokkiBot, point_at
from bot.cluster.opening import Cluster, open_cluster
from bot.core.account.cards import Catalogue, Provider
from bot.core.account.ledger import Limits
from bot.core.account.routing import AUTO
from bot.core.config import table
from bot.core.config.kinds import Value
from bot.core.errors import CatalogueError, Fault, ModelError, StorageError
from bot.core.reply.pacing import Planner, planned
from bot.llm import local
from bot.llm.catalogue import read_catalogue
from bot.llm.client import Deadlines
from bot.llm.hub import ModelHub
from bot.llm.opening import open_hub
from bot.settings import DEFAULT_MODEL, Settings, SettingsError
from bot.storage.batches import SqlBatches
from bot.storage.books import SqlBooks
from bot.storage.config import SqlConfig
from bot.storage.memory import SqlMemory
from bot.storage.opening import open_database
from bot.storage.sealing import FernetSafe
from bot.web.guard import DoorOptions
from bot.web.metrics import Metrics
from bot.web.server import open_door

log = logging.getLogger(__name__)

# Other processes write replies into the same PostgreSQL. Each shows that it lives at least every
# 12 s (bot/chat/answers/journal.py), and an outage of the database that keeps it from that may go unnoticed
# for 10 s (cogs/recovery.py). With the 10 s until somebody looks, what a killed process left stands marked
# within a minute. An SQLite file has one process: whatever it did not write is left over.
_GRACE = 30.0  # seconds
_DEFAULT = "default"  # the provider at LLM_BASE_URL, until models.toml has a name for it
# An endpoint that says so is there, though it does not list its models.
_LISTS_NONE = frozenset({Fault.UNKNOWN_MODEL, Fault.REJECTED, Fault.GARBLED})
NO_MODEL = (
    "LLM_API_KEY is missing, and the local model is not installed: set the key of your endpoint in "
    ".env, or install the group `local` (uv sync --group local)."
)

_REFUSED_TOKEN = "DISCORD_TOKEN was refused by Discord: copy it again."  # noqa: S105 - a sentence
NO_TRACING = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but what sends traces is not installed: install the group "
    "`tracing` (uv sync --group tracing)."
)

_OPEN_DOOR = (
    "WEB_TOKEN is missing: at this WEB_HOST others than this machine can reach the door. Set a "
    "long random token, or WEB_HOST=127.0.0.1."
)


class StartupError(Exception):
    """The bot cannot start or go on; the text is a sentence for the operator."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Give monotonic seconds."""
        return time.monotonic()

    def wall(self) -> float:
        """Give seconds since the epoch."""
        return time.time()


@dataclass(frozen=True, slots=True)
class ModelSide:
    """A model that can be asked; *endpoint* says where it is, as in "at …" or "on this machine".

    *cluster* are the processes that ask it, too, and that are the bot together with this one.
    """

    model: ModelHub
    style: Style
    endpoint: str
    cluster: Cluster | None = None

    def offered(self) -> list[str]:
        """Give the names of the models to choose from."""
        return [card.name for card in self.model.catalogue.offered()]

    def fitting(self, style: Style) -> Style:
        """Give *style* for its model, whose own context may be smaller than what is allowed."""
        card = self.model.catalogue.card(style.model)
        context = min(style.context_tokens, card.context_tokens or style.context_tokens)
        most = min(style.max_tokens, context // 2, card.max_output_tokens or context)
        return replace(style, context_tokens=context, max_tokens=most)


@asynccontextmanager
async def open_model(
    settings: Settings, through: Callable[[str], str] | None = None
) -> AsyncIterator[ModelSide]:
    """Open the configured endpoints, or start the local model when none is configured.

    *through* gives for the address of an endpoint another one that leads there. StartupError
    when the local model is not installed or does not load, SettingsError when models.toml is wrong.
    """
    async with AsyncExitStack() as stack:
        limits = Limits(settings.llm_rpm, settings.llm_tpm, settings.llm_concurrency)
        if settings.wants_local_model:
            provider = await stack.enter_async_context(_local_provider())
            style, shown = _local_style(settings), "on this machine (tiny, only for trying)"
            limits = Limits(concurrency=settings.llm_concurrency)
        else:
            provider = configured_provider(settings)
            style, shown = _style(settings), f"at {settings.llm_base_url}"
        catalogue = catalogue_of(settings, provider, style.model)
        logs.hide(each.key for each in catalogue.providers.values() if each.key)
        if through is not None:
            catalogue = _led(catalogue, through)
        cluster = None
        if settings.redis_url is not None:
            cluster = await stack.enter_async_context(open_cluster(settings.redis_url))
        shared = cluster.ledger if cluster else None
        opening = open_hub(catalogue, limits, _deadlines(settings), SystemClock(), shared)
        model = await stack.enter_async_context(opening)
        await _check_model(model, style.model)
        side = ModelSide(model, style, shown, cluster)
        yield replace(side, style=side.fitting(style))


def configured_provider(settings: Settings) -> Provider:
    """Give the provider at LLM_BASE_URL."""
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return Provider(_DEFAULT, settings.llm_base_url, key)


def catalogue_of(settings: Settings, provider: Provider, model: str) -> Catalogue:
    """Read what is known of models, *model* of *provider* being what LLM_MODEL names.

    SettingsError when models.toml is wrong.
    """
    default = DEFAULT_MODEL if model == AUTO else model
    try:
        return read_catalogue(provider, default, settings.environment, settings.models_path)
    except CatalogueError as error:
        raise SettingsError(error.sentences) from error


def _led(catalogue: Catalogue, through: Callable[[str], str]) -> Catalogue:
    """Have providers asked at other addresses; their own have told by now what they are."""
    led = {
        name: replace(each, base_url=through(each.base_url))
        for name, each in catalogue.providers.items()
    }
    return replace(catalogue, providers=led)


def _style(settings: Settings) -> Style:
    return Style(
        settings.llm_model,
        context_tokens=settings.memory_tokens,
        facts=settings.reply_footer,
        notice_after=settings.reply_notice_seconds,
        reasoning=settings.reply_reasoning,
        memory=settings.memory_mode,
        side_by_side=settings.reply_side_by_side,
        layout=texts.layout(settings.reply_messages),
    )


def _local_style(settings: Settings) -> Style:
    return replace(
        _style(settings),
        model=local.MODEL,
        persona="You are Tokki, a friendly assistant.",
        simple=True,  # longer ones confuse it
        temperature=0.0,  # the little sense it makes is gone when chance joins in
        max_tokens=1000,  # leaves the small window room for the conversation
        context_tokens=local.CONTEXT_TOKENS,
    )


def _environment_layer(settings: Settings, style: Style) -> dict[str, Value]:
    """Give the options that the environment sets; the local model brings some of its own."""
    layer: dict[str, Value] = {
        option.key: option.kind.check(getattr(settings, option.variable.lower()))
        for option in table.OPTIONS
        if option.variable and option.variable.lower() in settings.model_fields_set
    }
    if settings.wants_local_model:
        layer |= {
            table.MODEL.key: style.model,
            table.TEMPERATURE.key: style.temperature,
            table.ANSWER_TOKENS.key: style.max_tokens,
            table.MEMORY_TOKENS.key: style.context_tokens,
        }
    return layer


def _deadlines(settings: Settings) -> Deadlines:
    return Deadlines(
        settings.llm_connect_seconds,
        settings.llm_first_token_seconds,
        settings.llm_between_tokens_seconds,
        settings.llm_answer_seconds,
    )


@asynccontextmanager
async def _local_provider() -> AsyncIterator[Provider]:
    if not local.is_installed():
        raise StartupError(NO_MODEL)
    try:
        async with local.local_endpoint() as endpoint:
            log.warning(
                "model.local model=%s: no LLM_API_KEY is set, so a tiny model on this machine "
                "answers. It is there to try the bot, not to be believed.",
                local.MODEL,
            )
            yield Provider(_DEFAULT, endpoint.base_url, endpoint.key)
    except ModelError as error:
        raise StartupError(f"The local model did not start: {error.detail}.") from error


async def _check_model(model: ModelHub, name: str) -> None:
    """Warn about a model that the endpoint does not list; the bot starts all the same."""
    try:
        await model.refresh()
    except ModelError as error:
        log.warning("model.unchecked error=%s: could not ask the endpoint for its models", error)
        return
    card, listed = model.catalogue.card(name), model.catalogue.listed
    if card.provider == model.catalogue.default and name != AUTO and card.id not in listed:
        log.warning("model.unknown model=%s listed=%s", name, ", ".join(sorted(listed)))


@asynccontextmanager
async def open_services(settings: Settings, side: ModelSide) -> AsyncIterator[Services]:
    """Open the database and the dispatcher around *side*; StartupError when the database fails."""
    clock, metrics = SystemClock(), Metrics()
    async with AsyncExitStack() as stack:
        tracer = await stack.enter_async_context(_open_tracer(settings))
        dispatcher = await stack.enter_async_context(
            _open_dispatcher(settings, side.cluster, clock, metrics)
        )
        try:
            engine = await stack.enter_async_context(open_database(settings.database_url))
        except StorageError as error:
            raise StartupError(f"DATABASE_URL: {error}.") from error
        owner, store = uuid.uuid4().hex, SqlConfig(engine)
        memory, books = SqlMemory(engine, owner), MeteredBooks(SqlBooks(engine), metrics)
        # One is closed as soon as Discord is left, which is before the door is.
        recorder, of_the_door = (
            Recorder(side.model, memory, books, clock, metrics, tracer) for _ in range(2)
        )
        alone = settings.database_url.startswith("sqlite:")  # one process by nature
        grace = -math.inf if alone else _GRACE  # whatever the clock says: it may have gone back
        configuration = _configuration(settings, side, store, clock, alone=alone)
        quotas = Quotas(books, store, configuration, clock)
        policy = Policy(configuration, quotas, side.model, clock, side.style, fit=side.fitting)
        answerer = Answerer(side.model, memory, recorder, dispatcher, clock, policy)
        summariser = Summariser(side.model, memory, books, clock)
        conversations = Conversations(side.model, memory, of_the_door, clock, policy)
        if not settings.wants_local_model:  # its summaries are worth less than its time
            answerer.when_answered(summariser.offer)
            conversations.when_answered(summariser.offer)
        sweeper = Sweeper(memory, clock, settings.memory_days, policy.days_of)
        batches = BatchRunner(
            RowAsker(side.model, books, clock, side.style),
            SqlBatches(engine, owner),
            dispatcher,
            clock,
            grace,
        )
        for each in (summariser, sweeper, batches):
            await stack.enter_async_context(beside(each.run()))
        services = Services(
            answerer=answerer,
            memory=memory,
            books=books,
            dispatcher=dispatcher,
            model=side.style.model,
            endpoint=side.endpoint,
            grace=grace,
            keeper=Keeper(memory, books, clock, side.style, settings.memory_days),
            sweeper=sweeper,
            batches=batches,
            configuration=configuration,
            quotas=quotas,
            keys=_keys(settings, side, store, configuration, clock),
            policy=policy,
            catalogue=lambda: side.model.catalogue,
            meter=metrics,
        )
        _watch(services, side.model, metrics)
        await stack.enter_async_context(open_web(settings, conversations, services, metrics))
        yield services


@asynccontextmanager
async def _open_dispatcher(
    settings: Settings, cluster: Cluster | None, clock: SystemClock, metrics: Metrics
) -> AsyncIterator[Dispatcher]:
    """Open what sends replies; of *cluster* all processes share the requests of the token."""
    requests = planned(settings.requests_per_second)
    async with AsyncExitStack() as stack:
        if cluster is None or requests == math.inf:
            dispatcher = Dispatcher(clock, Planner(requests), metrics)
        else:
            dispatcher = Dispatcher(clock, Planner(0), metrics)
            fair = max(1, int(requests * settings.part))
            budget = cluster.budget(_token(settings), dispatcher, int(requests), fair)
            await stack.enter_async_context(beside(budget.run()))
        await stack.enter_async_context(beside(dispatcher.run()))
        yield dispatcher


def _token(settings: Settings) -> str:
    return settings.discord_token.get_secret_value() if settings.discord_token else ""


def _keys(
    settings: Settings,
    side: ModelSide,
    store: SqlConfig,
    configuration: Configuration,
    clock: SystemClock,
) -> ServerKeys:
    safe = FernetSafe(settings.key_secrets)
    keys = ServerKeys(configuration, store, safe, side.model.try_key, clock)
    side.model.use_keys(keys.of)
    return keys


def _open_tracer(settings: Settings) -> AbstractAsyncContextManager[Tracer]:
    if settings.otel_exporter_otlp_endpoint is None:
        return nullcontext(NO_SPAN)
    try:
        from bot.tracing import open_tracer  # noqa: PLC0415 - its group may not be installed
    except ImportError as error:
        raise StartupError(NO_TRACING) from error
    return open_tracer(settings.otel_exporter_otlp_endpoint)


def _configuration(
    settings: Settings, side: ModelSide, store: SqlConfig, clock: SystemClock, *, alone: bool
) -> Configuration:
    environment = _environment_layer(settings, side.style)
    keep_seconds = math.inf if alone else KEEP_SECONDS
    return Configuration(store, clock, environment, side.offered, keep_seconds)


@asynccontextmanager
async def open_web(
    settings: Settings, conversations: Conversations, services: Services, metrics: Metrics
) -> AsyncIterator[None]:
    """Open the HTTP door if there is a WEB_PORT; SettingsError or StartupError when it cannot."""
    async with AsyncExitStack() as stack:
        if options := door_options(settings):
            door = open_door(options, conversations, services.readiness, metrics)
            try:
                log.info("web.open address=%s", await stack.enter_async_context(door))
            except OSError as error:
                raise StartupError(f"WEB_HOST and WEB_PORT: {error.strerror}.") from error
        yield


def door_options(settings: Settings) -> DoorOptions | None:
    """Give where the HTTP door is, None without one; SettingsError when it would stand open."""
    if settings.web_port is None:
        return None
    token = settings.web_token.get_secret_value() if settings.web_token else None
    options = DoorOptions(settings.web_host, settings.web_port, token, settings.web_sites)
    if not options.is_loopback and token is None:
        raise SettingsError([_OPEN_DOOR])
    return options


def _watch(services: Services, model: ModelHub, metrics: Metrics) -> None:
    """Have looked at what an answer needs, and counted what is open."""

    async def remembers() -> bool:
        await services.memory.count(0)
        return True

    async def is_there() -> bool:
        try:
            await model.refresh()
        except ModelError as error:
            if error.fault not in _LISTS_NONE:
                raise
        return True

    services.readiness.watch("database", remembers)
    services.readiness.watch("model", is_there)
    replies = services.dispatcher
    metrics.watch("open_replies", "Replies being written.", lambda: replies.open_replies)
    metrics.watch("queue", "Questions that wait for the model.", lambda: model.waiting)


async def run(settings: Settings) -> None:
    """Run the bot until it is cancelled; StartupError or SettingsError when it cannot."""
    token = settings.require_token()
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    async with open_model(settings) as side, open_services(settings, side) as services:
        identify = side.cluster.identify_slots(token) if side.cluster else None
        sharding = Sharding(settings.shard_count, settings.shard_ids, identify)
        await serve(services, token, sharding)


async def serve(services: Services, token: str, sharding: Sharding = WHOLE_BOT) -> None:
    """Connect to Discord and answer until cancelled."""
    try:
        await _connect(services, token, sharding, message_content=True)
    except discord.PrivilegedIntentsRequired:
        log.warning(
            "discord.no_message_content: the intent is not switched on in the developer portal. "
            "Mentions, replies, direct messages and commands work; plain messages in threads do not."
        )
        await _connect(services, token, sharding, message_content=False)


async def _connect(
    services: Services, token: str, sharding: Sharding, *, message_content: bool
) -> None:
    try:
        async with TokkiBot(services, sharding, message_content=message_content) as bot:
            await bot.start(token)
    except discord.LoginFailure as error:
        raise SettingsError([_REFUSED_TOKEN]) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartupError(f"Discord is out of reach: {error}.") from error
    except discord.ConnectionClosed as error:
        raise _closed_for_good(error.code) from error


def _closed_for_good(code: int) -> StartupError | SettingsError:
    """Say what a close code means after which there is no coming back.

    The codes are explained in Discord's "Opcodes and Status Codes".
    """
    match code:
        case 4004:
            return SettingsError([_REFUSED_TOKEN])
        case 4010 | 4011:
            return SettingsError(["SHARD_COUNT does not fit the number of the bot's servers."])
        case _:
            return StartupError("Discord does not speak with this version any more: update Tokki.")
