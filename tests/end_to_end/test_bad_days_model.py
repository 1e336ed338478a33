"""Bad days of the model, as the people in the channel see them. See docs/bad-days.md."""

import itertools
import socket
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from bot.chat import texts
from bot.chat.answers import writing
from bot.chat.languages import Language, translated
from bot.core.errors import Fault
from bot.core.reply.draft import CURSOR
from sandbox import Message, Sandbox
from tests.end_to_end.bad_model import BadModel
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, ask, body, button, buttons, has_ended, replies

WORDS = [f"word{number} " for number in range(40)]


@pytest.fixture
async def model() -> AsyncIterator[BadModel]:
    async with BadModel() as server:
        yield server


async def question(
    sandbox: Sandbox, person: str = "Mina", channel: str = "general", text: str = "why?"
) -> Message:
    there = sandbox.channel(channel)
    return await sandbox.person(person).say(there, f"{sandbox.bot.mention} {text}")


async def answered(sandbox: Sandbox, asked: Message, wait: float = 10) -> Message:
    """Wait for the end of a reply; gives its only message."""
    await sandbox.until(lambda: has_ended(asked), wait)
    (reply,) = answers(asked)
    return reply


async def press(sandbox: Sandbox, reply: Message, control: str) -> None:
    await sandbox.person("Mina").press(reply, button(reply, control))


def controls(reply: Message) -> list[str]:
    return [each.split(":")[1] for each in buttons(reply)]


def shown(asked: Message) -> list[str]:
    return [each.content for each in answers(asked)]


def assert_says(reply: Message, fault: Fault, language: Language = Language.ENGLISH) -> None:
    """The last line is the sentence, with the number that the log has, and Retry is offered."""
    sentence = translated(texts.fault_sentence(fault), language)
    assert reply.content.splitlines()[-1].startswith(f"-# {sentence} (")
    assert controls(reply) == ["retry"]
    assert "sk-123" not in str([version.content for version in reply.versions])


async def assert_all_is_well(sandbox: Sandbox, model: BadModel) -> None:
    """The next question is answered, and nothing of the bad day is left in any channel."""
    model.words, model.pause = ["All ", "is ", "well."], 0.0
    (reply,) = await ask(sandbox, "and now?")
    assert body([reply]) == "All is well."
    there = [each for channel in sandbox.guild.channels.values() for each in channel.messages]
    assert not [each for each in there if CURSOR in each.content or ":stop:" in str(buttons(each))]


