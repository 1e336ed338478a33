from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.core.account.cards import Catalogue, ModelCard, Provider
from bot.core.account.prices import Price, Tariff
from bot.core.account.routing import Routes

TARIFF = Tariff(Price(Decimal(1), Decimal(1), Decimal(1)), date(2026, 11, 22))
HOME = Provider("home", "https://home.example/v1")
OPEN = Provider("open", "https://open.example/v1", key="k", key_name="OPEN_KEY")
SHUT = Provider("shut", "https://shut.example/v1", key_name="SHUT_KEY")
CATALOGUE = Catalogue(
    "home",
    "talker",
    Routes("talker", "coder"),
    {provider.name: provider for provider in (HOME, OPEN, SHUT)},
    {
        card.name: card
        for card in (
            ModelCard("own", "own-1", "home", tariff=TARIFF),
            ModelCard("other", "other-1", "open", fallbacks=("own", "coder", "talker")),
            ModelCard("coder", "coder-1", "shut", context_tokens=9000, tariff=TARIFF),
        )
    },
)


def names(catalogue: Catalogue) -> list[str]:
    return [card.name for card in catalogue.offered()]


def listing(*ids: str) -> Catalogue:
    return replace(CATALOGUE, listed=frozenset(ids))


def test_an_unknown_model_is_asked_for_by_its_name_and_costs_nobody_knows_what() -> None:
    assert CATALOGUE.card("new") == ModelCard("new", "new", "home")
    assert CATALOGUE.card("new").tariff is None


def test_a_model_without_its_key_is_one_that_the_default_provider_may_relay() -> None:
    relayed = CATALOGUE.card("coder")
    assert (relayed.id, relayed.provider, relayed.context_tokens) == ("coder", "home", 9000)
    assert relayed.tariff is None


def test_a_model_with_its_key_is_asked_at_its_own_provider() -> None:
    assert CATALOGUE.card("other").provider == "open"


def test_without_a_listing_the_default_model_and_those_on_file_are_offered() -> None:
    assert names(CATALOGUE) == ["talker", "own", "other"]


def test_a_listing_says_what_the_default_provider_has() -> None:
    assert names(listing("own-1")) == ["talker", "own", "other"]
    assert names(listing("coder", "b", "a")) == ["talker", "other", "coder", "a", "b"]


def test_a_listed_id_is_not_offered_beside_its_name() -> None:
    assert names(listing("own-1", "talker")) == ["talker", "own", "other"]


def test_the_fallbacks_are_those_that_can_be_asked_in_their_order() -> None:
    assert [card.name for card in CATALOGUE.chain("other")] == ["other", "own", "talker"]
    relaying = listing("coder", "own-1")
    assert [card.name for card in relaying.chain("other")] == ["other", "own", "coder", "talker"]


def test_a_model_is_asked_first_even_where_it_seems_not_to_be_there() -> None:
    assert [card.name for card in listing("own-1").chain("new")] == ["new"]


def test_the_default_model_stands_in_for_a_code_model_that_cannot_be_asked() -> None:
    assert CATALOGUE.routes == Routes("talker", "talker")
    assert listing("coder").routes == Routes("talker", "coder")


@pytest.mark.parametrize(
    ("said", "name"), [("own-1", "own"), ("own", "own"), ("sibling", "sibling"), ("what", "own")]
)
def test_the_model_that_the_response_names_is_the_one_to_pay(said: str, name: str) -> None:
    cards = {**CATALOGUE.cards, "sibling": ModelCard("sibling", "sibling", "home")}
    catalogue = replace(CATALOGUE, cards=cards)
    assert catalogue.answered(catalogue.card("own"), said).name == name


def test_a_key_is_in_no_text_of_a_catalogue() -> None:
    secret = replace(OPEN, key="s3cret")
    assert "s3cret" not in repr(replace(CATALOGUE, providers={"open": secret}))
