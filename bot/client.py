"""The discord.py bot: intents, no mass mentions, cogs loaded by name, the last error boundary."""

import logging
import math
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.policy import Policy
from bot.chat.batching.batches import BatchRunner
from bot.chat.books import Books
from bot.chat.languages import Language, language_of, speak, translated
from bot.chat.metering import NO_METER, Meter
from bot.chat.ports import Memory
from bot.chat.readiness import Readiness
from bot.chat.remembering.keeping import Keeper, Sweeper
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.quotas import Quotas
from bot.core.account.cards import Catalogue
from bot.core.commands import same_commands
from bot.core.errors import StorageError

log = logging.getLogger(__name__)

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks aloud

EXTENSIONS = (
    "cogs.ask",
    "cogs.batch",
    "cogs.chat",
    "cogs.config",
    "cogs.help",
    "cogs.keeping",
    "cogs.memory",
    "cogs.menus",
    "cogs.models",
    "cogs.notices",
    "cogs.recovery",
    "cogs.status",
    "cogs.stop",
    "cogs.usage",
)
_MESSAGES = re.compile(r"/channels/(\d+)/messages(?:/\d+)?$")
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Services:
    """What the cogs are built from; each cog's `setup` hands on what that cog needs."""

    answerer: Answerer
    memory: Memory
    books: Books
    dispatcher: Dispatcher
    model: str
    endpoint: str
    grace: float  # seconds without a sign of life after which an open reply has no process
    keeper: Keeper
    sweeper: Sweeper
    batches: BatchRunner
    configuration: Configuration
    quotas: Quotas
    policy: Policy
    catalogue: Callable[[], Catalogue]
    meter: Meter = NO_METER
    readiness: Readiness = field(default_factory=Readiness)


def lane_of(channel_id: int) -> str:
    """Name the rate limit of a channel's messages, as the dispatcher knows it."""
    return f"channel:{channel_id}"


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Send discord.py to another Discord: a proxy or the sandbox. None means Discord's own.

    The library has no setting for either; both are class attributes.
    """
    if api_url:
        Route.BASE = api_url
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class TokkiBot(commands.Bot):
    """The bot as Discord sees it.

    *message_content* asks for the privileged intent of that name. Without it mentions,
    replies, direct messages and commands work, but plain messages in threads do not.
    """

    def __init__(self, services: Services, *, message_content: bool = True) -> None:
        intents = discord.Intents.default()
        intents.message_content = message_content
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=SpokenTree,
            intents=intents,
            # Only the log waits for on_ready; the default of 2 s would outlive a quick stop.
            guild_ready_timeout=0.2,
            # The model's text can ping nobody; the person who asked is told by the reply itself.
            allowed_mentions=discord.AllowedMentions(
                everyone=False, users=False, roles=False, replied_user=True
            ),
            http_trace=_rate_limit_trace(services.dispatcher, services.meter),
        )
        self.services = services
        self.tree.error(_apologise)

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord about the commands if they changed."""
        self.services.readiness.watch("gateway", self._is_connected)
        await self.load_cogs()
        if not await self.has_registered_commands():
            await self.tree.sync()
            log.info("commands.synchronised count=%d", len(self.tree.get_commands()))

    async def _is_connected(self) -> bool:
        # Without a connection there is no heartbeat, and its latency is infinite.
        return self.is_ready() and math.isfinite(self.latency)

    async def load_cogs(self) -> None:
        """Load all that people can touch; the commands are there then, too."""
        await self.tree.set_translator(CatalogueTranslator())
        for extension in EXTENSIONS:
            await self.load_extension(extension)

    async def has_registered_commands(self) -> bool:
        """Tell whether Discord has the commands as they are; the bot has to be logged in."""
        route = Route("GET", "/applications/{app}/commands", app=self.application_id)
        theirs = await self.http.request(route, params={"with_localizations": "true"})
        return same_commands(await commands_of(self.tree), theirs)

    async def on_ready(self) -> None:
        """Say in the log that the bot is there."""
        log.info("discord.ready bot=%s servers=%d", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no prefix commands, and the cogs listen for themselves."""


class SpokenTree(app_commands.CommandTree["TokkiBot"]):
    """Commands that speak the language of the client of whoever uses them."""

    async def interaction_check(self, interaction: discord.Interaction["TokkiBot"], /) -> bool:
        """Let everybody pass, once their language is set."""
        speak(language_of(str(interaction.locale)))
        return True


class CatalogueTranslator(app_commands.Translator):
    """Translates the names and descriptions of commands by the catalogue of the texts."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - Discord fixes the signature
    ) -> str | None:
        """Give a name in Korean; None where the English one stays."""
        if locale is not discord.Locale.korean:
            return None
        words = translated(string.message, Language.KOREAN)
        return None if words == string.message else words


async def commands_of(tree: app_commands.CommandTree[TokkiBot]) -> list[dict[str, Any]]:
    """Give the commands as Discord is sent them, in all languages."""
    translator = tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]


async def _apologise(
    interaction: discord.Interaction[TokkiBot], error: app_commands.AppCommandError
) -> None:
    """Answer a failed command with a sentence; an unexpected failure gets a number to quote."""
    speak(language_of(str(interaction.locale)))
    if isinstance(error, app_commands.CheckFailure):
        sentence = str(error) or texts.not_allowed()
    else:
        incident = secrets.token_hex(3)
        log.error("command.failed incident=%s", incident, exc_info=error)
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        memory_failed = isinstance(cause, StorageError)
        sentence = texts.no_memory() if memory_failed else texts.unexpected(incident)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except discord.HTTPException as failure:
        log.warning("command.no_apology error=%s", failure)


def _rate_limit_trace(dispatcher: Dispatcher, meter: Meter) -> aiohttp.TraceConfig:
    """Watch the headers of Discord's answers, which discord.py keeps to itself."""

    async def on_end(
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        headers = params.response.headers
        found = _MESSAGES.search(params.url.path)
        lane = lane_of(int(found[1])) if found else None
        if params.response.status == _TOO_MANY_REQUESTS:
            # Without a scope it comes from Cloudflare, in front of all of Discord.
            scope = headers.get("X-RateLimit-Scope", "global")
            meter.refused(scope)
            wide = scope == "global"
            log.warning("discord.429 path=%s wide=%s", params.url.path, wide)
            if wide or lane:  # typing and commands have limits of their own
                dispatcher.refused(None if wide else lane, _seconds(headers.get("Retry-After")))
        elif lane and params.method in ("POST", "PATCH"):
            remaining = headers.get("X-RateLimit-Remaining", "")
            if remaining.isdigit():
                dispatcher.observe(lane, edit=params.method == "PATCH", remaining=int(remaining))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(on_end)
    return trace


def _seconds(retry_after: str | None) -> float:
    try:
        return min(60.0, max(0.0, float(retry_after or 1.0)))
    except ValueError:
        return 1.0
