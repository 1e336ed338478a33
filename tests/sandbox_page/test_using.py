"""Commands, buttons, menus and forms of the bot."""

import pytest
from playwright.async_api import expect

from sandbox import Sandbox
from tests.sandbox_page.page_bot import Helper
from tests.sandbox_page.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_button_is_pressed(window: Window, helper: Helper) -> None:
    await window.ask("how?")
    await window.page.get_by_role("button", name="Stop").click()
    await expect(window.last).to_have_text("Stopped.")
    await expect(window.page.get_by_role("button", name="Stop")).to_have_count(0)


async def test_a_menu_is_used(window: Window) -> None:
    await window.ask("how?")
    await window.page.get_by_role("combobox", name="Model").select_option("large")
    await expect(window.last).to_have_text("Now large.")


async def test_several_are_chosen_from_a_menu(window: Window, sandbox: Sandbox) -> None:
    await window.ask("how?")
    await window.page.get_by_text("Roles").click()
    await window.page.get_by_label("@moderator").check()
    await window.page.get_by_role("button", name="Done").click()
    await expect(window.last).to_have_text(f"['{sandbox.guild.role('moderator').id}']")


async def test_a_form_is_filled_in(window: Window) -> None:
    await window.ask("how?")
    await window.page.get_by_role("button", name="Feedback").click()
    form = window.page.get_by_role("dialog", name="Feedback")
    await form.get_by_label("What was wrong?").fill("Too short")
    await form.get_by_role("button", name="Submit").click()
    await expect(window.last).to_have_text("Noted: Too short")
    await expect(form).to_be_hidden()


async def test_a_command_is_run_by_keyboard_with_a_completed_option(window: Window) -> None:
    keyboard = window.page.keyboard
    await window.text.press_sequentially("/gre")
    await expect(window.page.get_by_role("option", name="/greet")).to_be_visible()
    await keyboard.press("Enter")
    await keyboard.type("Mina")
    await keyboard.press("Tab")
    await keyboard.type("for")
    await expect(window.page.get_by_role("option", name="formal")).to_be_visible()
    await keyboard.press("Enter")
    await keyboard.press("Enter")
    await expect(window.last).to_have_text("formal: hello Mina (en-US)")
    await expect(window.text).to_be_focused()


async def test_a_menu_on_a_message_answers_only_its_user(window: Window) -> None:
    await window.say("a riddle")
    await window.act(window.rows.last, "Apps")
    await window.page.get_by_role("menuitem", name="Explain").click()
    await expect(window.last).to_have_text("It says: a riddle")
    await window.become("Mina")
    await expect(window.rows).to_have_count(1)
    await window.become("You")
    await expect(window.rows).to_have_count(2)
    await window.page.get_by_role("button", name="Dismiss message").click()
    await expect(window.rows).to_have_count(1)


async def test_a_menu_on_a_person_is_used(window: Window, sandbox: Sandbox) -> None:
    await sandbox.person("Mina").say(sandbox.channel("general"), "hi")
    await window.act(window.rows.last, "Apps")
    await window.page.get_by_role("menuitem", name="Who is this").click()
    await expect(window.last).to_have_text("This is Mina.")
    await expect(window.rows.last.locator(".used")).to_have_text("You used Who is this")
    await window.page.locator("#locale").select_option("ko")
    await expect(window.rows.last.locator(".used")).to_have_text("You 님이 누구예요 사용")


async def test_a_used_command_is_named_with_its_subcommand_in_ones_language(
    window: Window,
) -> None:
    await window.run("/settings show")
    used = window.rows.last.locator(".used")
    await expect(used).to_have_text("You used /settings show")
    await window.page.locator("#locale").select_option("ko")
    await expect(used).to_have_text("You 님이 /설정 보기 사용")


async def test_what_ends_the_thinking_is_no_edit(window: Window, sandbox: Sandbox) -> None:
    await window.run("/settings show")
    await expect(window.last).to_have_text("All is set.")
    await expect(window.rows.last).not_to_contain_text("(edited)")
    await sandbox.person("You").slash(sandbox.channel("general"), "settings show", again="yes")
    await expect(window.last).to_have_text("All is set again.")
    await expect(window.rows.last).to_contain_text("(edited)")


async def test_a_completion_knows_what_else_is_filled_in(window: Window) -> None:
    await window.text.fill("/greet")
    await window.text.press("Enter")
    await window.page.get_by_label("who").fill("Mina")
    await window.page.get_by_label("tone").fill("as ")
    await expect(window.page.get_by_role("option", name="as to Mina")).to_be_visible()
