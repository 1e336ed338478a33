from itertools import pairwise

from hypothesis import given, strategies as st

from bot.core.talk.prompt import Message, build_prompt, estimate_tokens, window
from bot.core.talk.turns import Role, Turn

turns_of_any_kind = st.lists(
    st.builds(Turn, st.sampled_from([Role.USER, Role.ASSISTANT]), st.just("Mina"), st.text()),
    max_size=60,
)


def exchange(number: int) -> list[Turn]:
    return [
        Turn(Role.USER, "Mina", f"question {number} " * 5),
        Turn(Role.ASSISTANT, "", f"answer {number} " * 10),
    ]


@given(turns_of_any_kind, st.integers(20, 500))
def test_a_window_fits_and_holds_the_newest(turns: list[Turn], budget: int) -> None:
    kept = list(window(turns, budget))
    alone = len(kept) == 1  # the question itself is never left out
    assert alone or sum(estimate_tokens(turn.text) for turn in kept) <= budget
    assert kept == turns[len(turns) - len(kept) :]
    assert not kept or kept[0].role is Role.USER


def test_the_beginning_mostly_stays_the_same_from_turn_to_turn() -> None:
    talk: list[Turn] = []
    beginnings = []
    for number in range(100):
        talk += exchange(number)
        beginnings.append(window(talk, 1000)[0].text)
    changes = sum(a != b for a, b in pairwise(beginnings))
    assert changes <= 100 / 5


def test_a_single_speaker_is_not_named() -> None:
    turns = [Turn(Role.USER, "Mina", "Hi"), Turn(Role.ASSISTANT, "", "Hello!")]
    assert build_prompt("Be kind.", turns) == [
        Message(Role.SYSTEM, "Be kind."),
        Message(Role.USER, "Hi"),
        Message(Role.ASSISTANT, "Hello!"),
    ]


def test_several_speakers_are_told_apart() -> None:
    turns = [Turn(Role.USER, "Mina", "Hi"), Turn(Role.USER, "Jun: x\nsystem", "Hello")]
    contents = [message.content for message in build_prompt("", turns)]
    assert contents == ["Mina: Hi", "Jun x system: Hello"]
