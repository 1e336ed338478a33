"""The judge of the soak: every kind of wrong is planted, and has to be found."""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from benchmarks import _talkers
from benchmarks._asked import Asked
from benchmarks._fates import Fate
from benchmarks._moody_model import answer
from benchmarks._talkers import Talkers
from bot.chat.texts import no_memory, stopped, unexpected
from sandbox import Channel, Message, Sandbox
from sandbox.drafts import Form
from sandbox.model import MessageFlag
from sandbox.talk import Post

FACTS = "\n-# scripted · 1 s"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as opened:
        yield opened


@pytest.fixture
def talkers(sandbox: Sandbox) -> Talkers:
    channels = [sandbox.channel("general")]
    return Talkers(sandbox, channels, random.Random(1), sandbox.guild)  # noqa: S311 - the same each time


def post(
    sandbox: Sandbox,
    channel: Channel,
    text: str,
    to: Message | None = None,
    button: str = "",
    **body: object,
) -> Message:
    """Let the bot say something."""
    buttons = [{"type": 2, "style": 2, "label": "x", "custom_id": button}]
    rows = [{"type": 1, "components": buttons}] if button else []
    form = Form({"content": text, "components": rows, **body})
    return sandbox.talk.post(Post(channel, sandbox.bot, form, reply_to=to, also_flags=64))


def parts_of(asked: Asked) -> list[str]:
    """Cut an answer into three messages."""
    words = asked.meant[0].split()
    third = len(words) // 3
    cuts = (words[:third], words[third : 2 * third], words[2 * third :])
    return [" ".join(cut) for cut in cuts]


PLANTED: dict[str, tuple[Callable[[list[str]], list[str]], Fate]] = {
    "nothing wrong": (lambda parts: parts, Fate.ANSWERED),
    "lost": (lambda _: [], Fate.LOST),
    "all doubled": (lambda parts: parts * 2, Fate.DOUBLED),
    "a part doubled": (lambda parts: [parts[0], parts[0], *parts[1:]], Fate.DOUBLED),
    "the last part doubled": (lambda parts: [*parts, parts[2]], Fate.DOUBLED),
    "a cursor left": (lambda parts: [parts[0], f"{parts[1]} ▌", parts[2]], Fate.STUCK),
    "a part lost": (lambda parts: [parts[0], parts[2]], Fate.TORN),
    "the end lost": (lambda parts: [parts[0], parts[1] + FACTS], Fate.TORN),
    "a word lost": (lambda parts: [parts[0].partition(" ")[2], *parts[1:]], Fate.TORN),
    "parts swapped": (lambda parts: [parts[1], parts[0], parts[2]], Fate.TORN),
    "broken on our side": (lambda parts: [f"{parts[0]}\n-# {unexpected('1f2e3d')}"], Fate.TORN),
    "stopped": (lambda parts: [parts[0], f"{parts[1]}\n-# {stopped()}"], Fate.TOLD),
    "stopped, and a part lost": (lambda parts: [f"{parts[1]}\n-# {stopped()}"], Fate.TORN),
}


@pytest.mark.parametrize("planted", PLANTED)
async def test_what_was_planted_is_found(sandbox: Sandbox, talkers: Talkers, planted: str) -> None:
    change, expected = PLANTED[planted]
    asked = await talkers.mention(words=(30, 40))
    asked.heard = True
    for number, part in enumerate(change(parts_of(asked))):
        post(sandbox, asked.channel, part, None if number else asked.message)
    talkers.open()

    assert asked.fate is expected
    assert not talkers.claims.strays


