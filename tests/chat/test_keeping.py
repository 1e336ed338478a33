import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.chat.beside import beside
from bot.chat.books import Entry
from bot.chat.remembering.keeping import DAY, GRACE, RETRY, Keeper, Scope, Servers, Sweeper
from bot.chat.remembering.prompting import MemoryMode, Style
from bot.core.talk.turns import Answer, Question, Summary, TurnState
from bot.core.wire.usage import Usage
from tests.fakes import FakeBooks, FakeClock, FakeMemory, a_question

STYLE = Style("fake-model", persona="Be kind.", context_tokens=2000, max_tokens=500)
ANSWER = Answer("Because.", TurnState.COMPLETE, "m", (), 1.0)


async def talk(memory: FakeMemory, *questions: Question) -> None:
    for question in questions:
        await memory.add_question(question)
        await memory.put_answer(question, replace(ANSWER, message_ids=(question.message_id + 1,)))


def by(
    speaker: int, message: int, *, server: int | None = 7, channel: int = 1, at: float = 0.0
) -> Question:
    question = a_question(f"Question {message}", message=message, channel=channel)
    return replace(question, speaker_id=speaker, server_id=server, at=at)


def keeper(memory: FakeMemory, books: FakeBooks | None = None) -> Keeper:
    return Keeper(memory, books or FakeBooks(), FakeClock())


async def test_the_overview_tells_what_the_model_would_be_sent() -> None:
    memory = FakeMemory()
    await talk(memory, *(by(5, number) for number in range(10, 90, 10)))
    await memory.put_summary(Summary(1, 20, "They met.", 9, 1.0), 99)
    found = await keeper(memory).overview(by(5, 1000), STYLE, 90)
    assert (found.turns, found.stored) == (12, 16)
    assert found.summary
    assert found.summary.text == "They met."
    assert 12 * 6 < found.turn_tokens < found.room == STYLE.room()
    assert (found.mode, found.days) == (MemoryMode.CHANNEL, 90)


async def test_the_overview_of_a_long_talk_leaves_out_what_does_not_fit() -> None:
    memory = FakeMemory()
    await talk(memory, *(replace(by(5, 10 * n), text="long " * 100) for n in range(1, 40)))
    found = await keeper(memory).overview(by(5, 1000), STYLE, 90)
    assert found.turns < found.stored == 78
    assert found.turn_tokens <= found.room


async def test_the_overview_of_a_persons_own_memory_has_only_theirs() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 10), by(6, 20), by(6, 30))
    await memory.put_summary(Summary(1, 5, "Everybody's.", 9, 1.0), 99)
    style = replace(STYLE, memory=MemoryMode.PERSON)
    found = await keeper(memory).overview(by(5, 1000), style, 90)
    assert (found.turns, found.summary) == (2, None)


async def exported(memory: FakeMemory, books: FakeBooks, scope: Scope) -> Any:  # noqa: ANN401 - JSON
    (file,) = await keeper(memory, books).export(scope)
    return json.loads(file)


def entry(person: int) -> Entry:
    usage = Usage(30, 4)
    return Entry(1.0, 7, 1, person, 10, "answer", "m", usage, 0.1, 1.0, 50, TurnState.COMPLETE)


async def test_an_export_holds_what_is_stored_of_one_person_and_nobody_else() -> None:
    memory, books = FakeMemory(), FakeBooks()
    await talk(memory, by(5, 10), by(6, 20), by(5, 30, channel=2), by(5, 40, server=8))
    await memory.put_summary(Summary(1, 10, "Everybody's.", 9, 1.0), 99)
    await memory.put_summary(Summary(1, 10, "Mine.", 9, 1.0, speaker_id=5), 99)
    await memory.put_summary(Summary(1, 10, "Yours.", 9, 1.0, speaker_id=6), 99)
    books.entries = [entry(5), entry(6)]
    found = await exported(memory, books, Scope(server_id=7, person_id=5))
    assert [turn["text"] for turn in found["turns"]] == [
        *("Question 10", "Because.", "Question 30", "Because."),
    ]
    about = found["about"]
    assert (about["server_id"], about["person_id"]) == ("7", "5")
    assert [summary["text"] for summary in about["summaries"]] == ["Mine."]
    assert about["usage_by_day"]["1970-01-01"]["prompt_tokens"] == 30


async def test_the_export_of_a_channel_holds_everybody_and_the_summaries() -> None:
    memory, books = FakeMemory(), FakeBooks()
    await talk(memory, by(5, 10), by(6, 20), by(5, 30, channel=2))
    await memory.put_summary(Summary(1, 10, "Everybody's.", 9, 1.0), 99)
    await memory.put_summary(Summary(1, 10, "Yours.", 9, 1.0, speaker_id=6), 99)
    found = await exported(memory, books, Scope(channel_id=1))
    assert [turn["text"] for turn in found["turns"]][::2] == ["Question 10", "Question 20"]
    assert [each["text"] for each in found["about"]["summaries"]] == ["Everybody's.", "Yours."]


