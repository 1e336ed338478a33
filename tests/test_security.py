"""What SECURITY.md says is held by tests that exist, and what no code of the bot may do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.core.config import table

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
THREATS = [
    line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "::" in line
]

# They turn bytes or text that somebody sent into code that runs.
RUNNERS = {"eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load"}
LOADERS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "code", "runpy"}


def names_in(path: Path) -> Iterator[str]:
    """The tests in a file, those of a class with its name before theirs."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            functions = (
                n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            yield from (f"{node.name}::{function.name}" for function in functions)


def test_every_threat_names_what_holds_it_and_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", PAGE)
    assert len(THREATS) > 20
    assert all(
        re.search(r"`tests/\S+::test_\S+`|`tests/\S+::\w+::test_\S+`", row[-1]) for row in THREATS
    )
    for path, name in named:
        assert name in set(names_in(ROOT / path)), f"{path}::{name}"
        assert name.rpartition("::")[2].startswith("test_")
    assert PAGE.count("::test_") == len(named)  # none is written in another way


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_that_was_sent_is_ever_run() -> None:
    seen = 0
    for path, module in modules():
        for node in ast.walk(module):
            seen += 1
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in RUNNERS, path
                shells = [each for each in node.keywords if each.arg == "shell"]
                assert not shells, path
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [each.name for each in node.names]
                imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else names
                assert not LOADERS & {name.partition(".")[0] for name in imported}, path
    assert seen > 10_000


def test_nobody_but_the_operator_says_where_a_model_or_discord_is() -> None:
    variables = {option.variable for option in table.OPTIONS}
    assert "LLM_MODEL" in variables
    of_operator = {"LLM_BASE_URL", "MODELS_FILE", "DATABASE_URL", "REDIS_URL", "DISCORD_API_URL"}
    assert not variables & (of_operator | {"DISCORD_GATEWAY_URL", "WEB_HOST", "WEB_ORIGINS"})
    assert not any(re.search("url|host|address|endpoint", option.key) for option in table.OPTIONS)
