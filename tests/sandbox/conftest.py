import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import discord
import pytest
import yarl

from sandbox import Sandbox
from tests.sandbox.clients import Ask, Bot, Connect

_BESIDE = Path(__file__).parents[3] / "shared" / "data" / "discord_openapi.json"


@pytest.fixture(scope="session")
def description() -> Path | None:
    """Discord's own description of its API, where there is one."""
    given = os.environ.get("TOKKI_OPENAPI")
    path = Path(given) if given else _BESIDE
    return path if path.is_file() else None


@pytest.fixture
async def sandbox(description: Path | None) -> AsyncIterator[Sandbox]:
    """A sandbox in which every request and answer has to fit Discord's description."""
    async with Sandbox(openapi=description) as sandbox:
        yield sandbox
    assert sandbox.violations == []


@pytest.fixture
async def unchecked() -> AsyncIterator[Sandbox]:
    """A sandbox for requests that are wrong on purpose."""
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def ask(sandbox: Sandbox, session: aiohttp.ClientSession) -> Ask:
    return Ask(session, sandbox.api_url, sandbox.token)


@pytest.fixture
def connect(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Connect:
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
    gateway = yarl.URL(sandbox.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)

    @asynccontextmanager
    async def connected(bot: Bot) -> AsyncIterator[Bot]:
        async with asyncio.TaskGroup() as group, bot:
            group.create_task(bot.start(sandbox.token))
            await sandbox.ready()
            await bot.wait_until_ready()
            yield bot

    return connected


@pytest.fixture
async def bot(connect: Connect) -> AsyncIterator[Bot]:
    async with connect(Bot()) as bot:
        yield bot
