"""Takes the pictures in docs/: `uv run python docs/take_pictures.py` from the project's root."""

import asyncio
import io
import logging
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from bot import demo
from bot.settings import Settings

QUESTION = "Write three sentences about the sea."


def main() -> None:
    """Write docs/demo.svg, what `tokki demo --ask` shows."""
    logging.disable()  # as in the demo, where the terminal belongs to the conversation
    # Not a terminal: the recording would hold every frame of what is drawn in place.
    console = Console(record=True, width=88, force_terminal=False, file=io.StringIO())
    console.print(f'[bold green]$[/] tokki demo --ask "{QUESTION}"')
    asyncio.run(demo.run(Settings.from_env({}), demo.Options(QUESTION), console))
    picture = console.export_svg(title="Tokki", theme=MONOKAI)
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # asks no other host
    Path(__file__).with_name("demo.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
