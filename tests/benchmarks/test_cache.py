from itertools import pairwise

import pytest

from benchmarks.cache import Asked, cached_share, conversation, drop_oldest, measure, trims
from bot.core.talk.prompt import estimate_tokens, window
from bot.core.talk.turns import Role, Turn
from bot.llm import local

TURNS = [Turn(Role.USER, "Mina", letter * 30) for letter in "abcd"]
COST = estimate_tokens(TURNS[0].text)


def asked(first_turn: str, prompt_tokens: int, cached_tokens: int) -> Asked:
    return Asked(first_turn, prompt_tokens, cached_tokens, 0.1)


def test_the_share_counts_tokens_and_not_requests() -> None:
    assert cached_share([asked("a", 100, 0), asked("a", 300, 100)]) == pytest.approx(0.25)


def test_a_trim_is_a_prompt_that_begins_elsewhere_than_the_one_before() -> None:
    assert trims([asked(first, 1, 0) for first in "aaabbc"]) == 2


def test_the_usual_trimming_leaves_out_no_more_than_it_must() -> None:
    assert drop_oldest(TURNS, 4 * COST) == TURNS
    assert drop_oldest(TURNS, 3 * COST) == TURNS[1:]
    assert drop_oldest(TURNS, 0) == TURNS[3:]


def test_each_question_comes_after_all_that_was_said_before() -> None:
    talk = list(conversation(5))
    assert [len(turns) for turns in talk] == [1, 3, 5, 7, 9]
    assert all(after[: len(before)] == before for before, after in pairwise(talk))
    assert all(turns[-1].role is Role.USER for turns in talk)


@pytest.mark.skipif(not local.is_installed(), reason="the group `local` is not installed")
async def test_the_server_tells_what_it_had_in_its_cache() -> None:
    first, second = await measure(window, 2)
    assert first.cached_tokens == 0
    assert second.cached_tokens >= first.prompt_tokens - 1
