"""Half-written replies of a process that is no more."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest

from bot.chat import texts
from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.remembering.prompting import Style
from bot.core.errors import (
    ForbiddenError,
    GoneError,
    HiddenError,
    RefusedError,
    StorageError,
    SurfaceError,
    UnavailableError,
)
from bot.core.reply.draft import Control, Controls
from bot.core.talk.turns import Answer, TurnState
from tests.answerers import an_answerer
from tests.fakes import FakeClock, FakeMemory, FakeModel, FakeSurface, a_question

STYLE = Style("fake-model", facts=False, notice_after=0)
SMALL = f"-# {texts.stopping()}"


class Channel(FakeSurface):
    """A channel whose history is broken as often as it is told."""

    def __init__(self, *shown: str, history: Sequence[SurfaceError] = ()) -> None:
        super().__init__(messages=dict(enumerate(shown, 500)))
        self.history = list(history)

    async def left_behind(self, known: Sequence[int]) -> list[int]:
        if self.history:
            raise self.history.pop(0)
        return await super().left_behind(known)


class Silent(FakeSurface):
    """A channel that takes the first message without saying so, and then lets the bot write none."""

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        if self.posted:
            raise ForbiddenError("50013")
        await super().post(text, controls, first=first)
        raise UnavailableError("503")


class Telling(FakeSurface):
    """A channel in Discord, which tells of every deletion, of the bot's own too."""

    def __init__(self, answerer: Answerer, messages: dict[int, str]) -> None:
        super().__init__(messages=messages)
        self._answerer = answerer

    async def delete(self, message_id: int) -> None:
        await super().delete(message_id)
        await self._answerer.deleted(1, message_id)


async def killed(text: str, *message_ids: int, message: int = 100) -> FakeMemory:
    """Give the memory that a process left when it was killed."""
    memory = FakeMemory()
    question = a_question(message=message)
    await memory.add_question(question)
    answer = Answer(text, TurnState.WRITING, "fake-model", message_ids, FakeClock().wall() - 60)
    await memory.put_answer(question, answer)
    memory.own.clear()
    return memory


async def recover(answerer: Answerer, surface: FakeSurface) -> int:
    return await answerer.recover(FakeClock().wall(), lambda _: surface)


def starting(dispatcher: Dispatcher, memory: FakeMemory, *pieces: str | float) -> Answerer:
    return an_answerer(FakeModel(*pieces), memory, dispatcher, STYLE)


