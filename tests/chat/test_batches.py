import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.batching import batch_texts
from bot.chat.batching.batch_port import Batch
from bot.chat.batching.batch_rows import RowAsker
from bot.chat.batching.batches import (
    GIVE_UP_AFTER,
    GRACE,
    LONGEST_WAIT,
    RESUME_EVERY,
    SHOW_EVERY,
    BatchRunner,
)
from bot.chat.remembering.prompting import Style
from bot.core.account.routing import AUTO
from bot.core.config.kinds import Value
from bot.core.errors import (
    Fault,
    ForbiddenError,
    GoneError,
    HiddenError,
    ModelError,
    RefusedError,
    SurfaceError,
    UnavailableError,
)
from bot.core.reply.draft import Control
from bot.core.talk.turns import Role, TurnState
from tests.answerers import a_policy
from tests.batch_fakes import FakeBatches, PacedModel, Shared
from tests.fakes import FakeBooks, FakeClock, FakeSurface

A_BATCH = Batch(500, 1, 7, 5, "questions.csv", "fake-model")
TWELVE = [f"Question {number}" for number in range(1, 13)]


@dataclass
class ResultSurface(FakeSurface):
    """A channel that may refuse its files, or take *upload* seconds for them."""

    refusals: list[SurfaceError] = field(default_factory=list)
    upload: float = 0.0

    async def attach(self, name: str, text: str) -> int:
        await asyncio.sleep(self.upload)
        if self.refusals:
            raise self.refusals.pop(0)
        return await super().attach(name, text)

    def rows(self) -> list[list[str]]:
        """The cells of the only file, without the header."""
        (text,) = self.files
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]

    def outcomes(self) -> list[str]:
        return [cells[3] for cells in self.rows()]


