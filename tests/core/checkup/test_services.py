from dataclasses import replace

import pytest

from bot.core.checkup.findings import Failed, Level
from bot.core.checkup.services import (
    Asked,
    Database,
    Keys,
    RedisServer,
    of_database,
    of_keys,
    of_model,
    of_redis,
    of_traces,
)
from bot.core.errors import Fault

ASKED = Asked("deepseek-chat", "at https://x.example/v1", "MY_KEY", ["deepseek-chat"], 0.4)
TINY = Asked("tiny", "on this machine", "LLM_API_KEY", ["tiny"], 0.4, local=True)


def test_a_model_that_answers_is_told_with_its_first_token_and_price() -> None:
    finding = of_model(ASKED)
    assert finding.level is Level.OK
    assert "400 ms" in finding.fact
    assert "price is not known" in finding.fact
    assert "price is known" in of_model(replace(ASKED, priced=True)).fact


def test_an_endpoint_that_lists_nothing_lacks_nothing() -> None:
    assert of_model(replace(ASKED, listed=[])).level is Level.OK


def test_an_unlisted_model_is_a_warning_that_names_similar_ones() -> None:
    finding = of_model(replace(ASKED, listed=["gpt", "deepseek-chat-v3"]))
    assert finding.level is Level.WARNING
    assert "deepseek-chat-v3" in finding.advice


def test_the_tiny_model_is_a_warning() -> None:
    finding = of_model(TINY)
    assert finding.level is Level.WARNING
    assert "LLM_API_KEY" in finding.advice


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_of_a_model_has_its_advice(fault: Fault) -> None:
    finding = of_model(replace(ASKED, fault=fault, said="some words"))
    passing = fault in (Fault.OVERLOADED, Fault.RATE_LIMITED)
    assert finding.level is (Level.WARNING if passing else Level.WRONG)
    assert "some words" in finding.fact
    assert finding.advice.endswith(".")
    assert "{" not in finding.advice


def test_a_refused_key_is_named_by_its_variable() -> None:
    assert "MY_KEY" in of_model(replace(ASKED, fault=Fault.UNAUTHORIZED)).advice


def test_a_model_unknown_to_an_endpoint_that_lists_none_may_be_a_wrong_address() -> None:
    unknown = replace(ASKED, fault=Fault.UNKNOWN_MODEL)
    assert "/v1" not in of_model(unknown).advice
    assert "/v1" in of_model(replace(unknown, listed=[])).advice


@pytest.mark.parametrize(
    ("database", "words"),
    [
        (Database("SQLite in t.db", free=10**12), "is migrated"),
        (Database("SQLite in t.db", exists=False, free=10**12), "first start makes it"),
        (Database("PostgreSQL t at h", pending=2), "2 migrations"),
    ],
)
def test_a_database_that_can_be_written_is_well(database: Database, words: str) -> None:
    finding = of_database(database)
    assert finding.level is Level.OK
    assert words in finding.fact


def test_a_full_disk_is_told_before_it_is_full() -> None:
    finding = of_database(Database("SQLite in t.db", free=10_000_000))
    assert finding.level is Level.WARNING
    assert finding.advice


def test_what_fails_is_wrong_with_its_reason() -> None:
    for finding in (of_database(Failed("no such host")), of_redis(Failed("no such host"))):
        assert finding.level is Level.WRONG
        assert "no such host" in finding.fact
        assert finding.advice


def test_redis_is_told_with_its_delay() -> None:
    assert "1.2 ms" in of_redis(RedisServer("Redis 8.0", 0.0012)).fact


@pytest.mark.parametrize(
    ("keys", "level", "words"),
    [
        (Keys(newest=3), Level.OK, "(3 keys)"),
        (Keys(newest=1, older=2), Level.WARNING, "2 of 3 keys"),
        (Keys(newest=1, older=1, lost=1), Level.WRONG, "all but 1 of 3 keys"),
        (Keys(lost=1), Level.WRONG, "all but 1 of 1 key "),
    ],
)
def test_keys_that_need_an_older_secret_or_a_lost_one_are_counted(
    keys: Keys, level: Level, words: str
) -> None:
    (finding,) = of_keys(keys)
    assert finding.level is level
    assert words in finding.fact
    assert bool(finding.advice) is (level is not Level.OK)


def test_where_no_server_has_a_key_nothing_is_said_of_them() -> None:
    assert list(of_keys(Keys())) == []


def test_a_collector_that_takes_no_traces_is_wrong_and_tells_why() -> None:
    assert of_traces(0.02).level is Level.OK
    finding = of_traces(Failed("HTTP 401"))
    assert finding.level is Level.WRONG
    assert "HTTP 401" in finding.fact
    assert "OTEL_EXPORTER_OTLP_HEADERS" in finding.advice
