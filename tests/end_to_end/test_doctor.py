import json
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from rich.console import Console

from bot import composition, doctor
from bot.chat.beside import beside
from bot.client import point_at
from bot.core.invitation import invite_link
from bot.inquiry import inquire
from bot.settings import Settings
from bot.storage.config import SqlConfig
from bot.storage.opening import open_database
from bot.storage.sealing import FernetSafe
from sandbox import Sandbox
from sandbox.events import Intent
from tests.collector import Collector
from tests.model_server import ModelServer
from tests.valkey import running_valkey


@pytest.fixture
def environment(sandbox: Sandbox, model: ModelServer, tmp_path: Path) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DISCORD_GATEWAY_URL": sandbox.gateway_url,
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "test-model",
        "DATABASE_URL": f"sqlite:///{tmp_path}/tokki.db",
    }


async def printed(
    environment: Mapping[str, str], *, as_json: bool = False, terminal: bool = False
) -> tuple[int, str]:
    """Run the doctor; gives its code and what it printed."""
    console = Console(file=StringIO(), width=80, force_terminal=terminal)
    code = await doctor.run(environment, as_json=as_json, console=console)
    assert isinstance(console.file, StringIO)
    return code, console.file.getvalue()


async def examined(environment: Mapping[str, str]) -> tuple[int, dict[str, dict[str, Any]]]:
    """Run the doctor; gives its code and its findings by what was checked."""
    code, out = await printed(environment, as_json=True)
    document = json.loads(out)
    assert document["exit_code"] == code
    return code, {finding["check"]: finding for finding in document["findings"]}


async def test_after_the_first_start_all_is_well(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    settings = Settings.from_env(environment)
    point_at(sandbox.api_url, sandbox.gateway_url)
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side) as services,
        beside(composition.serve(services, sandbox.token)),
    ):
        await sandbox.ready()
        await sandbox.until(lambda: sandbox.command_writes)
        code, findings = await examined(environment)  # it does not disturb the running bot
    assert {check: finding["level"] for check, finding in findings.items()} == dict.fromkeys(
        (
            "Settings",
            "Discord",
            "Intents",
            "Gateway",
            "Servers",
            "Commands",
            "Invite",
            "Clock",
            "Model",
            "Database",
        ),
        "ok",
    )
    assert code == 0


async def test_nothing_is_changed_at_discord_nor_on_the_disk(
    sandbox: Sandbox, environment: dict[str, str], tmp_path: Path
) -> None:
    code, findings = await examined(environment)
    assert code == 0
    assert findings["Commands"]["level"] == "warning"
    assert {request.method for request in sandbox.requests} == {"GET"}
    assert sandbox.gateway.connections == 0
    assert list(tmp_path.iterdir()) == []


async def test_one_token_is_asked_for(model: ModelServer, environment: dict[str, str]) -> None:
    await examined(environment)
    assert [request["max_tokens"] for request in model.requests] == [1]


async def test_without_a_token_the_rest_is_still_checked(environment: dict[str, str]) -> None:
    del environment["DISCORD_TOKEN"]
    code, findings = await examined(environment)
    assert code == 1
    assert "DISCORD_TOKEN is missing" in findings["Discord"]["fact"]
    assert findings["Model"]["level"] == findings["Database"]["level"] == "ok"


async def test_a_wrong_token_is_refused_and_never_printed(environment: dict[str, str]) -> None:
    environment["DISCORD_TOKEN"] = "not.the.token"  # noqa: S105 - wrong by design
    code, out = await printed(environment)
    assert code == 1
    assert "wrong   Discord: It refuses DISCORD_TOKEN." in out
    assert "not.the.token" not in out


