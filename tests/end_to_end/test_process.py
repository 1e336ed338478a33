"""The program as its operator meets it: arguments, environment, exit codes, what it prints."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.llm import local
from sandbox import Sandbox
from tests.model_server import ModelServer

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def start(folder: Path, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """Run `python -m bot` in an empty folder with nothing but *environment*."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def outcome(folder: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run it to its end; gives exit code, standard output and standard error."""
    async with start(folder, *arguments, **environment) as process:
        return await finished(process)


async def finished(process: Process, within: float = 40) -> tuple[int, str, str]:
    """Wait for its end; gives exit code, standard output and standard error."""
    async with asyncio.timeout(within):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def on(sandbox: Sandbox, model: ModelServer) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DISCORD_GATEWAY_URL": sandbox.gateway_url,
        "DISCORD_REQUESTS_PER_SECOND": "50",  # the sandbox is no proxy
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "test-model",
    }


async def test_every_wrong_setting_is_told_and_nothing_is_started(tmp_path: Path) -> None:
    wrong = {"LLM_BASE_URL": "nonsense", "LOG_LEVEL": "loud", "DATABASE_URL": "mysql://x"}
    code, out, err = await outcome(tmp_path, **wrong)
    assert code == 2
    assert out == ""
    assert [line.split()[1] for line in err.splitlines()] == [
        "LLM_BASE_URL",
        "DATABASE_URL",
        "LOG_LEVEL",
    ]
    assert list(tmp_path.iterdir()) == []


async def test_a_missing_token_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await outcome(tmp_path)
    assert code == 2
    assert "DISCORD_TOKEN is missing" in err
    assert "python -m bot demo" in err


async def test_an_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    code, _, err = await outcome(tmp_path, "dance")
    assert code == 2
    assert "dance" in err


@pytest.mark.parametrize(
    ("arguments", "range_"),
    [(("demo", "--port", "99999"), "0 to 65535"), (("bench", "--repeat", "0"), "1 to 100")],
)
async def test_a_number_out_of_range_is_wrong_usage_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], range_: str
) -> None:
    code, _, err = await outcome(tmp_path, *arguments)
    assert code == 2
    assert err.splitlines()[-1].endswith(f"{arguments[1]}: has to be a number from {range_}")


async def test_settings_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_FORMAT=xml\n")
    code, _, err = await outcome(tmp_path)
    assert code == 2
    assert "LOG_FORMAT" in err


