from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from bot.core.account.prices import NANO_DOLLARS
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking, Values, resolve
from bot.core.config.limits import Limit, Measure, Subject, Use, Window
from bot.core.config.options import Layer
from bot.core.config.quotas import Charge, Till, limits, span, stand

NOW = 1_000_000.0
MINA = Asking(7, 1, 5)
A_MINUTE = Limit(Subject.PERSON, Window.MINUTE, Measure.QUESTIONS, 2)
A_DAY = Limit(Subject.SERVER, Window.DAY, Measure.TOKENS, 100)


def values(server: dict[str, Value]) -> Values:
    return resolve({Layer.SERVER: {"quota.person.minute.questions": 0, **server}})


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def test_only_what_is_limited_is_a_limit() -> None:
    assert limits(values({}), MINA, NOW) == []
    found = limits(
        values({"quota.server.month.dollars": 2.5, "quota.channel.day.tokens": 9}), MINA, NOW
    )
    assert found == [
        Limit(Subject.CHANNEL, Window.DAY, Measure.TOKENS, 9),
        Limit(Subject.SERVER, Window.MONTH, Measure.DOLLARS, 5 * NANO_DOLLARS // 2),
    ]


@pytest.mark.parametrize(
    ("roles", "most", "role"),
    [((), 10, 0), ((1,), 5, 1), ((1, 2), 50, 2), ((3, 2), None, 3), ((4,), 10, 0)],
)
def test_the_most_generous_role_stands_in_place_of_the_person(
    roles: tuple[int, ...], most: int | None, role: int
) -> None:
    of_roles: dict[str, Value] = {
        "quota.person.day.questions": 10,
        "quota.role.1.day.questions": 5,
        "quota.role.2.day.questions": 50,
        "quota.role.3.day.questions": 0,  # no limit
    }
    found = limits(values(of_roles), Asking(7, 1, 5, roles=roles), NOW)
    expected = Limit(Subject.PERSON, Window.DAY, Measure.QUESTIONS, most or 0, role)
    assert found == ([expected] if most else [])


def test_a_lifted_person_has_the_limits_of_channel_and_server_left() -> None:
    lifted: dict[str, Value] = {
        "quota.person.day.questions": 1,
        "quota.server.day.questions": 2,
        "lift.5": int(NOW) + 1,
    }
    assert [each.most for each in limits(values(lifted), MINA, NOW)] == [2]
    assert [each.most for each in limits(values(lifted), MINA, NOW + 1)] == [1, 2]
    assert [each.most for each in limits(values(lifted), Asking(7, 1, 6), NOW)] == [1, 2]


def test_direct_messages_have_the_persons_limits_alone() -> None:
    found: dict[str, Value] = {"quota.person.day.questions": 1, "quota.server.day.questions": 2}
    assert [each.most for each in limits(values(found), Asking(None, 1, 5), NOW)] == [1]


@pytest.mark.parametrize(
    ("window", "now", "since", "until"),
    [
        (Window.DAY, "2026-02-28T23:59:59", "2026-02-28", "2026-03-01"),
        (Window.DAY, "2026-03-01T00:00:00", "2026-03-01", "2026-03-02"),
        (Window.MONTH, "2026-12-31T12:00:00", "2026-12-01", "2027-01-01"),
        (Window.MONTH, "2028-02-29T12:00:00", "2028-02-01", "2028-03-01"),
    ],
)
def test_days_and_months_are_the_calendars(
    window: Window, now: str, since: str, until: str
) -> None:
    assert span(window, at(now)) == (at(since), at(until))


@given(st.integers(0, 4_000_000_000), st.sampled_from([Window.DAY, Window.MONTH]))
def test_a_moment_is_in_its_span_and_spans_have_no_gaps(now: int, window: Window) -> None:
    since, until = span(window, now)
    assert since <= now < until
    assert span(window, until)[0] == until
    assert span(window, until - 1) == (since, until)


def test_it_is_said_when_enough_is_back() -> None:
    used = [(30.0, 1), (10.0, 1), (20.0, 2)]
    limit = Limit(Subject.PERSON, Window.MINUTE, Measure.TOKENS, 4)
    assert [stand(limit, used, 0, needed).back for needed in (1, 2, 3, 4, 5)] == [
        *(10.0, 20.0, 20.0, 30.0),
        None,  # more than the whole limit
    ]
    assert stand(limit, used, 0, None).back == 10.0
    assert stand(limit, used[:1], 0, 3).back is None
    assert stand(limit, used[:1], 0, 3).fits
    held = stand(limit, [(10.0, 1)], 3, 2)
    assert (held.fits, held.left, held.back) == (False, 0, None)  # when an answer ends
    assert stand(limit, used[:1], 0, None).back == 30.0


def test_a_question_counts_for_a_minute_from_its_admission_on() -> None:
    till = Till()
    till.hold(1, MINA, Use(1, 500), NOW)
    till.settle(1, Use(1, 300), NOW + 50)
    standing = till.stand(A_MINUTE, MINA, {}, till.open.values(), Use(2))
    assert (standing.booked, standing.fits, standing.back) == (1, False, NOW + 60)
    till.expire(NOW + 60)
    assert till.stand(A_MINUTE, MINA, {}, till.open.values(), Use(2)).fits
    tokens = Limit(Subject.PERSON, Window.MINUTE, Measure.TOKENS, 1000)
    assert till.stand(tokens, MINA, {}, (), None).booked == 300


def test_a_limit_counts_what_its_subject_used() -> None:
    till = Till()
    for number, asking in enumerate((MINA, Asking(7, 2, 5), Asking(7, 11, 6, parent_id=1))):
        till.hold(number, asking, Use(1, 10), NOW)
    counted = {
        subject: till.stand(
            Limit(subject, Window.MINUTE, Measure.TOKENS, 99), MINA, {}, till.open.values(), None
        ).held
        for subject in Subject
    }
    assert counted == {Subject.PERSON: 20, Subject.CHANNEL: 20, Subject.SERVER: 30}


def test_settling_twice_counts_once() -> None:
    till = Till()
    till.hold(1, MINA, Use(1, 10), NOW)
    assert till.settle(1, Use(1, 7), NOW)
    assert not till.settle(1, Use(1, 7), NOW)
    assert sum(charge.use.tokens for charge in till.recent) == 7


def test_what_never_reached_the_model_costs_its_minute_alone() -> None:
    till = Till()
    till.hold(1, MINA, Use(1, 10), NOW)
    assert till.settle(1, None, NOW)
    assert till.recent == [Charge(MINA, Use(1), NOW + 60)]
    assert till.stand(A_DAY, MINA, {}, till.open.values(), None).left == 100


STEPS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(0, 30), st.booleans()),
    max_size=40,
)


@given(STEPS)
def test_no_order_of_admissions_and_settlements_exceeds_a_limit(
    steps: list[tuple[int, int, int, bool]],
) -> None:
    till, now, booked = Till(), NOW, 0
    minute = Limit(Subject.SERVER, Window.MINUTE, Measure.TOKENS, 60)
    spent: list[tuple[float, int]] = []  # when what was used
    for number, (estimate, used, pause, ends_oldest) in enumerate(steps):
        now += pause
        till.expire(now)
        sums = {(Subject.SERVER, Window.DAY): (NOW * 2, Use(tokens=booked))}
        standings = [
            till.stand(limit, MINA, sums, till.open.values(), Use(1, estimate))
            for limit in (A_DAY, A_MINUTE, minute)
        ]
        if all(standing.fits for standing in standings):
            till.hold(number, MINA, Use(1, estimate), now)
        if till.open and ends_oldest:
            oldest = min(till.open)
            real = min(used, till.open[oldest].use.tokens)
            till.settle(oldest, Use(1, real), now)
            booked += real
            spent.append((now, real))
        assert booked <= A_DAY.most
        assert sum(tokens for when, tokens in spent if when > now - 60) <= minute.most
