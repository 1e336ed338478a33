from collections.abc import Sequence

import pytest

from bot.core.reply.parts import Part, Parts


def finished(text: str, limit: int = 2000, reserve: int = 160) -> Sequence[Part]:
    parts = Parts(limit, reserve)
    parts.push(text)
    parts.finish()
    last = parts.open()
    return [*parts.closed, *([last] if last else [])]


def shown(text: str) -> str:
    (part,) = finished(text)
    return part.shown


def growing(text: str) -> str | None:
    parts = Parts()
    parts.push(text)
    part = parts.open()
    return part.shown if part else None


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("#### Deep", "**Deep**"),
        ("###### **Deep** ##", "**Deep**"),
        ("# Top", "# Top"),
        ("a\n\n---\n\nb", "a\n\n──────────\n\nb"),
        ("Setext\n---\nb", "Setext\n---\nb"),
        ("- [ ] a\n- [x] b", "- ☐ a\n- ☑ b"),
        ("![alt](https://a.b/c)", "[alt](https://a.b/c)"),
        ("![](https://a.b/c)", "https://a.b/c"),
        (r"so \( x^2 \) it is", "so `x^2` it is"),
        ("so $$x$$ it is", "so `x` it is"),
        ("\\[\nx\n\\]\nend", "```tex\nx\n```\nend"),
        ("it costs $5 or $10", "it costs $5 or $10"),
        ("> a\n>\n>b", "> a\n> \n> b"),
        ("<br> & <b>", "<br> & <b>"),
        ("~~~py\nx = 1\n~~~", "```py\nx = 1\n```"),
        ("````md\n```\n````", "```md\n`\u200b`\u200b`\n```"),
        ("```python title=x\n1\n```", "```python\n1\n```"),
        ("```{.r}\n1\n```", "```\n1\n```"),
        ("1. a\n   ```py\n   if x:\n       y\n   ```", "1. a\n```py\nif x:\n    y\n```"),
        (
            "```\n> a\n>>> b\n| c |\n#### d\n- [ ] e\n```",
            "```\n> a\n>>> b\n| c |\n#### d\n- [ ] e\n```",
        ),
        ("```py\nx = 1", "```py\nx = 1\n```"),
        ("a **b", "a **b"),
        ("a ||b", "a ||b||"),
        ("a\r\nb\x00\x1bc", "a\nbc"),
        ("a\ud83d b", "a\ufffd b"),
    ],
)
def test_discord_is_shown_what_it_knows(written: str, seen: str) -> None:
    assert shown(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("a **bol", "a **bol**"),
        ("a `co", "a `co`"),
        ("a ||sec", "a ||sec||"),
        ("||one\n\ntwo", "||one\n\ntwo||"),
        ("or || b\n\nnext", "or || b\n\nnext"),
        ("**a `b", "**a `b`**"),
        ("```py\nx", "```py\nx\n```"),
        ("```py\nx\n``", "```py\nx\n```"),
        ("a\n```p", "a"),
        ("a\n```py\n", "a"),
        ("a **", "a"),
        ("a [li", "a"),
        ("a [li](htt", "a"),
        ("a [li] b", "a [li] b"),
        ("a <@12", "a"),
        ("a\n- ", "a"),
        ("a\n12.", "a"),
        ("a\n##", "a"),
        ("a\n\n| b | c |\n|--", "a"),
        ("|a|\n|-|\n|b|\n|c", "```\na\n-\nb\n```"),
        ("👨\u200d", "👨"),
        ("3*4 is", "3*4 is"),
        ("snake_case is", "snake_case is"),
        ("**", None),
        (" \n ", None),
        ("", None),
    ],
)
def test_a_growing_text_is_healed_and_what_is_half_waits(written: str, seen: str | None) -> None:
    assert growing(written) == seen


def test_a_table_is_aligned_by_columns_of_the_screen() -> None:
    written = "| 이름 | n |\n|:--|--:|\n| 김철수 | 1 |\n| a \\| **b** | 22 |"

    assert shown(written) == "```\n이름   |  n\n-------+---\n김철수 |  1\na | b  | 22\n```"


def test_a_wide_table_becomes_lines() -> None:
    written = f"| a | b |\n|---|---|\n| {'x' * 50} | {'y' * 50} |\n| 1 | |"

    assert shown(written) == f"**a:** {'x' * 50}\n**b:** {'y' * 50}\n\n**a:** 1"


def test_a_long_table_repeats_its_head() -> None:
    parts = finished("| a | b |\n|---|---|\n" + "| cell | cell |\n" * 60, 500, 100)

    assert len(parts) > 1
    assert all(part.shown.startswith("```\na    | b\n") for part in parts)
    assert sum(part.shown.count("cell | cell") for part in parts) == 60


def test_a_cut_code_block_is_closed_and_opened_again() -> None:
    code = "".join(f"    line_{number}()\n" for number in range(60))
    first, *rest = finished(f"```py\n{code}```\n", 500, 100)

    assert first.shown.endswith("()\n```")
    assert all(part.shown.startswith("```py\n    line_") for part in rest)
    inner = [part.shown.removeprefix("```py\n").removesuffix("\n```") for part in (first, *rest)]
    assert "\n".join(inner) + "\n" == code


def test_a_cut_quote_goes_on_as_a_quote() -> None:
    everything = finished(">>> " + "some words here. " * 60, 500, 100)
    one_line = finished("> " + "some words here. " * 60, 500, 100)

    assert all(part.shown.startswith(">>> some") for part in everything)
    assert all(part.shown.startswith("> some") for part in one_line)


def test_a_cut_spoiler_stays_hidden() -> None:
    parts = finished("||" + "secret words " * 60 + "||", 500, 100)

    assert all(part.shown.startswith(("||secret", "||words")) for part in parts)
    assert all(part.shown.endswith(("secret||", "words||", "words ||")) for part in parts)


@pytest.mark.parametrize(
    "piece",
    ["<@123456789>", "<a:hop:12345>", "[a link](https://a.b/c)", "**bold words**", "`some code`"],
)
def test_a_cut_never_goes_through_one_thing(piece: str) -> None:
    text = " ".join([piece] * 100)

    parts = finished(text, 300, 100)

    assert "".join(part.source for part in parts) == text
    assert sum(part.shown.count(piece) for part in parts) == 100


def test_a_cut_prefers_the_end_of_a_paragraph() -> None:
    first, *_ = finished("Some words. " * 25 + "\n\n" + "More words. " * 40, 500, 100)

    assert first.source.endswith("\n\n")


def test_a_header_goes_with_its_text() -> None:
    first, second, *_ = finished("Some words. " * 29 + "\n\n# Title\n\n" + "More. " * 100, 500, 100)

    assert not first.shown.endswith("# Title")
    assert second.shown.startswith("# Title")


def test_a_surrogate_pair_that_comes_in_two_is_joined() -> None:
    parts = Parts()
    parts.push("a\ud83d")
    parts.open()
    parts.push("\ude00")
    parts.finish()

    assert parts.text == "a😀"


def test_parts_that_are_too_short_are_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        Parts(200, 150)
