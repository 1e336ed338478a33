"""Opening the model side: one HTTP session, and for every provider its account."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp

from bot.chat.beside import beside
from bot.chat.ports import Clock
from bot.core.account.cards import Catalogue, ModelCard, Provider
from bot.core.account.ledger import Limits
from bot.llm.account import ModelAccount
from bot.llm.client import Deadlines, Endpoint, OpenAIClient
from bot.llm.governor import AccountLedger, Governor, LocalLedger
from bot.llm.hub import ModelHub
from bot.llm.own_accounts import OwnAccounts
from bot.llm.probing import try_key

OpenLedger = Callable[[str, Limits, Clock], AbstractAsyncContextManager[AccountLedger]]

# Somebody waits before a form that says no more than that it is being sent.
_OF_TRIAL = Deadlines(connect=5.0, first_text=15.0)


@asynccontextmanager
async def open_hub(
    catalogue: Catalogue,
    limits: Limits,
    deadlines: Deadlines,
    clock: Clock,
    shared: OpenLedger | None,
) -> AsyncIterator[ModelHub]:
    """Open an account for every provider of *catalogue* that has its key.

    Those of servers with a key of their own follow when they ask; see ModelHub.use_keys.
    *limits* hold where a provider names none. *shared* opens the books of an account (by its name)
    that other processes use, too.
    """
    async with AsyncExitStack() as stack:
        # Pooled connections would only limit the answers that are written side by side.
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))

        @asynccontextmanager
        async def opening(provider: Provider) -> AsyncIterator[ModelAccount]:
            async with AsyncExitStack() as own:
                most = _limits(provider, limits)
                ledger: AccountLedger = LocalLedger(most, clock)
                if shared is not None:
                    ledger = await own.enter_async_context(shared(_account(provider), most, clock))
                governor = Governor(ledger, clock)
                await own.enter_async_context(beside(governor.run()))
                endpoint = Endpoint(provider.base_url, provider.key)
                client = OpenAIClient(session, endpoint, deadlines)
                yield ModelAccount(client, governor, clock)

        home = catalogue.providers[catalogue.default]

        async def trial(key: str, card: ModelCard) -> None:
            client = OpenAIClient(session, Endpoint(home.base_url, key), _OF_TRIAL)
            await try_key(client, card)

        accounts = {
            each.name: await stack.enter_async_context(opening(each))
            for each in catalogue.providers.values()
            if each.usable
        }
        own = OwnAccounts(lambda key: opening(replace(home, key=key)), trial)
        await stack.enter_async_context(beside(own.run()))
        yield ModelHub(catalogue, accounts, own)


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
