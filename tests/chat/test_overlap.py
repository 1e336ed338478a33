"""Two processes with one memory, that hear of the same presses and edits."""

import asyncio
from dataclasses import replace

import pytest

from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.ports import Exchange
from bot.chat.remembering.prompting import Style
from bot.core.talk.turns import Answer, Question, TurnState
from tests.answerers import an_answerer
from tests.fakes import FakeMemory, FakeModel, FakeSurface, a_question

STYLE = Style("fake-model", facts=False, notice_after=0)


class Shared(FakeMemory):
    """The memory as this process sees it, and what the other one does with it."""

    def written_elsewhere(self, text: str = "") -> None:
        """Let the other process write the answer."""
        half = replace(self.answers[100], state=TurnState.WRITING, text=text)
        self.answers[100] = half
        self.own.clear()

    def ended_elsewhere(self, text: str) -> None:
        """Let it end the answer."""
        self.answers[100] = replace(self.answers[100], state=TurnState.COMPLETE, text=text)


class Racing(Shared):
    """One where the other process is faster by a moment, as often as it is told."""

    races = 0

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        if self.races:
            self.races -= 1
            self.written_elsewhere()
        return await super().put_answer(question, answer)


class World:
    """One of the processes, with an answer that has ended."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.surface, self.model, self.memory = FakeSurface(), FakeModel("First."), Racing()
        self.answerer: Answerer = an_answerer(self.model, self.memory, dispatcher, STYLE)

    async def press(self) -> None:
        """Press Regenerate."""
        exchange = await self.memory.exchange(1, 100)
        assert exchange is not None
        await self.answerer.regenerate(exchange, self.surface)


@pytest.fixture
async def world(dispatcher: Dispatcher) -> World:
    found = World(dispatcher)
    await found.answerer.answer(a_question(), found.surface)
    return found


async def test_a_press_does_nothing_while_another_process_writes(world: World) -> None:
    world.memory.written_elsewhere()
    await world.press()
    assert (len(world.model.requests), world.surface.begun) == (1, 1)
    assert world.surface.shown == ["First."]
    assert world.memory.answers[100].state is TurnState.WRITING


async def test_a_press_waits_while_another_process_stores_the_end_that_it_has_shown(
    world: World,
) -> None:
    world.memory.written_elsewhere("First.")
    world.model.pieces = ["Second."]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(world.press())
        await asyncio.sleep(1)
        world.memory.ended_elsewhere("First.")
    assert (len(world.model.requests), world.surface.begun) == (2, 2)
    assert world.surface.shown == ["Second."]


async def test_of_two_processes_that_are_pressed_at_once_one_takes_the_buttons_and_answers(
    world: World,
) -> None:
    world.memory.races = 1
    await world.press()
    assert (len(world.model.requests), world.surface.begun) == (1, 1)
    assert world.surface.shown == ["First."]
    assert world.memory.answers[100].state is TurnState.WRITING
    world.memory.ended_elsewhere("Second.")
    await world.press()
    assert len(world.model.requests) == 2


async def test_a_process_that_wakes_up_leaves_a_reply_to_who_has_taken_it_over(
    dispatcher: Dispatcher,
) -> None:
    world = World(dispatcher)
    world.model.pieces = ["word ", 0.5] * 60
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(world.answerer.answer(a_question(), world.surface))
        await asyncio.sleep(10)
        world.memory.written_elsewhere("word ")
        shown = None
        await asyncio.sleep(3)
        shown = world.surface.shown
    assert asyncio.get_running_loop().time() < 15
    assert world.surface.shown == shown
    assert world.memory.answers[100] == replace(
        world.memory.answers[100], state=TurnState.WRITING, text="word "
    )


async def test_an_edited_question_is_answered_by_the_process_that_changes_it(world: World) -> None:
    """The other one stops what it writes, and either of them may then be the faster one."""
    edited = a_question("When?")
    for is_first in (False, True):
        world.memory.written_elsewhere("Fir")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(world.answerer.ask_anew(edited, world.surface))
            await asyncio.sleep(20)
            world.memory.ended_elsewhere("Fir")
            if not is_first:
                await world.memory.change_question(edited)
        assert len(world.model.requests) == 1 + is_first
        edited = a_question("Where?")


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_of_two_edits_that_wait_for_the_end_the_newer_one_is_answered(
    world: World, *, elsewhere: bool
) -> None:
    world.memory.written_elsewhere("Fir")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(world.answerer.ask_anew(a_question("When?"), world.surface))
        await asyncio.sleep(1.05)
        if elsewhere:  # the other process is faster by a moment
            await world.memory.change_question(a_question("Where?"))
        tasks.create_task(world.answerer.ask_anew(a_question("Where?"), world.surface))
        await asyncio.sleep(1)
        world.memory.ended_elsewhere("Fir")
    assert world.memory.questions[100].text == "Where?"
    asked = [request.messages[-1].content for request in world.model.requests]
    assert asked == ["Mina: Why?", *(["Mina: Where?"] if not elsewhere else [])]


async def test_a_process_that_ends_leaves_an_edit_that_waits_to_the_other_one(
    world: World,
) -> None:
    world.memory.written_elsewhere("Fir")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(world.answerer.ask_anew(a_question("When?"), world.surface))
        await asyncio.sleep(1)
        await world.answerer.close()
        world.memory.ended_elsewhere("Fir")
    assert await world.memory.change_question(a_question("When?"))


async def test_a_press_of_stop_is_answered_by_the_process_that_writes(world: World) -> None:
    world.memory.written_elsewhere("Fir")
    found = await world.memory.exchange(1, 100)
    assert found is not None
    assert not world.answerer.stop(100)
    async with asyncio.TaskGroup() as tasks:
        ended = tasks.create_task(world.answerer.ended_elsewhere(found))
        await asyncio.sleep(1)
        world.memory.ended_elsewhere("Fir")
    assert ended.result() == await world.memory.exchange(1, 100) != found
    world.memory.written_elsewhere("Fir")
    assert await world.answerer.ended_elsewhere(found) is found  # it was killed
    ours = Exchange(found.question, found.answer)
    assert await world.answerer.ended_elsewhere(ours) is ours
