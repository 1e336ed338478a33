"""A rolling restart: for a while two processes have the same shard, and both hear everything."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from sandbox import Message, Sandbox
from tests.end_to_end.talking import answers, button, has_ended
from tests.end_to_end.test_process import on, start
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres

TIMES = 3  # that which process is faster is left to chance


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(autouse=True)
async def both(
    sandbox: Sandbox, model: ModelServer, postgres: Postgres, tmp_path: Path
) -> AsyncIterator[None]:
    """Two processes that both have all of the bot."""
    environment = on(sandbox, model) | {"DATABASE_URL": postgres.create(f"overlap{id(sandbox)}")}
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(start(tmp_path, **environment))
        await sandbox.until(lambda: sum(each.greeted for each in sandbox.gateway.sessions) == 2, 40)
        await asyncio.sleep(1)
        yield


async def test_a_question_that_is_edited_while_it_is_answered_has_one_answer(
    sandbox: Sandbox, model: ModelServer
) -> None:
    for turn in range(TIMES):
        model.words, model.first_pause = ["Because."], 3.0
        question = await begin(sandbox, "Mina")
        await asked(sandbox, model, 2 * turn + 1)
        model.words, model.first_pause = ["Afterwards."], 0.5
        await sandbox.person("Mina").edit(question, f"{sandbox.bot.mention} when?")
        await ended(sandbox, question, "Afterwards.")
        await asyncio.sleep(1)
        assert len(answers(question)) == 1
        assert len(model.requests) == 2 * turn + 2
        assert model.contents()[-1] == "Mina: when?"


async def test_two_presses_of_one_button_ask_the_model_once(
    sandbox: Sandbox, model: ModelServer
) -> None:
    for turn in range(TIMES):
        name = f"Person {turn}"
        model.words, model.pause = ["Because."], 0.0
        question = await begin(sandbox, name)
        await ended(sandbox, question, "Because.")
        model.words, model.pause = ["After", "wards."], 5.0  # longer than a press is waited with
        (answer,) = answers(question)
        pressed = button(answer, "regenerate")
        await asyncio.gather(*(sandbox.person(name).press(answer, pressed) for _ in range(2)))
        await ended(sandbox, question, "Afterwards.")
        await asyncio.sleep(0.5)
        assert len(model.requests) == 2 * turn + 2


async def test_stop_says_what_it_has_stopped(sandbox: Sandbox, model: ModelServer) -> None:
    model.pause = 5.0
    for turn in range(TIMES):
        name = f"Person {turn}"
        question = await begin(sandbox, name)
        await asked(sandbox, model, turn + 1)
        said = await sandbox.person(name).slash(sandbox.channel("general"), "stop")
        await sandbox.until(lambda said=said: said.messages)  # type: ignore[misc]  # a default has no type
        assert said.messages[0].content.startswith("Stopped 1 ")
        await ended(sandbox, question, "-# ")


async def test_who_may_not_stop_an_answer_is_told_so_once(
    sandbox: Sandbox, model: ModelServer
) -> None:
    model.pause = 5.0
    for turn in range(TIMES):
        question = await begin(sandbox, f"Person {turn}")
        await sandbox.until(lambda each=question: answers(each))  # type: ignore[misc]  # as above
        (answer,) = answers(question)
        pressed = await sandbox.person("Jun").press(answer, button(answer, "stop"))
        await sandbox.until(lambda pressed=pressed: pressed.messages)  # type: ignore[misc]  # as above
        await asyncio.sleep(1)
        assert len(pressed.messages) == 1


async def test_what_is_told_instead_of_an_answer_is_told_once(sandbox: Sandbox) -> None:
    for name in ("Mina", "Jun"):
        person, channel = sandbox.person(name), sandbox.channel("general")
        question = await person.say(channel, sandbox.bot.mention)
        await sandbox.until(lambda each=question: answers(each))  # type: ignore[misc]  # as above
        await asyncio.sleep(1)
        assert len(answers(question)) == 1


async def begin(sandbox: Sandbox, name: str) -> Message:
    """Mention the bot; gives the question."""
    return await sandbox.person(name).say(sandbox.channel("general"), f"{sandbox.bot.mention} why?")


async def ended(sandbox: Sandbox, question: Message, text: str) -> None:
    """Wait until a question is answered with *text*."""
    await sandbox.until(lambda: has_ended(question) and text in answers(question)[0].content, 10)


async def asked(sandbox: Sandbox, model: ModelServer, times: int) -> None:
    """Wait until the model was asked so many times."""
    await sandbox.until(lambda: len(model.requests) == times)