async def test_an_intent_that_is_off_is_a_warning(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    sandbox.gateway.allowed_intents = ~Intent.MESSAGE_CONTENT
    code, findings = await examined(environment)
    assert code == 0
    assert findings["Intents"]["level"] == "warning"


async def test_a_server_that_grants_too_little_is_named(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    shop = sandbox.add_guild("Shop [bold]")
    member = shop.members[sandbox.bot.id]
    shop.members[sandbox.bot.id] = replace(member, roles=(replace(member.roles[0], permissions=0),))
    code, out = await printed(environment, terminal=True)
    assert code == 0
    assert "Shop [bold] does not grant: View Channels" in out


async def test_a_clock_that_is_off_is_noticed(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    settings = Settings.from_env(environment)
    point_at(sandbox.api_url, sandbox.gateway_url)
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side) as services,
    ):
        now = time.time()
        found = await inquire(services, sandbox.token, 10.0, lambda: now + 100)
    assert found.ahead == pytest.approx(100, abs=10)


async def test_a_model_that_refuses_the_key_is_wrong_and_the_key_is_not_printed(
    model: ModelServer, environment: dict[str, str]
) -> None:
    model.status, environment["LLM_API_KEY"] = 401, "quite-a-key"
    code, out = await printed(environment)
    assert code == 1
    assert "Copy the key into LLM_API_KEY again." in out
    assert "quite-a-key" not in out


async def test_a_key_of_a_letter_blacks_out_no_words(environment: dict[str, str]) -> None:
    _, found = await examined(environment | {"LLM_API_KEY": "e"})
    assert "wrote its first token after" in found["Model"]["fact"]


async def test_a_model_that_is_out_of_reach_is_wrong(environment: dict[str, str]) -> None:
    environment["LLM_BASE_URL"] = "http://127.0.0.1:9/v1"
    code, findings = await examined(environment)
    assert code == 1
    assert "unreachable" in findings["Model"]["fact"]


async def test_a_model_that_thinks_before_it_speaks_has_answered(
    model: ModelServer, environment: dict[str, str]
) -> None:
    model.words, model.finish_reason = (), "length"
    _, findings = await examined(environment)
    assert findings["Model"]["level"] == "ok"


async def test_further_providers_with_a_key_are_asked_too(
    model: ModelServer, environment: dict[str, str], tmp_path: Path
) -> None:
    models = tmp_path / "models.toml"
    async with ModelServer() as other:
        models.write_text(
            f'[providers.other]\nbase_url = "{other.url}"\nkey = "OTHER_KEY"\n'
            '[models.theirs]\nprovider = "other"\nid = "test-model"\n'
        )
        environment |= {"MODELS_FILE": str(models), "OTHER_KEY": "k-123456789"}
        _, out = await printed(environment)
        assert len(other.requests) == len(model.requests) == 1
    assert f"ok      Model: test-model at {other.url}" in out


async def test_a_database_that_cannot_be_made_is_wrong(environment: dict[str, str]) -> None:
    environment["DATABASE_URL"] = "sqlite:////proc/nothing/tokki.db"
    code, findings = await examined(environment)
    assert code == 1
    assert findings["Database"]["level"] == "wrong"


async def test_redis_is_asked_where_it_is_set(environment: dict[str, str]) -> None:
    with running_valkey() as valkey:
        environment["REDIS_URL"] = valkey.url
        _, findings = await examined(environment)
        assert findings["Redis"]["level"] == "ok"
        assert "Valkey" in findings["Redis"]["fact"]
        valkey.kill()
        code, findings = await examined(environment)
    assert (code, findings["Redis"]["level"]) == (1, "wrong")


async def test_keys_that_no_secret_opens_are_told_to_who_has_changed_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    async with open_database(environment["DATABASE_URL"]) as engine:
        await SqlConfig(engine).put_key(7, FernetSafe([old]).seal("7 sk-marker"), 5, 1.0)
    environment["KEYS_SECRET"] = f"{new},{old}"
    code, findings = await examined(environment)
    assert (code, findings["Keys"]["level"]) == (0, "warning")
    environment["KEYS_SECRET"] = new
    code, out = await printed(environment)
    assert code == 1
    assert "wrong   Keys: KEYS_SECRET opens all but 1 of 1 key" in out
    assert "marker" not in out


async def test_the_collector_of_traces_is_sent_nothing_and_told_of(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=geheim")
    async with Collector() as collector:
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.url
        _, findings = await examined(environment)
        assert findings["Traces"]["level"] == "ok"
        assert collector.spans == []
        collector.status = 401
        code, out = await printed(environment)
        assert code == 1
        assert "wrong   Traces: The collector takes none: HTTP 401" in out
    code, findings = await examined(environment)
    assert (code, findings["Traces"]["level"]) == (1, "wrong")
    assert collector.url in findings["Traces"]["fact"]


async def test_a_group_that_is_not_installed_is_told_beside_the_rest(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
    monkeypatch.setitem(sys.modules, "bot.tracing", None)
    _, findings = await examined(environment)
    assert "uv sync --group tracing" in findings["Traces"]["advice"]
    assert findings["Discord"]["level"] == "ok"


async def test_the_port_of_a_running_bot_is_left_alone(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment["WEB_PORT"] = f"{taken.getsockname()[1]}"
        code, _ = await examined(environment)
    assert code == 0


async def test_a_door_that_would_stand_open_is_a_wrong_setting(environment: dict[str, str]) -> None:
    environment |= {"WEB_HOST": "0.0.0.0", "WEB_PORT": "8080"}  # noqa: S104 - it is refused
    code, found = await examined(environment)
    assert code == 2
    assert "WEB_TOKEN is missing" in found["Settings"]["fact"]


async def test_all_mistakes_are_told_at_once_and_nothing_is_tried(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    environment |= {"LOG_LEVEL": "loud", "LLM_RPM": "-1", "MODELS_FILE": "missing.toml"}
    code, out = await printed(environment)
    assert code == 2
    assert [line.split()[2] for line in out.splitlines()[:-1]] == [
        "LLM_RPM",
        "LOG_LEVEL",
        "missing.toml",
    ]
    assert sandbox.requests == []


async def test_the_link_stands_whole_on_a_line_of_a_narrow_terminal(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    _, out = await printed(environment, terminal=True)
    assert invite_link(sandbox.application_id) in out


async def test_an_answer_that_never_comes_is_waited_for_only_so_long(
    sandbox: Sandbox, environment: dict[str, str]
) -> None:
    settings = Settings.from_env(environment)
    point_at(sandbox.api_url, sandbox.gateway_url)
    sandbox.faults.add("GET", "/gateway/bot", delay=30.0)
    async with (
        composition.open_model(settings) as side,
        composition.open_services(settings, side) as services,
    ):
        found = await inquire(services, sandbox.token, 0.5)
    assert "within" in getattr(found.gateway, "reason", "")
    assert isinstance(found.servers, list)
