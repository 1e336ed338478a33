"""Opening the model side: one HTTP session, and for every provider its account."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from bot.chat.beside import beside
from bot.chat.ports import Clock
from bot.core.account.cards import Catalogue, Provider
from bot.core.account.ledger import Limits
from bot.llm.account import ModelAccount
from bot.llm.client import Deadlines, Endpoint, OpenAIClient
from bot.llm.governor import AccountLedger, Governor, LocalLedger
from bot.llm.hub import ModelHub
from bot.llm.shared_ledger import open_shared_ledger


@asynccontextmanager
async def open_hub(
    catalogue: Catalogue, limits: Limits, deadlines: Deadlines, clock: Clock, redis_url: str | None
) -> AsyncIterator[ModelHub]:
    """Open an account for every provider of *catalogue* that has its key.

    *limits* hold where a provider names none. With *redis_url* all processes share them.
    """
    async with AsyncExitStack() as stack:
        # Pooled connections would only limit the answers that are written side by side.
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        accounts: dict[str, ModelAccount] = {}
        for provider in catalogue.providers.values():
            if not provider.usable:
                continue
            own = _limits(provider, limits)
            ledger: AccountLedger = LocalLedger(own, clock)
            if redis_url is not None:
                shared = open_shared_ledger(redis_url, _account(provider), own, clock)
                ledger = await stack.enter_async_context(shared)
            governor = Governor(ledger, clock)
            await stack.enter_async_context(beside(governor.run()))
            client = OpenAIClient(session, Endpoint(provider.base_url, provider.key), deadlines)
            accounts[provider.name] = ModelAccount(client, governor, clock)
        yield ModelHub(catalogue, accounts)


def _account(provider: Provider) -> str:
    """Name the account for all processes that use it; the key itself stays here."""
    digest = hashlib.sha256((provider.key or "").encode()).hexdigest()
    return f"{provider.base_url}:{digest[:12]}"


def _limits(provider: Provider, limits: Limits) -> Limits:
    def first(own: int | None, common: int) -> int:
        return common if own is None else own

    return Limits(
        first(provider.requests_per_minute, limits.requests),
        first(provider.tokens_per_minute, limits.tokens),
        first(provider.concurrency, limits.concurrency),
    )
