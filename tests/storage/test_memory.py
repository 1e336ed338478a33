import asyncio
from dataclasses import replace

from bot.chat.ports import Exchange, Memory
from bot.core.talk.turns import Answer, Question, Role, Turn, TurnState
from tests.databases import open_memory
from tests.fakes import a_question


def answer(text: str = "Because.", *ids: int, state: TurnState = TurnState.COMPLETE) -> Answer:
    return Answer(text, state, "fake-model", ids, 1.0, 10, 3, 2)


def texts(turns: list[Turn]) -> list[str]:
    return [turn.text for turn in turns]


async def asked(memory: Memory, *questions: Question) -> None:
    """Ask all, and answer each in two messages: 1 in 10 and 11, 2 in 20 and 21."""
    for question in questions:
        await memory.add_question(question)
        first = question.message_id * 10
        await memory.put_answer(question, answer(f"To {question.text}", first, first + 1))


async def test_what_was_said_is_recalled_in_order(memory: Memory) -> None:
    await memory.add_question(a_question("One?", message=1))
    await memory.add_question(a_question("Two?", message=2))
    await memory.put_answer(a_question(message=2), answer("Second."))
    await memory.put_answer(a_question(message=1), answer("First."))

    turns = await memory.recall(1, until=2, limit=10)
    assert texts(turns) == ["One?", "First.", "Two?", "Second."]
    assert turns[0] == Turn(Role.USER, "Mina", "One?", TurnState.COMPLETE, 1, 5)
    assert turns[1] == Turn(Role.ASSISTANT, "", "First.", TurnState.COMPLETE, 1, 0)


async def test_a_later_question_is_not_in_the_memory_of_an_earlier_one(memory: Memory) -> None:
    await memory.add_question(a_question("One?", message=1))
    await memory.add_question(a_question("Two?", message=2))
    assert texts(await memory.recall(1, until=1, limit=10)) == ["One?"]


async def test_the_newest_turns_are_recalled(memory: Memory) -> None:
    await asked(memory, *(a_question(f"{number}", message=number) for number in range(1, 30)))
    assert texts(await memory.recall(1, until=99, limit=3)) == ["To 28", "29", "To 29"]


async def test_what_a_summary_covers_can_be_left_out(memory: Memory) -> None:
    await asked(memory, *(a_question(f"{number}", message=number) for number in range(1, 5)))
    assert texts(await memory.recall(1, until=99, limit=9, since=3)) == ["4", "To 4"]


async def test_a_person_can_have_a_memory_of_their_own(memory: Memory) -> None:
    await asked(memory, a_question("Mine", message=1), a_question("Too", message=3))
    await asked(memory, replace(a_question("Theirs", message=2), speaker_id=6))
    recalled = await memory.recall(1, until=99, limit=9, speaker_id=5)
    assert texts(recalled) == ["Mine", "To Mine", "Too", "To Too"]


async def test_channels_do_not_see_each_other(memory: Memory) -> None:
    await asked(memory, a_question(channel=1))
    assert await memory.recall(2, until=999, limit=10) == []
    assert await memory.exchange(2, 100) is None
    assert await memory.find_message(2, 1000) is None
    assert await memory.chain(2, 1000, limit=9) == []
    assert await memory.delete_message(2, 100) == 0
    assert await memory.forget(2) == 0
    assert await memory.count(1) == 2


async def test_a_question_is_stored_once(memory: Memory) -> None:
    assert await memory.add_question(a_question("First"))
    assert not await memory.add_question(a_question("Again"))
    assert texts(await memory.recall(1, 999, 10)) == ["First"]


async def test_an_exchange_is_found_with_all_that_a_button_needs(memory: Memory) -> None:
    question = replace(a_question(), replies_to=77)
    assert await memory.exchange(1, 100) is None
    await memory.add_question(question)
    assert await memory.exchange(1, 100) == Exchange(question, None)
    await memory.put_answer(question, answer("Because.", 900, 901))
    assert await memory.exchange(1, 100) == Exchange(question, answer("Because.", 900, 901))


async def test_an_exchange_is_found_by_each_of_its_messages(memory: Memory) -> None:
    await asked(memory, a_question(message=1), a_question(message=2))
    for message in (2, 20, 21):
        found = await memory.find_message(1, message)
        assert found
        assert found.question.message_id == 2
    assert await memory.find_message(1, 22) is None


