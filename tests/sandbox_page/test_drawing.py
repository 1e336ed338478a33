"""How messages look."""

import time

import pytest
import pytest_asyncio
from playwright.async_api import expect

from sandbox import Sandbox
from tests.sandbox_page.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_pictures_of_a_layout_are_drawn_and_none_is_fetched_from_elsewhere(
    window: Window,
) -> None:
    await window.run("/pictures")
    row = window.rows.last
    for name in ("Small", "The first", "two.svg"):
        await expect(row.get_by_role("img", name=name)).to_have_js_property("naturalWidth", 9)
    await expect(row.get_by_role("link", name="Elsewhere")).to_be_visible()
    await expect(row.get_by_role("link", name="note.txt")).to_have_count(1)
    await expect(row.get_by_role("img")).to_have_count(4)  # with the picture of its author


@pytest_asyncio.fixture(loop_scope="package")
async def hostile(window: Window, sandbox: Sandbox) -> Window:
    """A channel in which somebody has tried to smuggle code in."""
    await sandbox.person("Mina").say(
        sandbox.channel("general"),
        "<img src=x onerror=alert(1)> **<script>alert(1)</script>** [a](javascript:alert(1)) "
        "`<b>` ||<i>|| <@999> <t:99999999999999:R>\n# <svg onload=alert(1)>\n```html\n<b>x</b>\n```",
    )
    return window


async def test_what_people_write_is_never_run(hostile: Window) -> None:
    await expect(hostile.last).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(hostile.last).to_contain_text("<svg onload=alert(1)>")
    await expect(hostile.last.locator("img, script, svg, a")).to_have_count(0)


async def test_discords_markdown_is_drawn(window: Window, sandbox: Sandbox) -> None:
    await sandbox.person("Mina").say(
        sandbox.channel("general"),
        "## Head\n**bold** *thin* __under__ ~~gone~~ `code` \\*plain\\* snake_case_name\n"
        f"> said <@{sandbox.bot.id}>\n1. one\n  - inner\n2. two\n-# small\n"
        "```py\nx = 1  # one\n```[words](https://example.com/a_b) <t:0:D>",
    )
    body = window.rows.first.locator(".body")
    await expect(body.get_by_role("heading", name="Head")).to_be_visible()
    for tag, text in (("strong", "bold"), ("em", "thin"), ("u", "under"), ("s", "gone")):
        await expect(body.locator(tag)).to_have_text(text)
    await expect(body).to_contain_text("*plain* snake_case_name")
    await expect(body.locator("discord-quote discord-mention")).to_contain_text("Tokki")
    await expect(body.locator("ol > li")).to_have_text(["one\ninner", "two"], use_inner_text=True)
    await expect(body.locator("discord-subscript")).to_have_text("small")
    await expect(body.locator("discord-code[multiline] .code-note")).to_have_text("# one")
    await expect(body.get_by_role("link", name="words")).to_have_attribute(
        "href", "https://example.com/a_b"
    )
    await expect(body.locator("discord-time")).to_contain_text("1970")


async def test_a_list_that_begins_further_in_is_drawn_whole(
    window: Window, sandbox: Sandbox
) -> None:
    text = "so\n  - low\n  - also\n- high\n - end"
    await sandbox.person("Mina").say(sandbox.channel("general"), text)
    await expect(window.last.locator("> ul > li")).to_have_text(
        ["low", "also", "high\nend"], use_inner_text=True
    )


async def test_long_names_of_places_take_one_line(window: Window, sandbox: Sandbox) -> None:
    sandbox.start_thread(sandbox.channel("general"), "a thread with a long name " * 3)
    thread = window.page.get_by_role("button", name="a thread with a long name")
    await expect(thread.locator("span")).to_have_css("text-overflow", "ellipsis")
    height = await thread.evaluate("node => node.clientHeight")
    general = window.page.get_by_role("button", name="general", exact=True)
    await expect(general).to_have_js_property("clientHeight", height)


async def test_what_stands_under_one_head_stands_in_one_line(window: Window) -> None:
    await window.say("one")
    await window.say("two\n" * 9)
    await expect(window.rows).to_have_count(2)
    left = "rows => rows.map((row) => row.querySelector('.body').getBoundingClientRect().left)"
    first, second = await window.rows.evaluate_all(left)
    assert first == second
    time = window.rows.last.locator("time")
    offset = await time.evaluate(
        "node => node.getBoundingClientRect().top - node.closest('div').getBoundingClientRect().top"
    )
    assert offset < 10


async def test_a_countdown_counts(window: Window, sandbox: Sandbox) -> None:
    soon = int(time.time()) + 50
    await sandbox.person("Mina").say(sandbox.channel("general"), f"on <t:{soon}:R>")
    shown = await window.last.locator("discord-time").text_content()
    assert shown is not None
    assert shown.startswith("in ")
    await expect(window.last.locator("discord-time")).not_to_have_text(shown)


async def test_the_name_of_a_place_is_wrapped_and_korean_words_stay_whole(
    window: Window, sandbox: Sandbox
) -> None:
    sandbox.add_channel("x" * 90)
    await window.page.locator("#locale").select_option("ko")
    await window.page.get_by_role("button", name="x" * 90).click()
    await window.page.set_viewport_size({"width": 360, "height": 740})
    beginning = window.page.locator(".beginning")
    await expect(beginning).to_contain_text("환영합니다")
    await expect(beginning).to_have_css("word-break", "keep-all")
    widths = "node => [node.scrollWidth, node.clientWidth]"
    whole, shown = await beginning.evaluate(widths)
    assert whole == shown
