"""What the pages point to is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}


def anchors(text: str) -> set[str]:
    """What its headings are called in links."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """What a page of ours or a picture is linked as: its path, and the heading if there is one."""
    for written in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", TEXTS[page]):
        name, _, anchor = "".join(written).partition("#")
        if "://" not in name:
            yield (page.parent / name).resolve() if name else page, anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), target
        assert not anchor or anchor in anchors(TEXTS[target]), f"{target}#{anchor}"


def test_every_picture_is_shown() -> None:
    shown = {target for page in PAGES for target, _ in links(page)}
    pictures = {each for kind in ("png", "svg", "webp") for each in ROOT.glob(f"docs/*.{kind}")}
    assert len(pictures) > 5
    assert pictures - shown == set()


def test_the_readme_lists_every_setting() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", TEXTS[ROOT / "README.md"], re.MULTILINE)
    names = re.findall(r"`([A-Z_]+)`", " ".join(rows))
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_every_bad_day_names_tests_that_are_there() -> None:
    found, usual = 0, ""
    for line in TEXTS[ROOT / "docs/bad-days.md"].splitlines():
        file = usual
        for name in re.findall(r"`([^`]*\.py|[^`]*…[^`]*)`", line.rpartition(" | ")[2]):
            if name.endswith(".py"):
                file = name if "/" in name else f"tests/end_to_end/{name}"
            pattern = rf"def test_{name.replace('…', '[a-z0-9_]*')}\(" if "…" in name else ""
            assert re.search(pattern, (ROOT / file).read_text(encoding="utf-8")), f"{file} {name}"
            found += 1
        if not line.startswith("|"):
            usual = file
    assert found > 100
