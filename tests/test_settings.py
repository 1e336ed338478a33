import subprocess
import sys
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.core.config import table
from bot.core.config.kinds import Name, Real, Whole
from bot.core.config.options import Option
from bot.settings import HOLYSHEEP, Settings, SettingsError


def mistakes(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environment)
    return caught.value.sentences


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_env({"LLM_API_KEY": "", "PATH": "/bin"})
    assert settings.llm_base_url == HOLYSHEEP
    assert settings.llm_model == "deepseek-chat"
    assert settings.database_url == "sqlite:///data/tokki.db"
    assert settings.wants_local_model


def test_a_key_or_an_endpoint_of_ones_own_keeps_the_local_model_away() -> None:
    assert not Settings.from_env({"LLM_API_KEY": "k"}).wants_local_model
    assert not Settings.from_env({"LLM_BASE_URL": "http://127.0.0.1:11434/v1"}).wants_local_model


@pytest.mark.parametrize(
    "option", [o for o in table.OPTIONS if o.variable], ids=lambda o: o.variable
)
def test_a_variable_takes_what_config_takes_and_nothing_else(option: Option[Any]) -> None:
    fine: tuple[Any, ...]
    wrong: tuple[Any, ...]
    match option.kind:
        case Whole(least, most) | Real(least, most):
            fine, wrong = (least, most), (least - 1, most + 1)
        case Name():
            fine, wrong = ("a", "a" * 100), ("a" * 101,)
        case _:
            fine, wrong = (option.default,), ("nonsense",)
    for value in fine:
        Settings.from_env({option.variable: f"{value}"})
    for value in wrong:
        [sentence] = mistakes(**{option.variable: f"{value}"})
        assert sentence.startswith(f"{option.variable} should ")


def test_all_mistakes_are_told_at_once_each_with_its_name() -> None:
    sentences = mistakes(
        LLM_BASE_URL="api.example.com",
        LLM_CONCURRENCY="many",
        DATABASE_URL="mysql://localhost/tokki",
        LOG_FORMAT="xml",
        DISCORD_GATEWAY_URL="http://example.com",
    )
    assert [sentence.split()[0] for sentence in sentences] == [
        "LLM_BASE_URL",
        "LLM_CONCURRENCY",
        "DATABASE_URL",
        "DISCORD_GATEWAY_URL",
        "LOG_FORMAT",
    ]
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///data/tokki.db",
        "postgresql://tokki:pass@db.example.com:5432/tokki?sslmode=require",
        "postgres://db.example.com/tokki",
        "postgresql://tokki@/tokki?host=/run/postgresql",
        "postgresql://one.example.com:5432,two.example.com:5433/tokki",
    ],
)
def test_a_database_is_a_file_or_a_postgresql_server(url: str) -> None:
    assert Settings.from_env({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("password", ["s3/cret", "12/s3cret", "s3#cret", "12#s3cret", "1?s3@cret"])
def test_a_password_that_would_be_taken_for_something_else_is_told(password: str) -> None:
    [sentence] = mistakes(DATABASE_URL=f"postgresql://tokki:{password}@db.example.com/tokki")
    assert "percent-encoded" in sentence
    assert "cret" not in sentence


def test_a_database_that_is_neither_is_told() -> None:
    for url in ("data/tokki.db", "sqlite:///", "mysql://db.example.com/tokki"):
        [sentence] = mistakes(DATABASE_URL=url)
        assert "sqlite:///path/to/file.db or postgresql://" in sentence


def test_the_password_of_the_database_is_in_no_text_of_the_settings() -> None:
    settings = Settings.from_env({"DATABASE_URL": "postgresql://tokki:s3cret@/tokki"})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings.model_dump())


def test_a_secret_is_in_no_text_of_the_settings_nor_of_their_mistakes() -> None:
    settings = Settings.from_env({"DISCORD_TOKEN": "s3cret", "LLM_API_KEY": "s3cret"})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings.model_dump())
    sentences = mistakes(LLM_BASE_URL="ftp://user:s3cret@example.com")
    assert "s3cret" not in " ".join(sentences)


def test_a_missing_token_names_the_demo() -> None:
    with pytest.raises(SettingsError, match="python -m bot demo"):
        Settings.from_env({}).require_token()


def test_a_token_with_a_line_end_inside_is_told() -> None:
    with pytest.raises(SettingsError, match="copy it again"):
        Settings.from_env({"DISCORD_TOKEN": "abc def"}).require_token()


@pytest.mark.parametrize(
    ("text", "ids"), [("0", (0,)), ("0,1", (0, 1)), ("0-3", (0, 1, 2, 3)), ("3, 0-1", (0, 1, 3))]
)
def test_shards_are_numbers_and_ranges(text: str, ids: tuple[int, ...]) -> None:
    settings = Settings.from_env({"SHARD_COUNT": "4", "SHARD_IDS": text})
    assert settings.shard_ids == ids
    assert settings.part == len(ids) / 4


@pytest.mark.parametrize("text", ["a", "0-", "-1", "1.5", "0,,1", "4", "0-4", "2-1"])
def test_shards_that_are_none_are_one_sentence(text: str) -> None:
    [sentence] = mistakes(SHARD_COUNT="4", SHARD_IDS=text)
    assert sentence.startswith("SHARD_IDS must be")


def test_shards_and_their_count_need_each_other() -> None:
    [sentence] = mistakes(SHARD_COUNT="2")
    assert sentence.startswith("SHARD_IDS is missing beside SHARD_COUNT")
    [sentence] = mistakes(SHARD_IDS="0")
    assert sentence.startswith("SHARD_IDS needs SHARD_COUNT")
    [sentence] = mistakes(SHARD_COUNT="0", SHARD_IDS="0")
    assert sentence.startswith("SHARD_COUNT should be")


def test_a_proxy_keeps_the_limit_of_the_token_unless_it_is_said() -> None:
    proxy = {"DISCORD_API_URL": "http://proxy:8080/api/v10"}
    assert Settings.from_env({}).requests_per_second == 50
    assert Settings.from_env(proxy).requests_per_second == 0
    assert (
        Settings.from_env(proxy | {"DISCORD_REQUESTS_PER_SECOND": "50"}).requests_per_second == 50
    )
    assert Settings.from_env({"DISCORD_REQUESTS_PER_SECOND": "500"}).requests_per_second == 500


def test_the_secrets_of_servers_keys_are_fernet_keys_the_newest_first() -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    settings = Settings.from_env({"KEYS_SECRET": f"{new}, {old}"})
    assert settings.key_secrets == (new, old)
    assert {new, old} <= settings.secrets
    assert new not in f"{settings!r} {settings.model_dump()}"
    assert Settings.from_env({}).key_secrets == ()


@pytest.mark.parametrize("wrong", ["s3cret", "x" * 44, f"{'x' * 43}= s3cret", ",", "é" * 44])
def test_a_secret_that_is_no_fernet_key_is_told_with_how_to_make_one(wrong: str) -> None:
    [sentence] = mistakes(KEYS_SECRET=wrong)
    assert sentence.startswith("KEYS_SECRET must be Fernet keys")
    assert "F.generate_key()" in sentence
    assert wrong not in sentence or wrong == ","


def test_the_command_in_the_sentence_makes_a_secret() -> None:
    wrong = "no key"
    [sentence] = mistakes(KEYS_SECRET=wrong)
    code = sentence.partition('-c "')[2].partition('"')[0]
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603 - our own words
    assert Settings.from_env({"KEYS_SECRET": made.stdout}).key_secrets == (made.stdout.strip(),)
