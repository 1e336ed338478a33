import asyncio
import re

import pytest

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.ports import FinishReason
from bot.chat.remembering.prompting import Style
from bot.core.errors import Fault, GoneError, ModelError
from bot.core.talk.prompt import NAMES_RULE
from bot.core.talk.turns import Summary, TurnState
from tests.answerers import an_answerer
from tests.fakes import (
    INTERRUPTED,
    FakeMemory,
    FakeModel,
    FakeSurface,
    a_question,
)

LONG: list[str | float] = [1.0, "more "] * 60


def make(
    dispatcher: Dispatcher, model: FakeModel, memory: FakeMemory | None = None
) -> tuple[Answerer, FakeMemory]:
    memory = memory or FakeMemory()
    style = Style("fake-model", persona="Be kind.", context_tokens=3000, max_tokens=500)
    return an_answerer(model, memory, dispatcher, style), memory


async def test_an_answer_is_shown_and_remembered(dispatcher: Dispatcher) -> None:
    surface, model = FakeSurface(), FakeModel("Because ", 0.5, "of light.")
    answerer, memory = make(dispatcher, model)
    await answerer.answer(a_question(), surface)

    assert surface.shown == [
        "Because of light.\n-# fake-model · 0.0 s to first text · 0.5 s · 3 tokens"
    ]
    assert [turn.text for _, _, turn in memory.rows] == ["Why?", "Because of light."]
    assert memory.answers[100].state is TurnState.COMPLETE
    assert memory.answers[100].message_ids == (1000,)


async def test_the_question_is_remembered_before_the_model_is_asked(dispatcher: Dispatcher) -> None:
    model = FakeModel(30.0, "late")
    answerer, memory = make(dispatcher, model)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), FakeSurface()))
        await asyncio.sleep(1)
        assert [turn.text for _, _, turn in memory.rows] == ["Why?"]


async def test_the_model_is_sent_what_was_said_before_in_this_channel_only(
    dispatcher: Dispatcher,
) -> None:
    model = FakeModel("Teal.")
    answerer, _ = make(dispatcher, model)
    await answerer.answer(a_question("My favourite colour is teal.", message=1), FakeSurface())
    await answerer.answer(a_question("Elsewhere", channel=2, message=2), FakeSurface())
    await answerer.answer(a_question("Which colour did I say?", message=3), FakeSurface())

    contents = [message.content for message in model.requests[-1].messages]
    assert contents == [
        f"Be kind.\n\n{NAMES_RULE}",
        "Mina: My favourite colour is teal.",
        "Teal.",
        "Mina: Which colour did I say?",
    ]


async def test_the_same_message_is_answered_once(dispatcher: Dispatcher) -> None:
    model, surface = FakeModel("Once."), FakeSurface()
    answerer, _ = make(dispatcher, model)
    await answerer.answer(a_question(), surface)
    await answerer.answer(a_question(), surface)
    assert len(model.requests) == len(surface.messages) == 1


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_model_that_fails_before_the_first_word_leaves_a_sentence(
    dispatcher: Dispatcher, fault: Fault
) -> None:
    surface = FakeSurface()
    answerer, memory = make(dispatcher, FakeModel(ModelError(fault, "secret upstream detail")))
    await answerer.answer(a_question(), surface)
    assert re.fullmatch(
        re.escape(f"-# {texts.fault_sentence(fault)}") + r" \([0-9a-f]{6}\)", surface.shown[0]
    )
    assert memory.answers[100].text == ""


