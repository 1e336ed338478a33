"""The beginning of the request stays as it was, so that the provider's prefix cache hits."""

from itertools import pairwise

from hypothesis import given, strategies as st

from bot.core.talk.prompt import TRIM_SHARE, Message, build_prompt, estimate_tokens, window
from bot.core.talk.turns import Role, Turn

speakers = st.sampled_from(["Mina", "Jun", "a: b\nc"])
questions = st.builds(Turn, st.just(Role.USER), speakers, st.text(max_size=60))
answers = st.builds(Turn, st.just(Role.ASSISTANT), st.just(""), st.text(max_size=200))
# A question without an answer is one that failed, or that another answer is still due to.
exchanges = st.one_of(st.tuples(questions), st.tuples(questions, answers))
# Long enough to fill most budgets several times.
talks = st.lists(exchanges, min_size=20, max_size=60)
budgets = st.integers(40, 400)


def requests(
    talk: list[tuple[Turn, ...]], budget: int, *, named: bool
) -> list[tuple[int, list[Message]]]:
    """What is sent at each question: where the window begins, and the messages."""
    turns: list[Turn] = []
    sent = []
    for question, *answer in talk:
        turns.append(question)
        kept = window(turns, budget)
        prompt = build_prompt("Be kind.", kept, summary="They greeted.", named=named)
        sent.append((len(turns) - len(kept), prompt))
        turns += answer
    return sent


@given(talk=talks, budget=budgets, named=st.booleans())
def test_a_request_begins_with_the_one_before_unless_the_window_moved(
    *, talk: list[tuple[Turn, ...]], budget: int, named: bool
) -> None:
    for (start, before), (next_start, after) in pairwise(requests(talk, budget, named=named)):
        assert next_start >= start
        if next_start == start:
            assert after[: len(before)] == before


@given(talks, budgets)
def test_the_window_moves_no_more_often_than_the_talk_fills_what_a_move_frees(
    talk: list[tuple[Turn, ...]], budget: int
) -> None:
    starts = [start for start, _ in requests(talk, budget, named=False)]
    moves = sum(before != after for before, after in pairwise(starts))
    said = sum(estimate_tokens(turn.text) for exchange in talk for turn in exchange)
    assert moves <= said / (budget * (1 - TRIM_SHARE))
