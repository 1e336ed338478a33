"""Answering over a stream."""

import asyncio

import pytest

from bot.chat import texts
from bot.chat.answers.conversing import (
    Conversations,
    Ended,
    Event,
    Queued,
    Refused,
    Said,
    Stop,
    Thinking,
)
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.recording import Recorder
from bot.chat.beside import beside
from bot.chat.books import Entry
from bot.chat.metering import MeteredBooks, NoMeter
from bot.chat.ports import Wait
from bot.chat.remembering.prompting import MemoryMode, Style
from bot.core.config.kinds import Value
from bot.core.errors import Fault, ModelError, UnavailableError
from bot.core.reply.draft import Draft
from bot.core.talk.turns import Question, Turn, TurnState
from bot.core.wire.completion import Delta
from tests.answerers import a_policy
from tests.fakes import INTERRUPTED, FakeBooks, FakeClock, FakeMemory, FakeModel, FakeSurface

SESSION = -4711


class StrangeMemory(FakeMemory):
    """May have a bug."""

    strange = False

    async def add_question(self, question: Question) -> bool:
        if self.strange:
            raise KeyError(question.text)
        return await super().add_question(question)


class Talk:
    """A conversation over fakes, and all that was told."""

    def __init__(self, *pieces: str | float | ModelError | Delta, **settings: Value) -> None:
        self.model, self.memory, self.books = FakeModel(*pieces), StrangeMemory(), FakeBooks()
        self.meter = CountingMeter()
        style = Style("fake-model", memory=MemoryMode.CHAIN)
        policy = a_policy(self.model, style, None, self.books, None, **settings)
        clock, books = FakeClock(), MeteredBooks(self.books, self.meter)
        self.recorder = Recorder(self.model, self.memory, books, clock, self.meter)
        self.conversations = Conversations(self.model, self.memory, self.recorder, clock, policy)
        self.told: list[Event] = []
        self.stop = Stop()

    async def ask(self, text: str = "Why?", session: int = SESSION) -> None:
        await self.conversations.answer(session, text, "en", self.told.append, self.stop)

    @property
    def end(self) -> Ended:
        end = self.told[-1]
        assert isinstance(end, Ended)
        return end

    @property
    def turns(self) -> list[Turn]:
        return [turn for _, _, turn in self.memory.rows]


class CountingMeter(NoMeter):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.entries: list[Entry] = []
        self.lags: list[tuple[float, bool]] = []

    def failed(self, kind: str) -> None:
        self.failures.append(kind)

    def booked(self, entry: Entry) -> None:
        self.entries.append(entry)

    def shown(self, lag: float, *, edit: bool) -> None:
        self.lags.append((lag, edit))


async def test_waiting_thoughts_text_and_end_are_told_in_their_order() -> None:
    talk = Talk(Delta("", "Hm"), Delta("", "!"), "Because ", "of light.")
    talk.model.waits = [Wait(2), Wait(0)]
    await talk.ask()
    assert talk.told == [
        Queued(Wait(2)),
        Queued(Wait(0)),
        Thinking(),
        Said("Because "),
        Said("of light."),
        talk.end,
    ]
    assert talk.end.outcome.state is TurnState.COMPLETE
    assert [turn.text for turn in talk.turns] == ["Why?", "Because of light."]


async def test_an_answer_that_could_not_be_stored_is_stored_when_the_memory_is_back() -> None:
    talk = Talk("Because ", 5.0, "of light.")
    async with beside(talk.recorder.run()), asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(talk.ask())
        await asyncio.sleep(1)
        talk.memory.broken = True
        await asking
        talk.memory.broken = False
        assert [turn.text for turn in talk.turns] == ["Why?"]
        await asyncio.sleep(20)
    assert [turn.text for turn in talk.turns] == ["Why?", "Because of light."]


async def test_all_visitors_wait_for_the_model_as_one_server() -> None:
    talk = Talk("Hi")
    await talk.ask()
    await talk.ask(session=-4712)
    assert {request.tenant for request in talk.model.requests} == {1}


async def test_a_conversation_remembers_whatever_the_memory_of_channels_is_set_to() -> None:
    talk = Talk("Hi Mina.")
    await talk.ask("I am Mina.")
    await talk.ask("Who am I?")
    contents = [message.content for message in talk.model.requests[-1].messages[1:]]
    assert contents == ["I am Mina.", "Hi Mina.", "Who am I?"]


