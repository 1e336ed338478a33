import pytest
from hypothesis import given, strategies as st

from sandbox.limits import Level, Rule, Window, admit, drain

FIVE = Rule(5, 5.0)
moments = st.lists(st.floats(min_value=0, max_value=60), min_size=1, max_size=60).map(sorted)
rules = st.builds(
    Rule, st.integers(min_value=1, max_value=50), st.floats(min_value=0.25, max_value=10)
)


def test_five_requests_pass_at_once_and_the_sixth_waits_a_second() -> None:
    level: Level | None = None
    remaining = []
    for _ in range(5):
        level, verdict = drain(FIVE, level, 0.0)
        assert verdict.allowed
        remaining.append(verdict.remaining)
    _, verdict = drain(FIVE, level, 0.0)
    assert remaining == [4, 3, 2, 1, 0]
    assert not verdict.allowed
    assert verdict.retry_after == pytest.approx(1.0)


def test_one_request_comes_back_each_second() -> None:
    level: Level | None = Level(0.0, 0.0)
    for second in range(1, 20):
        level, verdict = drain(FIVE, level, float(second))
        assert verdict.allowed
        assert verdict.remaining == 0


def test_the_reset_tells_when_the_bucket_is_full_again() -> None:
    level, verdict = drain(FIVE, None, 0.0)
    assert verdict.reset_after == pytest.approx(1.0)
    _, verdict = drain(FIVE, level, 0.0)
    assert verdict.reset_after == pytest.approx(2.0)


def test_a_refused_request_costs_nothing() -> None:
    level = Level(0.5, 0.0)
    after, verdict = drain(FIVE, level, 0.0)
    assert not verdict.allowed
    assert after.tokens == pytest.approx(0.5)


@given(rules, moments)
def test_waiting_as_told_is_always_enough(rule: Rule, times: list[float]) -> None:
    level: Level | None = None
    for now in times:
        level, verdict = drain(rule, level, now)
        if not verdict.allowed:
            assert drain(rule, level, now + verdict.retry_after)[1].allowed


@given(rules, moments)
def test_no_more_pass_than_the_bucket_and_its_refill_give(rule: Rule, times: list[float]) -> None:
    level: Level | None = None
    passed = 0
    for now in times:
        level, verdict = drain(rule, level, now)
        passed += verdict.allowed
    assert passed <= rule.limit + (times[-1] - times[0]) * rule.refill + 1e-6


@given(rules, moments)
def test_remaining_counts_whole_requests_within_the_limit(rule: Rule, times: list[float]) -> None:
    level: Level | None = None
    for now in times:
        level, verdict = drain(rule, level, now)
        assert 0 <= verdict.remaining < rule.limit
        assert 0 <= verdict.reset_after <= rule.per + 1e-6


@given(rules, moments)
def test_a_window_never_lets_more_than_its_limit_through(rule: Rule, times: list[float]) -> None:
    window: Window | None = None
    passed: dict[float, int] = {}
    for now in times:
        window, verdict = admit(rule, window, now)
        passed[window.opened] = passed.get(window.opened, 0) + verdict.allowed
    assert max(passed.values()) <= rule.limit


def test_the_next_window_opens_when_the_refusal_says_so() -> None:
    rule = Rule(2, 1.0)
    window: Window | None = None
    for _ in range(2):
        window, verdict = admit(rule, window, 10.0)
        assert verdict.allowed
    window, verdict = admit(rule, window, 10.25)
    assert not verdict.allowed
    assert verdict.retry_after == pytest.approx(0.75)
    assert admit(rule, window, 11.0)[1].allowed
