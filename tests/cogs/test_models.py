from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from simcord import MemberActor

from bot.chat.wording import model_texts
from bot.core.account.cards import Catalogue, ModelCard
from bot.core.account.prices import Price, Tariff
from bot.core.account.routing import Routes
from bot.core.config.layers import Scope
from bot.core.config.options import Layer
from bot.core.config.table import ALLOWED_MODELS
from tests.cogs.world import CATALOGUE, World, a_world, answer_of

TARIFF = Tariff(Price(Decimal("0.30"), Decimal("0.003"), Decimal("1.2")), date(2026, 11, 1))
SMALL = ModelCard("small", "small", "default", 128_000, tariff=TARIFF, vision=True)
LARGE = ModelCard("large", "large", "default", 1_000_000)


def with_models(world: World, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """Let the bot know two models beside its default one."""
    cards = {"small": SMALL, "large": LARGE}
    catalogue = replace(CATALOGUE, cards=cards, auto=Routes("small", "large"))
    for name in ("Ask", "Models"):
        monkeypatch.setattr(world.bot.get_cog(name), "_catalogue", lambda: catalogue)
    return catalogue


async def effective_model(world: World, who: MemberActor) -> str:
    await who.slash(world.channel, "ask", prompt="why?")
    return world.model.requests[-1].model


async def test_models_are_completed_with_price_context_and_vision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        offered = await world.mina.autocomplete(world.channel, "model", "name", "")
        assert [each["value"] for each in offered] == [
            *("auto", "fake-model", "small", "large"),
            "reset",
        ]
        names = [each["name"] for each in offered]
        assert names[2] == "small · $0.3 in, $1.2 out · 128k context · sees pictures"
        assert names[3] == "large · price unknown · 1M context"
        found = await world.mina.autocomplete(world.channel, "ask", "model", " LAR", prompt="x")
        assert [each["value"] for each in found] == ["large"]


async def test_who_chose_a_model_is_answered_by_it_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        result = await world.mina.slash(world.channel, "model", name="small")
        assert result.ephemeral
        assert answer_of(result) == model_texts.chosen("small", for_channel=False)
        assert await effective_model(world, world.mina) == "small"
        assert await effective_model(world, world.keeper) == "fake-model"
        result = await world.mina.slash(world.channel, "model", name="reset")
        assert answer_of(result) == model_texts.taken_back("fake-model")
        assert await effective_model(world, world.mina) == "fake-model"


async def test_a_model_of_a_channel_is_for_who_moderates_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        options = {"name": "large", "for": "channel"}
        refused = await world.mina.slash(world.channel, "model", **options)
        assert answer_of(refused) == model_texts.not_for_channel()
        assert await effective_model(world, world.mina) == "fake-model"
        chosen = await world.keeper.slash(world.channel, "model", **options)
        assert answer_of(chosen) == model_texts.chosen("large", for_channel=True)
        assert await effective_model(world, world.mina) == "large"


async def test_a_choice_for_the_channel_tells_that_ones_own_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        await world.keeper.slash(world.channel, "model", name="small")
        options = {"name": "large", "for": "channel"}
        result = await world.keeper.slash(world.channel, "model", **options)
        assert answer_of(result) == model_texts.chosen_but("large", "small")


async def test_a_model_of_a_thread_is_that_of_its_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        thread = await world.thread()
        options = {"name": "large", "for": "channel"}
        await world.keeper.slash(thread, "model", **options)
        assert await effective_model(world, world.mina) == "large"


async def test_only_the_allowed_models_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_world() as world:
        with_models(world, monkeypatch)
        scope = Scope.server(world.guild.id)
        await world.services.configuration.put(scope, ALLOWED_MODELS.key, ["small", "auto"], 1)
        refused = await world.mina.slash(world.channel, "model", name="large")
        assert answer_of(refused) == model_texts.unknown("large", ["auto", "small"])
        offered = await world.mina.autocomplete(world.channel, "model", "name", "")
        assert [each["value"] for each in offered] == ["auto", "small", "reset"]
        listed = answer_of(await world.mina.slash(world.channel, "models"))
        assert "large" not in listed.replace("to large", "")
        asked = await world.mina.slash(world.channel, "ask", prompt="why?", model="large")
        assert answer_of(asked) == model_texts.unknown("large", ["auto", "small"])
        assert not world.model.requests


async def test_an_unknown_model_is_answered_with_what_there_is() -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "model", name="`nonsense`")
        assert answer_of(result) == model_texts.unknown("`nonsense`", ["auto", "fake-model"])
        assert "`nonsense`" in answer_of(result)


async def test_the_list_tells_what_holds_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_world() as world:
        catalogue = with_models(world, monkeypatch)
        await world.keeper.slash(world.channel, "model", **{"name": "large", "for": "channel"})
        result = await world.mina.slash(world.channel, "models")
        assert result.ephemeral
        assert answer_of(result) == model_texts.listing(
            catalogue.offered(), catalogue.routes, "fake-model", ("large", Layer.CHANNEL)
        )
        assert "`fake-model` (default)" in answer_of(result)
        assert "about code go to large, all others to small" in answer_of(result)


def test_a_long_list_fits_a_message_and_says_what_is_missing() -> None:
    cards = [replace(SMALL, name=f"provider/model-{number}") for number in range(200)]
    text = model_texts.listing(cards, Routes("a", "b"), "a", ("a", Layer.BUILT_IN))
    assert len(text) <= 2000
    shown = text.count("\n- ") - 1
    assert f"… and {200 - shown} more" in text


async def test_in_a_direct_message_there_is_no_channel_to_choose_for() -> None:
    async with a_world() as world:
        await world.mina.send_dm("hello")
        result = await world.mina.user.slash("model", **{"name": "auto", "for": "channel"})
        assert answer_of(result) == model_texts.not_in_direct_messages()
        result = await world.mina.user.slash("model", name="auto")
        assert answer_of(result) == model_texts.chosen("auto", for_channel=False)


async def test_the_answer_is_in_the_language_of_the_client(korean: None) -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "model", name="auto")
        assert answer_of(result) == "이제부터 허용되는 곳에서 `auto` 모델이 답해요."


async def test_settings_out_of_reach_are_a_sentence_and_no_completion() -> None:
    async with a_world() as world:
        world.services.configuration._store.broken = True  # type: ignore[attr-defined]  # a fake
        assert await world.mina.autocomplete(world.channel, "model", "name", "") == [
            {"name": model_texts.reset_choice(), "value": "reset"}
        ]
        result = await world.mina.slash(world.channel, "models")
        assert "out of reach" in answer_of(result)
        assert len(world.env.errors) == 1


async def test_stop_is_for_ones_own_answers_and_for_all_where_one_moderates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "stop")
        assert result.ephemeral
        assert answer_of(result) == model_texts.stopped(0, everybody=False)
        asked: list[tuple[int, int | None]] = []
        answerer = world.services.answerer

        def stop_all(channel_id: int, person_id: int | None = None) -> int:
            asked.append((channel_id, person_id))
            return 1

        monkeypatch.setattr(answerer, "stop_all", stop_all)
        await world.mina.send_dm("hello")
        for result in (
            await world.mina.slash(world.channel, "stop"),
            await world.keeper.slash(world.channel, "stop"),
            await world.mina.user.slash("stop"),
        ):
            assert answer_of(result) == model_texts.stopped(2, everybody=True)
        direct = world.mina.user.dm_channel.id
        assert asked == [
            (world.channel.id, world.mina.id),
            (world.mina.id, None),
            (world.channel.id, None),
            (world.keeper.id, None),
            (direct, world.mina.id),
            (world.mina.id, None),
        ]
