"""The discord.py bot: intents, no mass mentions, cogs loaded by name, the last error boundary."""

import asyncio
import logging
import math
import secrets
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import discord
import discord.shard
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
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
from bot.chat.settings.keys import ServerKeys
from bot.chat.settings.quotas import Quotas
from bot.core.account.cards import Catalogue
from bot.core.commands import same_commands
from bot.core.errors import StorageError
from bot.traffic import traffic_trace

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
    "cogs.missed",
    "cogs.models",
    "cogs.notices",
    "cogs.recovery",
    "cogs.status",
    "cogs.stop",
    "cogs.usage",
)
ALREADY_ACKNOWLEDGED = 40060  # https://discord.com/developers/docs/topics/opcodes-and-status-codes
_UNANSWERED = {
    ALREADY_ACKNOWLEDGED: "answered_elsewhere: another process has this shard, too",
    10062: "too_late: Discord has told the person that nothing responds",
}


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
    keys: ServerKeys
    policy: Policy
    catalogue: Callable[[], Catalogue]
    meter: Meter = NO_METER
    readiness: Readiness = field(default_factory=Readiness)


@dataclass(frozen=True, slots=True)
class Sharding:
    """Which shards this process has: *ids* of *count*; without a *count* as many as Discord recommends.

    *identify* waits until a session may begin, given the key under which Discord counts it, and
    tells whether that was to be known; without it the library waits as it thinks best.
    """

    count: int | None = None
    ids: tuple[int, ...] | None = None
    identify: Callable[[int], Awaitable[bool]] | None = None


WHOLE_BOT = Sharding()


def point_at(api_url: str | None, gateway_url: str | None) -> None:
    """Send discord.py to another Discord: a proxy or the sandbox. None means Discord's own.

    The library has no setting for either; both are class attributes.
    """
    if api_url:
        Route.BASE = api_url
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class ResumingShard(discord.shard.Shard):
    """A shard that is told what it missed, also after its gateway was out of reach.

    discord.py 2.7 would begin a new session then, as it does not without shards; and where the host
    of a session takes connections without going on, it would ask that one for ever. Ours asks it
    once and then, as https://docs.discord.com/developers/events/gateway#disconnecting has it, the
    gateway where all sessions begin. That one goes on as well, or says that the session is gone.
    """

    _asked: tuple[str | None, int | None] = (None, None)

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        """Connect again, to go on or to begin anew; discord.py calls this after each failure."""
        place = (self.ws.session_id, self.ws.sequence)
        if place == self._asked:  # nothing was told since
            self.ws.gateway = DiscordWebSocket.DEFAULT_GATEWAY
        self._asked = place
        await super().reidentify(exc)

    async def reconnect(self) -> None:
        """Try the gateway again; discord.py calls this a moment after that failed."""
        has_session = self.ws.session_id is not None
        await self.reidentify(ReconnectWebSocket(self.id, resume=has_session))


discord.shard.Shard = ResumingShard  # type: ignore[misc]  # the library has no setting for it


