"""What people see before the first text, and above it."""

import asyncio
import re
from typing import Any

import pytest

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.recording import Recorder
from bot.chat.books import ANSWER
from bot.chat.ports import Wait
from bot.chat.remembering.prompting import Style
from bot.core.reply.thoughts import Reasoning
from bot.core.talk.turns import TurnState
from bot.core.wire.completion import Delta
from tests.answerers import a_policy, an_answerer
from tests.fakes import (
    INTERRUPTED,
    FakeBooks,
    FakeClock,
    FakeMemory,
    FakeModel,
    FakeSurface,
    a_question,
)

STEPS: list[Delta | float] = [1.0, Delta(reasoning="Then I see. ")]
THOUGHT: list[Delta | float] = [Delta(reasoning="First I look. "), *STEPS * 5]


async def shown_by(
    dispatcher: Dispatcher, model: FakeModel, reasoning: Reasoning = Reasoning.LINE
) -> FakeSurface:
    surface = FakeSurface()
    style = Style("fake-model", facts=False, reasoning=reasoning)
    answerer = an_answerer(model, FakeMemory(), dispatcher, style)
    await answerer.answer(a_question(), surface)
    return surface


def versions(surface: FakeSurface) -> list[str]:
    return [text for _, _, text in surface.log]


async def test_thoughts_are_one_line_of_small_print_above_the_answer(
    dispatcher: Dispatcher,
) -> None:
    surface = await shown_by(dispatcher, FakeModel(*THOUGHT, "Because."))
    assert versions(surface)[0] == f"-# {texts.thinking()}"
    assert surface.shown == ["-# Thought for 5 s\nBecause."]


async def test_thoughts_are_a_spoiler_that_nothing_in_them_can_open(dispatcher: Dispatcher) -> None:
    thought = Delta(reasoning="a || b ``` c \\")
    surface = await shown_by(
        dispatcher, FakeModel(thought, "Because."), reasoning=Reasoning.SPOILER
    )
    assert surface.shown == ["-# Thought for 0 s\n||a ∣∣ b ''' c ⧵||\nBecause."]


async def test_thoughts_can_be_left_out(dispatcher: Dispatcher) -> None:
    surface = await shown_by(dispatcher, FakeModel(*THOUGHT, "Because."), Reasoning.NONE)
    assert all(text.startswith("Because.") for text in versions(surface))


async def test_long_thoughts_leave_the_answer_whole(dispatcher: Dispatcher) -> None:
    answer = "word " * 700
    model = FakeModel(Delta(reasoning="hm " * 5000), answer)
    surface = await shown_by(dispatcher, model, Reasoning.SPOILER)
    assert all(len(text) <= 2000 for text in surface.shown)
    assert surface.shown[0].startswith("-# Thought for 0 s\n||hm hm")
    rest = [surface.shown[0].partition("||\n")[2], *surface.shown[1:]]
    assert " ".join(rest).split() == answer.split()


async def test_a_model_that_only_thought_leaves_no_heading(dispatcher: Dispatcher) -> None:
    surface = await shown_by(dispatcher, FakeModel(*THOUGHT, INTERRUPTED))
    assert surface.shown[0].startswith("-# The language model broke off")


async def test_who_waits_sees_the_place_and_the_end_of_a_pause(dispatcher: Dispatcher) -> None:
    model = FakeModel("Because.")
    model.waits = [Wait(3), Wait(3), Wait(2), Wait(2, 1_790_000_060.0), Wait(0)]
    surface = await shown_by(dispatcher, model)
    shown = versions(surface)
    assert shown[0] == f"-# {texts.waiting(Wait(3))}"
    assert "number 2" in shown[1]
    assert "<t:1790000060:R>" in shown[2]
    assert shown[-1] == "Because."


async def test_a_short_wait_is_not_worth_a_word(dispatcher: Dispatcher) -> None:
    model = FakeModel("Because.")
    model.waits = [Wait(1)]
    surface = await shown_by(dispatcher, model)
    assert all(text.startswith("Because.") for text in versions(surface))


async def test_a_question_that_waits_can_be_stopped(dispatcher: Dispatcher) -> None:
    model, surface, memory = FakeModel("Because."), FakeSurface(), FakeMemory()
    model.waits = [Wait(1)] * 100
    answerer = an_answerer(model, memory, dispatcher, Style("fake-model"))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(5)
        assert answerer.stop(100)
    assert surface.shown == [f"-# {texts.stopped()}"]
    assert memory.answers[100].state is TurnState.STOPPED


async def test_a_sixth_question_in_a_channel_waits_and_is_told_so(dispatcher: Dispatcher) -> None:
    model = FakeModel("Well, ", 10.0, "because.")
    answerer = an_answerer(model, FakeMemory(), dispatcher, Style("fake-model", facts=False))
    surfaces = [FakeSurface() for _ in range(6)]
    async with asyncio.TaskGroup() as tasks:
        for number, surface in enumerate(surfaces):
            tasks.create_task(answerer.answer(a_question(message=100 + number), surface))
        await asyncio.sleep(5)
        assert len(model.requests) == 5
        assert surfaces[5].shown == [f"-# {texts.waiting(Wait(1))}"]
    assert [surface.shown for surface in surfaces] == [["Well, because."]] * 6


