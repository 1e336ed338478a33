"""The browser of the tests and pictures, and what keeps it to this machine."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without these Chromium calls its maker at every start.
SILENT = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def running_chromium() -> AsyncIterator[Browser]:
    """Run it for the tests of a page, which are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium here: install the package chromium to test the page.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SILENT)
        yield browser
        await browser.close()
