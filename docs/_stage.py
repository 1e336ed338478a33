"""What the pictures are taken of: a sandbox with the real bot, scripted model and all."""

import random
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from bot import composition
from bot.chat.beside import beside
from bot.chat.books import ANSWER, Entry
from bot.client import Services, point_at
from bot.core.account.prices import cost
from bot.core.config.layers import Scope
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from bot.settings import Settings
from docs._scripted_model import MODEL, scripted_model
from sandbox import Person, Sandbox
from tests.chromium import CHROMIUM, SILENT

_SET = {"persona": "code", "temperature": "0.3", "quota.person.day.dollars": "0.25"}
_DAYS = 30  # that /usage draws


@dataclass(frozen=True, slots=True)
class Stage:
    """A sandbox with the real bot in it, and a browser to look at it."""

    sandbox: Sandbox
    services: Services
    browser: Browser
    web_url: str

    @property
    def person(self) -> Person:
        """Whoever looks at the page."""
        return self.sandbox.person("You", role="admin")

    async def open(self, width: int, height: int, language: str = "en-US", scale: int = 1) -> Page:
        """Open the page; *scale* is in pixels of the picture per pixel of the page."""
        page = await self.browser.new_page(
            locale=language,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
        )
        await page.goto(self.sandbox.page_url)
        await expect(page.locator("#bot.online")).to_be_visible()
        return page

    async def configure(self) -> None:
        """Set a few things, as a server would."""
        scope = Scope.server(self.sandbox.guild.id)
        for key, value in _SET.items():
            await self.services.configuration.set(scope, key, value, self.person.id)

    async def book(self) -> None:
        """Fill the books of the last days."""
        card, general = self.services.catalogue().card, self.sandbox.channel("general")
        chance = random.Random(3)  # noqa: S311 - days that look alike each time, not a secret
        for day in range(_DAYS):
            at = datetime.now(UTC) - timedelta(days=day, minutes=1)
            for number in range(chance.randint(3, 14)):
                model = "deepseek-v4-pro" if number % 5 == 1 else MODEL
                prompt, answer = chance.randint(1500, 6000), chance.randint(100, 900)
                used = Usage(prompt, answer, cached_tokens=prompt // 2)
                entry = Entry(
                    at=at.timestamp(),
                    server_id=self.sandbox.guild.id,
                    channel_id=general.id,
                    person_id=self.person.id,
                    exchange_id=day,
                    purpose=ANSWER,
                    model=model,
                    usage=used,
                    first_text=0.6,
                    seconds=6.0,
                    cost=cost(used, card(model).tariff, at),
                    outcome=TurnState.COMPLETE,
                )
                await self.services.books.book(entry)


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """Open everything; nothing of it stays."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokki-")))
        sandbox = await stack.enter_async_context(Sandbox())
        point_at(sandbox.api_url, sandbox.gateway_url)
        address = await stack.enter_async_context(scripted_model())
        port = _free_port()
        settings = _settings(folder, address, port)
        side = await stack.enter_async_context(
            composition.open_model(settings, sandbox.relay.through)
        )
        services = await stack.enter_async_context(composition.open_services(settings, side))
        await stack.enter_async_context(beside(composition.serve(services, sandbox.token)))
        await sandbox.ready()
        await sandbox.until(lambda: sandbox.commands)
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SILENT)
        stack.push_async_callback(browser.close)
        yield Stage(sandbox, services, browser, f"http://127.0.0.1:{port}/")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _settings(folder: Path, address: str, web_port: int) -> Settings:
    # As this provider the scripted model has its prices.
    models = folder / "models.toml"
    models.write_text(f'[providers.deepseek]\nbase_url = "{address}"\n', encoding="utf-8")
    return Settings.from_env(
        {
            "LLM_BASE_URL": address,
            "LLM_MODEL": MODEL,
            "MODELS_FILE": f"{models}",
            "WEB_PORT": f"{web_port}",
            "DATABASE_URL": f"sqlite:///{folder.as_posix()}/pictures.db",
        }
    )