async def test_a_stream_that_breaks_off_keeps_its_text_and_says_so(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    answerer, memory = make(dispatcher, FakeModel("The sea is", 1.0, INTERRUPTED))
    await answerer.answer(a_question(), surface)
    assert surface.shown[0].startswith(f"The sea is\n-# {texts.fault_sentence(Fault.INTERRUPTED)}")
    assert memory.answers[100].state is TurnState.INTERRUPTED


async def test_an_answer_at_the_length_limit_says_that_it_is_cut(dispatcher: Dispatcher) -> None:
    surface, model = FakeSurface(), FakeModel("And then")
    model.reason = FinishReason.LENGTH
    answerer, memory = make(dispatcher, model)
    await answerer.answer(a_question(), surface)
    assert "Cut off at the length limit." in surface.shown[0]
    assert memory.answers[100].state is TurnState.CUT


async def test_a_broken_memory_is_told_and_not_passed_over(dispatcher: Dispatcher) -> None:
    surface, model, memory = FakeSurface(), FakeModel("?"), FakeMemory()
    memory.broken = True
    answerer, _ = make(dispatcher, model, memory)
    await answerer.answer(a_question(), surface)
    (shown,) = surface.shown
    assert shown.startswith(texts.no_memory())
    assert not model.requests


async def test_a_memory_that_breaks_meanwhile_does_not_stop_the_answer(
    dispatcher: Dispatcher,
) -> None:
    surface, memory = FakeSurface(), FakeMemory()
    answerer, _ = make(dispatcher, FakeModel("All ", 2.0, "of it."), memory)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(1)
        memory.broken = True
    assert surface.shown[0].startswith("All of it.")


async def test_a_deleted_reply_ends_the_models_work(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    model = FakeModel("Hello ", *LONG)
    answerer, memory = make(dispatcher, model)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(10)
        surface.failures.append(GoneError("10008"))
        await asyncio.sleep(2)
        assert model.streams[0].closed
    assert memory.answers == {}


async def test_a_reply_deleted_between_two_edits_is_forgotten_at_once(
    dispatcher: Dispatcher,
) -> None:
    surface = FakeSurface()
    model = FakeModel("Hello ", 60.0, "there")
    answerer, memory = make(dispatcher, model)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(10)
        await answerer.deleted(1, 1000)
        await asyncio.sleep(0.1)
        assert model.streams[0].closed
    assert dispatcher.open_replies == 0
    assert dispatcher._planner._replies == {}
    assert memory.answers == {}


@pytest.mark.parametrize("words", [LONG, ("all.",)], ids=["in the middle", "at the end"])
async def test_a_message_that_is_deleted_before_discord_has_answered_is_forgotten(
    dispatcher: Dispatcher, words: tuple[str | float, ...]
) -> None:
    surface = FakeSurface(delay=1.0)
    answerer, memory = make(dispatcher, FakeModel("Hello ", *words))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(0.9)
        await answerer.deleted(1, 1000)
    assert memory.answers == {}
    assert [kind for _, kind, _ in surface.log] == ["post"]


async def test_closing_marks_the_open_replies_in_time(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=0.1)
    model = FakeModel("Hello ", *LONG)
    answerer, memory = make(dispatcher, model)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(5.5)
        started = asyncio.get_running_loop().time()
        await answerer.close()
        assert asyncio.get_running_loop().time() - started < 1
    assert surface.shown[0].endswith(f"-# {texts.stopping()}")
    assert memory.answers[100].state is TurnState.INTERRUPTED


async def test_a_button_that_is_pressed_twice_at_once_counts_once(dispatcher: Dispatcher) -> None:
    surface, model = FakeSurface(), FakeModel("Because ", 0.5, "of light.")
    answerer, memory = make(dispatcher, model)
    await answerer.answer(a_question(), surface)
    exchange = await memory.exchange(1, 100)
    assert exchange is not None
    async with asyncio.TaskGroup() as tasks:
        for _ in range(2):
            tasks.create_task(answerer.regenerate(exchange, surface))
    assert len(model.requests) == 2
    assert len(surface.messages) == 1


async def test_closing_asks_no_model_for_a_question_that_is_just_being_looked_up(
    dispatcher: Dispatcher,
) -> None:
    class SlowMemory(FakeMemory):
        async def summary(self, channel_id: int, speaker_id: int = 0) -> Summary | None:
            await asyncio.sleep(1)
            return await super().summary(channel_id, speaker_id)

    surface, model = FakeSurface(), FakeModel("Hello ", *LONG)
    answerer, _ = make(dispatcher, model, SlowMemory())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(0.5)
        await answerer.close()
    assert not model.requests
    assert surface.shown == [f"-# {texts.stopping()}"]


async def test_a_closed_answerer_takes_no_question(dispatcher: Dispatcher) -> None:
    model = FakeModel("?")
    answerer, _ = make(dispatcher, model)
    await answerer.close()
    await answerer.answer(a_question(), FakeSurface())
    assert not model.requests
