from hypothesis import given, strategies as st

from bot.core.talk.attaching import transcript, with_data
from bot.core.talk.prompt import estimate_tokens


@given(st.text(st.sampled_from("`x\n "), max_size=40))
def test_no_text_can_close_its_fence(text: str) -> None:
    asked = with_data("Why?", "notes.txt", text)
    head, fence, *body = asked.removeprefix("Why?\n\n").split("\n")
    assert head == "notes.txt:"
    assert set(fence) == {"`"}
    assert [line for line in body if fence in line] == [fence]
    assert "\n".join(body[:-1]) == text.strip()


def test_a_transcript_names_who_spoke_and_skips_what_has_no_words() -> None:
    said = [("Mina", "Hello."), ("Jun", " "), ("Jun", "Hi\nthere. ")]
    assert transcript(said, 1000) == ("Mina: Hello.\nJun: Hi\nthere.", 2)


@given(st.lists(st.text("ab", min_size=1, max_size=30), max_size=20), st.integers(0, 200))
def test_a_transcript_is_the_beginning_that_fits(words: list[str], room: int) -> None:
    text, count = transcript([("M", each) for each in words], room)
    lines = [f"M: {each}" for each in words]
    assert text == "\n".join(lines[:count])
    assert sum(map(estimate_tokens, lines[:count])) <= room
    assert sum(map(estimate_tokens, lines[: count + 1])) > room or count == len(words)
