"""What the cogs are built from: database, dispatcher, use cases and the HTTP door around a model side."""

import logging
import math
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext

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
from bot.client import Services
from bot.cluster.opening import Cluster
from bot.composition.model_side import ModelSide
from bot.composition.starting import StartupError, SystemClock
from bot.core.config import table
from bot.core.config.kinds import Value
from bot.core.errors import Fault, ModelError, StorageError
from bot.core.reply.pacing import Planner, planned
from bot.llm.hub import ModelHub
from bot.settings import Settings, SettingsError
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
# An endpoint that says so is there, though it does not list its models.
_LISTS_NONE = frozenset({Fault.UNKNOWN_MODEL, Fault.REJECTED, Fault.GARBLED})
NO_TRACING = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but what sends traces is not installed: install the group "
    "`tracing` (uv sync --group tracing)."
)

_OPEN_DOOR = (
    "WEB_TOKEN is missing: at this WEB_HOST others than this machine can reach the door. Set a "
    "long random token, or WEB_HOST=127.0.0.1."
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
        summariser = Summariser(side.model, memory, books, clock, tracer)
        conversations = Conversations(side.model, memory, of_the_door, clock, policy)
        if not settings.wants_local_model:  # its summaries are worth less than its time
            answerer.when_answered(summariser.offer)
            conversations.when_answered(summariser.offer)
        row_asker = RowAsker(side.model, books, clock, policy, side.style, tracer)
        services = Services(
            answerer=answerer,
            memory=memory,
            books=books,
            dispatcher=dispatcher,
            model=side.style.model,
            endpoint=side.endpoint,
            grace=grace,
            keeper=Keeper(memory, books, clock),
            sweeper=Sweeper(memory, clock, settings.memory_days, policy.days_of),
            batches=BatchRunner(row_asker, SqlBatches(engine, owner), dispatcher, clock, grace),
            configuration=configuration,
            quotas=quotas,
            keys=_keys(settings, side, store, configuration, clock),
            policy=policy,
            catalogue=lambda: side.model.catalogue,
            meter=metrics,
        )
        for work in (services.sweeper.run, services.batches.run, services.keys.renew):
            await stack.enter_async_context(beside(work()))
        for each in (summariser, of_the_door):
            await stack.enter_async_context(beside(each.run()))
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
