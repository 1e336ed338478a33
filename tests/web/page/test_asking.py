"""What a visitor of the chat page does while an answer is on its way."""

import pytest
from playwright.async_api import Page, expect

from tests.model_server import ModelServer
from tests.web.page.visiting import ask

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_reload_in_mid_answer_keeps_what_was_there_and_offers_to_try_again(
    page: Page, model: ModelServer
) -> None:
    model.words, model.pause = ("Because ", "never"), 60.0
    await ask(page, "Why?")
    await expect(page.locator(".answer .body")).to_have_text("Because")
    await page.reload()
    await expect(page.locator(".asked .body")).to_have_text("Why?")
    await expect(page.locator(".answer .body")).to_have_text("Because")
    await expect(page.locator(".answer .state")).to_have_text(
        "The connection broke off, so this is not complete."
    )
    model.words, model.pause = ("Because of light.",), 0.0
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator(".answer .body").last).to_have_text("Because of light.")
    await page.reload()
    await expect(page.locator(".answer .body")).to_have_text(["Because", "Because of light."])


async def test_trying_again_waits_for_the_answer_that_is_on_its_way(
    page: Page, model: ModelServer
) -> None:
    model.status = 401
    await ask(page, "Why?")
    again = page.get_by_role("button", name="Try again")
    await expect(again).to_be_visible()
    model.status, model.words, model.pause = 200, ("Because ", "never"), 60.0
    await ask(page, "And how?")
    await expect(page.locator(".answer .body").last).to_have_text("Because")
    await again.click()
    model.pause = 0.0
    await page.get_by_role("button", name="Stop").click()
    await again.click()
    await expect(page.locator(".asked .body")).to_have_text(["Why?", "And how?", "Why?"])
    await expect(again).to_have_count(0)


async def test_all_buttons_change_their_language(page: Page, model: ModelServer) -> None:
    model.status = 401
    await ask(page, "Why?")
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    await page.get_by_role("button", name="한국어").click()
    await expect(page.get_by_role("button", name="다시 시도")).to_be_visible()


async def test_the_end_of_an_answer_takes_nobody_away_from_what_they_read(
    page: Page, model: ModelServer
) -> None:
    model.words, model.pause = ("Because ", "of light."), 0.5
    await ask(page, "Why?")
    await expect(page.locator(".answer .body")).to_have_text("Because")
    await page.locator("#log").focus()
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    await expect(page.locator("#log")).to_be_focused()
    await ask(page, "And now?")
    await page.get_by_role("button", name="Stop").press("Enter")
    await expect(page.get_by_label("Your message")).to_be_focused()


async def test_a_long_message_that_is_being_written_covers_nothing_of_the_answer(
    page: Page, model: ModelServer
) -> None:
    model.words, model.pause = [f"line {number}\n\n" for number in range(60)], 0.0
    await ask(page, "Count")
    await expect(page.get_by_text("line 59")).to_be_in_viewport()
    await page.get_by_label("Your message").fill("line\n" * 12)
    await expect(page.get_by_text("line 59")).to_be_in_viewport()


async def test_a_message_that_is_too_long_is_said_to_be_and_never_cut(page: Page) -> None:
    text, send = page.get_by_label("Your message"), page.get_by_role("button", name="Send")
    await text.focus()
    await page.keyboard.insert_text("🐰" + "a" * 8000)
    await expect(page.get_by_text("This message is too long.")).to_be_visible()
    await expect(send).to_be_disabled()
    await text.press("Enter")
    await expect(text).to_have_value("🐰" + "a" * 8000)
    await text.press("Backspace")
    await expect(page.get_by_text("This message is too long.")).to_be_hidden()
    await send.click()
    await expect(page.locator(".asked .body")).to_have_text("🐰" + "a" * 7999)
    await expect(page.locator(".answer .body")).to_have_text("Because of light.")
