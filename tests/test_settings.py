import pytest

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
