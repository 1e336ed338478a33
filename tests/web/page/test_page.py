"""The chat page in a browser."""

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.llm import local
from tests.model_server import ModelServer
from tests.web.conftest import House, open_house
from tests.web.page.visiting import ask

pytestmark = pytest.mark.asyncio(loop_scope="package")
_AXE = Path(__file__).parents[2] / "sandbox_page" / "vendored" / "axe.min.js"
_MARKDOWN = """# Title
Some **bold**, *slanted* and `code` words, <b>no HTML</b>, snake_case_names and 2 * 3 * 4.

1. one
2. two
   - deeper

```python
print("<script>alert(1)</script>")
```
| Name | Price |
| --- | ---: |
| `x \\| y` | **3** |
> said

[a link](https://example.com/path) and [a trap](javascript:alert(1))"""


async def axe(page: Page) -> list[str]:
    """Give the serious findings of axe-core."""
    await page.evaluate(_AXE.read_text())
    found = await page.evaluate("axe.run()")
    return [
        f"{finding['id']}: {node['html']}"
        for finding in found["violations"]
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


async def test_an_answer_grows_before_ones_eyes_while_the_input_is_locked(page: Page) -> None:
    await ask(page, "Why is the sky blue?")
    answer, text = page.locator(".answer .body"), page.get_by_label("Your message")
    for words in ("Because", "Because of", "Because of light."):
        await expect(answer).to_have_text(words)
        if words != "Because of light.":
            await expect(page.locator(".cursor")).to_be_visible()
            await expect(text).not_to_be_editable()
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    await expect(page.locator(".cursor")).to_have_count(0)
    await expect(text).to_be_editable()
    await expect(text).to_be_focused()
    await expect(page.locator(".asked")).to_have_text("You said:Why is the sky blue?")


async def test_the_page_goes_on_with_its_conversation(page: Page, model: ModelServer) -> None:
    await ask(page, "My name is Mina.")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    await page.reload()
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")
    await ask(page, "Who am I?")
    await expect(page.locator(".answer .body").last).to_have_text("Because of light.")
    assert model.contents() == ["My name is Mina.", "Because of light.", "Who am I?"]
    await page.get_by_role("button", name="New conversation").click()
    await expect(page.get_by_role("heading", name="Hello!")).to_be_visible()
    await ask(page, "Who am I?")
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")
    assert model.contents() == ["Who am I?"]


async def test_stop_ends_the_answer_and_keeps_its_text(page: Page, model: ModelServer) -> None:
    model.words, model.pause = ("Because ", "never"), 60.0
    await ask(page, "Why?")
    answer = page.locator(".answer")
    await expect(answer.locator(".body")).to_have_text("Because")
    await page.get_by_role("button", name="Stop").click()
    await expect(answer.locator(".state")).to_have_text("Stopped.")
    await expect(answer.locator(".body")).to_have_text("Because")
    await expect(page.locator(".cursor")).to_have_count(0)
    await expect(page.get_by_label("Your message")).to_be_editable()
    assert model.cancelled == 1


async def test_a_failure_is_said_in_words_and_can_be_tried_again(
    page: Page, model: ModelServer
) -> None:
    model.status = 401
    await ask(page, "Why?")
    problem = page.get_by_role("alert")
    await expect(problem).to_contain_text("The language model does not accept my key.")
    await expect(problem).not_to_contain_text("sk-123")
    model.status = 200
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator(".answer .body").last).to_have_text("Because of light.")


async def test_a_session_that_the_server_has_forgotten_is_replaced(
    page: Page, mishaps: list[str]
) -> None:
    await page.evaluate("sessionStorage.tokki = JSON.stringify({session: 'old', turns: []})")
    await page.reload()
    await ask(page, "Why?")
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")
    assert all("401" in mishap for mishap in mishaps)
    mishaps.clear()


async def test_a_server_that_is_gone_is_said(
    page: Page, context: BrowserContext, mishaps: list[str]
) -> None:
    await context.set_offline(offline=True)
    await ask(page, "Why?")
    await expect(page.get_by_role("alert")).to_have_text(
        "I cannot be reached just now. Please try again."
    )
    mishaps.clear()


async def test_both_languages_are_spoken(browser: Browser, house: House) -> None:
    context = await browser.new_context(locale="ko-KR")
    page = await context.new_page()
    await page.goto(house.url)
    assert await page.locator("html").get_attribute("lang") == "ko"
    await expect(page.get_by_role("heading", name="안녕하세요!")).to_be_visible()
    await page.get_by_label("메시지", exact=True).fill("왜 하늘은 파래?")
    await page.get_by_role("button", name="보내기").click()
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "en"
    await page.reload()
    await expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    await context.close()


async def test_enter_that_ends_a_syllable_sends_nothing(page: Page) -> None:
    text = page.get_by_label("Your message")
    await text.fill("안녕")
    await text.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(text).to_have_value("안녕")
    await text.press("Shift+Enter")
    await expect(text).to_have_value("안녕\n")
    await text.press("Enter")
    await expect(text).to_have_value("")
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")


