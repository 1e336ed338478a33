"""The model side: the endpoints of the operator, or the local model where there are none."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot import logs
from bot.chat import texts
from bot.chat.remembering.prompting import Style
from bot.cluster.opening import Cluster, open_cluster
from bot.composition.starting import StartupError, SystemClock
from bot.core.account.cards import Catalogue, Provider
from bot.core.account.ledger import Limits
from bot.core.account.routing import AUTO
from bot.core.errors import CatalogueError, ModelError
from bot.llm import local
from bot.llm.catalogue import read_catalogue
from bot.llm.client import Deadlines
from bot.llm.hub import ModelHub
from bot.llm.opening import open_hub
from bot.settings import DEFAULT_MODEL, Settings, SettingsError

log = logging.getLogger(__name__)

_DEFAULT = "default"  # the provider at LLM_BASE_URL, until models.toml has a name for it
NO_MODEL = (
    "LLM_API_KEY is missing, and the local model is not installed: set the key of your endpoint in "
    ".env, or install the group `local` (uv sync --group local)."
)


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
        """Give *style* for its model, or each behind `auto`: its own context may be smaller."""
        cards = self.model.catalogue.behind(style.model)
        contexts = (each.context_tokens for each in cards if each.context_tokens)
        context = min((style.context_tokens, *contexts))
        outputs = (each.max_output_tokens for each in cards if each.max_output_tokens)
        most = min((style.max_tokens, context // 2, *outputs))
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
            # Everybody may read it: an address can hold a password, and a path can be one.
            host = urlsplit(settings.llm_base_url).netloc.rpartition("@")[2]
            style, shown = _style(settings), f"at {host}"
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