async def test_one_that_is_stopped_keeps_what_there_is_as_stopped_and_is_booked() -> None:
    talk = Talk("Because ", 60.0, "never")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk.ask())
        await asyncio.sleep(1)
        talk.stop.pull()
    assert talk.model.streams[0].closed
    assert talk.end.outcome.state is TurnState.STOPPED
    assert talk.turns[-1].text == "Because "
    assert [entry.outcome for entry in talk.books.entries] == [TurnState.STOPPED]


async def test_one_that_the_process_stops_is_interrupted() -> None:
    talk = Talk("Because ", 60.0, "never")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk.ask())
        await asyncio.sleep(1)
        talk.stop.pull(by_person=False)
    assert talk.end.outcome.state is TurnState.INTERRUPTED
    assert talk.turns[-1].state is TurnState.INTERRUPTED


async def test_one_that_is_stopped_before_the_model_is_asked_asks_nothing() -> None:
    talk = Talk("never")
    talk.stop.pull()
    await talk.ask()
    assert talk.end.outcome.state is TurnState.STOPPED
    assert talk.model.requests == []


async def test_one_that_waits_for_the_answer_before_can_be_stopped() -> None:
    first, second = Talk("one", 60.0), Talk()
    second.conversations = first.conversations
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(first.ask())
        tasks.create_task(second.ask())
        await asyncio.sleep(1)
        second.stop.pull()
        await asyncio.sleep(1)
        assert second.end.outcome.state is TurnState.STOPPED
        first.stop.pull()
    assert len(first.model.requests) == 1


async def test_a_model_that_fails_after_some_text_is_an_interruption_and_counted() -> None:
    talk = Talk("Because ", INTERRUPTED)
    await talk.ask()
    assert talk.end.outcome.state is TurnState.INTERRUPTED
    assert talk.turns[-1].text == "Because "
    assert talk.meter.failures == [Fault.INTERRUPTED]
    assert len(talk.meter.entries) == 1


async def test_without_the_memory_there_is_no_answer_but_a_reason_with_a_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    talk = Talk("Hi")
    talk.memory.broken = True
    await talk.ask()
    outcome = talk.end.outcome
    assert outcome.footer(facts=False) == texts.no_memory(outcome.incident)
    assert f"answer.no_memory incident={outcome.incident} error=" in caplog.text
    assert talk.model.requests == []


async def test_a_bug_of_ours_is_said_once_with_its_number(caplog: pytest.LogCaptureFixture) -> None:
    talk = Talk("Hi")
    talk.memory.strange = True
    await talk.ask()
    outcome = talk.end.outcome
    assert talk.told == [talk.end]
    assert outcome.footer(facts=False) == texts.unexpected(outcome.incident)
    assert f"answer.failed incident={outcome.incident}" in caplog.text


async def test_a_quota_is_kept() -> None:
    talk = Talk("Hi", **{"quota.person.minute.questions": 1})
    await talk.ask()
    await talk.ask()
    assert isinstance(talk.told[-1], Refused)
    assert len(talk.model.requests) == 1
    await talk.ask(session=-4712)
    assert len(talk.model.requests) == 2


async def test_whoever_sums_up_is_told_of_answers_that_ended_well() -> None:
    talk, answered = Talk("Hi"), list[str]()
    talk.conversations.when_answered(lambda question, *_: answered.append(question.text))
    await talk.ask("One?")
    talk.model.pieces = [INTERRUPTED]
    await talk.ask("Two?")
    assert answered == ["One?"]


async def test_questions_of_the_same_moment_have_growing_numbers() -> None:
    talk = Talk("Hi")
    for _ in range(3):
        await talk.ask()  # virtual time stands still
    numbers = list(talk.memory.questions)
    assert numbers == sorted(set(numbers))


async def test_text_that_is_shown_late_is_counted_with_how_late() -> None:
    meter, surface = CountingMeter(), FakeSurface(delay=0.25)
    dispatcher = Dispatcher(FakeClock(), meter=meter)
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(dispatcher.run())
        reply = dispatcher.open(surface, Draft())
        reply.push("Because")
        await asyncio.sleep(10)
        [(first, is_edit)] = meter.lags
        assert not is_edit
        assert first == pytest.approx(0.25, abs=0.01)
        surface.failures = [UnavailableError("503", 0.0)]
        reply.push(" of light.")
        reply.end("", ())
        await reply.settled()
        serving.cancel()
    [_, (last, is_edit)] = meter.lags
    assert is_edit
    assert last > 0.25 + 1 + 0.25  # a try that failed, the pause behind it, one that went well
