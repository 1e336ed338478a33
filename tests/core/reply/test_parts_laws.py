import random
import re
from collections.abc import Iterable, Sequence

from hypothesis import Phase, given, settings, strategies as st
from wcwidth import iter_graphemes

from bot.core.reply.parts import Part, Parts
from tests.core.reply.documents import document, noise, prose

LIMIT, RESERVE = 400, 60
HALF = re.compile(r"<[@#]\d*\Z|\[[^\[\]\n]{0,99}\]\([^()\n]{0,99}\Z")
texts = document | noise


def pieces(text: str, seed: int) -> Iterable[str]:
    chance, at = random.Random(seed), 0  # noqa: S311 - which pieces come is no secret
    while at < len(text):
        size = chance.choice([1, 2, 5, 30, 300, 3000])
        yield text[at : at + size]
        at += size


def whole(parts: Parts) -> Sequence[Part]:
    last = parts.open()
    return [*parts.closed, *([last] if last else [])]


def said(text: str, limit: int = LIMIT, reserve: int = RESERVE) -> Sequence[Part]:
    parts = Parts(limit, reserve)
    parts.push(text)
    parts.finish()
    return whole(parts)


def fences(shown: str) -> int:
    return len(re.findall(r"^(?:>>> )?(?: {0,3}> ?)?```[^`\n]*$", shown, re.MULTILINE))


def uncoded(shown: str) -> str:
    return re.sub(r"(`+)[^`].*?\1", "", shown, flags=re.DOTALL)


@given(texts)
def test_nothing_is_lost_and_nothing_comes_twice(text: str) -> None:
    parts = Parts(LIMIT, RESERVE)
    parts.push(text)
    parts.finish()

    together = "".join(part.source for part in whole(parts))

    assert parts.text == text
    if text.strip():
        assert together == text


@given(texts, st.integers(0, 9))
def test_every_chunking_gives_the_same_parts(text: str, seed: int) -> None:
    parts = Parts(LIMIT, RESERVE)
    for piece in pieces(text, seed):
        parts.push(piece)
        parts.open()
    parts.finish()

    assert whole(parts) == said(text)


@given(texts)
def test_every_part_fits_and_is_not_empty(text: str) -> None:
    for part in said(text):
        assert 0 < len(part.shown.strip()) <= len(part.shown) <= LIMIT - RESERVE
        assert fences(part.shown) % 2 == 0, part.shown


# Letter by letter is slow, and a shrunk document says little more than a whole one.
@settings(max_examples=40, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(texts.map(lambda text: text[:1500]))
def test_a_growing_answer_never_takes_back_what_was_shown(text: str) -> None:
    parts = Parts(LIMIT, RESERVE)
    closed: Sequence[Part] = ()
    seen = ""
    for char in text:
        parts.push(char)
        last = parts.open()
        now = "".join(part.source for part in parts.closed) + (last.source if last else "")

        assert parts.closed[: len(closed)] == closed
        assert parts.text.startswith(now)
        assert len(now.rstrip()) >= len(seen.rstrip()), (seen[-60:], now[-60:])
        if last:
            assert 0 < len(last.shown.strip()) <= len(last.shown) <= LIMIT - RESERVE
            assert fences(last.shown) % 2 == 0, last.shown
            # What is held back may have something before it that only looks like half a link.
            assert now != parts.text or not HALF.search(uncoded(last.shown))
        closed, seen = parts.closed, now


@given(texts)
def test_no_cut_is_inside_a_grapheme(text: str) -> None:
    parts = said(text)
    edges, at = set(), 0
    for grapheme in iter_graphemes(text):
        edges.add(at)
        at += len(grapheme)

    at = 0
    for part in parts[:-1]:
        at += len(part.source)
        assert at in edges


def letters(text: str) -> str:
    """What is left of a text without markdown: fences and marks aside, every letter in order."""
    text = re.sub(
        r"^(?: {0,3}> ?)?[ \t]*(?:- )?(?:`{3,}[^`\n]*|~{3,}.*)$", "", text, flags=re.MULTILINE
    )
    return "".join(re.findall(r"[^\W_]", text))


@given(prose)
def test_every_letter_is_shown_once_and_in_order(text: str) -> None:
    shown = "\n".join(part.shown for part in said(text))
    boxes = re.sub(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[[xX]\](?= )", r"\1", text, flags=re.MULTILINE)

    assert letters(shown) == letters(boxes)
