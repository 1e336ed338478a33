import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.policy import Occasion
from bot.chat.beside import beside
from bot.chat.ports import Memory, ModelRequest, Waiting
from bot.chat.remembering.prompting import MemoryMode, Prompter, Style
from bot.chat.remembering.summarising import PURPOSE, WITHIN, Summariser
from bot.chat.tracing import Facts, NoSpan
from bot.core.config.layers import Asking
from bot.core.errors import ModelError
from bot.core.talk.prompt import SUMMARY_TITLE, estimate_tokens
from bot.core.talk.summary import INSTRUCTION, longest
from bot.core.talk.turns import Answer, Question, Summary, TurnState
from tests.answerers import an_answerer
from tests.fakes import (
    INTERRUPTED,
    FakeBooks,
    FakeClock,
    FakeMemory,
    FakeModel,
    FakeStream,
    FakeSurface,
    a_question,
)

# Room for about 1,400 tokens of turns: seven of the exchanges below start the folding.
STYLE = Style("fake-model", persona="Be kind.", context_tokens=2000, max_tokens=500)
LOCAL = replace(STYLE, context_tokens=4096, max_tokens=1000)


class World:
    def __init__(self, model: FakeModel, memory: FakeMemory) -> None:
        self.model = model
        self.memory = memory
        self.books = FakeBooks()
        self.summariser = Summariser(model, memory, self.books, FakeClock())

    async def talk(self, first: int, last: int, channel: int = 1, speaker: int = 5) -> Question:
        """Exchanges of about 180 tokens each, and nothing offered yet; gives the last."""
        question = a_question()
        for number in range(first, last + 1):
            question = a_question(f"Question {number} " * 20, message=number, channel=channel)
            question = replace(question, speaker_id=speaker)
            await self.memory.add_question(question)
            answer = Answer(f"Answer {number} " * 25, TurnState.COMPLETE, "m", (), 1.0)
            await self.memory.put_answer(question, answer)
        return question

    async def offer(self, question: Question, style: Style = STYLE) -> None:
        self.summariser.offer(question, style, question.channel_id)
        await asyncio.sleep(WITHIN + 1)

    def record(self, request: int = -1) -> str:
        return self.model.requests[request].messages[-1].content


@asynccontextmanager
async def a_world(*pieces: str | float | ModelError) -> AsyncIterator[World]:
    world = World(FakeModel(*pieces or ("They asked ", "a lot.")), FakeMemory())
    async with beside(world.summariser.run()):
        yield world


async def test_a_short_talk_asks_for_no_summary() -> None:
    async with a_world() as world:
        await world.offer(await world.talk(1, 4))
        assert not world.model.requests


async def test_the_oldest_turns_are_folded_and_the_newest_stay() -> None:
    async with a_world() as world:
        last = await world.talk(1, 10)
        await world.offer(last)
        summary = world.memory.summaries[1, 0]
        assert summary.text == "They asked a lot."
        assert summary.tokens == estimate_tokens(summary.text)
        assert 3 <= summary.until <= 8

        system, record = world.model.requests[0].messages
        assert system.content == INSTRUCTION
        assert "> Mina: Question 1 " in record.content
        assert f"= Answer {summary.until} " in record.content
        assert f"Question {summary.until + 1} " not in record.content

        found = await Prompter(world.memory).recollect(last, STYLE)
        assert found.turns[0].exchange_id == summary.until + 1
        head = found.messages(STYLE, named=True)[0].content
        assert head.endswith(f"{SUMMARY_TITLE}\nThey asked a lot.")
        assert len(world.memory.rows) == 20


async def test_the_next_summary_takes_in_the_one_before() -> None:
    async with a_world() as world:
        await world.offer(await world.talk(1, 10))
        until = world.memory.summaries[1, 0].until
        world.model.pieces = ["Still more."]
        await world.offer(await world.talk(11, 18))
        assert world.record().startswith("The summary so far:\n> They asked a lot.\n")
        assert f"Question {until + 1} " in world.record()
        assert f"Question {until} " not in world.record()
        assert world.memory.summaries[1, 0].text == "Still more."
        assert world.memory.summaries[1, 0].until > until


async def test_a_long_talk_is_folded_a_block_for_each_answer() -> None:
    async with a_world() as world:
        last = await world.talk(1, 60)
        await world.offer(last)
        assert len(world.model.requests) == 1
        for _ in range(20):
            await world.offer(last)
        asked = len(world.model.requests)
        assert 5 < asked < 20
        told = "".join(world.record(number) for number in range(asked))
        until = world.memory.summaries[1, 0].until
        assert until > 50
        assert all(told.count(f"> Mina: Question {number} ") == 1 for number in range(1, until + 1))


