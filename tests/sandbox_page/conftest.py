"""A browser with the sandbox's page, and a small bot behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from playwright.async_api import Browser, Page, expect

from sandbox import Sandbox
from tests.chromium import running_chromium
from tests.sandbox_page.page_bot import Helper
from tests.sandbox_page.window import Window


@pytest_asyncio.fixture(loop_scope="package")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="package")
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[Helper]:
    async with asyncio.TaskGroup() as group, Helper() as helper:
        group.create_task(helper.start(sandbox.token))
        await sandbox.ready()
        await sandbox.until(lambda: sandbox.commands)
        yield helper


@pytest_asyncio.fixture(loop_scope="package")
async def helper(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Helper]:
    monkeypatch.setattr(Route, "BASE", sandbox.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
    async with connected(sandbox) as helper:
        yield helper


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest.fixture
def mishaps() -> list[str]:
    """What goes wrong on the page; a test that means it to go wrong clears this."""
    return []


@pytest_asyncio.fixture(loop_scope="package")
async def page(browser: Browser, sandbox: Sandbox, mishaps: list[str]) -> AsyncIterator[Page]:
    """A tab in which nothing may go wrong and nobody else may be asked."""
    page = await browser.new_page(locale="en-US", viewport={"width": 1280, "height": 800})
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: mishaps.append(str(error)))
    page.on(
        "console",
        lambda line: mishaps.append(line.text) if line.type in ("error", "warning") else None,
    )
    page.on("request", lambda asked: mishaps.append(asked.url) if _is_foreign(asked.url) else None)
    yield page
    await page.close()
    assert mishaps == []


@pytest_asyncio.fixture(loop_scope="package")
async def window(page: Page, sandbox: Sandbox, helper: Helper) -> Window:
    await page.goto(sandbox.page_url)
    await expect(page.get_by_role("heading", name="#general", exact=True)).to_be_visible()
    return Window(page)


def _is_foreign(url: str) -> bool:
    address = yarl.URL(url)
    return address.scheme not in ("data", "blob") and address.host != "127.0.0.1"
