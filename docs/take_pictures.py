"""Takes the pictures in docs/: `uv run python docs/take_pictures.py`, from the project's root.

With names behind it (`page.png usage.png`) it takes only those. All but demo.svg show the page of
the sandbox, with the real bot and a model that writes what docs/_scripted_model.py says. They need
the package chromium and a font with Hangul (the package fonts-noto-cjk).
"""

import asyncio
import io
import logging
import re
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect
from rich.console import Console
from rich.terminal_theme import MONOKAI

from bot import demo
from bot.settings import Settings
from docs._scripted_model import KOREAN_QUESTION, MODEL, QUESTION
from docs._stage import Stage, open_stage

Picture = Callable[[Stage, Path], Awaitable[None]]

_DOCS = Path(__file__).parent
_TERMINAL = "demo.svg"
_TERMINAL_QUESTION = "Write three sentences about the sea."
_LOOK_EVERY = 1 / 12  # seconds between two frames
_HOLD = 2.5  # seconds that the last frame stays
_MARGIN = 12  # pixels of the page around what is cut out


async def growing(stage: Stage, path: Path) -> None:
    """Record an answer that grows, as fast as it did."""
    page = await stage.open(900, 560, scale=2)
    frames: list[tuple[float, bytes]] = []
    async with asyncio.TaskGroup() as group:
        answer = group.create_task(_answer(page, QUESTION))
        is_last = False
        while not is_last:
            is_last, started = answer.done(), time.monotonic()
            frame = await page.screenshot()
            if not frames or frame != frames[-1][1]:
                frames.append((started, frame))
            await asyncio.sleep(max(0.0, started + _LOOK_EVERY - time.monotonic()))
    seconds = [*(after - at for (at, _), (after, _) in pairwise(frames)), _HOLD]
    first, *others = (Image.open(io.BytesIO(frame)) for _, frame in frames)
    duration = [round(1000 * each) for each in seconds]
    first.save(path, save_all=True, append_images=others, duration=duration, loop=0, method=6)


async def page(stage: Stage, path: Path) -> None:
    """Show the whole page, with what happens underneath."""
    await _show_page(await stage.open(1280, 800), QUESTION, path)


async def page_in_korean(stage: Stage, path: Path) -> None:
    """Show the page to a Korean client."""
    await _show_page(await stage.open(1280, 800, "ko-KR"), KOREAN_QUESTION, path)


async def usage(stage: Stage, path: Path) -> None:
    """Show /usage."""
    await stage.configure()
    await stage.book()
    page = await stage.open(600, 1000, scale=2)
    await _command(page, "/usage")
    await page.locator("img.picture").evaluate("it => it.decode()")
    await _cut_out(page, path)


async def config_show(stage: Stage, path: Path) -> None:
    """Show /config show."""
    await stage.configure()
    page = await stage.open(560, 1600, scale=2)
    await _command(page, "/config show")
    await _cut_out(page, path)


async def panel(stage: Stage, path: Path) -> None:
    """Show /config panel after two choices."""
    await stage.configure()
    page = await stage.open(560, 1000, scale=2)
    await _command(page, "/config panel")
    await page.get_by_label("What would you like to set?").select_option("personas")
    await page.get_by_label("Which one?").select_option("persona")
    await expect(page.locator("select.menu")).to_have_count(3)
    await _cut_out(page, path)


async def web(stage: Stage, path: Path) -> None:
    """Show the chat page of the HTTP door."""
    page = await stage.browser.new_page(viewport={"width": 900, "height": 900})
    await page.goto(stage.web_url)
    await page.locator("#text").fill(QUESTION)
    await page.keyboard.press("Enter")
    await expect(page.locator("#stop")).to_be_visible()
    await expect(page.locator("#send")).to_be_visible(timeout=30_000)
    await page.screenshot(path=path)


def terminal(path: Path) -> None:
    """Show `tokki demo --ask`."""
    # Not a terminal: the recording would hold every frame of what is drawn in place.
    console = Console(record=True, width=88, force_terminal=False, file=io.StringIO())
    console.print(f'[bold green]$[/] tokki demo --ask "{_TERMINAL_QUESTION}"')
    asyncio.run(demo.run(Settings.from_env({}), demo.Options(_TERMINAL_QUESTION), console))
    picture = console.export_svg(title="Tokki", theme=MONOKAI)
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # asks no other host
    path.write_text(picture, encoding="utf-8")


async def _answer(page: Page, question: str) -> None:
    """Mention the bot with a question, as people do, and wait until its answer stands."""
    await page.locator("#text").press_sequentially("@To")
    await expect(page.get_by_role("option", name="@Tokki")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.type(question)
    await page.keyboard.press("Enter")
    small_print = page.locator(".row").last.locator("discord-subscript")
    await expect(small_print).to_contain_text(MODEL, timeout=30_000)


async def _command(page: Page, command: str) -> None:
    """Run a slash command without options, and wait for its answer."""
    await page.locator("#text").press_sequentially(command)
    await expect(page.get_by_role("option", name=command)).to_be_visible()
    await page.keyboard.press("Enter")
    await page.locator("#command [type=submit]").click()
    await expect(page.locator(".row.private").first).to_be_visible()
    await expect(page.locator(".row.thinking")).to_have_count(0)


async def _show_page(page: Page, question: str, path: Path) -> None:
    """Ask, and take the page so high that nothing of the channel is cut off."""
    await _answer(page, question)
    hidden = await page.locator("#scroll").evaluate("it => it.scrollHeight - it.clientHeight")
    if size := page.viewport_size:
        await page.set_viewport_size({**size, "height": size["height"] + hidden})
    await page.screenshot(path=path)


async def _cut_out(page: Page, path: Path) -> None:
    """Take the bot's answer without the page around it."""
    box = await page.locator(".row.private").bounding_box()
    if box is None:
        raise LookupError("There is no answer to take a picture of.")
    top, height = box["y"] - _MARGIN, box["height"] + 2 * _MARGIN
    await page.screenshot(
        path=path, clip={"x": box["x"], "y": top, "width": box["width"], "height": height}
    )


_PICTURES: dict[str, Picture] = {
    "growing.webp": growing,
    "page.png": page,
    "page-ko.png": page_in_korean,
    "usage.png": usage,
    "config-show.png": config_show,
    "panel.png": panel,
    "web.png": web,
}


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    for name in names or [_TERMINAL, *_PICTURES]:
        if name == _TERMINAL:
            terminal(_DOCS / name)
        else:
            asyncio.run(_take(_PICTURES[name], _DOCS / name))


async def _take(picture: Picture, path: Path) -> None:
    """Take a picture on a stage of its own."""
    async with open_stage() as stage:
        await picture(stage, path)


if __name__ == "__main__":
    logging.disable()  # as in the demo, where the terminal belongs to the conversation
    main(sys.argv[1:])
