"""What stands in the log, and what never does."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, strategies as st
from pydantic import SecretStr

from bot import __main__, composition, logs
from bot.logs import Mask
from bot.settings import Settings

Form = Literal["console", "json"]

KEY = 'k-"quoted"\\and/slashed 1'
URL = "postgresql://tokki:pa%2Fss-word@db.example:5432/tokki"
BOTH_FORMS = pytest.mark.parametrize("form", ["console", "json"])


@pytest.fixture(autouse=True)
def the_loggers_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def told(form: Form, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What stands in the log after one event with a traceback."""
    logs.set_up("debug", form)
    error = ValueError(*words)
    logging.getLogger("bot.x").error("x.failed error=%s", " ".join(words), exc_info=error)
    return capsys.readouterr().err


@BOTH_FORMS
def test_a_secret_stands_neither_in_a_message_nor_in_a_traceback(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.hide([KEY, "a-token-of-discord"])
    out = told(form, capsys, KEY, "a-token-of-discord")
    assert out.count("•••") == {"console": 4, "json": 6}[form]  # a field stands by itself, too
    for part in ("quoted", "slashed", "a-token"):
        assert part not in out


@BOTH_FORMS
def test_what_looks_like_a_secret_is_hidden_though_nobody_knows_it(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("redis://:open-sesame@cache:6379/0", "Authorization: Bearer abc.def", "sk-0123456789")
    answer = "https://discord.example/api/v10/webhooks/5/aW50ZXJhY3Rpb246MTIz/messages/@original"
    out = told(form, capsys, URL, answer, *words)
    for secret in ("pa%2Fss-word", "open-sesame", "abc.def", "0123456789", "aW50ZXJhY3Rpb246MTIz"):
        assert secret not in out
    assert "/webhooks/5/•••/messages/@original" in out
    assert "postgresql://tokki:•••@db.example:5432/tokki" in out  # what is no secret is read


@given(st.text(st.characters(exclude_characters="•"), min_size=6), st.text(), st.text())
def test_no_secret_is_left_in_any_text(secret: str, before: str, after: str) -> None:
    mask = Mask()
    mask.hide([secret])
    for written in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]):
        assert written not in mask(f"{before}{written}{after}")


def test_a_known_secret_goes_as_a_whole_where_its_beginning_looks_like_one() -> None:
    mask = Mask()
    mask.hide(["sk-0123456789.the-rest"])
    assert mask("key=sk-0123456789.the-rest!") == "key=•••!"


def test_an_ordinary_text_stays_as_it_is() -> None:
    text = "answer.done channel=5 model=ask-me url=https://example.com:8080/path?a=b@c tokens=1/2"
    mask = Mask()
    mask.hide(["", "chan"])  # too short to be one
    assert mask(text) == text


@BOTH_FORMS
def test_a_name_cannot_write_a_line_of_its_own_or_speak_to_the_terminal(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = "12:00:00 CRITICAL bot  all is lost"
    ends = ("\n", "\r", "\u2028", "\x85", "\v")
    lines = told(form, capsys, *(f"Mina{end}{forged}" for end in ends)).splitlines()
    assert not any(line.startswith(forged) for line in lines)
    assert sum(not line.startswith(" ") for line in lines) == 1
    assert "\x1b" not in told(form, capsys, "\x1b[2J\x1b]0;title\a")


def test_a_line_for_programs_is_json_whatever_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    odd = 'a"b\\c\nd\u2028e\x7f😀\ud800한'
    [line] = told("json", capsys, odd).splitlines()
    event = json.loads(line)
    assert event["message"] == f"x.failed error={odd}"
    assert (event["level"], event["logger"]) == ("error", "bot.x")
    assert "ValueError" in event["traceback"]


def test_every_secret_setting_and_every_password_of_an_address_is_hidden() -> None:
    environment = {
        name.upper(): f"secret-of-{name}"
        for name, field in Settings.model_fields.items()
        if SecretStr in getattr(field.annotation, "__args__", ())
    }
    assert {"DISCORD_TOKEN", "LLM_API_KEY", "WEB_TOKEN"} <= environment.keys()
    addresses = {
        "DATABASE_URL": "postgresql://tokki:one%21@db/tokki?sslpassword=two",
        "REDIS_URL": "redis://:three@cache",
        "LLM_BASE_URL": "https://user:four@model.example/v1",
        "DISCORD_API_URL": "http://proxy:five@127.0.0.1/api/v10",
    }
    headers = {"OTEL_EXPORTER_OTLP_HEADERS": "api-key=six,other=seven"}
    settings = Settings.from_env(environment | addresses | headers)
    environment |= headers
    passwords = {"six", "seven", "one%21", "one!", "two", "three", "four", "five"}
    assert settings.secrets == set(environment.values()) | passwords


def test_without_secrets_there_is_nothing_to_hide() -> None:
    assert Settings.from_env({}).secrets == frozenset()


@pytest.mark.parametrize("level", ["debug", "info"])
def test_at_no_level_stands_what_people_wrote_into_forms(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(level, "json")
    # As discord.py 2.7.1 tells every event in DiscordWebSocket.received_message.
    logging.getLogger("discord.gateway").debug("WebSocket Event: %s", {"value": "a-servers-key"})
    logging.getLogger("bot").warning("told")
    printed = capsys.readouterr().err
    assert "told" in printed
    assert "a-servers-key" not in printed


def test_a_429_is_one_line_and_not_the_librarys_two_as_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("info", "console")
    # As discord.py 2.7.1 tells each in HTTPClient.request; bot/traffic.py does so itself.
    logging.getLogger("discord.http").warning("We are being rate limited.")
    logging.getLogger("discord.http").warning("Global rate limit has been hit.")
    logging.getLogger("bot.traffic").warning("discord.429 path=%s", "/x")
    assert len(capsys.readouterr().err.splitlines()) == 1


@BOTH_FORMS
def test_a_crash_is_an_event_of_the_log_without_secrets(
    form: Form, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def crash(settings: Settings) -> None:
        raise RuntimeError(settings.require_token())

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(composition, "run", crash)
    monkeypatch.setenv("DISCORD_TOKEN", "a-token-that-nobody-reads")
    monkeypatch.setenv("LOG_FORMAT", form)
    assert __main__.main(["run"]) == 1
    err = capsys.readouterr().err
    assert "RuntimeError: •••" in err
    assert "nobody-reads" not in err
