"""What a reader of the chat page sees of an answer."""

import pytest
from playwright.async_api import Page, expect

from tests.model_server import ModelServer
from tests.web.page.visiting import ask

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_what_stands_inside_a_numbered_list_does_not_count(
    page: Page, model: ModelServer
) -> None:
    model.words = (
        "1. one\n2. two\n   - deeper\n     1. deepest\n3. three\n",
        "\nso\n  - low\n- high",
    )
    await ask(page, "Count")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    body = page.locator(".answer .body")
    await expect(body.locator("ol").first.locator("> li")).to_have_count(3)
    await expect(body.locator("ol > li > ul > li > ol > li")).to_have_text("deepest")
    await expect(body.locator("> ul > li")).to_have_text(["low", "high"])


async def test_line_separators_of_unicode_take_no_text_with_them(
    page: Page, model: ModelServer
) -> None:
    model.words = ("one\u2028", "two ", "three\u2029", "four")
    await ask(page, "Count")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert await page.locator(".answer .body").text_content() == "one\u2028two three\u2029four"
