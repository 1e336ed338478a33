"""A full disk, a locked or a lost database: people get a sentence or their answer all the same."""

import asyncio
import logging
import re

import pytest

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.remembering.prompting import Style
from bot.core.errors import StorageError
from bot.core.talk.turns import Answer, Question, Turn, TurnState
from tests.answerers import an_answerer
from tests.fakes import FakeBooks, FakeMemory, FakeModel, FakeSurface, a_question

STYLE = Style("fake-model", facts=False, notice_after=0)


class Failing(FakeMemory):
    """A memory that fails at the calls it is told, and when it is told to store a state."""

    def __init__(self, *calls: str) -> None:
        super().__init__()
        self.calls = set(calls)

    async def add_question(self, question: Question) -> bool:
        self._fail("add_question")
        return await super().add_question(question)

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        self._fail(f"put_answer {answer.state}")
        return await super().put_answer(question, answer)

    async def recall(
        self,
        channel_id: int,
        until: int,
        limit: int,
        speaker_id: int | None = None,
        since: int = 0,
    ) -> list[Turn]:
        self._fail("recall")
        return await super().recall(channel_id, until, limit, speaker_id, since)

    def _fail(self, call: str) -> None:
        if call in self.calls:
            raise StorageError("the disk is full")


@pytest.mark.parametrize("call", ["add_question", "recall"])
async def test_what_cannot_be_remembered_is_a_sentence_and_no_request(
    dispatcher: Dispatcher, call: str, caplog: pytest.LogCaptureFixture
) -> None:
    surface, model, memory = FakeSurface(), FakeModel("?"), Failing(call)
    await an_answerer(model, memory, dispatcher, STYLE).answer(a_question(), surface)
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    (incident,) = re.findall(r"answer\.no_memory incident=([0-9a-f]{6}) ", record.getMessage())
    (shown,) = surface.shown
    assert shown.removeprefix("-# ") == texts.no_memory(incident)
    assert model.requests == []


