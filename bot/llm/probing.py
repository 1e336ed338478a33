"""Probing the model side for the doctor: one token of a model."""

import asyncio
import time
from dataclasses import replace

import aiohttp

from bot.chat.ports import ModelRequest
from bot.core.account.cards import ModelCard, Provider
from bot.core.checkup.services import Asked
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
        return replace(asked, fault=outcome.fault, said=f"{outcome.detail} {outcome.said}".strip())
    return replace(asked, first_token=outcome, priced=card.tariff is not None)


async def try_key(client: OpenAIClient, card: ModelCard) -> None:
    """Ask *card* for one token with the key of *client*; ModelError when it is not given."""
    outcome = await _first_token(client, card)
    if isinstance(outcome, ModelError):
        raise outcome


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
