"""What a reader of the chat page sees of an answer."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.model_server import ModelServer
from tests.web.conftest import House
from tests.web.page.visiting import ask
from tests.web.visitor import names_of

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


async def test_when_one_may_ask_again_is_said_in_the_readers_words(
    page: Page, house: House, model: ModelServer
) -> None:
    model.pause = 0.0
    await ask(page, "Why?")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    visitor = house.visitor()
    visitor.session = await page.evaluate("JSON.parse(sessionStorage.tokki).session")
    while "error" not in names_of(await visitor.ask("Why?")):
        pass
    await ask(page, "And now?")
    await expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"The limit is reached \(20 .* You can ask again in \d+ seconds?\.$")
    )


async def test_what_models_often_write_leaves_no_signs_behind(
    page: Page, model: ModelServer
) -> None:
    model.words = (
        "***both***\n\n---\n1. do\n   ```sh\n   ls\n     -l\n   ```\n",
        "````md\n```py\nx\n```\n````\n***\nend",
    )
    await ask(page, "Write")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    body = page.locator(".answer .body")
    await expect(body.locator("p")).to_have_text(["both", "end"])
    await expect(body.locator("strong > em")).to_have_text("both")
    await expect(body.get_by_role("separator")).to_have_count(2)
    assert await body.locator("pre").all_text_contents() == ["ls\n  -l", "```py\nx\n```"]


async def test_a_table_is_scrolled_in_a_narrow_window_before_its_words_are_broken(
    page: Page, model: ModelServer
) -> None:
    model.words = ("| Programme | Used for | Count |\n|---|---|---|\n| ProcessPoolExecutor |",)
    model.words = (*model.words, " calculating | 333 |\n| `asyncio.to_thread` | waiting | 22 |")
    await page.set_viewport_size({"width": 360, "height": 600})
    await ask(page, "Write")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    cell = page.get_by_role("cell", name="333")
    assert await cell.evaluate(
        "it => it.clientHeight < 2 * parseFloat(getComputedStyle(it).lineHeight)"
    )
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_what_is_said_without_an_answer_stands_beside_the_rabbit(
    page: Page, model: ModelServer
) -> None:
    model.status = 401
    await ask(page, "Why?")
    said = await page.get_by_role("alert").bounding_box()
    mark = await page.locator(".answer .mark").bounding_box()
    assert said is not None
    assert mark is not None
    assert said["y"] < mark["y"] + mark["height"]


async def test_addresses_with_brackets_are_linked_whole(page: Page, model: ModelServer) -> None:
    url = "https://example.com/Rabbit_(animal)"
    model.words = (f"[A rabbit]({url}), {url} (see {url}?a=1). ({url[:-9]})",)
    await ask(page, "Where?")
    await expect(page.get_by_role("button", name="Send")).to_be_visible()
    body = page.locator(".answer .body")
    links = await body.locator("a").evaluate_all("links => links.map(each => each.href)")
    assert links == [url, url, f"{url}?a=1", url[:-9]]
    await expect(body).to_have_text(f"A rabbit, {url} (see {url}?a=1). ({url[:-9]})")
