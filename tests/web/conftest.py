"""The door over real sockets, with a scripted model and a real database."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import aiohttp
import pytest

from bot import composition
from bot.client import Services
from bot.settings import Settings
from tests.model_server import ModelServer
from tests.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class House:
    """An open door, and what stands behind it."""

    url: str
    services: Services
    client: aiohttp.ClientSession

    def visitor(self, address: str = "192.0.2.1", **headers: str) -> Visitor:
        return Visitor(self.client, self.url, address, **headers)


class OpenHouse(Protocol):
    def __call__(self, **environment: str) -> AbstractAsyncContextManager[House]: ...


def a_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@asynccontextmanager
async def open_house(model: ModelServer, folder: Path, **environment: str) -> AsyncIterator[House]:
    port = a_free_port()
    limits = dict.fromkeys(("LLM_RPM", "LLM_TPM", "LLM_CONCURRENCY"), "0")
    given = {
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "test-model",
        "DATABASE_URL": f"sqlite:///{folder}/tokki.db",
        "WEB_PORT": str(port),
    }
    settings = Settings.from_env(given | limits | environment)
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side) as services,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
    ):
        yield House(f"http://127.0.0.1:{port}", services, client)


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@pytest.fixture
def opened(model: ModelServer, tmp_path: Path) -> OpenHouse:
    return lambda **environment: open_house(model, tmp_path, **environment)


@pytest.fixture
async def house(opened: OpenHouse) -> AsyncIterator[House]:
    async with opened() as house:
        yield house


async def until(condition: Callable[[], object]) -> None:
    """Wait until *condition* is true."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what it is about has no event
            await asyncio.sleep(0.01)
