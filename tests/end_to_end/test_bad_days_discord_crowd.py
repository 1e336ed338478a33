"""Bad days of a crowd: one person floods, or a whole server talks at once."""

from pathlib import Path

import pytest

from sandbox import Message, Sandbox
from tests.end_to_end.bad_days import ask, assert_whole, ended, limit, write
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, replies
from tests.end_to_end.test_process import on, start
from tests.model_server import ModelServer

CROWD = 10_000
MOST_GROWTH = 10 * 2**20  # bytes; to keep one message alone costs more than 1 KiB


def resident(pid: int) -> int:
    """The bytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


async def test_an_edit_that_a_quota_is_against_is_told_why_nothing_changes(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    async with start_bot():
        await limit(sandbox, 1)
        question = await ask(sandbox)
        await ended(sandbox, question)
        await sandbox.person("Mina").edit(question, f"{sandbox.bot.mention} write otherwise")
        await sandbox.until(lambda: len(answers(question)) == 2)
    first, told = answers(question)
    assert "word19" in first.content
    assert "1 question a minute per person" in told.content


async def test_a_flood_is_told_once_and_holds_up_nobody(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    general = sandbox.channel("general")
    other = sandbox.add_channel("there", sandbox.add_guild("Elsewhere"))
    async with start_bot() as services:
        await limit(sandbox, 4)
        flood = [await ask(sandbox, general, "Flooder") for _ in range(100)]
        bystander = await ask(sandbox, general, "Mina")
        elsewhere = await ask(sandbox, other, "Mina")
        await ended(sandbox, bystander, elsewhere)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, 15)
    replied = [each.content for question in flood for each in answers(question)]
    (told,) = [each for each in replied if "word" not in each]
    assert "4 questions a minute per person" in told
    assert len(replied) == 4 + 1
    assert all("word19" in each for each in replied if each is not told)
    assert len(replies(sandbox, general)) == len(replied) + 1
    assert "word19" in answers(bystander)[0].content
    assert_whole(sandbox, model, elsewhere)
    assert sandbox.count_429 == 0


async def test_a_flood_of_empty_mentions_is_told_once_and_holds_up_nobody(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 5)
    general = sandbox.channel("general")
    async with start_bot() as services:
        for _ in range(100):
            await ask(sandbox, general, "Flooder", text="")
        bystander = await ask(sandbox, general, "Mina")
        await ended(sandbox, bystander)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
    assert len(replies(sandbox, general)) == 2
    (answer,) = answers(bystander)
    assert "word4" in answer.content


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="it looks into /proc")
async def test_ten_thousand_messages_pass_and_the_questions_among_them_are_answered(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    write(model)
    places = [sandbox.add_channel(f"place{number}") for number in range(20)]
    people = [sandbox.person(f"Person {number}") for number in range(100)]
    questions: list[Message] = []

    async def talk(first: int, last: int) -> None:
        for number in range(first, last):
            place, person = places[number % 20], people[number % 100]
            if number % 501 == 0:
                questions.append(await ask(sandbox, place, person.name))
            else:
                await person.say(place, f"This is message {number}, and nobody asks anything.")

    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        await talk(0, 1000)
        await ended(sandbox, *questions)
        before = resident(process.pid)
        await talk(1000, CROWD)
        await ended(sandbox, *questions)
        assert resident(process.pid) - before < MOST_GROWTH
    assert_whole(sandbox, model, *questions)
    assert len(model.requests) == len(questions) == 20
    assert sandbox.count_429 == 0
