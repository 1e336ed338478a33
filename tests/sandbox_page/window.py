"""The page as a person uses it."""

from playwright.async_api import Locator, Page, expect


class Window:
    """Finds things on the page by what a person sees or hears."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.locator("#text")
        self.rows = page.get_by_role("article")
        self.last = self.rows.last.locator(".body")

    async def say(self, text: str) -> None:
        """Write and send, without picking from suggestions."""
        await self.text.fill(text)
        await self.page.get_by_role("button", name="Send").click()

    async def ask(self, question: str) -> None:
        """Mention the bot the way people do: with @, a few letters and Enter."""
        await self.text.press_sequentially("@To")
        await expect(self.page.get_by_role("option", name="@Tokki")).to_be_visible()
        await self.text.press("Enter")
        await self.text.press_sequentially(question)
        await self.text.press("Enter")

    async def act(self, row: Locator, name: str) -> None:
        """Use a button of a message's toolbar."""
        await row.hover()
        await row.get_by_role("button", name=name).click()

    async def become(self, name: str) -> None:
        """Be somebody else."""
        await self.page.locator("#who").select_option(name)

    async def run(self, command: str) -> None:
        """Run a slash command without filling in anything."""
        await self.text.fill(command)
        await self.text.press("Enter")
        await self.page.locator("#command [type=submit]").click()
