"""The only file that knows every concrete class: opens, wires, closes in reverse."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
import discord

from bot.chat import texts
from bot.chat.answering import Answerer, Style
from bot.chat.delivery import Dispatcher
from bot.chat.ports import ChatModel
from bot.client import Services, TokkiBot, point_at
from bot.core.errors import ModelError, StorageError
from bot.core.reply.draft import Layout
from bot.llm import local
from bot.llm.client import Endpoint, OpenAIModel
from bot.settings import Settings, SettingsError
from bot.storage.opening import open_memory

log = logging.getLogger(__name__)


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


@asynccontextmanager
async def beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run *work* beside the body and cancel it in the end; a failure of either ends both.

    The failure comes out as it is, not as a group.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work)
            yield
            task.cancel()
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from group.exceptions[0].__cause__


@dataclass(frozen=True, slots=True)
class ModelSide:
    """A model that can be asked; *endpoint* says where it is, as in "at …" or "on this machine"."""

    model: ChatModel
    style: Style
    endpoint: str


@asynccontextmanager
async def open_model(settings: Settings) -> AsyncIterator[ModelSide]:
    """Open the configured endpoint, or start the local model when none is configured.

    StartupError when the local model is not installed or does not load.
    """
    async with AsyncExitStack() as stack:
        if settings.wants_local_model:
            endpoint = await stack.enter_async_context(_local_endpoint())
            style, shown = _local_style(settings), "on this machine (tiny, only for trying)"
        else:
            key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
            endpoint = Endpoint(settings.llm_base_url, key)
            style, shown = _style(settings), f"at {settings.llm_base_url}"
        # Pooled connections would only limit the answers that are written side by side.
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        model = OpenAIModel(session, endpoint, concurrency=settings.llm_concurrency)
        await _check_model(model, style.model)
        yield ModelSide(model, style, shown)


def _style(settings: Settings) -> Style:
    layout = Layout(settings.reply_messages, texts.GOES_ON, texts.IN_FILE)
    return Style(
        settings.llm_model,
        facts=settings.reply_footer,
        notice_after=settings.reply_notice_seconds,
        layout=layout,
    )


def _local_style(settings: Settings) -> Style:
    return replace(
        _style(settings),
        model=local.MODEL,
        persona="You are Tokki, a friendly assistant.",
        temperature=0.0,  # the little sense it makes is gone when chance joins in
        max_tokens=1000,  # leaves the small window room for the conversation
        context_tokens=local.CONTEXT_TOKENS,
    )


@asynccontextmanager
async def _local_endpoint() -> AsyncIterator[Endpoint]:
    if not local.is_installed():
        raise StartupError(
            "LLM_API_KEY is missing, and the local model is not installed: set the key of your "
            "endpoint in .env, or install the group `local` (uv sync --group local)."
        )
    try:
        async with local.local_endpoint() as endpoint:
            log.warning(
                "model.local model=%s: no LLM_API_KEY is set, so a tiny model on this machine "
                "answers. It is there to try the bot, not to be believed.",
                local.MODEL,
            )
            yield endpoint
    except ModelError as error:
        raise StartupError(f"The local model did not start: {error.detail}.") from error


async def _check_model(model: ChatModel, name: str) -> None:
    """Warn about a model that the endpoint does not list; the bot starts all the same."""
    try:
        known = await model.models()
    except ModelError as error:
        log.warning("model.unchecked error=%s: could not ask the endpoint for its models", error)
        return
    if name not in known:
        log.warning("model.unknown model=%s: the endpoint lists %s", name, ", ".join(known))


@asynccontextmanager
async def open_services(settings: Settings, side: ModelSide) -> AsyncIterator[Services]:
    """Open the memory and the dispatcher around *side*; StartupError when the database fails."""
    clock = SystemClock()
    dispatcher = Dispatcher(clock)
    async with AsyncExitStack() as stack:
        try:
            memory = await stack.enter_async_context(open_memory(settings.database_url))
        except StorageError as error:
            raise StartupError(f"DATABASE_URL: {error}.") from error
        await stack.enter_async_context(beside(dispatcher.run()))
        answerer = Answerer(side.model, memory, dispatcher, clock, side.style)
        yield Services(answerer, memory, dispatcher, side.style.model, side.endpoint)


async def run(settings: Settings) -> None:
    """Run the bot until it is cancelled; StartupError or SettingsError when it cannot."""
    token = settings.require_token()
    point_at(settings.discord_api_url, settings.discord_gateway_url)
    async with open_model(settings) as side, open_services(settings, side) as services:
        await serve(services, token)


async def serve(services: Services, token: str) -> None:
    """Connect to Discord and answer until cancelled."""
    try:
        await _connect(services, token, message_content=True)
    except discord.PrivilegedIntentsRequired:
        log.warning(
            "discord.no_message_content: the intent is not switched on in the developer portal. "
            "Mentions, replies, direct messages and commands work; plain messages in threads do not."
        )
        await _connect(services, token, message_content=False)


async def _connect(services: Services, token: str, *, message_content: bool) -> None:
    try:
        async with TokkiBot(services, message_content=message_content) as bot:
            try:
                await bot.start(token)
            finally:
                if bot.is_ready():  # else nothing is open, and another connection may follow
                    await services.answerer.close()  # while this one is still there
    except discord.LoginFailure as error:
        raise SettingsError(["DISCORD_TOKEN was refused by Discord: copy it again."]) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise StartupError(f"Discord is out of reach: {error}.") from error
    except discord.ConnectionClosed as error:
        raise StartupError(f"Discord closed the connection for good: code {error.code}.") from error