async def test_the_page_follows_until_the_reader_scrolls_up(page: Page, model: ModelServer) -> None:
    model.words, model.pause = [f"line {number}\n\n" for number in range(60)], 0.05
    await ask(page, "Count")
    await expect(page.get_by_text("line 25")).to_be_in_viewport()
    await page.locator("#log").hover()
    await page.mouse.wheel(0, -300)
    newer = page.get_by_role("button", name="Newer messages")
    await expect(newer).to_be_visible()
    before = await page.locator("#log").evaluate("node => node.scrollTop")
    await expect(page.get_by_text("line 59")).to_be_attached()
    assert await page.locator("#log").evaluate("node => node.scrollTop") == before
    await newer.click()
    await expect(page.get_by_text("line 59")).to_be_in_viewport()


async def test_markdown_is_drawn_and_nothing_in_it_is_run(page: Page, model: ModelServer) -> None:
    model.words, model.pause = list(_MARKDOWN), 0.0
    await ask(page, "Write")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    body = page.locator(".answer .body")
    await expect(body.get_by_role("heading", name="Title")).to_be_visible()
    await expect(body.locator("strong")).to_have_text(["bold", "3"])
    await expect(body.locator("em")).to_have_text("slanted")
    await expect(body).to_contain_text("<b>no HTML</b>, snake_case_names and 2 * 3 * 4.")
    await expect(body.locator("ol > li")).to_have_text(["one", "two\ndeeper"], use_inner_text=True)
    await expect(body.locator("pre").first).to_have_text('print("<script>alert(1)</script>")')
    await expect(body.get_by_role("columnheader")).to_have_text(["Name", "Price"])
    await expect(body.get_by_role("cell")).to_have_text(["x | y", "3"])
    await expect(body.locator("blockquote")).to_have_text("said")
    await expect(body.locator("a")).to_have_attribute("href", "https://example.com/path")
    await expect(body).to_contain_text("[a trap](javascript:alert(1))")
    await expect(body.locator("script")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), [("light", 900), ("dark", 360)])
async def test_axe_finds_nothing_serious(
    page: Page, model: ModelServer, scheme: Literal["light", "dark"], width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 600})
    # While something fades in its colours are not those that are meant.
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert await axe(page) == []
    model.words, model.pause = [_MARKDOWN], 0.0
    await ask(page, "Write")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    model.status = 401
    await ask(page, "Why?")
    await expect(page.get_by_role("alert")).to_be_visible()
    assert await axe(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_only_allowed_sites_may_show_it_in_a_frame(
    context: BrowserContext, model: ModelServer, tmp_path: Path, mishaps: list[str]
) -> None:
    async def embed(request: web.Request) -> web.Response:
        url = request.query["url"]
        frame = f'<!doctype html><title>Shop</title><iframe title="Chat" src="{url}/"></iframe>'
        return web.Response(text=frame, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", embed)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site = f"http://127.0.0.1:{runner.addresses[0][1]}"
    page = await context.new_page()
    async with open_house(model, tmp_path, WEB_ORIGINS=site) as house:
        await page.goto(f"{site}/?url={house.url}")
        frame = page.frame_locator("iframe")
        await frame.get_by_label("Your message").fill("Why?")
        await frame.get_by_role("button", name="Send").click()
        await expect(frame.locator(".answer .body")).to_have_text("Because of light.")
    async with open_house(model, tmp_path) as house:
        await page.goto(f"{site}/?url={house.url}")
        await expect(page.frame_locator("iframe").locator("#text")).to_have_count(0)
        assert any("frame-ancestors" in mishap for mishap in mishaps)
        mishaps.clear()
    await runner.cleanup()


@pytest.mark.skipif(not local.is_installed(), reason="the group `local` is not installed")
async def test_a_real_model_answers_on_the_page(
    context: BrowserContext, model: ModelServer, tmp_path: Path
) -> None:
    async with open_house(model, tmp_path, LLM_BASE_URL="", LLM_MODEL="") as house:
        page = await context.new_page()
        await page.goto(house.url)
        lengths = await page.evaluate_handle(
            """() => { const seen = new Set(); new MutationObserver(() => seen.add(
                 document.querySelector('.answer .body')?.textContent.length ?? 0)
               ).observe(document.getElementById('talk'), {childList: true, subtree: true, characterData: true});
               return seen; }"""
        )
        await ask(page, "Write three sentences about the sea.")
        await expect(page.get_by_role("button", name="Send")).to_be_visible(timeout=60_000)
        await expect(page.locator(".answer .body")).to_contain_text(
            re.compile("sea", re.IGNORECASE)
        )
        assert len(json.loads(await lengths.evaluate("seen => JSON.stringify([...seen])"))) > 3
