"""The demo as a process, and its page."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import yarl
from playwright.async_api import Page, expect

from tests.model_server import ModelServer
from tests.sandbox_page.window import Window
from tests.web.conftest import a_free_port

pytestmark = pytest.mark.asyncio(loop_scope="package")
_ROOT = Path(__file__).parents[2]
_ADDRESS = re.compile(rb"Its Discord is at (\S+)")


@pytest_asyncio.fixture(loop_scope="package")
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@asynccontextmanager
async def demo(folder: Path, model: ModelServer, *arguments: str) -> AsyncIterator[str]:
    """Run `python -m bot demo`; gives the address that it prints.

    What it opens in a browser is written to the file `opened`.
    """
    browser = folder / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf %s "$1" >{folder}/new && mv {folder}/new {folder}/opened\n'
    )
    browser.chmod(0o700)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", *arguments),
        cwd=folder,
        env={
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "PYTHONPATH": str(_ROOT),
            "BROWSER": f"{browser} %s",
            "LLM_BASE_URL": model.url,
            "LLM_MODEL": "test-model",
        },
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        async with asyncio.timeout(40):
            yield await _address(process)
    finally:
        process.terminate()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        if found := _ADDRESS.search(line):
            return found[1].decode()
    raise AssertionError("the demo has ended")


async def test_the_demo_opens_its_page_in_the_browser(tmp_path: Path, model: ModelServer) -> None:
    async with demo(tmp_path, model) as address:
        while not (tmp_path / "opened").exists():  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.01)
        assert (tmp_path / "opened").read_text() == address


async def test_the_demo_shows_its_page_where_it_is_told_and_slows_its_model_down(
    tmp_path: Path, model: ModelServer, page: Page
) -> None:
    port = a_free_port()
    async with demo(tmp_path, model, "--port", str(port), "--no-browser") as address:
        assert yarl.URL(address).port == port
        await page.goto(address)
        window, slider = Window(page), page.get_by_role("slider", name="Slow model")
        await slider.press("End")
        await expect(slider).to_have_attribute("aria-valuetext", "1.00 s")
        await window.ask("why?")
        await expect(window.last).to_have_text(re.compile("^Because.*▌"), timeout=15_000)
        await slider.press("Home")
        await expect(window.last).to_contain_text("Because of light.", timeout=15_000)
        await expect(window.last).not_to_contain_text("▌")
        assert not (tmp_path / "opened").exists()
        await page.close()
