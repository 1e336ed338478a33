import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.chat.ports import Memory
from bot.core.talk.turns import Answer, Summary, TurnState
from tests.databases import open_memory
from tests.fakes import a_question

Change = Callable[[Memory], Awaitable[object]]
BECAUSE = Answer("Because.", TurnState.COMPLETE, "m", (), 9.0)


def summary(until: int = 3, text: str = "They met.", speaker: int = 0) -> Summary:
    return Summary(1, until, text, 12, 9.0, speaker)


async def five_questions(memory: Memory) -> None:
    for number in range(1, 6):
        question = a_question(message=number)
        await memory.add_question(replace(question, at=float(number), speaker_id=number))
        await memory.put_answer(question, replace(BECAUSE, message_ids=(number * 10,)))


async def test_a_summary_is_kept_per_channel_and_person(memory: Memory) -> None:
    assert await memory.summary(1) is None
    assert await memory.put_summary(summary(), await memory.revision(1))
    assert await memory.put_summary(summary(speaker=5, text="Mine."), await memory.revision(1))
    assert await memory.summary(1) == summary()
    assert await memory.summary(1, 5) == summary(speaker=5, text="Mine.")
    assert await memory.summary(2) is None


async def test_a_later_summary_takes_the_place_of_the_earlier(memory: Memory) -> None:
    await memory.put_summary(summary(3), 0)
    await memory.put_summary(summary(4, "They met again."), 0)
    assert await memory.summary(1) == summary(4, "They met again.")


async def test_a_summary_takes_no_turn_away(memory: Memory) -> None:
    await five_questions(memory)
    await memory.put_summary(summary(), await memory.revision(1))
    assert await memory.count(1) == 10
    assert len(await memory.recall(1, 99, 99)) == 10


CHANGES: dict[str, Change] = {
    "an edited question": lambda memory: memory.change_question(a_question("How?", message=2)),
    "a new answer": lambda memory: memory.put_answer(a_question(message=2), BECAUSE),
    "a deleted question": lambda memory: memory.delete_message(1, 2),
    "a deleted answer": lambda memory: memory.delete_message(1, 20),
    "a forgotten channel": lambda memory: memory.forget(1),
    "a forgotten person": lambda memory: memory.forget_person(7, 2),
    "age": lambda memory: memory.sweep(2.5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_a_summary_goes_with_what_it_covers(memory: Memory, change: Change) -> None:
    await five_questions(memory)
    await memory.put_summary(summary(), await memory.revision(1))
    await memory.put_summary(replace(summary(), channel_id=2), await memory.revision(2))
    await change(memory)
    assert await memory.summary(1) is None
    assert await memory.summary(2)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_what_was_summarised_before_a_change_is_not_stored(
    memory: Memory, change: Change
) -> None:
    await five_questions(memory)
    revision = await memory.revision(1)
    await change(memory)
    assert not await memory.put_summary(summary(), revision)
    assert await memory.summary(1) is None
    assert await memory.put_summary(summary(), await memory.revision(1))


async def test_what_happens_behind_a_summary_leaves_it_alone(memory: Memory) -> None:
    await five_questions(memory)
    await memory.put_summary(summary(), await memory.revision(1))
    await memory.change_question(a_question("How?", message=4))
    await memory.put_answer(a_question(message=4), BECAUSE)
    await memory.delete_message(1, 5)
    assert await memory.summary(1) == summary()


async def test_new_answers_do_not_hinder_a_summary_of_what_is_before_them(memory: Memory) -> None:
    await five_questions(memory)
    revision = await memory.revision(1)
    await memory.add_question(a_question(message=6))
    await memory.put_answer(a_question(message=6), replace(BECAUSE, state=TurnState.WRITING))
    await memory.put_answer(a_question(message=6), BECAUSE)
    assert await memory.put_summary(summary(), revision)


async def test_an_answer_that_ends_behind_its_summary_is_not_lost(memory: Memory) -> None:
    await memory.add_question(a_question(message=2))
    revision = await memory.revision(1)
    await memory.put_summary(summary(), revision)
    await memory.put_answer(a_question(message=2), BECAUSE)
    assert await memory.summary(1) is None
    assert not await memory.put_summary(summary(), revision)


async def test_forgetting_and_summarising_at_once_leave_nothing_that_was_forgotten(
    url: str,
) -> None:
    async with open_memory(url) as one, open_memory(url) as other:
        for _ in range(20):
            await five_questions(one)
            revision = await other.revision(1)
            await asyncio.gather(one.forget(1), other.put_summary(summary(), revision))
            assert await one.summary(1) is None


async def test_all_that_removes_at_once_comes_to_an_end(url: str) -> None:
    async with open_memory(url) as one, open_memory(url) as other:
        for number in range(40):
            question = a_question(message=number, channel=number % 4)
            await one.add_question(replace(question, at=float(number)))
        async with asyncio.TaskGroup() as tasks:
            for memory in (one, other):
                tasks.create_task(memory.forget_person(7, 5))
                tasks.create_task(memory.sweep(20.0))
                for channel in range(4):
                    tasks.create_task(memory.forget(channel))
                for number in range(40):
                    question = a_question(message=number, channel=number % 4)
                    tasks.create_task(memory.put_answer(question, BECAUSE))
        assert [await one.count(channel) for channel in range(4)] == [0, 0, 0, 0]
