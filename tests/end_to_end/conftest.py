"""The whole bot on a sandbox, over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import composition
from bot.chat.beside import beside
from bot.client import Services, TokkiBot, point_at
from bot.composition import serving
from bot.settings import Settings
from sandbox import Sandbox
from tests.model_server import ModelServer

OPENAPI = Path(__file__).parents[2].parent / "shared" / "data" / "discord_openapi.json"


class StartBot(Protocol):
    def __call__(self, **changes: object) -> AbstractAsyncContextManager[Services]: ...


@pytest.fixture(autouse=True)
def discords_own_addresses() -> Iterator[None]:
    """discord.py keeps its addresses in classes: put them back after each test."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox that checks every request against Discord's description, where that is there."""
    async with Sandbox(openapi=OPENAPI if OPENAPI.exists() else None) as sandbox:
        yield sandbox
        assert sandbox.violations == []
        assert sandbox.unknown_routes == []


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@pytest.fixture
def settings(sandbox: Sandbox, model: ModelServer, tmp_path: Path) -> Settings:
    return Settings.from_env(
        {
            "LLM_BASE_URL": model.url,
            "LLM_MODEL": "test-model",
            "DATABASE_URL": f"sqlite:///{tmp_path}/tokki.db",
        }
    )


@pytest.fixture
def start_bot(sandbox: Sandbox, settings: Settings) -> StartBot:
    @asynccontextmanager
    async def start(**changes: object) -> AsyncIterator[Services]:
        changed = settings.model_copy(update=changes)
        point_at(sandbox.api_url, sandbox.gateway_url)
        async with (
            composition.open_model(changed) as side,
            composition.open_services(changed, side) as services,
            beside(composition.serve(services, sandbox.token)),
        ):
            await sandbox.ready()
            await asyncio.sleep(0.3)  # discord.py fails on a stop before its own on_ready
            yield services

    return start


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that takes a gateway for dead after a second without a sign of life, not after 60.

    It does not wait five seconds before it identifies again either.
    """

    class Impatient(TokkiBot):
        async def before_identify_hook(
            self, shard_id: int | None, *, initial: bool = False
        ) -> None:
            pass

        def _get_state(self, **options: object) -> object:  # type: ignore[override]  # discord.py's own type is internal
            return super()._get_state(**options, heartbeat_timeout=1.0)

    monkeypatch.setattr(serving, "TokkiBot", Impatient)