@pytest.mark.parametrize(
    ("pieces", "outcome"),
    [(["Because."], TurnState.COMPLETE), (["Be", INTERRUPTED], TurnState.INTERRUPTED)],
)
async def test_every_answer_is_booked_with_tokens_cost_and_outcome(
    dispatcher: Dispatcher, pieces: list[str], outcome: TurnState
) -> None:
    model, books = FakeModel(1.0, *pieces), FakeBooks()
    answerer = an_answerer(model, FakeMemory(), dispatcher, Style("fake-model"), books)
    await answerer.answer(a_question(), FakeSurface())
    [entry] = books.entries
    assert (entry.server_id, entry.channel_id, entry.person_id) == (7, 1, 5)
    assert (entry.purpose, entry.model, entry.outcome) == (ANSWER, "fake-model", outcome)
    assert entry.usage.estimated is (outcome is TurnState.INTERRUPTED)
    assert entry.cost == 1000 * (entry.usage.prompt_tokens + entry.usage.completion_tokens)
    assert entry.first_text == 1.0


async def test_books_that_fail_harm_no_answer(dispatcher: Dispatcher) -> None:
    surface, books = FakeSurface(), FakeBooks()
    books.broken = True
    style = Style("fake-model", facts=False)
    answerer = an_answerer(FakeModel("Because."), FakeMemory(), dispatcher, style, books)
    await answerer.answer(a_question(), surface)
    assert surface.shown == ["Because."]


async def test_a_model_that_stood_in_is_named_also_without_the_other_facts(
    dispatcher: Dispatcher,
) -> None:
    model = FakeModel("Because.")
    model.instead_of = "meant"
    surface = await shown_by(dispatcher, model)
    assert surface.shown == ["Because.\n-# meant could not answer, so fake-model did."]


async def test_a_persons_second_question_waits_for_the_first_answer(dispatcher: Dispatcher) -> None:
    model, surfaces = FakeModel("Well, ", 5.0, "because."), [FakeSurface(), FakeSurface()]
    memory, books = FakeMemory(), FakeBooks()
    policy = a_policy(model, Style("fake-model", facts=False), open_answers=1)
    recorder = Recorder(model, memory, books, FakeClock())
    answerer = Answerer(model, memory, recorder, dispatcher, FakeClock(), policy)
    async with asyncio.TaskGroup() as tasks:
        for number, surface in enumerate(surfaces):
            tasks.create_task(answerer.answer(a_question(message=100 + number), surface))
        await asyncio.sleep(3)
        assert len(model.requests) == 1
        assert surfaces[1].shown == [f"-# {texts.waiting(Wait(1))}"]
    assert [surface.shown for surface in surfaces] == [["Well, because."]] * 2
    assert "Well, because." in [message.content for message in model.requests[1].messages]


async def test_a_question_beyond_a_quota_is_refused_with_when_it_comes_back(
    dispatcher: Dispatcher,
) -> None:
    model, memory, books = FakeModel("Because."), FakeMemory(), FakeBooks()
    quota: dict[str, Any] = {"quota.person.minute.questions": 1}
    policy = a_policy(model, Style("fake-model", facts=False), books=books, **quota)
    recorder = Recorder(model, memory, books, FakeClock())
    answerer = Answerer(model, memory, recorder, dispatcher, FakeClock(), policy)
    surfaces = [FakeSurface(), FakeSurface()]
    for number, surface in enumerate(surfaces):
        await answerer.answer(a_question(message=100 + number), surface)
    assert surfaces[0].shown == ["Because."]
    assert surfaces[1].shown[0].startswith("The limit is reached (1 question a minute per person)")
    assert re.search(r"You can ask again <t:\d+:R>\.$", surfaces[1].shown[0])
    assert len(model.requests) == 1
    assert 101 not in memory.questions


async def test_a_question_whose_event_is_repeated_is_not_refused_after_its_answer(
    dispatcher: Dispatcher,
) -> None:
    model, memory, books = FakeModel("Because."), FakeMemory(), FakeBooks()
    quota: dict[str, Any] = {"quota.person.day.questions": 1}
    policy = a_policy(model, Style("fake-model", facts=False), books=books, **quota)
    recorder = Recorder(model, memory, books, FakeClock())
    answerer = Answerer(model, memory, recorder, dispatcher, FakeClock(), policy)
    surfaces = [FakeSurface(), FakeSurface()]
    for surface in surfaces:
        await answerer.answer(a_question(), surface)
    assert [surface.shown for surface in surfaces] == [["Because."], []]


async def test_an_answer_that_is_booked_but_not_yet_shown_counts_once(
    dispatcher: Dispatcher,
) -> None:
    model, memory, books = FakeModel("Because."), FakeMemory(), FakeBooks()
    quota: dict[str, Any] = {"quota.person.day.questions": 2}
    policy = a_policy(model, Style("fake-model", facts=False), books=books, **quota)
    recorder = Recorder(model, memory, books, FakeClock())
    answerer = Answerer(model, memory, recorder, dispatcher, FakeClock(), policy)
    surfaces = [FakeSurface(delay=60.0), FakeSurface(lane="channel:2")]
    async with asyncio.TaskGroup() as tasks:
        for number, surface in enumerate(surfaces):
            question = a_question(message=100 + number, channel=1 + number)
            tasks.create_task(answerer.answer(question, surface))
            await asyncio.sleep(5)
            assert len(books.entries) == 1 + number
    assert [surface.shown for surface in surfaces] == [["Because."]] * 2
