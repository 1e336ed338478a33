import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from bot.chat.books import ANSWER, Entry, Selection, Totals
from bot.chat.settings.effective import Effective
from bot.chat.settings.quotas import Admission, Quotas, Refusal
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking, Scope, resolve
from bot.core.config.limits import Measure, Subject, Use, Window
from bot.core.config.options import Layer
from bot.core.errors import StorageError
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from tests.config_fakes import ASKING, FakeConfigStore, a_configuration
from tests.fakes import FakeBooks, FakeClock
from tests.virtual_time import VirtualTimeLoop

ADMIN = 9
DAY = 86_400
MIDNIGHT = 1_790_035_200.0  # the first one after the fake clock's beginning
ONE = Use(1, 100, 1000)
OPEN: dict[str, Value] = {"open_answers": 0, "quota.person.minute.questions": 0}


class Desk:
    """Quotas over fakes, and what an answerer does with them."""

    def __init__(self) -> None:
        self.books = FakeBooks()
        self.store = FakeConfigStore()
        self.configuration = a_configuration(self.store)
        self.quotas = Quotas(self.books, self.store, self.configuration, FakeClock())

    async def book(self, asking: Asking, use: Use) -> None:
        usage = Usage(use.tokens, 0)
        entry = Entry(
            FakeClock().wall(),
            asking.server_id,
            asking.place_id,
            asking.person_id,
            1,
            ANSWER,
            "m",
            usage,
            0.1,
            1.0,
            use.cost,
            TurnState.COMPLETE,
        )
        await self.books.book(entry)

    async def answer(self, effective: Effective, use: Use = ONE) -> list[int]:
        """Ask and be answered; gives the per cents that admins are told of."""
        admission = await self.quotas.admit(effective, use)
        assert isinstance(admission, Admission), admission
        await self.book(effective.asking, use)
        return [notice.percent for notice in await self.quotas.settle(admission, use)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def having(values: dict[str, Value], asking: Asking = ASKING) -> Effective:
    return Effective(asking, resolve({Layer.SERVER: {**OPEN, **values}}))


def defaults(asking: Asking = ASKING) -> Effective:
    return Effective(asking, resolve({}))


async def test_by_default_a_person_asks_twenty_questions_a_minute(desk: Desk) -> None:
    started = FakeClock().wall()
    for _ in range(20):
        await desk.answer(defaults())
        await asyncio.sleep(1)
    refusal = await desk.quotas.admit(defaults(), ONE)
    assert isinstance(refusal, Refusal)
    limit = refusal.standing.limit
    assert (limit.subject, limit.window, limit.measure) == ("person", "minute", "questions")
    assert (limit.most, refusal.standing.back) == (20, started + 60)
    assert isinstance(await desk.quotas.admit(defaults(Asking(7, 1, 6)), ONE), Admission)
    await asyncio.sleep(40)
    assert isinstance(await desk.quotas.admit(defaults(), ONE), Admission)


@pytest.mark.parametrize("window", Window)
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("subject", Subject)
async def test_ten_questions_at_once_do_not_pass_a_limit_of_one(
    desk: Desk, subject: Subject, measure: Measure, window: Window
) -> None:
    most = 1e-6 if measure is Measure.DOLLARS else ONE.of(measure)
    effective = having({f"quota.{subject}.{window}.{measure}": most})
    given = await asyncio.gather(*(desk.quotas.admit(effective, ONE) for _ in range(10)))
    assert sum(isinstance(each, Admission) for each in given) == 1
    refusal = next(each for each in given if isinstance(each, Refusal))
    assert refusal.notices == []  # an open answer is no use yet


async def test_a_refusal_says_which_limit_and_when_it_comes_back(desk: Desk) -> None:
    effective = having({"quota.person.day.tokens": 250, "quota.person.minute.tokens": 250})
    await desk.answer(effective)
    await desk.answer(effective)
    refusal = await desk.quotas.admit(effective, ONE)
    assert isinstance(refusal, Refusal)
    standing = refusal.standing
    assert standing.limit.window is Window.DAY
    assert (standing.booked, standing.needed, standing.left) == (200, 100, 50)
    assert standing.back == MIDNIGHT
    await asyncio.sleep(MIDNIGHT - FakeClock().wall())
    assert isinstance(await desk.quotas.admit(effective, ONE), Admission)


async def test_dollars_that_are_used_up_are_not_spent_on_a_model_without_a_price(
    desk: Desk,
) -> None:
    effective = having({"quota.server.day.dollars": 1e-6})
    unpriced = Use(1, 100)
    assert isinstance(await desk.quotas.admit(effective, unpriced), Admission)
    await desk.answer(effective)
    refusal = await desk.quotas.admit(effective, unpriced)
    assert isinstance(refusal, Refusal)
    assert refusal.standing.back == MIDNIGHT


async def test_a_limit_held_by_open_answers_is_back_when_they_end(desk: Desk) -> None:
    effective = having({"quota.server.day.tokens": 150})
    admission = await desk.quotas.admit(effective, ONE)
    assert isinstance(admission, Admission)
    refusal = await desk.quotas.admit(effective, ONE)
    assert isinstance(refusal, Refusal)
    assert (refusal.standing.held, refusal.standing.back) == (100, None)
    await desk.book(ASKING, Use(1, 20))
    await desk.quotas.settle(admission, Use(1, 20))
    assert isinstance(await desk.quotas.admit(effective, ONE), Admission)


async def test_what_never_reached_the_model_is_given_back(desk: Desk) -> None:
    effective = having({"quota.person.day.questions": 1})
    admission = await desk.quotas.admit(effective, ONE)
    assert isinstance(admission, Admission)
    assert await desk.quotas.settle(admission, None) == []
    assert isinstance(await desk.quotas.admit(effective, ONE), Admission)


async def test_settling_twice_releases_once(desk: Desk) -> None:
    effective = having({"quota.server.minute.tokens": 250})
    first = await desk.quotas.admit(effective, ONE)
    assert isinstance(first, Admission)
    await desk.quotas.settle(first, ONE)
    await desk.quotas.settle(first, ONE)
    (standing,) = await desk.quotas.left(effective)
    assert standing.booked == 100


async def test_a_threads_use_counts_for_its_channel(desk: Desk) -> None:
    limit: dict[str, Value] = {"quota.channel.day.questions": 2}
    await desk.answer(having(limit))
    await desk.answer(having(limit, Asking(7, 11, 6, parent_id=1)))
    assert isinstance(await desk.quotas.admit(having(limit), ONE), Refusal)
    assert isinstance(await desk.quotas.admit(having(limit, Asking(7, 2, 5)), ONE), Admission)


async def test_a_persons_use_counts_in_its_server_alone(desk: Desk) -> None:
    limit: dict[str, Value] = {"quota.person.day.questions": 1}
    await desk.answer(having(limit))
    assert isinstance(await desk.quotas.admit(having(limit, Asking(7, 2, 5)), ONE), Refusal)
    for asking in (Asking(8, 2, 5), Asking(None, 3, 5)):
        await desk.answer(having(limit, asking))
        assert isinstance(await desk.quotas.admit(having(limit, asking), ONE), Refusal)


async def test_what_others_use_is_not_a_persons(desk: Desk) -> None:
    limit: dict[str, Value] = {"quota.person.day.questions": 1}
    await desk.answer(having(limit))
    await desk.answer(having(limit, Asking(7, 1, 6)))


async def test_an_open_question_counts_once_in_its_minute(desk: Desk) -> None:
    effective = having({"quota.person.minute.questions": 2})
    given = [await desk.quotas.admit(effective, ONE) for _ in range(3)]
    assert [type(each) for each in given] == [Admission, Admission, Refusal]


async def test_only_what_is_limited_is_summed(desk: Desk) -> None:
    desk.books.broken = True  # and nobody would notice
    await desk.quotas.admit(defaults(), ONE)
    assert len(await desk.quotas.left(defaults())) == 1


async def test_books_out_of_reach_refuse_nobody_and_still_hold(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.books.broken = True
    effective = having({"quota.person.day.questions": 1})
    assert isinstance(await desk.quotas.admit(effective, ONE), Admission)
    assert "quota.unknown" in caplog.text
    assert isinstance(await desk.quotas.admit(effective, ONE), Refusal)


async def test_what_is_left_and_when_it_comes_back(desk: Desk) -> None:
    effective = having(
        {
            "quota.person.day.tokens": 250,
            "quota.person.minute.questions": 3,
            "quota.server.month.dollars": 1.0,
        }
    )
    before = FakeClock().wall()
    await desk.answer(effective)
    left = [(each.limit.window, each.left, each.back) for each in await desk.quotas.left(effective)]
    assert left[:2] == [(Window.MINUTE, 2, before + 60), (Window.DAY, 150, MIDNIGHT)]
    assert left[2][:2] == (Window.MONTH, 10**9 - 1000)


async def test_admins_are_told_once_at_80_and_once_at_100_per_cent(desk: Desk) -> None:
    effective = having({"quota.server.day.questions": 5})
    assert [await desk.answer(effective) for _ in range(5)] == [[], [], [], [80], [100]]
    refusal = await desk.quotas.admit(effective, ONE)
    assert isinstance(refusal, Refusal)
    assert refusal.notices == []
    await asyncio.sleep(DAY)
    assert [await desk.answer(effective) for _ in range(4)] == [[], [], [], [80]]


async def test_a_jump_over_both_marks_is_told_once(desk: Desk) -> None:
    effective = having({"quota.server.month.tokens": 100})
    assert await desk.answer(effective) == [100]


async def test_a_refusal_before_the_limit_is_quite_used_up_is_told_as_100(desk: Desk) -> None:
    effective = having({"quota.person.day.tokens": 150})
    await desk.answer(effective)
    refusal = await desk.quotas.admit(effective, ONE)
    assert isinstance(refusal, Refusal)
    (notice,) = refusal.notices
    assert (notice.percent, notice.subject_id, notice.until) == (100, 5, MIDNIGHT)
    again = await desk.quotas.admit(effective, ONE)
    assert isinstance(again, Refusal)
    assert again.notices == []
    assert await desk.answer(effective, Use(1, 40)) == []


async def test_admins_who_raise_a_limit_are_told_of_the_new_one(desk: Desk) -> None:
    assert await desk.answer(having({"quota.server.month.questions": 1})) == [100]
    raised = having({"quota.server.month.questions": 5})
    assert [await desk.answer(raised) for _ in range(4)] == [[], [], [80], [100]]


async def test_no_restart_repeats_a_notice(desk: Desk) -> None:
    effective = having({"quota.server.day.questions": 1})
    assert await desk.answer(effective) == [100]
    desk.quotas = Quotas(desk.books, desk.store, desk.configuration, FakeClock())
    refusal = await desk.quotas.admit(effective, ONE)
    assert isinstance(refusal, Refusal)
    assert refusal.notices == []


async def test_no_notice_of_minutes_and_direct_messages(desk: Desk) -> None:
    assert await desk.answer(having({"quota.server.minute.questions": 1})) == []
    alone = having({"quota.person.day.questions": 1}, Asking(None, 3, 5))
    assert await desk.answer(alone) == []


async def test_a_store_out_of_reach_costs_the_notice_alone(desk: Desk) -> None:
    desk.store.broken = True
    assert await desk.answer(having({"quota.server.day.questions": 1})) == []


async def test_an_admin_lifts_a_persons_quotas_for_a_while(desk: Desk) -> None:
    server = Scope.server(7)
    await desk.configuration.set(server, "quota.person.minute.questions", "1", ADMIN)
    await desk.answer(await desk.configuration.effective(ASKING))
    refused = await desk.configuration.effective(ASKING)
    assert isinstance(await desk.quotas.admit(refused, ONE), Refusal)
    await desk.quotas.lift(7, 5, FakeClock().wall() + 10.5, ADMIN)
    lifted = await desk.configuration.effective(ASKING)
    await desk.answer(lifted)
    await asyncio.sleep(11)
    assert isinstance(await desk.quotas.admit(lifted, ONE), Refusal)
    (change, *_) = await desk.configuration.history(7)
    assert (change.slot.key, change.author_id) == ("lift.5", ADMIN)


async def test_a_role_gives_its_people_another_limit(desk: Desk) -> None:
    limits: dict[str, Value] = {"quota.person.day.questions": 1, "quota.role.3.day.questions": 2}
    member = having(limits, replace(ASKING, roles=(3,)))
    await desk.answer(member)
    await desk.answer(member)
    refusal = await desk.quotas.admit(member, ONE)
    assert isinstance(refusal, Refusal)
    assert refusal.standing.limit.role_id == 3


async def test_the_idle_are_not_remembered_for_ever(desk: Desk) -> None:
    for server in range(1, 1101):
        await desk.answer(defaults(Asking(server, 1, 5)))
        await asyncio.sleep(1)
    assert len(desk.quotas._tills) < 1101


class SlowBooks(FakeBooks):
    """Sums, and takes its time before and after: what is booked meanwhile may be missing."""

    async def totals(self, which: Selection) -> Totals:
        await asyncio.sleep(0.3)
        found = await super().totals(which)
        await asyncio.sleep(0.3)
        return found


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.floats(0, 5), st.floats(0, 3), st.integers(1, 60), st.integers(0, 60)),
        min_size=2,
        max_size=15,
    )
)
def test_no_interleaving_of_questions_and_answers_exceeds_a_quota(
    questions: list[tuple[float, float, int, int]],
) -> None:
    async def ask(desk: Desk, at: float, seconds: float, estimate: int, used: int) -> None:
        effective = having({"quota.server.day.tokens": 100, "quota.person.day.questions": 4})
        await asyncio.sleep(at)
        admission = await desk.quotas.admit(effective, Use(1, estimate))
        if isinstance(admission, Admission):
            await asyncio.sleep(seconds)
            use = Use(1, min(used, estimate))
            await desk.book(ASKING, use)
            await desk.quotas.settle(admission, use)

    async def body() -> None:
        desk = Desk()
        desk.books = SlowBooks()
        desk.quotas = Quotas(desk.books, desk.store, desk.configuration, FakeClock())
        await asyncio.gather(*(ask(desk, *question) for question in questions))
        assert sum(entry.usage.prompt_tokens for entry in desk.books.entries) <= 100
        assert 1 <= len(desk.books.entries) <= 4

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(body())


async def test_a_lift_that_cannot_be_stored_is_an_error(desk: Desk) -> None:
    desk.store.broken = True
    with pytest.raises(StorageError):
        await desk.quotas.lift(7, 5, 9e9, ADMIN)
