"""What must hold for the project as a whole."""

import re
import tomllib
from pathlib import Path

from bot.client import EXTENSIONS
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
LONGEST = 370  # lines of a file that one still reads in a sitting (docs/decisions/0016)


def test_every_cog_in_the_folder_is_loaded() -> None:
    files = {path.stem for path in (ROOT / "cogs").glob("*.py") if not path.stem.startswith("_")}
    assert {f"cogs.{name}" for name in files} == set(EXTENSIONS)


def test_every_file_is_read_in_a_sitting() -> None:
    files = [path for room in ("bot", "cogs", "sandbox") for path in (ROOT / room).rglob("*.py")]
    lengths = {path.name: len(path.read_text().splitlines()) for path in files}
    assert {name for name, length in lengths.items() if length > LONGEST} == set()


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    defaults = {
        name.upper(): "" if field.default is None else str(field.default).lower()
        for name, field in Settings.model_fields.items()
    }
    assert {name: value.lower() for name, value in lines} == defaults


def test_the_pinned_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = (ROOT / "requirements.txt").read_text()
    everything = (ROOT / "requirements-dev.txt").read_text()
    groups = [pin for group in project["dependency-groups"].values() for pin in group]
    for pin in [*project["project"]["dependencies"], *project["dependency-groups"]["tracing"]]:
        assert pinned(pin) in runtime
    for pin in [*project["project"]["dependencies"], *groups]:
        assert pinned(pin) in everything


def pinned(requirement: str) -> str:
    """How uv writes it: without extras, with dashes in the name."""
    name, version = re.sub(r"\[.*\]", "", requirement).split("==")
    return f"{name.replace('.', '-')}=={version} "


def test_no_pinned_file_names_a_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()