def in_servers(*present: int) -> Servers:
    return Servers(frozenset(present))


async def test_old_turns_are_swept_at_once_and_daily() -> None:
    memory, clock = FakeMemory(), FakeClock()
    sweeper = Sweeper(memory, clock, days=90)
    now = clock.wall()
    await talk(memory, by(5, 1, at=now - 91 * DAY), by(5, 2, at=now - 89.5 * DAY))
    async with beside(sweeper.run()):
        sweeper.connect(lambda: in_servers(7))
        await asyncio.sleep(1)
        assert list(memory.questions) == [2]
        await asyncio.sleep(DAY)
        assert not memory.questions


async def test_usage_stays_for_longer_than_a_year_and_a_hundred_changes_of_settings() -> None:
    memory, clock = FakeMemory(), FakeClock()
    await Sweeper(memory, clock, days=0).sweep()
    assert memory.swept == (clock.wall() - 400 * DAY, 100)


async def test_nothing_is_old_when_all_is_kept_for_ever() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 1))
    sweeper = Sweeper(memory, FakeClock(), days=0)
    sweeper.connect(lambda: in_servers(7))
    await sweeper.sweep()
    assert memory.questions


async def test_a_failing_memory_is_swept_later() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 1))
    sweeper = Sweeper(memory, FakeClock(), days=90)
    memory.broken = True
    async with beside(sweeper.run()):
        sweeper.connect(lambda: in_servers(7))
        await asyncio.sleep(1)
        memory.broken = False
        assert memory.questions
        await asyncio.sleep(RETRY)
        assert not memory.questions


async def test_the_data_of_a_server_goes_after_the_grace_and_no_other() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 1), by(5, 2, server=8), by(5, 3, server=None))
    sweeper, present = Sweeper(memory, FakeClock(), days=0), {7, 8}
    async with beside(sweeper.run()):
        sweeper.connect(lambda: in_servers(*present))
        await asyncio.sleep(10)
        present.remove(7)
        await sweeper.left(7)
        await asyncio.sleep(GRACE - DAY)
        assert sorted(memory.questions) == [1, 2, 3]
        await asyncio.sleep(2 * DAY)
        assert sorted(memory.questions) == [2, 3]


async def test_a_server_that_comes_back_in_time_keeps_its_data() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 1))
    sweeper, present = Sweeper(memory, FakeClock(), days=0), {7}
    async with beside(sweeper.run()):
        await sweeper.left(7)
        await asyncio.sleep(GRACE - DAY)
        await sweeper.returned(7)
        sweeper.connect(lambda: in_servers(*present))
        await asyncio.sleep(3 * DAY)
        assert memory.questions


async def test_a_server_that_came_back_while_the_bot_was_down_keeps_its_data() -> None:
    memory = FakeMemory()
    await talk(memory, by(5, 1))
    await memory.server_left(7, at=0.0)
    sweeper = Sweeper(memory, FakeClock(), days=0)
    async with beside(sweeper.run()):
        await asyncio.sleep(DAY)
        assert memory.questions  # nothing goes before it is known where the bot is
        sweeper.connect(lambda: in_servers(7))
        await asyncio.sleep(2 * GRACE)
        assert memory.questions


async def test_a_server_that_was_left_while_the_bot_was_down_goes_after_the_grace() -> None:
    memory, clock = FakeMemory(), FakeClock()
    await talk(memory, by(5, 1), by(5, 2, server=8))
    for _ in range(3):  # a restart does not begin the grace anew
        assert sorted(memory.questions) == [1, 2]
        sweeper = Sweeper(memory, clock, days=0)
        sweeper.connect(lambda: in_servers(8))
        async with beside(sweeper.run()):
            await asyncio.sleep(GRACE / 2)
    assert sorted(memory.questions) == [2]


@pytest.mark.parametrize(("shard", "lost"), [(0, False), (1, True)])
async def test_a_process_judges_only_the_servers_of_its_shards(shard: int, *, lost: bool) -> None:
    memory, server = FakeMemory(), (3 << 22) + 5  # on the second of two shards
    await talk(memory, by(5, 1, server=server))
    sweeper = Sweeper(memory, FakeClock(), days=0)
    sweeper.connect(lambda: Servers(frozenset(), (shard,), 2))
    await sweeper.sweep()
    assert (server in memory.left) is lost


async def test_every_server_keeps_its_turns_as_long_as_it_wants() -> None:
    memory, clock = FakeMemory(), FakeClock()
    old = clock.wall() - 10 * DAY
    for message, server in enumerate((7, 8, None), 1):
        question = replace(a_question(message=message), server_id=server, at=old)
        await memory.add_question(question)

    async def days_of(server_id: int) -> int:
        return {7: 5, 8: 0}[server_id]

    await Sweeper(memory, clock, days=9, days_of=days_of).sweep()
    assert [question.server_id for question in memory.questions.values()] == [8]