async def test_the_text_is_kept_the_cursor_goes_and_retry_comes(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    answerer = starting(dispatcher, memory)
    assert await recover(answerer, surface) == 1
    assert surface.shown == [f"Once upon a\n{SMALL}"]
    assert surface.controls == {500: (Control.RETRY,)}
    assert memory.answers[100].state is TurnState.INTERRUPTED
    assert memory.answers[100].text == "Once upon a"
    assert memory.answers[100].message_ids == (500,)
    assert await recover(answerer, surface) == 0
    assert len(surface.log) == 1


async def test_a_sentence_appears_where_nothing_was_shown(dispatcher: Dispatcher) -> None:
    memory, surface = await killed(""), Channel()
    await recover(starting(dispatcher, memory), surface)
    assert surface.shown == [SMALL]
    assert surface.controls == {1000: (Control.RETRY,)}
    assert memory.answers[100].message_ids == (1000,)


async def test_a_notice_without_text_becomes_the_sentence(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("", 500), Channel("-# You are number 2 in the queue.")
    await recover(starting(dispatcher, memory), surface)
    assert surface.shown == [SMALL]


async def test_a_message_that_the_memory_does_not_know_is_used(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("Once upon a"), Channel("Once upon a time ▌")
    await recover(starting(dispatcher, memory), surface)
    assert surface.shown == [f"Once upon a\n{SMALL}"]
    assert memory.answers[100].message_ids == (500,)


async def test_a_message_too_many_goes_and_takes_nothing_from_the_memory(
    dispatcher: Dispatcher,
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a", "time ▌")
    answerer = starting(dispatcher, memory)

    telling = Telling(answerer, surface.messages)
    await recover(answerer, telling)
    assert telling.messages == {500: f"Once upon a\n{SMALL}"}
    assert memory.answers[100].message_ids == (500,)
    assert memory.changes == {1: [100]}


@pytest.mark.parametrize("error", [GoneError("10003"), RefusedError("50001")])
async def test_a_channel_that_is_closed_to_us_is_left_alone_from_then_on(
    dispatcher: Dispatcher, error: SurfaceError
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌", history=[error])
    surface.failures = [error] * 3
    answerer = starting(dispatcher, memory)
    assert await recover(answerer, surface) == 1
    assert memory.answers[100].state is TurnState.INTERRUPTED
    assert await recover(answerer, surface) == 0


HOUR = 3600.0


async def look(answerer: Answerer, surface: FakeSurface, seconds: float) -> None:
    """Look every ten seconds, as the cog does."""
    for _ in range(int(seconds / 10)):
        await recover(answerer, surface)
        await asyncio.sleep(10)


async def test_where_the_bot_may_not_write_now_it_is_tried_at_growing_intervals_and_then_marked(
    dispatcher: Dispatcher,
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    surface.failures = [HiddenError("50001")] * 1000
    answerer = starting(dispatcher, memory)
    await look(answerer, surface, HOUR)
    tries = [at for at, _, _ in surface.log]
    waits = [round(later - earlier, -1) for earlier, later in pairwise(tries)]
    assert waits[:5] == [10, 20, 40, 80, 160]
    assert max(waits) <= 610
    surface.failures.clear()
    await look(answerer, surface, 700)
    assert surface.shown == [f"Once upon a\n{SMALL}"]
    assert memory.answers[100].state is TurnState.INTERRUPTED


async def test_between_two_tries_other_processes_see_that_somebody_does_it(
    dispatcher: Dispatcher,
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    surface.failures = [ForbiddenError("160005")] * 1000
    answerer = starting(dispatcher, memory)
    for _ in range(100):
        await recover(answerer, surface)
        assert FakeClock().wall() - memory.answers[100].at < 1
        await asyncio.sleep(10)


async def test_after_a_day_it_is_left_alone(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    surface.failures = [HiddenError("50001")] * 1000
    answerer = starting(dispatcher, memory)
    await look(answerer, surface, 25 * HOUR)
    assert memory.answers[100].state is TurnState.INTERRUPTED
    assert memory.answers[100].text == "Once upon a"
    assert len(surface.log) < 200
    assert await recover(answerer, surface) == 0


@pytest.mark.parametrize("errors", [[HiddenError("50001")] * 3, [UnavailableError("503")] * 80])
async def test_what_is_lost_in_mid_answer_is_kept_and_ended_later(
    dispatcher: Dispatcher, errors: list[SurfaceError]
) -> None:
    memory, surface = FakeMemory(), FakeSurface()
    answerer = starting(dispatcher, memory, "Once ", 5.0, "upon a time.")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(3)
        surface.failures = [*errors]
    assert [answer.state for answer in memory.answers.values()] == [TurnState.WRITING]
    assert "▌" in surface.shown[0]
    await look(answerer, surface, 100)
    assert surface.shown == [f"Once upon a time.\n{SMALL}"]
    assert memory.answers[100].text == "Once upon a time."
    assert memory.answers[100].state is TurnState.INTERRUPTED
    assert memory.answers[100].completion_tokens


async def test_what_was_never_shown_is_not_told_later(dispatcher: Dispatcher) -> None:
    memory, surface = FakeMemory(), FakeSurface(failures=[ForbiddenError("50013")])
    answerer = starting(dispatcher, memory, "Once.")
    await answerer.answer(a_question(), surface)
    await look(answerer, surface, 100)
    assert surface.shown == []
    assert len(surface.log) == 1
    assert memory.answers[100].state is TurnState.COMPLETE


async def test_what_discord_took_without_saying_so_is_ended_later(dispatcher: Dispatcher) -> None:
    memory, surface = FakeMemory(), Silent()
    answerer = starting(dispatcher, memory, "Once ", 5.0, "upon a time.")
    await answerer.answer(a_question(), surface)
    assert surface.shown == ["Once ▌"]
    await look(answerer, surface, 100)
    assert surface.shown == [f"Once\n{SMALL}"]
    assert memory.answers[100].message_ids == (1000,)


async def test_one_that_is_asked_anew_meanwhile_is_not_overwritten(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    surface.failures = [HiddenError("50001")]
    answerer = starting(dispatcher, memory, "Twice.")
    await recover(answerer, surface)
    await answerer.ask_anew(a_question("How often?"), surface)
    await look(answerer, surface, 100)
    assert surface.shown == ["Twice."]
    assert memory.answers[100].text == "Twice."


@pytest.mark.parametrize(
    ("text", "shown"), [("Once upon a", ["Once upon a ▌"]), ("", [])], ids=["shown", "not shown"]
)
async def test_one_that_is_asked_anew_while_it_is_marked_is_written_behind_that(
    dispatcher: Dispatcher, text: str, shown: list[str]
) -> None:
    memory, surface = await killed(text, *range(500, 500 + len(shown))), Channel(*shown)
    surface.delay, surface.failures = 0.5, [UnavailableError("503")]
    answerer = starting(dispatcher, memory, "Twice.")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.ask_anew(a_question("How often?"), surface))
        await asyncio.sleep(1)
        tasks.create_task(recover(answerer, surface))
    assert surface.shown == ["Twice."]
    assert memory.answers[100].text == "Twice."
    assert memory.answers[100].state is TurnState.COMPLETE


async def test_without_the_history_the_known_messages_are_marked(dispatcher: Dispatcher) -> None:
    history = [RefusedError("50001")]
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌", history=history)
    await recover(starting(dispatcher, memory), surface)
    assert surface.shown == [f"Once upon a\n{SMALL}"]


@pytest.mark.parametrize("where", ["history", "edit"])
async def test_what_discord_was_out_of_reach_for_is_marked_the_next_time(
    dispatcher: Dispatcher, where: str
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    outage: list[SurfaceError] = [UnavailableError("503")] * (1 if where == "history" else 100)
    (surface.history if where == "history" else surface.failures).extend(outage)
    answerer = starting(dispatcher, memory)
    await recover(answerer, surface)
    assert [answer.state for answer in memory.answers.values()] == [TurnState.WRITING]
    surface.failures.clear()
    assert await recover(answerer, surface) == 1
    assert surface.shown == [f"Once upon a\n{SMALL}"]
    assert memory.answers[100].state is TurnState.INTERRUPTED


async def test_one_that_is_being_marked_shows_other_processes_that_somebody_does_it(
    dispatcher: Dispatcher,
) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    surface.failures = [UnavailableError("503")] * 10
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(recover(starting(dispatcher, memory), surface))
        await asyncio.sleep(45)
        assert FakeClock().wall() - memory.answers[100].at <= 12
        assert memory.answers[100].text == "Once upon a"


async def test_retry_goes_on_from_what_was_kept(dispatcher: Dispatcher) -> None:
    memory, surface = await killed("Once upon a", 500), Channel("Once upon a ▌")
    answerer = starting(dispatcher, memory, " time.")
    await recover(answerer, surface)
    exchange = await memory.exchange(1, 100)
    assert exchange
    await answerer.go_on(exchange, surface)
    assert memory.answers[100].text == "Once upon a time."
    assert memory.answers[100].state is TurnState.COMPLETE


async def test_a_reply_that_this_process_writes_is_not_taken_for_left_behind(
    dispatcher: Dispatcher,
) -> None:
    memory, surface = FakeMemory(), FakeSurface()
    answerer = an_answerer(FakeModel("A", 30.0, "B"), memory, dispatcher, STYLE)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(answerer.answer(a_question(), surface))
        await asyncio.sleep(20)
        assert await recover(answerer, surface) == 0
    assert surface.shown == ["AB"]


async def test_a_memory_that_is_away_is_said_to_the_caller(dispatcher: Dispatcher) -> None:
    memory = await killed("Once upon a", 500)
    memory.broken = True
    with pytest.raises(StorageError):
        await recover(starting(dispatcher, memory), Channel())


async def test_a_shorter_answer_deletes_messages_and_takes_nothing_from_the_memory(
    dispatcher: Dispatcher,
) -> None:
    memory = await killed("Once upon a time", 500, 501)
    answerer = starting(dispatcher, memory, "Once.")
    surface = Telling(answerer, {500: "Once upon", 501: "a time"})
    exchange = await memory.exchange(1, 100)
    assert exchange
    memory.own.add(100)
    await answerer.regenerate(exchange, surface)
    assert surface.messages == {500: "Once."}
    assert memory.answers[100].text == "Once."
    assert memory.answers[100].message_ids == (500,)
