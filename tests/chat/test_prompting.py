"""What of the memory an answer is given."""

from dataclasses import replace

from bot.chat.remembering.prompting import MemoryMode, Prompter, Style
from bot.core.talk.prompt import NAMES_RULE, SUMMARY_TITLE, estimate_tokens
from bot.core.talk.turns import Answer, Question, Summary, TurnState
from tests.fakes import FakeMemory, a_question

STYLE = Style("fake-model", persona="Be kind.", context_tokens=3000, max_tokens=500)


async def talk(memory: FakeMemory, *exchanges: tuple[Question, str]) -> None:
    for question, answer in exchanges:
        await memory.add_question(question)
        ids = (1000 + question.message_id,)
        await memory.put_answer(question, Answer(answer, TurnState.COMPLETE, "m", ids, 0.0))


def by(speaker: int, text: str, message: int, replies_to: int | None = None) -> Question:
    question = a_question(text, message=message)
    return replace(question, speaker_id=speaker, speaker=f"P{speaker}", replies_to=replies_to)


async def contents(memory: FakeMemory, question: Question, style: Style = STYLE) -> list[str]:
    await memory.add_question(question)
    request = await Prompter(memory).request(question, style)
    return [message.content for message in request.messages]


async def test_a_channel_shares_its_memory_and_names_who_spoke() -> None:
    memory = FakeMemory()
    await talk(memory, (by(1, "I like teal.", 1), "Noted."), (by(2, "I like red.", 2), "Fine."))
    assert await contents(memory, by(1, "And I?", 3)) == [
        f"Be kind.\n\n{NAMES_RULE}",
        "P1: I like teal.",
        "Noted.",
        "P2: I like red.",
        "Fine.",
        "P1: And I?",
    ]


async def test_a_memory_per_person_holds_nothing_of_others() -> None:
    memory = FakeMemory()
    await talk(memory, (by(1, "I like teal.", 1), "Noted."), (by(2, "I like red.", 2), "Fine."))
    style = replace(STYLE, memory=MemoryMode.PERSON)
    said = await contents(memory, by(1, "And I?", 3), style)
    assert said == ["Be kind.", "I like teal.", "Noted.", "And I?"]


async def test_a_chain_holds_only_what_was_replied_to() -> None:
    memory = FakeMemory()
    await talk(
        memory,
        (by(1, "I like teal.", 1), "Noted."),
        (by(2, "Elsewhere", 2), "Fine."),
        (by(2, "Why teal?", 3, replies_to=1001), "Who knows."),
    )
    style = replace(STYLE, memory=MemoryMode.CHAIN)
    said = await contents(memory, by(1, "I do.", 4, replies_to=1003), style)
    assert said[1:] == ["P1: I like teal.", "Noted.", "P2: Why teal?", "Who knows.", "P1: I do."]
    assert (await contents(memory, by(1, "Anew", 5), style))[1:] == ["P1: Anew"]


async def test_a_reply_to_what_has_left_the_window_carries_it() -> None:
    memory = FakeMemory()
    filler = "word " * 400
    await talk(memory, (by(1, "I like teal.", 1), "Teal is noted."))
    await talk(memory, *((by(2, filler, number), "ok") for number in range(2, 20)))
    said = await contents(memory, by(1, "What did you mean?", 30, replies_to=1001))
    assert "Teal is noted." not in "".join(said[:-1])
    assert said[-1] == "P1: > Teal is noted.\nWhat did you mean?"


async def test_a_reply_to_what_is_still_there_carries_nothing_twice() -> None:
    memory = FakeMemory()
    await talk(memory, (by(1, "I like teal.", 1), "Noted."))
    assert (await contents(memory, by(1, "Really?", 2, replies_to=1001)))[-1] == "P1: Really?"


async def test_a_summary_stands_for_what_it_covers() -> None:
    memory = FakeMemory()
    await talk(memory, (by(1, "I like teal.", 1), "Noted."), (by(2, "I like red.", 2), "Fine."))
    await memory.put_summary(Summary(1, 1, "P1 likes teal.", 5, 0.0), await memory.revision(1))
    said = await contents(memory, by(1, "And I?", 3))
    assert said == [
        f"Be kind.\n\n{NAMES_RULE}\n\n{SUMMARY_TITLE}\nP1 likes teal.",
        "P2: I like red.",
        "Fine.",
        "P1: And I?",
    ]


async def test_going_on_sends_the_beginning_of_the_answer() -> None:
    memory, question = FakeMemory(), by(1, "Tell me.", 1)
    await memory.add_question(question)
    earlier = Answer("Once upon", TurnState.INTERRUPTED, "m", (1001,), 0.0)
    request = await Prompter(memory).request(question, STYLE, earlier)
    assert [message.content for message in request.messages][1:3] == ["P1: Tell me.", "Once upon"]


async def test_an_answer_that_was_gone_on_with_for_long_still_fits_the_model() -> None:
    memory, question = FakeMemory(), by(1, "Tell me all.", 3)
    await talk(memory, (by(1, "Hi " * 900, 1), "Hi."), (by(1, "And?", 2), "And?"))
    await memory.add_question(question)
    text = "".join(f"그리고 {number}." for number in range(3000))
    earlier = Answer(text, TurnState.CUT, "m", (1001,), 0.0)
    await memory.put_answer(question, earlier)
    request = await Prompter(memory).request(question, STYLE, earlier)
    sent = [message.content for message in request.messages]
    assert sent[-3] == "P1: Tell me all."
    assert text.endswith(sent[-2])
    assert len(sent[-2]) > 1000
    assert sum(map(estimate_tokens, sent)) <= STYLE.context_tokens - STYLE.max_tokens


async def test_the_tenant_is_the_server_or_the_person_who_is_alone_with_the_bot() -> None:
    memory = FakeMemory()
    for question, tenant in ((by(5, "Hi", 1), 7), (replace(by(5, "Hi", 2), server_id=None), 5)):
        await memory.add_question(question)
        assert (await Prompter(memory).request(question, STYLE)).tenant == tenant


async def test_a_question_forgotten_while_it_waits_takes_no_other_answer_along() -> None:
    memory = FakeMemory()
    await talk(memory, (by(1, "I like teal.", 1), "Noted."))
    request = await Prompter(memory).request(by(2, "Who?", 2), STYLE)
    said = [message.content for message in request.messages]
    assert said[1:] == ["P1: I like teal.", "Noted.", "P2: Who?"]