@pytest.mark.parametrize("style", [STYLE, LOCAL, replace(STYLE, context_tokens=1000)], ids=str)
async def test_every_request_fits_the_model(style: Style) -> None:
    async with a_world("word " * 1000) as world:
        last = await world.talk(1, 60)
        for _ in range(70):
            await world.offer(last, style)
        assert world.model.requests
        for request in world.model.requests:
            size = sum(estimate_tokens(message.content) for message in request.messages)
            assert size + request.max_tokens <= style.context_tokens + 10
        found = await Prompter(world.memory).recollect(last, style)
        assert found.turns[-2].exchange_id == last.message_id


async def test_a_channel_is_queued_once() -> None:
    async with a_world(1.0, "They asked.") as world:
        last, other = await world.talk(1, 10), await world.talk(11, 20, channel=2)
        for _ in range(5):
            world.summariser.offer(last, STYLE, 1)
            world.summariser.offer(other, STYLE, 2)
        await asyncio.sleep(10)
        assert len(world.model.requests) == 2
        assert set(world.memory.summaries) == {(1, 0), (2, 0)}


async def test_summaries_for_visitors_of_the_site_wait_with_their_questions() -> None:
    async with a_world() as world:
        for visitor in (-4711, -4712):
            last = await world.talk(1, 10, channel=visitor, speaker=visitor)
            await world.offer(replace(last, server_id=None))
        assert {request.tenant for request in world.model.requests} == {1}


async def test_a_person_with_a_memory_of_their_own_has_a_summary_of_their_own() -> None:
    async with a_world() as world:
        mine, yours = await world.talk(1, 10), await world.talk(11, 12, speaker=6)
        style = replace(STYLE, memory=MemoryMode.PERSON)
        await world.offer(mine, style)
        await world.offer(yours, style)
        assert set(world.memory.summaries) == {(1, 5)}
        assert "Question 11 " not in world.record()


async def test_a_chain_of_replies_has_no_summary() -> None:
    async with a_world() as world:
        await world.offer(await world.talk(1, 40), replace(STYLE, memory=MemoryMode.CHAIN))
        assert not world.model.requests


async def test_what_a_summary_used_is_booked_for_who_asked_last() -> None:
    async with a_world() as world:
        last = await world.talk(1, 10)
        await world.offer(last)
        (entry,) = world.books.entries
        assert (entry.purpose, entry.person_id, entry.server_id) == (PURPOSE, 5, 7)
        assert (entry.exchange_id, entry.outcome) == (last.message_id, TurnState.COMPLETE)
        assert entry.cost is not None
        assert world.model.requests[0].tenant == 7


FAILURES = {
    "no answer": ("", " \n"),
    "broken off": ("They", INTERRUPTED),
    "an error": (INTERRUPTED,),
    "silence": (WITHIN + 5.0, "late"),
}


@pytest.mark.parametrize("pieces", FAILURES.values(), ids=FAILURES.keys())
async def test_a_failed_summary_loses_no_turn_and_is_tried_again(
    pieces: tuple[str | float | ModelError, ...],
) -> None:
    async with a_world(*pieces) as world:
        last = await world.talk(1, 10)
        await world.offer(last)
        assert not world.memory.summaries
        assert len(world.model.requests) == 1
        found = await world.memory.recall(1, last.message_id, 99)
        assert len(found) == 20

        world.model.pieces = ["They asked."]
        await world.offer(await world.talk(11, 11))
        assert world.memory.summaries[1, 0].text == "They asked."
        assert "Question 1 " in world.record()