class World:
    """One database, model and channel, and as many processes as a test starts."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher
        self.shared = Shared()
        self.model = PacedModel()
        self.books = FakeBooks()
        self.surface = ResultSurface()
        self.settings: dict[str, Value] = {}

    @asynccontextmanager
    async def process(
        self, owner: str = "one", at_once: int = 3, grace: float = GRACE
    ) -> AsyncIterator[BatchRunner]:
        """A process that is killed in the end, unless it was closed before."""
        style, clock = Style("fake-model"), FakeClock()
        policy = a_policy(self.model, style, None, self.books, None, **self.settings)
        asker = RowAsker(self.model, self.books, clock, policy, style)
        storage = FakeBatches(self.shared, owner)
        runner = BatchRunner(asker, storage, self.dispatcher, FakeClock(), grace, at_once)
        runner.connect(lambda batch: self.surface)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(runner.run())
            await asyncio.sleep(0)
            yield runner
            running.cancel()

    async def ended(self, within: float = 600.0) -> None:
        async with asyncio.timeout(within):
            while self.shared.batches:  # noqa: ASYNC110 - the runner tells nobody that it is done
                await asyncio.sleep(0.1)

    @property
    def shown(self) -> str:
        (text,) = self.surface.shown
        return text


@pytest.fixture
def world(dispatcher: Dispatcher) -> World:
    return World(dispatcher)


@pytest.mark.parametrize("subject", ["server", "channel"])
async def test_it_ends_when_a_limit_of_tokens_is_used_up_and_says_so(
    world: World, subject: str
) -> None:
    world.settings = {f"quota.{subject}.day.tokens": 50, f"quota.{subject}.day.questions": 1}
    async with world.process(at_once=1) as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    outcomes = world.surface.outcomes()
    asked = outcomes.count("complete")
    assert 1 < asked < 12
    assert outcomes == ["complete"] * asked + ["not asked"] * (12 - asked)
    assert "The limit is reached (50 tokens a day" in world.surface.rows()[-1][4]
    assert "<t:" not in world.surface.rows()[-1][4]  # only Discord can read that
    assert "The limit is reached" in world.shown


def once(asked: Iterable[str]) -> bool:
    return len(set(asked)) == len(list(asked))


async def test_every_question_is_answered_in_its_row(world: World) -> None:
    async with world.process() as runner:
        assert await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert [cells[1:4] for cells in world.surface.rows()] == [
        [question, f"Answer to {question}", "complete"] for question in TWELVE
    ]
    assert "12 of 12 questions answered" in world.shown
    assert "144 tokens · $0.000144" in world.shown
    assert world.surface.controls == {1000: ()}


async def test_a_few_questions_are_asked_at_once_each_as_its_server(world: World) -> None:
    async with world.process(at_once=2) as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert world.model.most_open == 2
    assert {request.tenant for request in world.model.requests} == {7}


async def test_questions_are_independent_and_follow_the_instructions(world: World) -> None:
    async with world.process() as runner:
        await runner.start(replace(A_BATCH, instructions="Be brief."), ["Why?", "How?"])
        await world.ended()
    said = [[(m.role, m.content) for m in each.messages] for each in world.model.requests]
    assert said == [
        [(Role.SYSTEM, "Be brief."), (Role.USER, "Why?")],
        [(Role.SYSTEM, "Be brief."), (Role.USER, "How?")],
    ]


async def test_auto_picks_a_model_by_each_question(world: World) -> None:
    async with world.process() as runner:
        await runner.start(replace(A_BATCH, model=AUTO), TWELVE)
        await world.ended()
    assert [(each.model, each.question) for each in world.model.requests] == [
        (AUTO, question) for question in TWELVE
    ]


async def test_the_progress_is_one_message_that_is_edited_every_two_seconds(world: World) -> None:
    world.model.pause = 0.9
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(2.5)
        assert "3 of 12 questions" in world.shown
        assert world.surface.controls == {1000: (Control.STOP,)}
        await world.ended()
    kinds = [kind for _, kind, _ in world.surface.log]
    assert kinds.count("post") == 1
    times = [at for at, kind, _ in world.surface.log if kind == "edit"]
    gaps = [later - at for at, later in pairwise(times[:-1])]  # the last says what came of it
    assert min(gaps) >= SHOW_EVERY - 0.01


async def test_a_failed_row_says_why_and_the_rest_goes_on(world: World) -> None:
    world.model.failures["Question 2"] = ModelError(Fault.REJECTED, "400 secret detail")
    world.model.breaks["Question 3"] = ModelError(Fault.INTERRUPTED, "broke off")
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    rows = world.surface.rows()
    assert [cells[3] for cells in rows] == ["complete", "failed", "failed"] + ["complete"] * 9
    assert rows[1][4].startswith(texts.fault_sentence(Fault.REJECTED))
    assert rows[2][2] == "Answer to Question 3"
    assert "10 of 12 questions answered · 2 failed" in world.shown
    assert "secret" not in world.surface.files[0]


@pytest.mark.parametrize("fault", [Fault.UNAUTHORIZED, Fault.UNPAID, Fault.KEY_REFUSED])
async def test_a_model_that_is_down_for_good_ends_the_batch_early(
    world: World, fault: Fault
) -> None:
    world.model.failures["Question 5"] = ModelError(fault)
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    rows = world.surface.rows()
    assert [cells[3] for cells in rows][4] == "failed"
    sentence = rows[4][4]  # with the number of the incident
    assert sentence.startswith(texts.fault_sentence(fault))
    assert [cells[3] for cells in rows][6:] == ["not asked"] * 6
    assert rows[-1][4] == batch_texts.not_asked(sentence)
    assert batch_texts.halted(sentence) in world.shown
    assert len(world.model.asked) == 6


async def test_every_question_is_booked_also_one_that_was_stopped(world: World) -> None:
    world.model.failures["Question 1"] = ModelError(Fault.REJECTED)
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(3.5)
        await runner.stop(A_BATCH.id)
        await world.ended()
    entries = world.books.entries
    assert {
        (each.purpose, each.server_id, each.channel_id, each.person_id) for each in entries
    } == {("batch", 7, 1, 5)}
    states = [each.outcome for each in entries]
    assert states.count(TurnState.COMPLETE) == world.surface.outcomes().count("complete")
    assert states.count(TurnState.STOPPED) == world.surface.outcomes().count("stopped") == 3
    assert sum(each.usage.completion_tokens for each in entries) == 2 * 3 + 3


async def test_stop_ends_the_requests_and_hands_over_what_there_is(world: World) -> None:
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(3.5)
        await runner.stop(A_BATCH.id)
        await asyncio.sleep(0.1)
        assert world.model.open == 0
        await world.ended()
    rows = world.surface.rows()
    assert [cells[3] for cells in rows] == ["complete"] * 3 + ["stopped"] * 3 + ["not asked"] * 6
    assert rows[3][2] == "Answer to "
    assert rows[-1][4] == batch_texts.stopped_before()
    assert batch_texts.stopped() in world.shown
    assert world.surface.controls == {1000: ()}


async def test_a_stop_reaches_the_process_that_runs_it(world: World) -> None:
    async with world.process("one") as one, world.process("two") as two:
        await one.start(A_BATCH, TWELVE)
        await asyncio.sleep(0.5)
        await two.stop(A_BATCH.id)
        await world.ended()
    assert world.surface.outcomes().count("stopped") == 3


async def test_a_server_has_one_batch_at_a_time(world: World) -> None:
    async with world.process() as runner:
        assert await runner.start(A_BATCH, TWELVE)
        assert not await runner.start(replace(A_BATCH, id=501, channel_id=2), TWELVE)
        assert await runner.start(replace(A_BATCH, id=502, server_id=8), TWELVE)
        await world.ended()
        assert await runner.start(replace(A_BATCH, id=503), TWELVE)
        await world.ended()


async def test_after_a_restart_it_goes_on_where_it_was_in_the_same_message(world: World) -> None:
    async with world.process("one") as one:
        await one.start(A_BATCH, TWELVE)
        await asyncio.sleep(4.5)
        await one.close()
        assert batch_texts.paused() in world.shown
        assert world.surface.controls == {1000: (Control.STOP,)}
    answered = [row.question for row in world.shared.rows[500] if row.result]
    assert len(answered) == 6
    before = len(world.model.asked)
    async with world.process("two"):
        await world.ended(within=RESUME_EVERY)
    assert not set(answered) & set(world.model.asked[before:])
    assert world.surface.outcomes() == ["complete"] * 12
    assert "12 of 12 questions answered" in world.shown


async def test_after_a_crash_another_process_goes_on(world: World) -> None:
    async with world.process("two"):
        async with world.process("one") as one:
            await one.start(A_BATCH, TWELVE)
            await asyncio.sleep(4.5)
        before, killed = len(world.model.asked), FakeClock().now()
        await world.ended(within=GRACE + RESUME_EVERY + 30)
        assert FakeClock().now() - killed > GRACE - SHOW_EVERY
    answered = [question for question in TWELVE if question not in world.model.asked[before:]]
    assert answered == TWELVE[:6]
    assert once(world.model.asked[before:])
    assert world.surface.outcomes() == ["complete"] * 12


async def test_where_there_is_one_process_the_next_one_goes_on_at_once(world: World) -> None:
    async with world.process("one", grace=0) as one:
        await one.start(A_BATCH, TWELVE)
        await asyncio.sleep(4.5)
    async with world.process("two", grace=0):
        await world.ended(within=RESUME_EVERY)
    assert world.surface.outcomes() == ["complete"] * 12


async def test_without_grace_a_running_batch_is_not_run_twice(world: World) -> None:
    world.model.pause = RESUME_EVERY
    async with world.process(grace=0) as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert sorted(world.model.asked) == sorted(TWELVE)
    assert len(world.surface.files) == 1


async def test_a_batch_that_was_stopped_before_a_crash_only_hands_over(world: World) -> None:
    async with world.process("one") as one:
        await one.start(A_BATCH, TWELVE)
        await asyncio.sleep(2.5)
        await FakeBatches(world.shared).stop(A_BATCH.id)
    before = len(world.model.asked)
    async with world.process("two"):
        await world.ended()
    assert len(world.model.asked) == before
    assert world.surface.outcomes() == ["complete"] * 3 + ["not asked"] * 9


async def test_who_lost_a_batch_to_another_process_lets_go(world: World) -> None:
    async with world.process("one", at_once=1) as one:
        await one.start(A_BATCH, TWELVE)
        await asyncio.sleep(0.5)
        await FakeBatches(world.shared, "two").claim(before=1e12, now=FakeClock().wall() + 1e6)
        await asyncio.sleep(SHOW_EVERY + 3)
        assert world.model.open == 0
        assert world.model.asked == TWELVE[:1]
        assert not world.surface.files
    assert A_BATCH.id in world.shared.batches


@pytest.mark.parametrize("error", [GoneError("unknown message"), RefusedError("no access")])
async def test_a_channel_that_is_lost_ends_the_batch(world: World, error: SurfaceError) -> None:
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(0.5)
        world.surface.failures.append(error)
        await world.ended()
        assert world.model.open == 0
    assert len(world.model.asked) < 12
    assert not world.surface.files


@pytest.mark.parametrize("error", [HiddenError("missing access"), ForbiddenError("locked")])
async def test_a_channel_that_is_closed_for_a_while_only_delays(
    world: World, error: SurfaceError
) -> None:
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(2.5)
        world.surface.failures = [error] * 2
        await asyncio.sleep(2)
        assert world.model.open == 0
        await world.ended(within=120)
    assert world.surface.failures == []
    assert world.surface.outcomes() == ["complete"] * 12
    assert world.surface.posted == 1
    assert len(world.model.asked) <= 12 + 2 * 3


async def test_a_channel_that_stays_closed_is_left_alone_after_a_day(world: World) -> None:
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(2.5)
        world.surface.failures = [HiddenError("missing access")] * 1000
        await asyncio.sleep(GIVE_UP_AFTER - LONGEST_WAIT)
        assert world.shared.batches
        await world.ended(within=3 * LONGEST_WAIT)
    assert not world.surface.files
    assert len(world.model.asked) < 1000


async def test_deleting_the_progress_ends_the_batch_at_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(0.5)
        runner.deleted(999)
        await asyncio.sleep(0.1)
        assert world.model.open == 3
        runner.deleted(1000)
        await asyncio.sleep(0.1)
        assert world.model.open == 0
        assert not world.shared.batches
    assert "batch.lost id=500" in caplog.text


async def test_an_outage_of_discord_delays_the_file_and_asks_nothing_again(world: World) -> None:
    world.surface.refusals = [UnavailableError("503")] * 3
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert world.surface.outcomes() == ["complete"] * 12
    assert sorted(world.model.asked) == sorted(TWELVE)
    assert world.surface.posted == 1


async def test_a_slow_upload_is_not_taken_for_a_dead_process(world: World) -> None:
    world.surface.upload = 2 * GRACE + RESUME_EVERY
    async with world.process("one") as one, world.process("two"):
        await one.start(A_BATCH, TWELVE)
        await world.ended()
    assert len(world.surface.files) == 1


async def test_a_batch_that_ended_elsewhere_meanwhile_is_left_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.process() as runner:
        world.shared.batches[500], world.shared.alive[500] = A_BATCH, ("gone", 0.0)
        await runner.resume_all()
        await asyncio.sleep(10)
    assert not world.surface.messages
    assert "batch.failed" not in caplog.text


async def test_a_file_that_discord_refuses_is_said(world: World) -> None:
    world.surface.refusals = [RefusedError("missing permissions")]
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert batch_texts.no_file() in world.shown


@pytest.mark.parametrize("pause", [0.9, 1.1])  # a result cannot be stored first, or a sign of life
async def test_a_database_that_fails_for_a_while_only_delays(world: World, pause: float) -> None:
    world.model.pause = pause
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await asyncio.sleep(2.5)
        world.shared.broken = True
        await asyncio.sleep(60)
        assert world.model.open == 0
        world.shared.broken = False
        await world.ended()
    assert world.surface.outcomes() == ["complete"] * 12
    assert world.surface.posted == 1


async def test_a_failure_of_our_own_ends_the_batch_with_what_there_is(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.model.failures["Question 5"] = ZeroDivisionError("a bug")
    async with world.process() as runner:
        await runner.start(A_BATCH, TWELVE)
        await world.ended()
    assert world.surface.outcomes()[:3] == ["complete"] * 3
    assert "Something went wrong on my side" in world.shown
    assert "a bug" in caplog.text
