import asyncio
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from PIL import Image
from rich.console import Console

from bot import bench
from bot.bench import SCENARIOS, Result, Sample, Scenario
from bot.settings import Settings, SettingsError
from tests.model_server import ModelServer

ALONE = sum(scenario.streams == 1 for scenario in SCENARIOS)
ASKED_ONCE = sum(scenario.streams for scenario in SCENARIOS)


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


async def benched(
    model: ModelServer, repeat: int = 1, plot: Path | None = None
) -> tuple[int, list[str]]:
    """Run the bench; gives its code and the lines it printed."""
    settings = Settings.from_env({"LLM_BASE_URL": model.url, "LLM_MODEL": "test-model"})
    console = Console(file=StringIO(), width=120)
    code = await bench.run(settings, repeat, plot, console)
    assert isinstance(console.file, StringIO)
    return code, console.file.getvalue().splitlines()


def cells(lines: list[str], scenario: str) -> list[str]:
    """What stands in the row of a scenario, without its name."""
    row = next(line for line in lines if line.startswith(f"│ {scenario} "))
    return [cell.strip() for cell in row.strip("│").split("│")][1:]


async def test_the_table_has_every_scenario_with_what_the_server_counted(
    model: ModelServer,
) -> None:
    model.words = ["word "] * 50
    code, lines = await benched(model, repeat=2)
    assert code == 0
    assert "test-model" in lines[0]
    assert urlsplit(model.url).netloc in lines[0]
    assert any(line.startswith("test-model answered.") for line in lines)
    for scenario in SCENARIOS:
        first, total, tokens, rate, errors = cells(lines, scenario.name)
        assert float(rate.replace(",", "")) > 0
        assert float(first.removesuffix(" s")) <= float(total.removesuffix(" s"))
        assert (tokens, errors) == ("50", "0")
    assert len(model.requests) == 2 * ASKED_ONCE


async def test_each_request_asks_for_the_length_and_begins_unlike_all_others(
    model: ModelServer,
) -> None:
    await benched(model)
    lengths = [request["max_tokens"] for request in model.requests]
    assert lengths == [50, 200, 1000, *[200] * 10]
    questions = [request["messages"][0]["content"] for request in model.requests]
    assert len({question[:12] for question in questions}) == ASKED_ONCE


async def test_streams_of_one_scenario_run_at_once() -> None:
    all_there = asyncio.Event()

    class Gathering(ModelServer):
        async def _write(self, response: web.StreamResponse) -> None:
            if len(self.requests) == ASKED_ONCE:
                all_there.set()
            if len(self.requests) > ALONE:
                await all_there.wait()
            await super()._write(response)

    async with Gathering() as model:
        code, _ = await benched(model)
    assert code == 0


async def test_an_answer_that_ended_early_is_told(model: ModelServer) -> None:
    model.words = ["word "] * 200
    _, lines = await benched(model)
    told = [line for line in lines if "stopped earlier" in line]
    assert told == ["1,000 tokens: the model stopped earlier, after 200 of 1,000."]


async def test_tokens_that_nobody_counted_are_marked(model: ModelServer) -> None:
    model.counts, model.words = False, ["가나다 "] * 50
    _, lines = await benched(model)
    assert cells(lines, "50 tokens")[2] == "~166"  # 50 times ten bytes, three to a token
    assert any(line.startswith("~ ") for line in lines)


async def test_a_failing_model_is_counted_told_in_words_and_ends_with_1(
    model: ModelServer, tmp_path: Path
) -> None:
    model.status = 401
    code, lines = await benched(model, plot=tmp_path / "speed.png")
    assert code == 1
    assert cells(lines, "50 tokens") == ["–", "–", "–", "–", "1 of 1"]
    assert cells(lines, SCENARIOS[-1].name)[-1] == "10 of 10"
    assert any("13 × The language model does not accept my key" in line for line in lines)
    assert "tokki doctor" in lines[-1]
    assert list(tmp_path.iterdir()) == []


async def test_an_account_that_is_paused_is_told_once_and_waited_for() -> None:
    class Tired(ModelServer):
        async def _answer(self, request: web.Request) -> web.StreamResponse:
            self.status = 200 if self.requests else 429
            return await super()._answer(request)

    async with Tired() as model:
        code, lines = await benched(model)
    assert code == 0
    assert sum("refuses for now (429)" in line for line in lines) == 1


async def test_a_broken_answer_counts_as_an_error(model: ModelServer) -> None:
    model.break_off = True
    code, lines = await benched(model)
    assert code == 1
    assert any("broke off" in line for line in lines)


async def test_the_picture_is_a_png(model: ModelServer, tmp_path: Path) -> None:
    path = tmp_path / "speed"
    code, lines = await benched(model, plot=path)
    assert code == 0
    assert str(path) in lines[-1]
    with Image.open(path) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.width > 1000
        assert len(set(picture.convert("L").tobytes())) > 20  # something is drawn


def test_the_picture_leaves_out_what_was_not_answered(tmp_path: Path) -> None:
    answered = [
        Result(scenario, [[Sample("m", 1.0, 2.0 + number, 10)]])
        for number, scenario in enumerate(SCENARIOS[:2])
    ]
    for name, results in (("all", [*answered, Result(SCENARIOS[2])]), ("answered", answered)):
        bench._draw(results, "m", tmp_path / name)
    assert (tmp_path / "all").read_bytes() == (tmp_path / "answered").read_bytes()


@pytest.mark.parametrize("name", ["missing/speed.png", "."])
async def test_a_picture_that_cannot_be_written_is_told_before_anything_is_asked(
    model: ModelServer, tmp_path: Path, name: str
) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        await benched(model, plot=tmp_path / name)
    assert model.requests == []


async def test_an_older_picture_is_kept_when_nothing_was_measured(
    model: ModelServer, tmp_path: Path
) -> None:
    model.status = 401
    (tmp_path / "speed.png").write_bytes(b"old")
    await benched(model, plot=tmp_path / "speed.png")
    assert (tmp_path / "speed.png").read_bytes() == b"old"


def test_means_are_of_answers_and_the_rate_is_of_all_streams_together() -> None:
    rounds = [
        [Sample("m", 1.0, 2.0, 10), Sample("m", 2.0, 5.0, 20)],
        [],
        [Sample("m", 3.0, 5.0, 30)],
    ]
    result = Result(Scenario("two", 20, streams=2), rounds)
    assert (result.first, result.total, result.tokens) == (2.0, 4.0, 20.0)
    assert result.rate == 60 / (5.0 + 0.0 + 5.0)
