"""The page by keyboard, by ear, and in narrow windows."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.sandbox_page.page_bot import Helper
from tests.sandbox_page.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="package")
_AXE = Path(__file__).parent / "vendored" / "axe.min.js"
_LONG = (
    "# Title\n"
    + "word **bold** `code` https://example.com\n" * 30
    + "```python\nprint('hello')  # said\nprint('"
    + "long " * 60
    + "')\n```\n- a\n  - b"
)


async def axe(page: Page) -> list[tuple[str, str]]:
    """Give the serious findings of axe-core."""
    await page.evaluate(_AXE.read_text())
    found = await page.evaluate("axe.run().then((found) => found.violations)")
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], each["nodes"][0]["html"]) for each in serious]


async def test_a_reply_is_read_out_once_it_has_stopped_growing(
    window: Window, helper: Helper
) -> None:
    await window.ask("how?")
    await helper.grow("One", "**One** two")
    await expect(window.page.locator("[aria-live=polite]", has_text="Tokki:")).to_have_text(
        "Tokki: One two"
    )


async def test_in_a_narrow_window_panel_and_channels_open_and_close_by_keyboard(
    window: Window,
) -> None:
    page = window.page
    panel = page.get_by_role("complementary", name="Underneath")
    await expect(panel).to_be_visible()
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(panel).to_be_hidden()
    await page.get_by_role("button", name="Show what happens underneath").press("Enter")
    await expect(panel.get_by_role("button", name="Close", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    opener = page.get_by_role("button", name="Channels")
    await opener.press("Enter")
    await expect(page.get_by_role("button", name="general")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await expect(page.get_by_role("button", name="general")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(panel).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en-US", "ko"])
async def test_axe_finds_nothing_serious(
    window: Window, helper: Helper, size: tuple[int, int], language: str
) -> None:
    page = window.page
    await window.ask("how?")
    await helper.grow(_LONG)
    await expect(window.last.get_by_text("said")).to_be_visible()
    await page.locator("#locale").select_option(language)
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await window.text.press_sequentially("@")
    assert await axe(page) == []


async def test_axe_finds_nothing_serious_in_forms_menus_and_pictures(window: Window) -> None:
    page = window.page
    await window.run("/pictures")
    await expect(window.rows.last.get_by_role("img", name="Small")).to_be_visible()
    await window.ask("how?")
    await page.get_by_text("Roles").click()
    assert await axe(page) == []
    await page.get_by_role("button", name="Feedback").click()
    await expect(page.get_by_role("dialog", name="Feedback")).to_be_visible()
    assert await axe(page) == []
    await page.keyboard.press("Escape")
    await window.text.fill("/greet")
    await window.text.press("Enter")
    await page.get_by_label("tone").fill("f")
    await expect(page.get_by_role("option", name="formal")).to_be_visible()
    assert await axe(page) == []
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.get_by_role("button", name="Show what happens underneath").click()
    assert await axe(page) == []


async def test_messages_are_walked_with_the_arrow_keys(window: Window) -> None:
    await window.say("one")
    await window.say("two")
    await expect(window.rows).to_have_count(2)
    await window.rows.last.focus()
    await window.page.keyboard.press("ArrowUp")
    await expect(window.rows.first).to_be_focused()
    await window.page.keyboard.press("Tab")
    await expect(window.page.get_by_role("button", name="React with 👍")).to_be_focused()
    await window.page.keyboard.press("Enter")
    await expect(window.rows.first.get_by_role("button", name="👍 1")).to_be_visible()


async def test_the_focus_stays_at_a_message_whose_controls_change(
    window: Window, helper: Helper
) -> None:
    page = window.page
    await window.ask("how?")
    await page.get_by_role("button", name="Stop").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(window.last).to_have_text("Stopped.")
    await expect(window.rows.last).to_be_focused()
    await window.rows.last.get_by_role("button", name="Apps").press("Enter")
    await expect(page.get_by_role("menuitem", name="Explain")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(window.rows.last.get_by_role("button", name="Apps")).to_be_focused()
