import re
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import bot.llm
from bot.core.account.cards import Catalogue, Provider
from bot.core.account.prices import cost
from bot.core.account.routing import Routes
from bot.core.errors import CatalogueError
from bot.core.wire.usage import Usage
from bot.llm.catalogue import read_catalogue

HOLYSHEEP = Provider("any", "https://api.holysheep.ai/v1", key="s3cret", concurrency=10)
OLLAMA = Provider("any", "http://127.0.0.1:11434/v1")
SHIPPED = Path(bot.llm.__file__).with_name("models.toml")


def read(tmp_path: Path, text: str, **environment: str) -> Catalogue:
    path = tmp_path / "models.toml"
    path.write_text(text, "utf-8")
    return read_catalogue(HOLYSHEEP, "deepseek-chat", environment, path)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(tmp_path, text)
    before = f"{tmp_path / 'models.toml'}: "
    assert all(sentence.startswith(before) for sentence in caught.value.sentences)
    assert all(sentence.endswith(".") for sentence in caught.value.sentences)
    return [sentence.removeprefix(before) for sentence in caught.value.sentences]


def test_what_ships_is_whole_and_its_default_model_is_at_holysheep() -> None:
    catalogue = read_catalogue(HOLYSHEEP, "deepseek-chat", {})
    chat = catalogue.card("deepseek-chat")
    assert catalogue.providers[chat.provider].key == "s3cret"
    assert catalogue.providers[chat.provider].concurrency == 10
    assert chat.tariff is None, "what a relay takes for a retired name is not known"
    assert catalogue.routes == Routes("deepseek-chat", "deepseek-chat")


def test_every_model_that_ships_says_where_it_was_looked_up_and_when() -> None:
    text = SHIPPED.read_text("utf-8")
    told = re.findall(
        r'# Source: .+, (?:looked up )?\d{4}-\d\d-\d\d.*\n(?:#.*\n)*\[models\.("?)', text
    )
    models = tomllib.loads(text)["models"]
    assert len(told) == len(models)
    assert all(
        isinstance(m.get("price", {"date": date.min})["date"], date) for m in models.values()
    )


def test_a_key_brings_its_provider_with_models_prices_and_thinking_off() -> None:
    catalogue = read_catalogue(HOLYSHEEP, "deepseek-chat", {"DEEPSEEK_API_KEY": "k"})
    flash = catalogue.card("deepseek-flash")
    assert catalogue.providers[flash.provider].key == "k"
    assert flash.extra == {"thinking": {"type": "disabled"}}
    assert flash.tariff is not None
    assert flash.tariff.price.cached == Decimal("0.003")
    friday = datetime(2026, 11, 20, 2, tzinfo=UTC)
    assert cost(Usage(10**6, 10**6), flash.tariff, friday) == 1_500_000_000
    assert catalogue.routes.code == "deepseek-v4-pro"
    assert [card.name for card in catalogue.chain("deepseek-chat")] == [
        "deepseek-chat",
        "deepseek-flash",
    ]


@pytest.mark.parametrize("base", ["https://api.deepseek.com", "https://api.deepseek.com/v1"])
def test_an_endpoint_that_the_file_knows_has_its_models_and_its_prices(base: str) -> None:
    home = Provider("any", base, key="k")
    catalogue = read_catalogue(home, "deepseek-flash", {})
    flash = catalogue.card("deepseek-flash")
    assert flash.tariff is not None
    assert catalogue.providers[flash.provider].base_url == base
    assert catalogue.providers[flash.provider].key == "k"


def test_the_key_of_one_endpoint_is_never_sent_to_another() -> None:
    catalogue = read_catalogue(OLLAMA, "llama3", {})
    for name in (*catalogue.cards, "new"):
        assert catalogue.providers[catalogue.card(name).provider] == Provider(
            "default", OLLAMA.base_url
        )
        assert catalogue.card(name).tariff is None
    assert [card.name for card in catalogue.offered()] == ["llama3"]