async def test_a_refused_token_is_one_sentence(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    settings = {**on(sandbox, model), "DISCORD_TOKEN": "wrong"}
    code, _, err = await outcome(tmp_path, **settings)
    assert code == 2
    assert "DISCORD_TOKEN was refused" in err
    assert "Traceback" not in err


async def test_an_unreachable_discord_is_one_sentence(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    settings = {**on(sandbox, model), "DISCORD_API_URL": "http://127.0.0.1:9/api/v10"}
    code, _, err = await outcome(tmp_path, **settings)
    assert code == 1
    assert "Discord is out of reach" in err
    assert "Traceback" not in err


async def test_a_database_that_is_none_is_one_sentence(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    (tmp_path / "t.db").write_text("this is no database" * 100)
    settings = {**on(sandbox, model), "DATABASE_URL": "sqlite:///t.db"}
    code, _, err = await outcome(tmp_path, **settings)
    assert code == 1
    [sentence] = [line for line in err.splitlines() if line.startswith("tokki: DATABASE_URL: ")]
    assert sentence.endswith("not a database.")
    assert err.endswith(f"{sentence}\n")


async def test_an_unreachable_model_is_a_sentence_and_the_bot_goes_on(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    settings = {**on(sandbox, model), "LLM_BASE_URL": "http://127.0.0.1:9/v1"}
    async with start(tmp_path, **settings) as process:
        await sandbox.ready()
        channel = sandbox.channel("general")
        for text in ("why?", "and now?"):
            await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} {text}")
            await sandbox.until(lambda: channel.messages[-1].author is sandbox.bot, timeout=20)
            assert "out of reach" in channel.messages[-1].content
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
        assert code == 0
        assert "Traceback" not in err


async def test_a_killed_discord_is_said_and_the_bot_waits_for_it(
    tmp_path: Path, model: ModelServer
) -> None:
    async with AsyncExitStack() as stack:
        async with Sandbox() as sandbox:
            process = await stack.enter_async_context(start(tmp_path, **on(sandbox, model)))
            await sandbox.ready()
        await asyncio.sleep(3)
        assert process.returncode is None
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
    assert code == 0
    assert "gateway is out of reach" in err
    assert "Traceback" not in err


async def test_the_memory_survives_a_killed_process(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    for text in ("My favourite colour is teal.", "Which colour did I say?"):
        async with start(tmp_path, **on(sandbox, model)) as process:
            await sandbox.ready()
            await mina.say(channel, f"{sandbox.bot.mention} {text}")
            await sandbox.until(lambda: "-# " in channel.messages[-1].content, timeout=20)
            process.kill()
            await finished(process)
    assert model.contents()[0] == "Mina: My favourite colour is teal."
    assert model.contents()[-1] == "Mina: Which colour did I say?"


@pytest.mark.skipif(not local.is_installed(), reason="the group `local` is not installed")
async def test_the_demo_asks_once_shows_the_reply_growing_and_ends_well(tmp_path: Path) -> None:
    question = "Write three sentences about the sea."
    code, out, err = await outcome(tmp_path, "demo", "--ask", question)
    assert code == 0, err
    assert "tiny" in out
    versions = [line for line in out.splitlines() if line.endswith("characters")]
    assert len(versions) >= 3
    assert "▌" not in out
    assert err == ""


@pytest.mark.skipif(not local.is_installed(), reason="the group `local` is not installed")
async def test_a_pipe_that_knows_few_letters_is_no_trouble(
    tmp_path: Path, model: ModelServer
) -> None:
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "test-model"}
    code, out, _ = await outcome(
        tmp_path, "demo", "--ask", "Why?", PYTHONIOENCODING="ascii", **environment
    )
    assert code == 0
    assert "Tokki" in out


async def test_the_demo_talks_with_a_person(tmp_path: Path) -> None:
    async with start(tmp_path, "demo") as process:
        assert process.stdin is not None
        process.stdin.write(b"Say hello.\n/status\n/dance\n/help\n/usage\n/forget channel\n")
        process.stdin.close()
        code, out, _ = await finished(process)
        assert code == 0
        assert "tokens" in out
        assert "Memory" in out
        assert "dance" in out
        assert "Write @Tokki and your question" in out
        assert "<t:" not in out
        assert "Forgotten: 2 turns" in out


async def test_the_demo_with_a_model_that_fails_ends_with_1(
    tmp_path: Path, model: ModelServer
) -> None:
    model.status = 500
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "test-model"}
    code, out, _ = await outcome(tmp_path, "demo", "--ask", "Why?", **environment)
    assert code == 1
    assert "overloaded" in out


async def test_the_demo_without_a_question_says_so_and_ends_with_1(
    tmp_path: Path, model: ModelServer
) -> None:
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "test-model"}
    code, out, err = await outcome(tmp_path, "demo", "--ask", "", **environment)
    assert (code, err) == (1, "")
    assert "What would you like to know?" in out


async def test_the_bench_prints_its_table_and_draws_its_picture(
    tmp_path: Path, model: ModelServer
) -> None:
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "test-model"}
    arguments = ("bench", "--repeat", "1", "--plot", "speed.png")
    code, out, err = await outcome(tmp_path, *arguments, **environment)
    assert (code, err) == (0, "")
    assert "1,000 tokens" in out
    assert (tmp_path / "speed.png").read_bytes().startswith(b"\x89PNG")


async def test_a_bench_whose_picture_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    code, out, err = await outcome(tmp_path, "bench", "--plot", "missing/speed.png")
    assert (code, out) == (2, "")
    assert "missing/speed.png cannot be written" in err
    assert len(err.splitlines()) == 1


async def test_the_doctor_prints_a_document_and_nothing_else(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    code, out, err = await outcome(tmp_path, "doctor", "--json", **on(sandbox, model))
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["exit_code"] == 0
    assert "test-model" in out
    assert sandbox.token not in out


async def test_a_doctor_that_finds_wrong_settings_ends_with_2(tmp_path: Path) -> None:
    code, out, err = await outcome(tmp_path, "doctor", LOG_LEVEL="loud", LLM_RPM="many")
    assert (code, err) == (2, "")
    assert out.count("wrong   Settings: L") == 2