async def test_an_answer_is_delivered_when_nothing_of_it_can_be_stored(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    surface, memory = FakeSurface(), Failing("put_answer writing", "put_answer complete")
    books = FakeBooks()
    books.broken = True
    answerer = an_answerer(FakeModel("All ", 30.0, "of it."), memory, dispatcher, STYLE, books)
    await answerer.answer(a_question(), surface)
    assert surface.shown == ["All of it."]
    assert memory.answers == {}
    assert all(record.exc_info is None for record in caplog.records)
    assert all(len(record.getMessage()) < 100 for record in caplog.records)


@pytest.mark.parametrize("by", ["the next question", "the next look", "a button"])
async def test_an_answer_that_ended_in_an_outage_is_stored_after_it(
    dispatcher: Dispatcher, by: str
) -> None:
    surface, model = FakeSurface(), FakeModel("All ", 3.0, "of it.")
    memory = Failing("put_answer writing", "put_answer complete")
    answerer = an_answerer(model, memory, dispatcher, STYLE)
    await answerer.answer(a_question(), surface)
    assert memory.answers == {}
    memory.calls.clear()
    match by:
        case "the next question":
            await answerer.answer(a_question("And?", message=101), FakeSurface())
            asked = [message.content for message in model.requests[1].messages[1:]]
            assert asked == ["Mina: Why?", "All of it.", "Mina: And?"]
        case "the next look":
            await answerer.recover(0.0, lambda _: surface)
            assert memory.answers[100].state is TurnState.COMPLETE
        case _:
            exchange = await memory.exchange(1, 100)
            assert exchange
            await answerer.go_on(exchange, surface)
            assert len(model.requests) == 1  # the whole answer was found, so it is shown again
    assert memory.answers[100].text.startswith("All of it.")


async def test_an_older_answer_never_replaces_the_one_that_was_asked_for_anew(
    dispatcher: Dispatcher,
) -> None:
    memory, model = Failing("put_answer complete"), FakeModel("Old.")
    answerer = an_answerer(model, memory, dispatcher, STYLE)
    await answerer.answer(a_question(), surface := FakeSurface())
    exchange = await memory.exchange(1, 100)
    assert exchange
    memory.calls.clear()
    model.pieces = ["New."]
    await answerer.regenerate(exchange, surface)
    await answerer.recover(0.0, lambda _: surface)
    assert memory.answers[100].text == "New."


async def test_a_process_that_keeps_too_many_answers_lets_the_oldest_go(
    dispatcher: Dispatcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.chat.answers.recording._MOST_UNSAVED", 2)
    memory = Failing("put_answer writing", "put_answer complete")
    answerer = an_answerer(FakeModel(1.0, "Yes."), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        for message in (1, 2, 3):
            tasks.create_task(answerer.answer(a_question(message=message), FakeSurface()))
    memory.calls.clear()
    await answerer.recover(0.0, lambda _: FakeSurface())
    assert sorted(memory.answers) == [2, 3]


async def test_an_outage_in_mid_answer_costs_neither_the_answer_nor_its_memory(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    surface, memory = FakeSurface(), FakeMemory()
    pieces: list[str | float] = ["word ", 1.0]
    answerer = an_answerer(FakeModel(*pieces * 60), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(10)
        memory.broken = True
        await asyncio.sleep(30)
        memory.broken = False
        await asyncio.sleep(2.1)
        assert len(memory.answers[100].text) >= 5 * 40
    assert surface.shown == [("word " * 60).rstrip()]
    assert memory.answers[100].state is TurnState.COMPLETE
    assert {record.message.split()[0] for record in caplog.records} == {"journal.failed"}
    assert len(caplog.records) <= 16


async def test_people_who_ask_in_the_same_second_lose_nothing(dispatcher: Dispatcher) -> None:
    memory = FakeMemory()
    style = Style("fake-model", facts=False, notice_after=0, side_by_side=50)
    answerer = an_answerer(FakeModel("Yes."), memory, dispatcher, style)
    async with asyncio.TaskGroup() as tasks:
        for message in range(1, 21):
            question = a_question(f"Number {message}?", message=message)
            tasks.create_task(answerer.answer(question, FakeSurface()))
    assert [turn.text for _, _, turn in memory.rows] == [
        text for message in range(1, 21) for text in (f"Number {message}?", "Yes.")
    ]


async def test_a_question_and_its_answer_stay_together_whichever_ends_first(
    dispatcher: Dispatcher,
) -> None:
    memory, model = FakeMemory(), FakeModel("Slow ", 30.0, "one.")
    answerer = an_answerer(model, memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question("First?", message=1), FakeSurface()))
        await asyncio.sleep(5)
        model.pieces = ["Quick one."]
        await answerer.answer(a_question("Second?", message=2), FakeSurface())
        # What is still written is no part of what the second one was told.
        asked = [message.content for message in model.requests[1].messages[1:]]
        assert asked == ["Mina: First?", "Mina: Second?"]
    said = [turn.text for _, _, turn in memory.rows]
    assert said == ["First?", "Slow one.", "Second?", "Quick one."]


async def test_the_sixth_question_is_told_its_place(dispatcher: Dispatcher) -> None:
    model, surfaces = FakeModel(10.0, "Yes."), [FakeSurface(lane=f"l:{n}") for n in range(6)]
    answerer = an_answerer(model, FakeMemory(), dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        for message, surface in enumerate(surfaces, 1):
            tasks.create_task(answerer.answer(a_question(message=message), surface))
        await asyncio.sleep(5)
        assert "number 1 in the queue" in surfaces[5].shown[0]
        assert len(model.requests) == 5
    assert all(surface.shown == ["Yes."] for surface in surfaces)


async def test_two_processes_over_one_database_answer_an_event_once(
    dispatcher: Dispatcher,
) -> None:
    memory, model, surface = FakeMemory(), FakeModel("Yes."), FakeSurface()
    answerers = [an_answerer(model, memory, dispatcher, STYLE) for _ in range(2)]
    async with asyncio.TaskGroup() as tasks:
        for answerer in answerers * 2:  # and each gets it again after a resume
            tasks.create_task(answerer.answer(a_question(), surface))
    assert len(model.requests) == 1
    assert surface.shown == ["Yes."]


async def test_a_running_answer_can_be_stopped_in_an_outage(dispatcher: Dispatcher) -> None:
    surface, memory = FakeSurface(), FakeMemory()
    answerer = an_answerer(FakeModel("word", 60.0), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(5)
        memory.broken = True
        exchange = await answerer.find(100, 7, 1)
        assert exchange is not None
        assert exchange.question == a_question()
        assert answerer.stop(100)
    assert surface.shown == [f"word\n-# {texts.stopped()}"]


async def test_a_stop_waits_for_no_database_that_hangs(dispatcher: Dispatcher) -> None:
    class Hanging(FakeMemory):
        async def put_answer(self, question: Question, answer: Answer) -> bool:
            if answer.state is not TurnState.WRITING:
                await asyncio.sleep(30)
            return await super().put_answer(question, answer)

    surface, memory = FakeSurface(delay=1.0), Hanging()
    answerer = an_answerer(FakeModel("word", 60.0), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(5)
        began = asyncio.get_running_loop().time()
        await answerer.close()
        assert asyncio.get_running_loop().time() - began <= 4
        assert surface.shown == [f"word\n-# {texts.stopping()}"]


async def test_what_discord_does_not_show_in_time_is_left_to_the_next_process(
    dispatcher: Dispatcher,
) -> None:
    surface, memory = FakeSurface(), FakeMemory()
    answerer = an_answerer(FakeModel("word", 60.0), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(5)
        surface.delay = 20.0
        await answerer.close()
        assert "▌" in surface.shown[0]
    assert memory.answers[100].state is TurnState.WRITING
    assert memory.answers[100].text == "word"


async def test_a_question_that_is_being_stored_at_the_stop_is_not_asked_any_more(
    dispatcher: Dispatcher,
) -> None:
    class Slow(FakeMemory):
        async def add_question(self, question: Question) -> bool:
            await asyncio.sleep(1)
            return await super().add_question(question)

    surface, model = FakeSurface(), FakeModel("?")
    answerer = an_answerer(model, Slow(), dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(0.5)
        await answerer.close()
    assert model.requests == []
    assert surface.shown == [f"-# {texts.stopping()}"]


async def test_an_answer_that_never_can_be_stored_keeps_no_other_from_it(
    dispatcher: Dispatcher,
) -> None:
    class Picky(Failing):
        async def put_answer(self, question: Question, answer: Answer) -> bool:
            if question.message_id == 1:
                raise StorageError("cannot be stored")
            return await super().put_answer(question, answer)

    memory, model = Picky("put_answer complete"), FakeModel("Yes.")
    answerer = an_answerer(model, memory, dispatcher, STYLE)
    await answerer.answer(a_question(message=1), FakeSurface())
    await answerer.answer(a_question(message=2), FakeSurface())
    memory.calls.clear()
    for _ in range(2):
        await answerer.recover(0.0, lambda _: FakeSurface())
    assert [(key, answer.state) for key, answer in memory.answers.items()] == [
        (2, TurnState.COMPLETE)
    ]