async def test_a_model_that_is_gone_is_said_and_retry_asks_it_when_it_is_back(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    async with start_bot():
        async with model.away():
            english, korean = await question(sandbox), await question(sandbox, "Jun", text="왜?")
            failed = await answered(sandbox, english)
            assert_says(failed, Fault.UNREACHABLE)
            assert_says(await answered(sandbox, korean), Fault.UNREACHABLE, Language.KOREAN)
        await press(sandbox, failed, "retry")
        await sandbox.until(lambda: "Because of light." in failed.content and has_ended(english))
        await assert_all_is_well(sandbox, model)


async def test_a_model_whose_name_nobody_knows_is_said_and_asked_when_it_is_known(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up, known = socket.getaddrinfo, False

    def resolve(host: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - it has many forms
        if host != "model.invalid":
            return look_up(host, *rest, **named)
        if not known:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return look_up("127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    url = model.url.replace("127.0.0.1", "model.invalid")
    async with start_bot(llm_base_url=url):
        assert_says(await answered(sandbox, await question(sandbox)), Fault.UNREACHABLE)
        known = True
        await assert_all_is_well(sandbox, model)


async def test_a_slow_model_is_told_of_and_every_word_comes(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_SLOW_AFTER", 0.8)
    model.words, model.pause, model.first_pause = WORDS[:8], 0.3, 1.5
    async with start_bot():
        asked = await question(sandbox)
        reply = await answered(sandbox, asked)
        seen = [version.content for version in reply.versions]
        assert any(request.path.endswith("/typing") for request in sandbox.requests)
        assert seen[0] == f"-# {texts.slow()}"
        assert sum(texts.slow() in each for each in seen) == 1
        grown = [body([reply])] + [each.removesuffix(f" {CURSOR}") for each in seen[1:-1]]
        assert all("".join(WORDS[:8]).startswith(each) for each in grown)
        assert body([reply]).split() == "".join(WORDS[:8]).split()
        model.first_pause = 0.0
        await assert_all_is_well(sandbox, model)


async def test_a_model_that_says_nothing_is_given_up_in_words(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    async with start_bot(llm_first_token_seconds=0.5):
        model.silent = True
        asked, korean = await question(sandbox), await question(sandbox, "Jun", text="왜?")
        failed = await answered(sandbox, asked)
        assert_says(failed, Fault.TIMED_OUT)
        assert_says(await answered(sandbox, korean), Fault.TIMED_OUT, Language.KOREAN)
        await sandbox.until(lambda: model.open == 0)
        model.silent = False
        await press(sandbox, failed, "retry")
        await sandbox.until(lambda: "Because of light." in failed.content and has_ended(asked))
        await assert_all_is_well(sandbox, model)


SILENCE = [""] * 1000  # events come, but no text is in them


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (WORDS, {}),
        ([*WORDS, *SILENCE], {"llm_between_tokens_seconds": 0.5}),
        (WORDS * 100, {"llm_answer_seconds": 1.0}),
    ],
    ids=["reset", "silent", "endless"],
)
async def test_an_answer_that_breaks_off_keeps_its_text_and_retry_goes_on_with_it(
    sandbox: Sandbox,
    model: BadModel,
    start_bot: StartBot,
    words: Sequence[str],
    changes: dict[str, float],
) -> None:
    model.words, model.pause, model.break_off, model.reset = words, 0.02, True, True
    async with start_bot(**changes):
        asked = await question(sandbox)
        broken = await answered(sandbox, asked)
        assert_says(broken, Fault.INTERRUPTED)
        written = body([broken])
        assert "".join(words).startswith(written)
        assert written.endswith("word39") or "llm_answer_seconds" in changes
        await sandbox.until(lambda: model.open == 0)
        model.words, model.break_off, model.reset = ["And ", "the ", "rest."], False, False
        await press(sandbox, broken, "retry")
        channel = sandbox.channel("general")
        await sandbox.until(lambda: "rest." in channel.messages[-1].content)
        await sandbox.until(lambda: controls(channel.messages[-1]) == ["regenerate"])
        assert body(replies(sandbox, channel)).split() == [*written.split(), "And", "the", "rest."]
        assert model.contents()[-2:] == [f"{written} ", texts.GO_ON]
        await assert_all_is_well(sandbox, model)


async def test_a_long_answer_whose_model_dies_loses_nothing_that_was_written(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    words = [f"word{number:04} " for number in range(500)]
    model.words, model.pause = [*words, *SILENCE * 5], 0.002
    channel = sandbox.channel("general")
    async with start_bot():
        await question(sandbox)
        await sandbox.until(lambda: "word0450" in channel.messages[-1].content, 15)
        async with model.away():
            await sandbox.until(lambda: controls(channel.messages[-1]) == ["retry"], 15)
            kept = replies(sandbox, channel)
            assert len(kept) == 3
            assert body(kept).split() == "".join(words).split()
            assert_says(kept[-1], Fault.INTERRUPTED)
        await assert_all_is_well(sandbox, model)


async def test_who_asks_while_the_account_is_paused_sees_one_countdown_and_then_the_answer(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    model.status, model.retry_after = 429, "2.5"
    async with start_bot():
        asked = [await question(sandbox)]
        await sandbox.until(lambda: "model.retry" in caplog.text)
        for number in range(6):
            room = ("general", "random")[number % 2]
            asked += [await question(sandbox, f"Person {number}", room)]
        await sandbox.until(lambda: all("<t:" in str(shown(each)) for each in asked), 10)
        pauses, model.status = len(model.requests), 200
        assert pauses <= 2  # a model that has said when to come back is left in peace
        for each in asked:
            reply = await answered(sandbox, each)
            assert body([reply]) == "Because of light."
            countdowns = [each for each in reply.versions if "<t:" in each.content]
            assert len(countdowns) <= pauses + 1  # and not one every second
        await assert_all_is_well(sandbox, model)


async def test_a_pause_that_is_prolonged_again_and_again_is_one_message(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    model.status, model.retry_after = 429, "0.5"
    async with start_bot():
        asked = await question(sandbox)
        await sandbox.until(lambda: len(model.requests) == 3, 10)
        assert len(answers(asked)) == 1
        model.status = 200
        reply = await answered(sandbox, asked)
        assert body([reply]) == "Because of light."
        await assert_all_is_well(sandbox, model)


async def test_a_pause_that_is_longer_than_anybody_waits_is_said_at_once(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    model.status, model.retry_after = 429, "3600"
    async with start_bot():
        asked = await question(sandbox)
        failed = await answered(sandbox, asked)
        assert_says(failed, Fault.RATE_LIMITED)
        model.status = 200
        await press(sandbox, failed, "retry")
        await sandbox.until(lambda: "Because of light." in failed.content and has_ended(asked))
        await assert_all_is_well(sandbox, model)


async def test_a_model_that_fails_now_and_then_is_asked_again_and_nobody_sees_it(
    sandbox: Sandbox, model: BadModel, start_bot: StartBot
) -> None:
    model.statuses = itertools.chain([500, 500], itertools.repeat(200))
    async with start_bot():
        asked = [await question(sandbox, f"Person {number}") for number in range(4)]
        for each in asked:
            assert body([await answered(sandbox, each)]) == "Because of light."
        await assert_all_is_well(sandbox, model)


@pytest.mark.parametrize(
    ("status", "fault"),
    [(500, Fault.OVERLOADED), (401, Fault.UNAUTHORIZED)],
)
async def test_a_model_that_suddenly_fails_is_said_to_each_and_answers_again_after_it(
    sandbox: Sandbox,
    model: BadModel,
    start_bot: StartBot,
    caplog: pytest.LogCaptureFixture,
    status: int,
    fault: Fault,
) -> None:
    async with start_bot():
        await ask(sandbox, "why?")
        model.status, before = status, len(model.requests)
        asked = [await question(sandbox, f"Person {number}") for number in range(3)]
        failed = [await answered(sandbox, each) for each in asked]
        for reply in failed:
            assert_says(reply, fault)
            assert reply.content.rpartition("(")[2].rstrip(")") in caplog.text
        tries = 3 if fault is Fault.OVERLOADED else 1  # another key will not come by itself
        assert len(model.requests) - before == 3 * tries
        model.status = 200
        mine = sandbox.person("Person 0")
        await mine.press(failed[0], button(failed[0], "retry"))
        await sandbox.until(lambda: "Because of light." in failed[0].content)
        await assert_all_is_well(sandbox, model)
