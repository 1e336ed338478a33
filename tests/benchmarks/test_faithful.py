import pytest

from benchmarks._faithful import complaints, faults_of, has_open_fence, is_literal

TABLE = "| Name | Value |\n|---|---|\n| moon | one |\n| hare | two |"
ALIGNED = "```\nName | Value\n-----+------\nmoon | one\nhare | two\n```"
SPELLED = "**Name:** moon\n**Value:** one\n\n**Name:** hare\n**Value:** two"
CODE = "See:\n\n```py\nx = 1\ny = 2\n```\nDone."


@pytest.mark.parametrize(
    ("source", "visible"),
    [
        ("One **two** three.", ["One **two**", "three."]),
        ("**one two**", ["**one**", "**two**"]),
        (CODE, ["See:\n\n```py\nx = 1\n```", "```py\ny = 2\n```\nDone."]),
        ("~~~py\n```\nx\n~~~", ["```py\n`\u200b`\u200b`\nx\n```"]),
        (TABLE, [ALIGNED]),
        (TABLE, [SPELLED]),
        ("#### Deep\n---\n- [x] done", ["**Deep**\n──────────\n- ☑ done"]),
        ("![a hare](https://example.com/h.png)", ["[a hare](https://example.com/h.png)"]),
    ],
)
def test_what_may_be_shown_in_another_way_is_no_fault(source: str, visible: list[str]) -> None:
    assert complaints(source, visible) == []


@pytest.mark.parametrize(
    ("source", "visible"),
    [
        ("One two three.", ["One three."]),
        ("One two three.", ["One two", "two three."]),
        ("One two three.", ["One three two."]),
        ("One two.", ["One two. More."]),
        (CODE, ["See:\n\n```py\nx = 1\n```\nDone."]),
        (CODE, ["See:\n\n```py\nx=1\ny = 2\n```\nDone."]),
        (TABLE, ["```\nName | Value\nmoon | one\nhare |\n```"]),
        (TABLE, ["```\nName | Value\nhare | two\nmoon | one\n```"]),
    ],
)
def test_what_is_lost_doubled_or_changed_is_found(source: str, visible: list[str]) -> None:
    assert complaints(source, visible)


def test_a_version_has_at_most_2000_code_points_and_no_open_fence() -> None:
    assert faults_of("a" * 2000) == []
    assert faults_of("a" * 2001) == ["2001 code points"]
    assert faults_of("text\n```py\nx = 1") == ["an open fence"]


@pytest.mark.parametrize("version", ["```\nx\n```", "> ```\n> x\n> ```", "```x``` y", "a ``` b"])
def test_a_fence_that_ends_is_not_open(version: str) -> None:
    assert not has_open_fence(version)


def test_letter_for_letter_is_more_than_faithful() -> None:
    assert is_literal("one  two", ["one", "two"])
    assert not is_literal("#### one", ["**one**"])
