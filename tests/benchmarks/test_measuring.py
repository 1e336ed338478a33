import pytest

from benchmarks._measuring import (
    Shown,
    View,
    mean_staleness,
    plain,
    quantile,
    staleness_quantile,
    visible,
)

# Four words, one a second; nothing is visible until 2 s, then two words, and at 4 s all of them.
VIEW = View(-1.0, (0.0, 1.0, 2.0, 3.0), ((2.0, 2), (4.0, 4)), until=9.0)


def test_staleness_rises_with_the_oldest_word_that_is_not_visible() -> None:
    assert list(VIEW.ramps()) == [(0.0, 2.0), (0.0, 2.0)]
    assert mean_staleness([VIEW]) == pytest.approx(1.0)


def test_a_quantile_of_the_staleness_counts_time() -> None:
    assert staleness_quantile([VIEW], 0.5) == pytest.approx(1.0)
    assert staleness_quantile([VIEW], 0.95) == pytest.approx(1.9)


def test_waits_and_lags_count_from_where_they_say() -> None:
    assert (VIEW.first_wait, VIEW.first_visible, VIEW.complete_lag) == (3.0, 2.0, 1.0)


def test_a_footer_that_comes_later_is_a_final_lag_and_no_staleness() -> None:
    late = View(-1.0, VIEW.written, (*VIEW.shown, (5.0, 4)), until=9.0)

    assert (late.complete_lag, late.final_lag) == (1.0, 2.0)
    assert late.mean_staleness == VIEW.mean_staleness


def test_an_answer_that_never_gets_complete_is_stale_until_the_end() -> None:
    torn = View(-1.0, VIEW.written, ((2.0, 2),), until=9.0)

    assert torn.complete_at == 9.0
    assert list(torn.ramps()) == [(0.0, 2.0), (0.0, 7.0)]


def test_words_that_vanish_again_are_not_complete() -> None:
    flickering = View(-1.0, VIEW.written, ((3.0, 4), (4.0, 2), (6.0, 4)), until=9.0)

    assert flickering.complete_at == 6.0


def test_what_the_bot_adds_is_not_read() -> None:
    assert plain("one two ▌").split() == ["one", "two"]
    assert plain("one two\n-# scripted · 6.4 s").split() == ["one", "two"]


def test_only_an_unbroken_beginning_counts_as_visible() -> None:
    versions = [
        Shown(1.0, 0, "a b"),
        Shown(3.0, 1, "d"),
        Shown(2.0, 0, "a b c"),
        Shown(4.0, 0, "a x"),
    ]

    assert visible(versions, ["a", "b", "c", "d"]) == [(1.0, 2), (2.0, 3), (3.0, 4), (4.0, 1)]


def test_a_word_that_is_cut_between_two_messages_is_whole_when_both_are_there() -> None:
    versions = [Shown(1.0, 0, "one tw"), Shown(2.0, 1, "o three")]

    assert visible(versions, ["one", "two", "three"]) == [(1.0, 1), (2.0, 3)]


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.95) == 3.0
