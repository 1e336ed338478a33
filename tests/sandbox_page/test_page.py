"""Talking on the page, and what happens underneath."""

import re

import pytest
from playwright.async_api import FilePayload, Page, expect

from sandbox import Sandbox
from tests.sandbox_page.conftest import connected
from tests.sandbox_page.page_bot import DOT, FIRST, Helper
from tests.sandbox_page.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_reply_to_a_mention_grows_before_ones_eyes(window: Window, helper: Helper) -> None:
    await window.ask("how?")
    await expect(window.last).to_have_text(FIRST)
    for text in ("One", "One two", "One two three"):
        await helper.grow(text)
        await expect(window.last).to_have_text(text)
    assert helper.heard[0].endswith("how?")
    assert await window.rows.count() == 2


async def test_the_page_follows_a_growing_reply_until_somebody_scrolls_up(
    window: Window, helper: Helper
) -> None:
    await window.ask("how?")
    for lines in (10, 30, 60):
        await helper.grow("line\n" * lines + "end")
        await expect(window.last.get_by_text("end")).to_be_in_viewport()
        await expect(window.page.get_by_role("button", name="Stop")).to_be_in_viewport()
    await window.last.hover()
    await window.page.mouse.wheel(0, -400)
    newer = window.page.get_by_role("button", name="Newer messages")
    await expect(newer).to_be_visible()
    before = await window.page.locator("#scroll").evaluate("node => node.scrollTop")
    await helper.grow("line\n" * 90 + "end")
    await expect(window.last).to_have_text("line\n" * 90 + "end", use_inner_text=True)
    assert await window.page.locator("#scroll").evaluate("node => node.scrollTop") == before
    await newer.click()
    await expect(window.page.get_by_role("button", name="Stop")).to_be_in_viewport()


async def test_what_does_not_change_in_a_growing_reply_stays_as_it_is(
    window: Window, helper: Helper
) -> None:
    await window.ask("how?")
    await helper.grow("# Title\nsome")
    title = await window.last.get_by_role("heading", name="Title").element_handle()
    await helper.grow("# Title\nsome more")
    await expect(window.last).to_contain_text("some more")
    assert await title.evaluate("node => node.isConnected")


async def test_a_reload_in_mid_answer_loses_nothing(window: Window, helper: Helper) -> None:
    await window.ask("how?")
    await helper.grow("One", "One two")
    await window.page.reload()
    await expect(window.last).to_have_text("One two")
    await helper.grow("One two three")
    await expect(window.last).to_have_text("One two three")
    await expect(window.page.locator("#version-is")).to_contain_text("Version 4 of 4")


async def test_a_bot_that_restarts_is_missed_and_welcomed(
    page: Page, sandbox: Sandbox, helper: Helper
) -> None:
    window = Window(page)
    await page.goto(sandbox.page_url)
    await expect(page.locator("#bot")).to_have_text("Tokki online")
    await helper.close()
    await expect(page.get_by_text("Tokki is not connected to this sandbox.")).to_be_visible()
    async with connected(sandbox):
        await expect(page.locator("#bot")).to_have_text("Tokki online")
        await window.ask("again?")
        await expect(window.last).to_have_text(FIRST)


async def test_a_sandbox_that_restarts_is_found_again(page: Page, mishaps: list[str]) -> None:
    window = Window(page)
    async with Sandbox() as first:
        port = first.port
        await page.goto(first.page_url)
        await window.say("before")
        await expect(window.last).to_have_text("before")
    await expect(page.get_by_text("The sandbox does not answer.")).to_be_visible()
    async with Sandbox(port) as second:
        await expect(window.rows).to_have_count(0, timeout=20_000)
        await window.say("after")
        await expect(window.last).to_have_text("after")
        assert [each.content for each in second.channel("general").messages] == ["after"]
        await page.close()
    mishaps.clear()  # the browser complains of the sandbox that was gone


async def test_somebody_whom_the_sandbox_does_not_know_becomes_the_first_person(
    window: Window, mishaps: list[str]
) -> None:
    await window.page.evaluate("sessionStorage.setItem('as', 'Ghost')")
    await window.page.reload()
    await expect(window.page.locator("#who")).to_have_value("You")
    mishaps.clear()  # the browser complains of the refusal


async def test_the_page_and_its_commands_speak_the_chosen_language(window: Window) -> None:
    await expect(window.page.get_by_role("heading", name="Text channels")).to_be_visible()
    await window.page.get_by_label("Language").select_option("한국어")
    await expect(window.page.get_by_role("heading", name="채팅 채널")).to_be_visible()
    await expect(
        window.page.get_by_role("textbox", name="#general에 메시지 보내기")
    ).to_be_visible()
    assert await window.page.evaluate("document.documentElement.lang") == "ko"
    await window.text.press_sequentially("/greet")
    await window.page.keyboard.press("Enter")
    await window.page.get_by_label("who").fill("민아")
    await window.page.get_by_role("button", name="실행").click()
    await expect(window.last).to_have_text("warm: hello 민아 (ko)")


async def test_messages_are_replied_to_edited_and_deleted(window: Window, sandbox: Sandbox) -> None:
    await window.say("first")
    await window.act(window.rows.last, "Reply")
    await window.say("second")
    await expect(window.rows.last.locator("discord-reply")).to_contain_text("first")
    await window.text.press("ArrowUp")
    await window.text.fill("third")
    await window.text.press("Enter")
    await expect(window.rows.last).to_contain_text("third")
    await expect(window.rows.last).to_contain_text("(edited)")
    await window.act(window.rows.last, "Delete")
    await expect(window.rows).to_have_count(1)
    assert [each.content for each in sandbox.channel("general").messages] == ["first"]


