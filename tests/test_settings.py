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
        DATABASE_URL="postgresql://localhost/tokki",
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