class Told(NoSpan):
    """Keeps which spans were begun, and as what they failed."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def part(self, name: str, facts: Facts | None = None) -> "Told":
        self.words.append(name)
        return self

    def fail(self, kind: str) -> None:
        self.words.append(kind)


async def test_a_model_that_hangs_is_a_failed_span_and_a_short_talk_is_none() -> None:
    world, told = World(FakeModel(WITHIN + 5.0, "late"), FakeMemory()), Told()
    world.summariser = Summariser(world.model, world.memory, world.books, FakeClock(), told)
    async with beside(world.summariser.run()):
        await world.offer(await world.talk(1, 4))
        assert told.words == []
        await world.offer(await world.talk(5, 10))
        assert told.words == ["summary", "TimeoutError"]


async def test_a_failing_memory_stops_no_later_summary() -> None:
    async with a_world() as world:
        last = await world.talk(1, 10)
        world.memory.broken = True
        await world.offer(last)
        world.memory.broken = False
        await world.offer(last)
        assert world.memory.summaries


async def test_a_bug_in_one_channel_stops_no_other() -> None:
    class Strange(FakeMemory):
        async def revision(self, channel_id: int) -> int:
            if channel_id == 1:
                raise RuntimeError("a bug")
            return await super().revision(channel_id)

    world = World(FakeModel("They asked."), Strange())
    async with beside(world.summariser.run()):
        await world.offer(await world.talk(1, 10))
        await world.offer(await world.talk(11, 20, channel=2))
    assert set(world.memory.summaries) == {(2, 0)}


async def test_a_model_that_writes_on_and_on_is_stopped_and_the_summary_cut() -> None:
    async with a_world(*["Another sentence. "] * 1000) as world:
        await world.offer(await world.talk(1, 10))
        (stream,) = world.model.streams
        assert stream.closed
        assert stream.finish is None
        text = world.memory.summaries[1, 0].text
        assert estimate_tokens(text) <= longest(STYLE.context_tokens)
        assert text.endswith("sentence.")


CHANGES: dict[str, Callable[[Memory], object]] = {
    "deleted": lambda memory: memory.delete_message(1, 2),
    "edited": lambda memory: memory.change_question(a_question("Never mind", message=2)),
    "forgotten": lambda memory: memory.forget_person(7, 5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_what_is_taken_back_while_it_is_summarised_stays_out(
    change: Callable[[Memory], object],
) -> None:
    async with a_world(5.0, "Question 2 was secret.") as world:
        last = await world.talk(1, 10)
        world.summariser.offer(last, STYLE, 1)
        await asyncio.sleep(1)
        await change(world.memory)  # type: ignore[misc]  # each is a coroutine
        await asyncio.sleep(10)
        assert len(world.model.requests) == 1
        assert not world.memory.summaries


async def test_a_summary_that_was_dropped_is_written_anew_without_what_was_deleted() -> None:
    async with a_world() as world:
        last = await world.talk(1, 10)
        await world.offer(last)
        await world.memory.delete_message(1, 2)
        assert not world.memory.summaries
        await world.offer(last)
        assert world.memory.summaries
        assert "Question 1 " in world.record()
        assert "Question 2 " not in world.record()


async def test_an_answer_never_waits_for_a_summary(dispatcher: Dispatcher) -> None:
    class Slow(FakeModel):
        @asynccontextmanager
        async def answer(
            self, request: ModelRequest, waiting: Waiting | None = None
        ) -> AsyncIterator[FakeStream]:
            if request.messages[0].content == INSTRUCTION:
                await asyncio.sleep(60)
            async with super().answer(request, waiting) as stream:
                yield stream

    world = World(Slow("All ", 0.5, "done."), FakeMemory())
    answerer = an_answerer(world.model, world.memory, dispatcher, STYLE)
    answerer.when_answered(world.summariser.offer)
    await world.talk(1, 10)
    loop = asyncio.get_running_loop()
    async with beside(world.summariser.run()):
        for message in (101, 102, 103):
            started = loop.time()
            await answerer.answer(a_question("And now?", message=message), FakeSurface())
            assert loop.time() - started < 5
        assert not world.memory.summaries
        await asyncio.sleep(70)
        assert world.memory.summaries[1, 0].text == "All done."


async def test_the_summary_of_a_thread_counts_for_its_channel(dispatcher: Dispatcher) -> None:
    world = World(FakeModel("All ", "done."), FakeMemory())
    answerer = an_answerer(world.model, world.memory, dispatcher, STYLE)
    answerer.when_answered(world.summariser.offer)
    last = await world.talk(1, 10)
    asking = Asking(last.server_id, last.channel_id, last.speaker_id, parent_id=3)
    async with beside(world.summariser.run()):
        await answerer.answer(a_question(message=101), FakeSurface(), Occasion(asking))
        await asyncio.sleep(70)
    (entry,) = [each for each in world.books.entries if each.purpose == PURPOSE]
    assert entry.channel_id == 3


async def test_a_failed_answer_is_not_followed_by_a_summary(dispatcher: Dispatcher) -> None:
    world = World(FakeModel(INTERRUPTED), FakeMemory())
    answerer = an_answerer(world.model, world.memory, dispatcher, STYLE)
    answerer.when_answered(world.summariser.offer)
    await world.talk(1, 10)
    async with beside(world.summariser.run()):
        await answerer.answer(a_question(message=101), FakeSurface())
        await asyncio.sleep(5)
    assert len(world.model.requests) == 1


async def test_what_another_process_has_summarised_is_not_summarised_again() -> None:
    async with a_world() as world:
        last = await world.talk(1, 10)
        await world.memory.put_summary(Summary(1, 9, "All of it.", 5, 0.0), 10)
        await world.offer(last)
        assert not world.model.requests


async def test_a_stopped_process_ends_the_request() -> None:
    world = World(FakeModel(60.0, "late"), FakeMemory())
    last = await world.talk(1, 10)
    async with beside(world.summariser.run()):
        world.summariser.offer(last, STYLE, 1)
        await asyncio.sleep(1)
    assert world.model.streams[0].closed
    assert not world.memory.summaries
