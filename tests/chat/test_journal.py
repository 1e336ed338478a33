"""What the memory has of an open reply while it grows: FakeMemory with a diary of its own."""

import asyncio
from itertools import pairwise

from bot.chat.answers.delivery import Dispatcher
from bot.chat.remembering.prompting import Style
from bot.core.reply.draft import Controls
from bot.core.talk.turns import Answer, Question, TurnState
from tests.answerers import an_answerer
from tests.fakes import FakeMemory, FakeModel, FakeSurface, a_question

STYLE = Style("fake-model", facts=False, notice_after=0)
Pieces = list[str | float]


class Diary(FakeMemory):
    """A memory that notes when it was given what."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[float, Answer]] = []

    async def put_answer(self, question: Question, answer: Answer) -> bool:
        self.entries.append((asyncio.get_running_loop().time(), answer))
        return await super().put_answer(question, answer)

    @property
    def times(self) -> list[float]:
        return [round(at, 1) for at, _ in self.entries]


async def told(dispatcher: Dispatcher, *pieces: str | float) -> tuple[Diary, FakeSurface]:
    """Let the model say *pieces*; gives the diary and where it was shown."""
    memory, surface = Diary(), FakeSurface()
    answerer = an_answerer(FakeModel(*pieces), memory, dispatcher, STYLE)
    await answerer.answer(a_question(), surface)
    return memory, surface


async def test_an_entry_stands_before_the_first_message(dispatcher: Dispatcher) -> None:
    memory = FakeMemory()
    seen: list[bool] = []

    class Watching(FakeSurface):
        async def post(self, text: str, controls: Controls, *, first: bool) -> int:
            seen.append(memory.answers[100].state is TurnState.WRITING)
            return await super().post(text, controls, first=first)

    answerer = an_answerer(FakeModel("At once."), memory, dispatcher, STYLE)
    await answerer.answer(a_question(), Watching())
    assert seen == [True]


async def test_what_grows_is_written_down_at_least_every_two_seconds(
    dispatcher: Dispatcher,
) -> None:
    pieces: Pieces = [0.1, "word "]
    memory, _ = await told(dispatcher, *pieces * 100)
    written = [(at, len(answer.text)) for at, answer in memory.entries]
    assert all(after - before <= 2.01 for (before, _), (after, _) in pairwise(written))
    assert written[-1][1] == 500
    assert memory.answers[100].state is TurnState.COMPLETE


async def test_every_new_message_is_written_down_at_once(dispatcher: Dispatcher) -> None:
    pieces: Pieces = [0.01, "word " * 10]
    memory, surface = await told(dispatcher, *pieces * 100)
    first_known = {
        message: next(at for at, answer in memory.entries if message in answer.message_ids)
        for message in surface.messages
    }
    posted = [at for at, kind, _ in surface.log if kind == "post"]
    assert len(posted) == 3
    assert [at - post for at, post in zip(first_known.values(), posted, strict=True)] == [0, 0, 0]


async def test_a_message_that_appears_while_an_entry_is_written_is_written_at_once_too(
    dispatcher: Dispatcher,
) -> None:
    class Slow(Diary):
        async def put_answer(self, question: Question, answer: Answer) -> bool:
            await asyncio.sleep(0.5)
            return await super().put_answer(question, answer)

    memory = Slow()
    answerer = an_answerer(FakeModel(1.5, "word", 30.0), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), FakeSurface(delay=0.7)))
        await asyncio.sleep(4)
        known = [at for at, answer in memory.entries if answer.message_ids]
    assert known[0] <= 3.5


async def test_a_reply_that_does_not_grow_says_every_ten_seconds_that_it_lives(
    dispatcher: Dispatcher,
) -> None:
    memory, _ = await told(dispatcher, 35.0, "at last")
    # At ten seconds there is the notice, too, that the model is slow: a message to find again.
    assert memory.times[:5] == [0.0, 10.0, 10.0, 20.0, 30.0]
    assert [answer.at - memory.entries[0][1].at for _, answer in memory.entries[:2]] == [0, 10]


async def test_the_whole_text_is_stored_before_discord_shows_it(dispatcher: Dispatcher) -> None:
    memory = FakeMemory()
    answerer = an_answerer(FakeModel("All ", 0.1, "of it."), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), FakeSurface(delay=5.0)))
        await asyncio.sleep(1)
        stored = memory.answers[100]
        assert stored.text == "All of it."
        assert stored.state is TurnState.WRITING  # to be marked if the process is killed now
    assert memory.answers[100].state is TurnState.COMPLETE


async def test_what_an_outage_kept_from_the_journal_is_written_after_it(
    dispatcher: Dispatcher,
) -> None:
    memory = FakeMemory()
    answerer = an_answerer(FakeModel(1.0, "word", 60.0), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), FakeSurface()))
        await asyncio.sleep(0.5)
        memory.broken = True
        await asyncio.sleep(5)
        assert memory.answers[100].text == ""
        memory.broken = False
        await asyncio.sleep(2.1)
        assert memory.answers[100].text == "word"


async def test_a_forgotten_question_is_not_stored_again(dispatcher: Dispatcher) -> None:
    memory, surface = FakeMemory(), FakeSurface()
    pieces: Pieces = ["word ", 1.0]
    answerer = an_answerer(FakeModel(*pieces * 10), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(3)
        await memory.forget(1)
    assert not memory.answers
    assert not memory.questions
    assert surface.shown == [("word " * 10).rstrip()]


async def test_going_on_writes_down_the_earlier_text_too(dispatcher: Dispatcher) -> None:
    memory = FakeMemory()
    answerer = an_answerer(FakeModel("and more", 30.0), memory, dispatcher, STYLE)
    await memory.add_question(a_question())
    earlier = Answer("The beginning ", TurnState.INTERRUPTED, "fake-model", (7,), 0.0)
    await memory.put_answer(a_question(), earlier)
    exchange = await memory.exchange(1, 100)
    assert exchange
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.go_on(exchange, FakeSurface()))
        await asyncio.sleep(3)
        assert memory.answers[100].text == "The beginning and more"
        assert memory.answers[100].message_ids == (7, 1000)


async def test_a_press_while_a_whole_answer_that_was_shown_again_is_stored_is_not_lost(
    dispatcher: Dispatcher,
) -> None:
    class Slow(FakeMemory):
        async def put_answer(self, question: Question, answer: Answer) -> bool:
            if answer.state is TurnState.COMPLETE:
                await asyncio.sleep(5)
            return await super().put_answer(question, answer)

    memory, model = Slow(), FakeModel()
    answerer = an_answerer(model, memory, dispatcher, STYLE)
    await memory.add_question(a_question())
    whole = Answer("All of it.", TurnState.COMPLETE, "fake-model", (7,), 0.0)
    await memory.put_answer(a_question(), whole)
    exchange = await memory.exchange(1, 100)
    assert exchange
    surfaces = [FakeSurface(), FakeSurface()]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.go_on(exchange, surfaces[0]))
        await asyncio.sleep(3)
        assert "All of it." in str(surfaces[0].shown)
        tasks.create_task(answerer.go_on(exchange, surfaces[1]))
    assert "All of it." in str(surfaces[1].shown)
    assert model.requests == []
