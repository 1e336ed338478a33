from dataclasses import replace

from bot.chat.ports import Memory
from bot.core.talk.turns import Answer, Question, Record, Role, TurnState
from tests.databases import open_memory
from tests.fakes import a_question


async def talk(memory: Memory, *questions: Question) -> None:
    """Ask all, and answer each in two messages: 1 in 10 and 11, 2 in 20 and 21."""
    for question in questions:
        first = question.message_id * 10
        await memory.add_question(question)
        ended = Answer("Because.", TurnState.COMPLETE, "m", (first, first + 1), question.at + 1)
        await memory.put_answer(question, ended)


def by(speaker: int, message: int, *, server: int | None = 7, channel: int = 1) -> Question:
    question = a_question(f"{message}", message=message, channel=channel)
    return replace(question, speaker_id=speaker, server_id=server, at=float(message))


async def left(memory: Memory) -> list[str]:
    records = [*await memory.export(channel_id=1), *await memory.export(channel_id=2)]
    return [record.text for record in records if record.role is Role.USER]


async def test_forgetting_a_channel_leaves_nothing_of_it(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(5, 2, channel=2))
    assert await memory.forget(1) == 2
    assert await memory.recall(1, until=999, limit=10) == []
    assert await memory.find_message(1, 10) is None
    assert await left(memory) == ["2"]


async def test_forgetting_a_person_takes_the_answers_to_them(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(6, 2), by(5, 3, channel=2), by(5, 4, server=8))
    await memory.add_question(by(5, 5))
    assert await memory.forget_person(7, 5) == 5
    assert await left(memory) == ["2", "4"]
    assert await memory.count(1) == 4


async def test_a_person_is_forgotten_in_direct_messages_alone(memory: Memory) -> None:
    await talk(memory, by(5, 1, server=None), by(5, 2, server=None, channel=2), by(5, 3))
    assert await memory.forget_person(None, 5, channel_id=2) == 2
    assert await left(memory) == ["1", "3"]
    assert await memory.forget_person(None, 5) == 2
    assert await left(memory) == ["3"]


async def test_a_deleted_question_takes_its_answer_with_it(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(5, 2))
    assert await memory.delete_message(1, 1) == 2
    assert await memory.delete_message(1, 1) == 0
    assert await memory.find_message(1, 10) is None
    assert await left(memory) == ["2"]


async def test_a_deleted_part_of_an_answer_takes_the_answer(memory: Memory) -> None:
    await talk(memory, by(5, 1))
    assert await memory.delete_message(1, 11) == 1
    assert [turn.text for turn in await memory.recall(1, 999, 9)] == ["1"]
    assert await memory.count(1) == 1
    found = await memory.exchange(1, 1)
    assert found
    assert (found.answer, found.left) == (None, (10,))
    assert await memory.find_message(1, 10) == found
    assert await memory.find_message(1, 11) is None
    assert await memory.delete_message(1, 10) == 0
    assert await memory.exchange(1, 1) == replace(found, left=())


async def test_the_next_answer_after_a_deleted_one_is_remembered(memory: Memory) -> None:
    await talk(memory, by(5, 1))
    await memory.delete_message(1, 10)
    await talk(memory, by(5, 1))
    assert await memory.count(1) == 2
    assert await memory.find_message(1, 10)


async def test_messages_that_were_deleted_together_go_in_one_call(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(5, 2), by(5, 3))
    assert await memory.delete_message(1, 1, 21, 999) == 3
    assert (await memory.recall(1, 999, 9))[0].text == "2"
    assert await memory.count(1) == 3


async def test_a_question_goes_from_the_thread_that_was_made_from_it(memory: Memory) -> None:
    await talk(memory, by(5, 8, channel=8), by(5, 9, channel=8))
    assert await memory.delete_message(1, 8) == 2
    assert await memory.count(8) == 2


async def test_a_message_that_nobody_knows_deletes_nothing(memory: Memory) -> None:
    await talk(memory, by(5, 1))
    assert await memory.delete_message(1, 999) == 0
    assert await memory.count(1) == 2


async def test_old_exchanges_are_swept(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(6, 2, channel=2), by(5, 3), by(5, 4, server=None))
    assert await memory.sweep(before=2.0) == 2
    assert await memory.sweep(before=4.0, server_id=8) == 0
    assert await left(memory) == ["3", "4", "2"]
    assert await memory.sweep(before=4.0, server_id=7) == 4
    assert await left(memory) == ["4"]


async def test_a_sweep_of_more_than_one_batch_leaves_nothing_old(url: str) -> None:
    async with open_memory(url) as memory:
        for number in range(1, 1203):
            await memory.add_question(by(5, number, channel=number % 7))
        assert await memory.sweep(before=1202.0) == 1201
        assert await memory.sweep(before=1202.0) == 0
        assert [record.text for record in await memory.export(server_id=7)] == ["1202"]


async def test_the_data_of_a_lost_server_goes_after_a_grace(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(5, 2, server=8, channel=2))
    await memory.server_left(7, at=1000.0)
    assert await memory.sweep_left(before=1000.0) == []
    assert await left(memory) == ["1", "2"]
    assert await memory.sweep_left(before=1000.1) == [7]
    assert await left(memory) == ["2"]
    assert await memory.sweep_left(before=1000.1) == []


async def test_a_server_that_returned_in_time_keeps_its_data(memory: Memory) -> None:
    await talk(memory, by(5, 1))
    await memory.server_left(7, at=1000.0)
    await memory.server_returned(7)
    assert await memory.sweep_left(before=9999.0) == []
    await memory.server_left(7, at=2000.0)
    await memory.server_left(7, at=3000.0)
    assert await memory.sweep_left(before=3000.0) == []
    assert await left(memory) == ["1"]


async def test_an_export_holds_all_that_is_stored(memory: Memory) -> None:
    question = replace(by(5, 1), replies_to=44)
    await memory.add_question(question)
    await memory.put_answer(question, Answer("So.", TurnState.CUT, "m", (10, 11), 2.0, 100, 20, 50))
    assert await memory.export(channel_id=1) == [
        Record(Role.USER, 1, 7, 5, "Mina", "1", TurnState.COMPLETE, (1,), 1.0, 44),
        Record(
            Role.ASSISTANT, 1, 7, 5, "", "So.", TurnState.CUT, (10, 11), 2.0, 1, "m", 100, 20, 50
        ),
    ]


async def test_an_export_is_of_the_channel_or_the_person_that_is_asked_for(memory: Memory) -> None:
    await talk(memory, by(5, 1), by(6, 2), by(5, 3, channel=2), by(5, 4, server=8))

    async def asked(**of: int) -> list[str]:
        return [turn.text for turn in await memory.export(**of) if turn.role is Role.USER]

    assert await asked(channel_id=1) == ["1", "2", "4"]
    assert await asked(server_id=7, speaker_id=5) == ["1", "3"]
    assert await asked(channel_id=2, server_id=7, speaker_id=6) == []


async def test_the_servers_are_those_with_data_that_are_not_noted_as_left(memory: Memory) -> None:
    assert await memory.servers() == []
    await talk(memory, by(5, 1), by(5, 2, server=9), by(5, 3, server=8), by(5, 4, server=None))
    await memory.server_left(9, at=1000.0)
    assert await memory.servers() == [7, 8]
    await memory.server_returned(9)
    await memory.forget_person(8, 5)
    assert await memory.servers() == [7, 9]
