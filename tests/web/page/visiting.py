"""What a visitor of the chat page does."""

from playwright.async_api import Page


async def ask(page: Page, question: str) -> None:
    await page.get_by_label("Your message").fill(question)
    await page.keyboard.press("Enter")
