"""Probing the model side for the doctor: one token of a model, one ping of Redis."""

import asyncio
import time
from dataclasses import replace

import aiohttp
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.chat.ports import ModelRequest
from bot.core.account.cards import ModelCard, Provider
from bot.core.checkup.findings import Failed
from bot.core.checkup.services import Asked, RedisServer
from bot.core.errors import Fault, ModelError
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.llm.client import Deadlines, Endpoint, OpenAIClient

_LLM_KEY = "LLM_API_KEY"
_TEMPERATURE = 0.7  # as the answers have it: some models take no other


async def probe_model(
    provider: Provider, card: ModelCard, seconds: float, *, local: bool = False
) -> Asked:
    """Ask *provider* for its models and *card* for one token, each once and within *seconds*."""
    deadlines = Deadlines(seconds, seconds, seconds, seconds)
    async with aiohttp.ClientSession() as session:
        client = OpenAIClient(session, Endpoint(provider.base_url, provider.key), deadlines)
        async with asyncio.TaskGroup() as tasks:
            listing = tasks.create_task(_listed(client))
            asking = tasks.create_task(_first_token(client, card))
    place = "on this machine" if local else f"at {provider.base_url}"
    asked = Asked(card.id, place, provider.key_name or _LLM_KEY, listing.result(), local=local)
    outcome = asking.result()
    if isinstance(outcome, ModelError):
        return replace(asked, fault=outcome.fault, said=outcome.detail)
    return replace(asked, first_token=outcome, priced=card.tariff is not None)


async def probe_redis(url: str, seconds: float) -> RedisServer | Failed:
    """Ping the Redis at *url* within *seconds*."""
    redis = Redis.from_url(
        url, decode_responses=True, socket_timeout=None, retry=Retry(NoBackoff(), 0)
    )
    try:
        async with redis, asyncio.timeout(seconds):
            about = await redis.info("server")
            began = time.monotonic()
            await redis.ping()
            latency = time.monotonic() - began
    except TimeoutError:
        return Failed(f"no answer within {seconds:.0f} s")
    except (RedisError, OSError, ValueError) as error:
        return Failed(str(error) or type(error).__name__)
    if "valkey_version" in about:  # it names the Redis that it began as, too
        return RedisServer(f"Valkey {about['valkey_version']}", latency)
    return RedisServer(f"Redis {about.get('redis_version', 'of unknown version')}", latency)


async def _listed(client: OpenAIClient) -> list[str]:
    try:
        return await client.models()
    except ModelError:  # not every endpoint lists; whether it answers is what counts
        return []


async def _first_token(client: OpenAIClient, card: ModelCard) -> float | ModelError:
    """Give the seconds to the first token, or what went wrong."""
    request = ModelRequest(card.id, [Message(Role.USER, "Hi")], _TEMPERATURE, 1)
    began = time.monotonic()
    try:
        (await client.open(request, card.extra)).close()
    except ModelError as error:
        # A model that thinks has nothing to say after one token; it has answered all the same.
        if error.fault is not Fault.EMPTY:
            return error
    return time.monotonic() - began
