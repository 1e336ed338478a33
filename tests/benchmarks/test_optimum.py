from itertools import combinations, pairwise

import pytest

from benchmarks._annealing import Search
from benchmarks._measuring import View, mean_staleness
from benchmarks._optimum import LATENCY, alone, optimum

WORD = 0.02
BURST = 5


@pytest.mark.parametrize("words", [2, 10, 30, 100, 263, 300, 301, 700, 1000])
def test_an_answer_alone_keeps_the_limit_of_its_channel(words: int) -> None:
    edits = alone(words)[1:]

    for first, last in combinations(range(len(edits)), 2):
        # The times stand on words; a stretch may be short of the even run by one word at each end.
        assert last - first + 1 <= BURST + edits[last] - edits[first] + 2 * WORD
    assert len(edits) <= BURST + edits[-1] - edits[0] + 1e-9


@pytest.mark.parametrize("words", [2, 10, 300])
def test_an_answer_alone_begins_with_its_first_word_and_ends_with_its_last(words: int) -> None:
    sent = alone(words)

    assert sent[0] == 0.0
    assert sent[-1] == pytest.approx((words - 1) * WORD)


def test_300_words_are_shown_in_ten_even_edits() -> None:
    sent = alone(300)
    gaps = [later - sooner for sooner, later in pairwise(sent)]

    assert len(gaps) == 10
    assert max(gaps) - min(gaps) <= WORD + 1e-9


def test_no_single_shift_makes_an_answer_alone_fresher() -> None:
    sent = alone(120)
    best = _staleness(sent, 120)

    for number in range(1, len(sent) - 1):
        for shift in (-WORD, WORD):
            moved = [at + shift * (n == number) for n, at in enumerate(sent)]
            assert _staleness(moved, 120) >= best - 1e-9


def _staleness(sent: list[float], words: int) -> float:
    written = [n * WORD for n in range(words)]
    shown = [(at + LATENCY, min(words, int(at / WORD + 1e-6) + 1)) for at in sent]
    return View(0.0, written, shown, shown[-1][0]).mean_staleness


def test_further_messages_only_make_an_answer_fresher() -> None:
    assert _staleness(alone(700, 1), 700) < _staleness(alone(700), 700)


def test_the_search_keeps_the_limit_and_ends_every_answer_with_one_edit() -> None:
    search = Search([40, 40], WORD, LATENCY, burst=2.0, rate=1.0)

    plan = search.best([[39], [89]])

    assert search.cost(plan) <= search.cost([[39], [89]])
    assert all(edits[-1] >= 39 and (edits[-2:-1] or [0])[0] < 39 for edits in plan)
    together = sorted(edit for edits in plan for edit in edits)
    for first, last in combinations(range(len(together)), 2):
        assert last - first + 1 <= 2 + (together[last] - together[first]) * WORD + 1e-9


def test_where_limits_are_shared_everything_becomes_visible() -> None:
    best = optimum([(30,) * 5])

    assert not best.exact
    assert all(view.shown[-1][1] == 30 for view in best.views)


def test_sharing_a_limit_never_makes_anything_fresher() -> None:
    apart, together = optimum([(60,)] * 3), optimum([(60,) * 3])

    assert apart.exact
    assert mean_staleness(together.views) >= mean_staleness(apart.views)
