"""A browser with the chat page, and a scripted model behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import yarl
from playwright.async_api import Browser, BrowserContext, Page

from tests.chromium import running_chromium
from tests.model_server import ModelServer
from tests.web.conftest import House, open_house


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer(words=("Because ", "of ", "light."), pause=0.2) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="package")
async def house(model: ModelServer, tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(model, tmp_path) as house:
        yield house


@pytest.fixture
def mishaps() -> list[str]:
    """What goes wrong on the page; a test that means it to go wrong clears this."""
    return []


@pytest_asyncio.fixture(loop_scope="package")
async def context(browser: Browser, mishaps: list[str]) -> AsyncIterator[BrowserContext]:
    """A browser in which nothing may go wrong and nobody else may be asked."""
    context = await browser.new_context(locale="en-US", viewport={"width": 900, "height": 600})
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: mishaps.append(str(error.error)))
    context.on(
        "console",
        lambda line: mishaps.append(line.text) if line.type in ("error", "warning") else None,
    )
    context.on("request", lambda asked: _note_foreign(mishaps, asked.url))
    yield context
    await context.close()
    assert mishaps == []


def _note_foreign(mishaps: list[str], url: str) -> None:
    address = yarl.URL(url)
    if address.scheme not in ("data", "blob") and address.host != "127.0.0.1":
        mishaps.append(url)


@pytest_asyncio.fixture(loop_scope="package")
async def page(context: BrowserContext, house: House) -> AsyncIterator[Page]:
    page = await context.new_page()
    await page.goto(house.url)
    yield page
    await page.close()  # before the house, which it might still be asking