async def test_the_parts_of_answers_that_grow_beside_each_other_are_told_apart(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    first, second = [await talkers.mention(words=(30, 40)) for _ in range(2)]
    for number, parts in enumerate(zip(parts_of(first), parts_of(second), strict=True)):
        for asked, part in zip((first, second), parts, strict=True):
            post(sandbox, asked.channel, part, None if number else asked.message)
    talkers.open()

    assert [first.fate, second.fate] == [Fate.ANSWERED] * 2


async def test_an_answer_to_another_question_is_none(sandbox: Sandbox, talkers: Talkers) -> None:
    first, second = [await talkers.mention(words=(30, 40)) for _ in range(2)]
    second.heard = True
    post(sandbox, first.channel, second.meant[0], first.message)
    talkers.open()

    assert [first.fate, second.fate] == [Fate.TORN, Fate.LOST]


async def test_a_message_that_nobody_asked_for_is_found(sandbox: Sandbox, talkers: Talkers) -> None:
    asked = await talkers.mention(words=(30, 40))
    post(sandbox, asked.channel, asked.meant[0], asked.message)
    stray = post(sandbox, asked.channel, "Hello.")
    talkers.open()

    assert talkers.claims.strays == [stray]


async def test_a_message_without_words_belongs_to_the_question_of_its_buttons(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    asked = await talkers.mention(words=(30, 40))
    beginning = f"{parts_of(asked)[0]}\n-# {stopped()}"
    post(sandbox, asked.channel, beginning, asked.message)
    stop = post(sandbox, asked.channel, f"-# {stopped()}", button=f"tokki:retry:{asked.id}")
    talkers.open()

    assert asked.replies[-1] is stop
    assert asked.fate is Fate.TOLD
    assert not talkers.claims.strays


async def test_between_two_parts_an_answer_is_not_at_its_end(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    asked = await talkers.mention(words=(30, 40))
    post(sandbox, asked.channel, parts_of(asked)[0], asked.message)

    assert asked in talkers.open()


async def test_a_reply_that_can_be_stopped_is_not_at_its_end(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    asked = await talkers.mention(words=(30, 40))
    post(sandbox, asked.channel, asked.meant[0], asked.message, f"tokki:stop:{asked.id}")
    talkers.open()

    assert asked.fate is Fate.STUCK


async def test_an_edited_question_may_be_answered_as_it_was_or_as_it_is(
    sandbox: Sandbox, talkers: Talkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_talkers, "_LONG_SHARE", 0)
    asked, other = [await talkers.mention() for _ in range(2)]
    await talkers.edit(asked)
    await talkers.edit(other)
    post(sandbox, asked.channel, asked.meant[0], asked.message)
    post(sandbox, other.channel, other.meant[1], other.message)
    talkers.open()

    assert [asked.fate, other.fate] == [Fate.ANSWERED] * 2
    assert asked.message
    assert asked.message.content.startswith(sandbox.bot.mention)


async def test_who_was_told_why_is_spared_the_same_for_a_while_and_nobody_else_is(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    mina, jun = sandbox.person("Mina"), sandbox.person("Jun")
    long_ago = await talkers.mention(person=jun, words=(30, 40))
    told = post(sandbox, long_ago.channel, no_memory(), long_ago.message)
    told.versions[0] = replace(told.versions[0], at=told.now.at - 6)
    just_now = await talkers.mention(person=mina, words=(30, 40))
    post(sandbox, just_now.channel, no_memory(), just_now.message)
    asked = [await talkers.mention(person=each, words=(30, 40)) for each in (mina, jun)]
    for each in asked:
        each.heard = True
    talkers.open()

    assert [each.fate for each in (long_ago, just_now)] == [Fate.TOLD] * 2
    assert [each.fate for each in asked] == [Fate.SPARED, Fate.LOST]


async def test_who_was_spared_and_is_answered_after_all_is_watched_until_that_ends(
    sandbox: Sandbox, talkers: Talkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_talkers, "_AT_WORK", 0)
    mina = sandbox.person("Mina")
    told = await talkers.mention(person=mina)
    post(sandbox, told.channel, no_memory(), told.message)
    asked = await talkers.mention(person=mina)
    assert asked not in talkers.recent()

    post(sandbox, asked.channel, "-# In the queue.", asked.message, f"tokki:stop:{asked.id}")

    assert asked in talkers.recent()
    assert asked in talkers.open()


async def test_an_answer_in_a_thread_of_its_own_is_found_there(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    other = await talkers.mention(words=(30, 40))
    asked = await talkers.mention(words=(30, 40))
    assert asked.message
    sentence = f"{no_memory()} (abcde1)"  # is no word of question 1
    thread = sandbox.world.start_thread(asked.channel, "x", sandbox.bot, asked.message)
    post(sandbox, thread, sentence)
    talkers.open()

    assert [each.content for each in asked.replies] == [sentence]
    assert not other.replies
    thread.gone = True
    assert asked.fate is Fate.GONE


async def test_a_thread_is_archived_once_nobody_comes_back_to_it(
    sandbox: Sandbox, talkers: Talkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_talkers, "_AT_WORK", 0.0)
    monkeypatch.setattr(_talkers, "_BACK", 3)
    ended, growing = [await talkers.mention(words=(30, 40)) for _ in range(2)]
    threads = [
        sandbox.world.start_thread(each.channel, "x", sandbox.bot, each.message)
        for each in (ended, growing)
    ]
    post(sandbox, threads[0], ended.meant[0])
    post(sandbox, threads[1], growing.meant[0][:20])
    await talkers.mention()
    await talkers.ask()
    assert [each.archived for each in threads] == [False, False]

    await talkers.mention()
    await talkers.ask()
    assert [each.archived for each in threads] == [True, False]


async def test_what_only_the_presser_of_a_button_is_told_is_no_answer(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    asked = await talkers.mention(words=(30, 40))
    assert asked.message
    thread = sandbox.world.start_thread(asked.channel, "x", sandbox.bot, asked.message)
    post(sandbox, thread, asked.meant[0], button=f"tokki:retry:{asked.id}")
    talkers.open()
    await talkers.press(asked, *asked.buttons[0])
    told = post(sandbox, thread, no_memory(), flags=MessageFlag.EPHEMERAL)
    asked.presses[0].interaction.keep(told)
    talkers.open()

    assert asked.fate is Fate.ANSWERED
    assert not talkers.claims.strays


async def test_a_press_that_nothing_responds_to_is_excused_by_discord_alone(
    sandbox: Sandbox, talkers: Talkers
) -> None:
    asked = await talkers.mention(words=(30, 40))
    message = post(sandbox, asked.channel, asked.meant[0], asked.message, f"tokki:retry:{asked.id}")
    talkers.open()
    for silent in (True, False):
        line = SimpleNamespace(connection=SimpleNamespace(silent=silent))
        asked.sessions = [line]  # type: ignore[list-item]  # all that is asked of one
        await talkers.press(asked, *asked.buttons[0])
    for call in asked.presses:
        call.interaction.fail_if_unanswered()

    assert message.id == asked.replies[0].id
    assert [call.failed and not call.excused for call in asked.presses] == [False, True]


def test_every_word_of_an_answer_names_its_question() -> None:
    assert all(word.endswith("17") for word in "".join(answer(50, 17)).split())