class TokkiBot(commands.AutoShardedBot):
    """The bot as Discord sees it.

    *message_content* asks for the privileged intent of that name. Without it mentions,
    replies, direct messages and commands work, but plain messages in threads do not.
    """

    def __init__(
        self,
        services: Services,
        sharding: Sharding = WHOLE_BOT,
        *,
        message_content: bool = True,
    ) -> None:
        # Nothing else is listened for: who types, reacts and joins would only cost time.
        intents = discord.Intents(guilds=True, messages=True, message_content=message_content)
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=SpokenTree,
            intents=intents,
            shard_count=sharding.count,
            shard_ids=None if sharding.ids is None else list(sharding.ids),  # type: ignore[arg-type]  # None is the default
            # Whoever waits longer for a turn would be taken for dead by the library itself, after 60 s.
            shard_connect_timeout=50.0,
            max_messages=None,  # the memory knows them; each edit would search a thousand
            # Only the log waits for on_ready; the default of 2 s would outlive a quick stop.
            guild_ready_timeout=0.2,
            # The model's text can ping nobody; the person who asked is told by the reply itself.
            allowed_mentions=discord.AllowedMentions(
                everyone=False, users=False, roles=False, replied_user=True
            ),
            http_trace=traffic_trace(services.dispatcher, services.meter),
        )
        self.services = services
        self._sharding = sharding
        self._identify_keys = 1
        self.is_closing = False
        self.tree.error(apologise)

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord about the commands if they changed."""
        self.services.answerer.open()
        self.services.readiness.watch("gateway", self._is_connected)
        await self._find_gateway()
        await self.load_cogs()
        if not await self.has_registered_commands():
            await self.tree.sync()
            log.info("commands.synchronised count=%d", len(self.tree.get_commands()))

    async def close(self) -> None:
        """End the open replies while Discord still takes their last texts, and leave it.

        discord.py calls this, too, when the gateway was closed for good.
        """
        self.is_closing = True
        await asyncio.gather(self.services.answerer.close(), self.services.batches.close())
        await super().close()

    async def _find_gateway(self) -> None:
        """Ask how many shards there should be, and how many may begin at once.

        discord.py would take the gateway's address from there, too, whatever `point_at` says.
        """
        if self._sharding.count is None or self._sharding.identify is not None:
            recommended, _, starts = await self.http.get_bot_gateway()
            self.shard_count = self._sharding.count or recommended
            self._identify_keys = starts["max_concurrency"]

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until a session may begin; discord.py calls this before each one."""
        turn, key = self._sharding.identify, (shard_id or 0) % self._identify_keys
        if turn is None or not await turn(key):
            await super().before_identify_hook(shard_id, initial=initial)

    async def _is_connected(self) -> bool:
        # Without a connection there is no heartbeat, and its latency is infinite.
        return self.is_ready() and all(math.isfinite(latency) for _, latency in self.latencies)

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

    def dispatch(self, event_name: str, /, *args: object, **kwargs: object) -> None:
        """Pass an event on while the bot is open.

        discord.py waits a little for more servers before it says `ready`, and may say it late.
        """
        if not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say in the log that the bot is there."""
        log.info("discord.ready bot=%s servers=%d", self.user, len(self.guilds))

    async def on_error(self, event_method: str, /, *args: object, **_named: object) -> None:
        """Tell in the log what broke in a listener, and whoever pressed something."""
        error, cause = sys.exc_info()[1], args[0] if args else None
        if isinstance(error, Exception) and isinstance(cause, discord.Interaction):
            await apologise(cause, error)
        else:
            incident = secrets.token_hex(3)
            log.error("event.failed incident=%s event=%s", incident, event_method, exc_info=error)

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no prefix commands, and the cogs listen for themselves."""


class SpokenTree(app_commands.CommandTree["TokkiBot"]):
    """Commands that speak the language of the client of whoever uses them."""

    async def interaction_check(self, interaction: discord.Interaction["TokkiBot"], /) -> bool:
        """Let everybody pass, once their language is set; nobody while this process ends.

        Another process answers then, or Discord says that nothing responds.
        """
        speak(language_of(str(interaction.locale)))
        return not interaction.client.is_closing


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


async def apologise(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer what failed with a sentence; an unexpected failure gets a number to quote."""
    speak(language_of(str(interaction.locale)))
    cause = error.__cause__ if isinstance(error, app_commands.AppCommandError) else error
    if isinstance(cause, discord.HTTPException) and (why := _UNANSWERED.get(cause.code)):
        log.info("command.%s", why)
        return
    incident = secrets.token_hex(3)
    if isinstance(error, app_commands.CheckFailure):
        sentence = str(error) or texts.not_allowed()
    elif isinstance(cause, StorageError):
        log.warning("command.no_memory incident=%s error=%s", incident, cause)
        sentence = texts.no_memory(incident)
    else:
        log.error("command.failed incident=%s", incident, exc_info=error)
        sentence = texts.unexpected(incident)
    try:
        await tell(interaction, sentence)
    except discord.HTTPException as failure:
        log.warning("command.no_apology error=%s", failure)


async def tell(interaction: discord.Interaction[Any], sentence: str) -> None:
    """Tell a sentence to who used a command or pressed a button, and to nobody else.

    Where Discord knows of a response and discord.py does not, that one's receipt was lost.
    """
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
        else:
            return
    await interaction.followup.send(sentence, ephemeral=True)