def test_the_operators_entries_win_and_the_rest_stays(tmp_path: Path) -> None:
    catalogue = read(
        tmp_path,
        """
        [auto]
        chat = "deepseek-flash"
        code = "mine"
        [providers.deepseek]
        concurrency = 3
        [providers.lan]
        base_url = "http://127.0.0.1:8080/v1/"
        [models.mine]
        provider = "lan"
        id = "qwen-7b"
        price = { input = 1, output = 2.5, date = 2026-11-01 }
        [models.deepseek-flash]
        context = 64_000
        price = { input = 0.5, output = 1, date = 2026-11-02 }
        [models.bare]
        """,
        DEEPSEEK_API_KEY="k",
    )
    deepseek, flash = catalogue.providers["deepseek"], catalogue.card("deepseek-flash")
    assert (deepseek.base_url, deepseek.concurrency) == ("https://api.deepseek.com/v1", 3)
    assert (flash.context_tokens, flash.max_output_tokens) == (64_000, 384_000)
    assert flash.tariff is not None
    assert (flash.tariff.peak, flash.tariff.price.cached) == (None, Decimal("0.5"))
    mine = catalogue.card("mine")
    assert (mine.id, catalogue.providers[mine.provider].base_url) == (
        "qwen-7b",
        "http://127.0.0.1:8080/v1",
    )
    assert catalogue.routes == Routes("deepseek-flash", "mine")
    assert catalogue.card("bare").provider == catalogue.default


def test_six_mistakes_are_six_sentences_that_name_their_keys(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
        [providers.mine]
        base_url = "ftp://example.com"
        [models.a]
        context = "many"
        colour = "red"
        [models.a.price]
        input = -1
        output = 1
        date = 2026-11-22
        peak = { input = 2, output = 2, hours_utc = ["01:00+09:00-04:00"] }
        [models.b]
        fallbacks = ["nobody"]
        """,
    )
    assert told == [
        "providers.mine.base_url must be an address that begins with http:// or https://.",
        "models.a.context should be a valid integer, unable to parse string as an integer.",
        "models.a.price.input should be greater than or equal to 0.",
        'models.a.price.peak.hours_utc.0 must be of the form "01:00-04:00".',
        "models.a.colour is not known here.",
        "models.b.fallbacks must name other models of the file.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[auto]\ncode = "x"', "auto.code names no model of the file."),
        ("[models.auto]", "models.auto is the name of the rule: choose another."),
        (
            '[providers.default]\nbase_url = "http://a"',
            "providers.default is the one at LLM_BASE_URL: choose another name.",
        ),
        ('[models."b.1"]\nprovider = "x"', 'models."b.1".provider names no provider of the file.'),
        ('[models.b]\nfallbacks = ["b"]', "models.b.fallbacks must name other models of the file."),
        (
            "[models.b]\nextra = { stream = false }",
            "models.b.extra must not hold messages, model, stream, stream_options.",
        ),
        (
            "[models.b]\nextra = { since = 2026-11-22 }",
            "models.b.extra.since must be a value that JSON has.",
        ),
        (
            "[models.b]\nprice = { input = 1, output = 1 }",
            "models.b.price.date is missing.",
        ),
        ("auto = 3", "auto must be a table."),
        ("[models]\nb = 3", "models.b must be a table."),
        ("[modles.b]", "modles is not known here."),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    assert mistakes(tmp_path, text) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        '[providers.a]\nbase_url = "http://a"\nkey = "sk-s3cret"',
        '[providers.a]\nbase_url = "ftp://me:s3cret@a"',
        '[models.a]\nprovider = "s3cret"\nfallbacks = ["s3cret"]\ncontext = "s3cret"',
        '[auto]\nchat = "s3cret"',
    ],
)
def test_a_secret_in_the_wrong_place_is_not_printed(tmp_path: Path, text: str) -> None:
    assert "s3cret" not in " ".join(mistakes(tmp_path, text))


@pytest.mark.parametrize("content", [b'key = "s3cret', b"a = s3cret", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_told_without_its_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.toml"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(HOLYSHEEP, "deepseek-chat", {}, path)
    assert caught.value.sentences[0].startswith(f"{path} is no TOML: ")
    assert "s3cret" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.toml cannot be read: No such file"):
        read_catalogue(HOLYSHEEP, "deepseek-chat", {}, tmp_path / "none.toml")
