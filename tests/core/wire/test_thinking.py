from collections.abc import Iterable

import pytest
from hypothesis import given, strategies as st

from bot.core.wire.thinking import ThinkFilter, part_thought

tagged = st.lists(
    st.sampled_from(["<think>", "</think>", "<", "</th", "ink>", "`", " ", "\n", "a", "안녕"]),
    max_size=12,
).map("".join)


def parted(pieces: Iterable[str]) -> tuple[str, str]:
    thinking = ThinkFilter()
    said = [*(thinking.feed(piece) for piece in pieces), thinking.finish()]
    return "".join(text for text, _ in said), "".join(thought for _, thought in said)


@given(tagged)
def test_any_cutting_parts_the_same(answer: str) -> None:
    assert parted(answer) == parted([answer])


@given(tagged)
def test_nothing_is_held_longer_than_a_tag(answer: str) -> None:
    thinking = ThinkFilter()
    for letter in answer.lstrip():
        thinking.feed(letter)
        assert len(thinking._held) < len("</think>")


@pytest.mark.parametrize(
    ("answer", "text", "thought"),
    [
        ("Hello", "Hello", ""),
        ("<think>hm</think>\n\nHello", "Hello", "hm"),
        ("\n <think>hm</think>Hello\n", "Hello\n", "hm"),
        ("<think>\n\n</think>\n\nHello", "Hello", "\n\n"),
        ("<think>never closed <", "", "never closed <"),
        ("hm\n</think>\nHello", "hm\n\nHello", ""),
        ("</think>Hello", "Hello", ""),
        ("The tag `</think>` ends it", "The tag `</think>` ends it", ""),
        ("x <think>y</think> z", "x <think>y</think> z", ""),
        ("<thinking>a", "<thinking>a", ""),
        ("a < b </b> <", "a < b </b> <", ""),
        ("<think>a</think>b</think>c", "b</think>c", "a"),
        (" " * 500 + "<think>", " " * 500 + "<think>", ""),
    ],
)
def test_a_thought_is_parted_from_the_answer(answer: str, text: str, thought: str) -> None:
    assert parted([answer]) == (text, thought)
    assert parted(answer) == (text, thought)


def test_a_whole_answer_is_parted_also_without_the_opening_tag() -> None:
    assert part_thought("hm\n</think>\nHello") == ("Hello", "hm\n")
    assert part_thought("<think>hm</think>Hello") == ("Hello", "hm")
    assert part_thought("Hello") == ("Hello", "")