async def test_a_rewritten_answer_is_found_by_its_new_messages_only(memory: Memory) -> None:
    await asked(memory, a_question(message=1))
    await memory.put_answer(a_question(message=1), answer("Anew.", 10, 12))
    assert await memory.find_message(1, 11) is None
    assert await memory.find_message(1, 10) == await memory.find_message(1, 12)


async def test_an_answer_and_a_question_can_be_replaced(memory: Memory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer("First."))
    await memory.put_answer(a_question(), answer("Second."))
    assert await memory.change_question(a_question("How?"))
    assert not await memory.change_question(a_question("How?"))
    assert texts(await memory.recall(1, 999, 10)) == ["How?", "Second."]


async def test_what_is_forgotten_does_not_come_back_with_its_answer(memory: Memory) -> None:
    assert not await memory.put_answer(a_question(), answer())
    assert not await memory.change_question(a_question("How?"))
    assert await memory.count(1) == 0
    assert await memory.find_message(1, 100) is None


async def test_an_answer_without_a_word_is_not_recalled(memory: Memory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer(""))
    assert texts(await memory.recall(1, 999, 10)) == ["Why?"]


async def test_an_answer_is_not_recalled_while_it_is_written(memory: Memory) -> None:
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), answer("Half of", 900, state=TurnState.WRITING))
    assert texts(await memory.recall(1, 999, 10)) == ["Why?"]
    assert texts(await memory.chain(1, 100, 10)) == ["Why?"]
    found = await memory.find_message(1, 900)
    assert found
    assert found.answer == answer("Half of", 900, state=TurnState.WRITING)


async def test_a_chain_of_replies_is_followed_through_questions_and_answers(memory: Memory) -> None:
    await asked(memory, a_question("One", message=1))
    await asked(memory, a_question("Aside", message=2))
    await asked(memory, replace(a_question("Two", message=3), replies_to=11))  # to its second part
    await asked(memory, replace(a_question("Three", message=4), replies_to=3))
    chain = await memory.chain(1, 41, limit=10)
    assert texts(chain) == ["One", "To One", "Two", "To Two", "Three", "To Three"]
    assert texts(await memory.chain(1, 3, limit=3)) == ["To One", "Two", "To Two"]


async def test_a_chain_ends_at_a_message_that_nobody_knows(memory: Memory) -> None:
    await asked(memory, replace(a_question("One", message=2), replies_to=1))
    assert texts(await memory.chain(1, 2, limit=10)) == ["One", "To One"]
    assert await memory.chain(1, 999, limit=10) == []


async def test_a_chain_that_bites_its_tail_ends(memory: Memory) -> None:
    await asked(memory, replace(a_question("One", message=1), replies_to=20))
    await asked(memory, replace(a_question("Two", message=2), replies_to=10))
    assert texts(await memory.chain(1, 2, limit=10)) == ["One", "To One", "Two", "To Two"]


async def test_any_text_comes_back_as_it_was(memory: Memory) -> None:
    text = "한국어 😀 \n\t'; DROP TABLE exchanges; -- %s :name"
    await memory.add_question(a_question(text))
    assert texts(await memory.recall(1, until=999, limit=1)) == [text]


async def test_what_no_database_can_hold_is_left_out(url: str) -> None:
    odd = "a\0b\ud83dc"
    async with open_memory(url) as memory:
        await memory.add_question(replace(a_question(odd), speaker=odd))
        await memory.put_answer(a_question(), replace(answer(odd), model=odd))
        assert texts(await memory.recall(1, until=999, limit=9)) == ["ab?c", "ab?c"]


async def test_many_writers_at_once_lose_nothing(memory: Memory) -> None:
    async with asyncio.TaskGroup() as tasks:
        for number in range(50):
            tasks.create_task(asked(memory, a_question(message=number + 1)))
    assert await memory.count(1) == 100


async def test_a_question_that_two_processes_see_at_once_is_stored_by_one(url: str) -> None:
    async with open_memory(url) as one, open_memory(url) as other:
        for number in range(20):
            question = a_question(message=number)
            stored = [memory.add_question(question) for memory in (one, other, one, other)]
            assert sorted(await asyncio.gather(*stored)) == [False, False, False, True]