async def test_a_member_cannot_delete_what_others_wrote(window: Window) -> None:
    await window.say("mine")
    await window.become("Mina")
    await window.rows.last.hover()
    await expect(window.rows.last.get_by_role("button", name="Reply")).to_be_visible()
    await expect(window.rows.last.get_by_role("button", name="Delete")).to_have_count(0)
    await window.become("Joon")
    await window.act(window.rows.last, "Delete")
    await expect(window.rows).to_have_count(0)


async def test_files_are_sent(window: Window, sandbox: Sandbox) -> None:
    note: FilePayload = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
    dot: FilePayload = {"name": "dot.svg", "mimeType": "image/svg+xml", "buffer": DOT}
    await window.page.locator("#files").set_input_files([note, dot])
    await expect(window.page.get_by_text("note.txt")).to_be_visible()
    await window.say("see")
    await expect(window.rows.last.get_by_role("link", name="note.txt")).to_be_visible()
    await expect(window.rows.last.get_by_role("img", name="dot.svg")).to_be_visible()
    assert sandbox.channel("general").messages[0].attachments[0].data == b"hello"


async def test_threads_and_private_talks_are_places_of_their_own(
    window: Window, helper: Helper
) -> None:
    await window.say("let us talk")
    await window.act(window.rows.last, "Open a thread")
    await expect(
        window.page.get_by_role("heading", name="#let us talk", exact=True)
    ).to_be_visible()
    await window.say("inside")
    await expect(window.last).to_have_text("inside")
    await window.page.get_by_role("button", name="Tokki", exact=True).click()
    await window.say("just us")
    await expect(window.last).to_have_text(FIRST)
    await window.become("Mina")
    await window.page.get_by_role("button", name="Tokki", exact=True).click()
    await expect(window.rows).to_have_count(0)


async def test_typing_is_shown_until_the_message_is_there(window: Window, sandbox: Sandbox) -> None:
    mina = sandbox.person("Mina")
    await mina.typing(sandbox.channel("general"))
    await expect(window.page.get_by_text("Mina is typing…")).to_be_visible()
    await mina.say(sandbox.channel("general"), "hi")
    await expect(window.page.get_by_text("Mina is typing…")).to_be_hidden()


async def test_the_panel_shows_requests_buckets_versions_and_ordered_faults(
    window: Window, helper: Helper
) -> None:
    await window.ask("how?")
    await helper.grow("One", "One two")
    requests = window.page.locator("#requests tr")
    await expect(requests.first).to_contain_text("PATCH")
    await expect(requests.first.get_by_role("img")).to_have_attribute(
        "aria-label", re.compile("[0-4] of 5 left")
    )
    slider = window.page.get_by_role("slider", name="Version of the reply")
    await slider.press("Home")
    await expect(window.page.locator("#preview")).to_have_text(FIRST)
    await window.page.get_by_role("button", name="500 × 3").click()
    await expect(window.page.locator("#waiting")).to_contain_text("500: 3 to come")
    await window.page.get_by_role("button", name="All fine again").click()
    await expect(window.page.locator("#waiting")).to_be_empty()
    await window.page.get_by_role("button", name="Close the gateway").click()
    await expect(window.page.locator("#bot")).to_have_text("Tokki online")


async def test_the_model_is_slowed_down_if_it_is_reached_through_the_sandbox(
    window: Window, sandbox: Sandbox
) -> None:
    slider = window.page.get_by_role("slider", name="Slow model")
    await expect(slider).to_be_hidden()
    sandbox.relay.through("http://127.0.0.1:9/v1")
    await window.say("hi")
    await slider.press("ArrowRight")
    await expect(slider).to_have_attribute("aria-valuetext", "0.05 s")
    assert sandbox.relay.delay == 0.05
    await window.page.get_by_role("button", name="All fine again").click()
    await expect(slider).to_have_attribute("aria-valuetext", "0.00 s")
    await expect(slider).to_have_value("0")
    assert sandbox.relay.delay == 0.0


async def test_what_one_sends_is_shown_however_far_up_one_reads(
    window: Window, helper: Helper
) -> None:
    await window.ask("how?")
    await helper.grow("line\n" * 60 + "end")
    await expect(window.last.get_by_text("end")).to_be_in_viewport()
    await window.last.hover()
    await window.page.mouse.wheel(0, -800)
    await expect(window.page.get_by_role("button", name="Newer messages")).to_be_visible()
    await window.say("next")
    await expect(window.last.get_by_text("next")).to_be_in_viewport()
    await window.rows.last.hover()
    await window.page.mouse.wheel(0, -800)
    await window.run("/settings show")
    await expect(window.last.get_by_text("All is set.")).to_be_in_viewport()


async def test_what_fails_without_the_sandbox_is_said_in_ones_language(
    page: Page, mishaps: list[str]
) -> None:
    window = Window(page)
    async with Sandbox() as sandbox:
        await page.goto(sandbox.page_url)
        await page.get_by_label("Language").select_option("한국어")
        await expect(page.get_by_role("heading", name="채팅 채널")).to_be_visible()
    await expect(page.get_by_text("다시 연결하는 중")).to_be_visible()
    await window.text.fill("kept")
    await window.text.press("Enter")
    await expect(page.locator(".note")).to_have_text("샌드박스가 응답하지 않습니다.")
    await expect(window.text).to_have_value("kept")
    mishaps.clear()  # the browser complains of the sandbox that is gone
