"""The files that put the bot onto machines agree with each other and with the code."""

import json
import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot import __main__, composition
from bot.chat.answers import answering
from bot.settings import Settings, SettingsError
from bot.storage import opening
from bot.web import server

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
STATEFUL_SET, POLICY = yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text("utf-8"))
POD = STATEFUL_SET["spec"]["template"]["spec"]
[CONTAINER] = POD["containers"]
SERVICE = re.findall(
    r"^(\w+)=(.*)$", (ROOT / "deploy/tokki.service").read_text("utf-8"), re.MULTILINE
)
DOCS = (ROOT / "docs/deploying.md").read_text(encoding="utf-8")

FOLDERS = ("bot", "cogs", "sandbox")
SECRETS = {"DISCORD_TOKEN": "t", "LLM_API_KEY": "k", "WEB_TOKEN": "w", "POSTGRES_PASSWORD": "p"}
# Open replies, then the HTTP door (its answers, then its connections), then the database.
CLOSING = answering._STOP_WITHIN + 2 * server._STOP_WITHIN + 2 * opening._CLOSE_SECONDS


def instructions(name: str) -> list[str]:
    """The arguments of all instructions of a name, of the image that is kept in the end."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", joined[joined.rindex("\nFROM") :], re.MULTILINE)


def of_image() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in shlex.split(line))


def of_service() -> dict[str, str]:
    return dict(value.split("=", 1) for name, value in SERVICE if name == "Environment")


def of_compose() -> dict[str, str]:
    given = COMPOSE["services"]["bot"]["environment"]
    return {name: re.sub(r"\$\{POSTGRES_PASSWORD[^}]*\}", "p", v) for name, v in given.items()}


def of_pod(number: int = 0) -> dict[str, str]:
    label = {"metadata.labels['apps.kubernetes.io/pod-index']": f"{number}"}
    return {
        each["name"]: each.get("value") or label[each["valueFrom"]["fieldRef"]["fieldPath"]]
        for each in CONTAINER["env"]
    }


def copied() -> set[str]:
    """The folders that the image has from here."""
    lines = (line.split() for line in instructions("COPY") if not line.startswith("--from"))
    return {source for *sources, _ in lines for source in sources}


def in_context(path: str) -> bool:
    """Whether the builder of the image sees a file: the last rule that matches decides."""
    seen = True
    for rule in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = path.split("/") if rule.startswith("**/") else path.split("/")[:1]
        if not rule.startswith("#") and any(fnmatch(part, pattern) for part in parts):
            seen = rule.startswith("!")
    return seen


def files() -> Iterator[str]:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def test_the_image_has_every_file_of_the_bot() -> None:
    found = list(files())
    assert {".mo", ".lua", ".toml", ".html", ".py"} <= {Path(path).suffix for path in found}
    assert copied() == set(FOLDERS)
    assert [path for path in found if not in_context(path)] == []


def test_nothing_private_comes_near_the_image() -> None:
    private = (".env", "bot/.env", "data/tokki.db", ".git/config", "models.toml")
    for path in (*private, "bot/__pycache__/a.pyc"):
        assert not in_context(path), path


def test_what_is_installed_is_known_by_its_hash() -> None:
    assert re.search(r"pip install .*--require-hashes .*-r requirements\.txt", DOCKERFILE)
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pins = [line for line in lines if "==" in line]
        assert pins
        assert [line for line in pins if "--hash=sha256:" not in line] == []


def test_the_image_runs_as_nobody_in_particular_and_takes_signals_itself() -> None:
    assert instructions("USER") == [f"{POD['securityContext']['runAsUser']}"]
    assert POD["securityContext"]["runAsNonRoot"]
    [entry], [command] = instructions("ENTRYPOINT"), instructions("CMD")  # as JSON: without a shell
    assert [*json.loads(entry), *json.loads(command)] == ["python", "-m", "bot", "run"]
    assert (ROOT / "Procfile").read_text(encoding="utf-8") == "worker: python -m bot\n"


@pytest.mark.parametrize("given", [of_image(), of_service(), of_compose(), of_pod()])
def test_every_name_that_is_set_is_a_setting_with_a_value_that_it_takes(
    given: dict[str, str],
) -> None:
    names = {name.upper() for name in Settings.model_fields}
    assert given
    assert given.keys() <= names
    assert Settings.from_env(of_image() | given | SECRETS).web_port == 8080


def test_every_name_in_the_docs_is_a_setting() -> None:
    names = {name.upper() for name in Settings.model_fields}
    used = set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\b", DOCS))
    assert {"DISCORD_TOKEN", "SHARD_IDS", "WEB_TOKEN"} <= used
    assert used - {"POSTGRES_PASSWORD"} <= names


def test_each_pod_has_a_shard_of_its_own_and_none_is_left_out() -> None:
    number = STATEFUL_SET["spec"]["replicas"]
    pods = [Settings.from_env(of_pod(each)) for each in range(number)]
    assert [pod.shard_ids for pod in pods] == [(each,) for each in range(number)]
    assert {pod.shard_count for pod in pods} == {number}


def test_the_door_of_a_container_is_its_own_and_that_of_a_pod_has_a_token() -> None:
    inside = composition.door_options(Settings.from_env(of_image() | of_compose()))
    assert inside is not None
    assert inside.is_loopback
    of_a_pod = of_image() | of_pod()
    with pytest.raises(SettingsError, match="WEB_TOKEN"):
        composition.door_options(Settings.from_env(of_a_pod))
    assert composition.door_options(Settings.from_env(of_a_pod | SECRETS))
    assert CONTAINER["ports"] == [{"name": "web", "containerPort": int(of_image()["WEB_PORT"])}]
    assert POLICY["spec"]["podSelector"] == STATEFUL_SET["spec"]["selector"]
    assert POLICY["spec"]["policyTypes"] == ["Ingress"]
    assert "ingress" not in POLICY["spec"]  # which lets nobody in


def test_there_is_time_enough_to_end_every_reply() -> None:
    [of_systemd] = [value for name, value in SERVICE if name == "TimeoutStopSec"]
    of_docker = COMPOSE["services"]["bot"]["stop_grace_period"].removesuffix("s")
    of_kubernetes = POD["terminationGracePeriodSeconds"]
    assert min(map(float, (of_systemd, of_docker, of_kubernetes))) >= CLOSING + 5
    assert "--stop-timeout 30" in DOCS


def test_what_is_written_goes_where_it_can_be_written() -> None:
    assert COMPOSE["services"]["bot"]["read_only"]
    assert COMPOSE["services"]["bot"]["tmpfs"] == "/tmp"  # noqa: S108 - theirs, not ours
    assert CONTAINER["securityContext"]["readOnlyRootFilesystem"]
    assert [each["mountPath"] for each in CONTAINER["volumeMounts"]] == ["/tmp"]  # noqa: S108 - as above
    [volume] = instructions("VOLUME")
    assert folder_of(of_image()["DATABASE_URL"]) == Path(volume)
    service = dict(SERVICE)
    assert service["ProtectSystem"] == "strict"
    assert service["PrivateTmp"] == "yes"
    of_state = Path("/var/lib") / service["StateDirectory"]
    assert folder_of(of_service()["DATABASE_URL"]) == of_state


def folder_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///")).parent


def test_a_service_with_wrong_settings_is_not_started_again() -> None:
    service = dict(SERVICE)
    assert service["Restart"] == "on-failure"
    assert int(service["RestartPreventExitStatus"]) == __main__._WRONG_SETTINGS
    assert service["ExecStart"].endswith("/python -m bot")
    assert service["ExecStart"].startswith(f"{service['WorkingDirectory']}/")
    assert service["EnvironmentFile"] in DOCS


def test_the_services_wait_for_each_other_and_are_reached_by_nobody_else() -> None:
    services: dict[str, dict[str, Any]] = COMPOSE["services"]
    needed = services["bot"]["depends_on"]
    assert {each["condition"] for each in needed.values()} == {"service_healthy"}
    for name in needed:
        assert "healthcheck" in services[name]
    settings = Settings.from_env(of_compose())
    hosts = {urlsplit(settings.database_url).hostname, urlsplit(settings.redis_url or "").hostname}
    assert hosts == needed.keys()
    assert not any("ports" in each for each in services.values())
    assert {each["restart"] for each in services.values()} == {"unless-stopped"}
    mounted = {
        mount.split(":")[0] for each in services.values() for mount in each.get("volumes", ())
    }
    assert mounted == COMPOSE["volumes"].keys()