async def test_half_written_answers_are_found_after_a_crash(url: str) -> None:
    open_, ended = a_question(message=1), a_question(message=2)
    async with open_memory(url) as killed:
        await asked(killed, ended)
        await killed.add_question(open_)
        half = replace(answer("Half of", 10, state=TurnState.WRITING), at=100.0)
        await killed.put_answer(open_, half)
        assert await killed.claim_unfinished(999.0, 1000.0) == []  # it is its own
        async with open_memory(url) as next_:
            assert await next_.claim_unfinished(100.0, now=102.0) == []  # it may be alive
            assert await next_.claim_unfinished(100.1, now=102.0) == [Exchange(open_, half)]
            assert await next_.claim_unfinished(999.0, 1000.0) == []
            await next_.put_answer(open_, answer("Half of", state=TurnState.INTERRUPTED))
        async with open_memory(url) as third:
            assert await third.claim_unfinished(999.0, 1000.0) == []


async def test_a_message_that_its_process_deletes_takes_no_answer_along(url: str) -> None:
    async with open_memory(url) as writes, open_memory(url) as hears_of_it:
        for message in range(100, 500, 10):
            asked, spare = a_question(message=message), message + 2
            await writes.add_question(asked)
            half = answer("Long", message + 1, spare, state=TurnState.WRITING)
            await writes.put_answer(asked, half)
            whole = answer("Short", message + 1)
            await asyncio.gather(
                writes.put_answer(asked, whole), hears_of_it.delete_message(1, spare)
            )
            assert await writes.exchange(1, message) == Exchange(asked, whole)


async def test_a_reply_is_one_processs_until_it_has_ended(url: str) -> None:
    half, whole = answer("Half of", 10, state=TurnState.WRITING), answer("All of it", 10)
    async with open_memory(url) as one, open_memory(url) as other:
        await one.add_question(a_question())
        assert await one.put_answer(a_question(), half)
        for late in (answer("Mine", state=TurnState.WRITING), answer("Mine")):
            assert not await other.put_answer(a_question(), late)
        assert await one.exchange(1, 100) == Exchange(a_question(), half)
        assert await other.exchange(1, 100) == Exchange(a_question(), half, elsewhere=True)
        assert await one.put_answer(a_question(), whole)
        assert await other.exchange(1, 100) == Exchange(a_question(), whole)
        assert await other.put_answer(a_question(), half)
        assert not await one.put_answer(a_question(), whole)


async def test_the_fake_keeps_what_another_process_writes(memory: Memory) -> None:
    half = answer("Half of", state=TurnState.WRITING)
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), half)
    if (own := getattr(memory, "own", None)) is not None:
        own.clear()
        assert not await memory.put_answer(a_question(), answer("All of it"))
        assert await memory.exchange(1, 100) == Exchange(a_question(), half, elsewhere=True)


async def test_one_that_crashes_while_it_recovers_another_is_recovered_in_turn(url: str) -> None:
    half = replace(answer("Half of", state=TurnState.WRITING), at=100.0)
    async with open_memory(url) as first, open_memory(url) as second, open_memory(url) as third:
        await first.add_question(a_question())
        await first.put_answer(a_question(), half)
        await second.claim_unfinished(before=101.0, now=200.0)
        assert await third.claim_unfinished(before=200.0, now=201.0) == []
        assert len(await third.claim_unfinished(before=200.1, now=201.0)) == 1


async def test_no_two_processes_claim_the_same_half_written_answer(url: str) -> None:
    half = answer("Half of", state=TurnState.WRITING)
    async with open_memory(url) as killed, open_memory(url) as one, open_memory(url) as other:
        for number in range(30):
            await killed.add_question(a_question(message=number))
            await killed.put_answer(a_question(message=number), half)
        claims = await asyncio.gather(*(m.claim_unfinished(9.0, 10.0) for m in (one, other)))
        found = [exchange.question.message_id for claim in claims for exchange in claim]
        assert sorted(found) == list(range(30))


async def test_the_fake_finds_half_written_answers_after_a_restart(memory: Memory) -> None:
    half = answer("Half of", state=TurnState.WRITING)
    await memory.add_question(a_question())
    await memory.put_answer(a_question(), half)
    assert await memory.claim_unfinished(999.0, 1000.0) == []
    if (own := getattr(memory, "own", None)) is not None:
        own.clear()
        assert await memory.claim_unfinished(999.0, 1000.0) == [Exchange(a_question(), half)]
        assert await memory.claim_unfinished(999.0, 1000.0) == []


async def test_it_is_still_there_after_reopening(url: str) -> None:
    async with open_memory(url) as memory:
        await memory.add_question(a_question("Still here?"))
    async with open_memory(url) as memory:
        assert texts(await memory.recall(1, until=999, limit=1)) == ["Still here?"]
