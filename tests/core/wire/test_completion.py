import json
import random
from collections.abc import Iterable

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import Fault
from bot.core.wire.completion import CompletionReader, Delta, Form, Usage, form_of
from tests.core.wire.streams import DONE, cut, event, mutated, said

seeds = st.integers(0, 2**32)


def read(pieces: Iterable[bytes]) -> tuple[Delta, CompletionReader]:
    reader = CompletionReader()
    deltas = [reader.feed(piece) for piece in pieces]
    deltas.append(reader.finish())
    text = "".join(delta.text for delta in deltas)
    return Delta(text, "".join(delta.reasoning for delta in deltas)), reader


def delta(**delta: object) -> bytes:
    return event({"choices": [{"index": 0, "delta": delta}]})


@given(st.randoms(use_true_random=False), seeds)
def test_any_cutting_gives_the_same_answer(chance: random.Random, seed: int) -> None:
    stream = mutated(chance)
    (one, left), (other, right) = read([stream]), read(cut(stream, seed))
    assert one == other
    assert (left.finish_reason, left.usage, left.done) == (
        right.finish_reason,
        right.usage,
        right.done,
    )
    assert left.failure == right.failure


def test_thoughts_of_two_kinds_keep_their_order() -> None:
    events = [
        {"content": "<think>well"},
        {"reasoning": "hm"},
        {"content": " then</think>Yes."},
    ]
    stream = b"".join(
        b'data: {"choices":[{"delta":%s}]}\n\n' % json.dumps(delta).encode() for delta in events
    )
    for pieces in ([stream], [stream[at : at + 1] for at in range(len(stream))]):
        (delta, _) = read(pieces)
        assert delta == Delta("Yes.", "wellhm then")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=10), seeds)
def test_what_a_plain_server_says_comes_out(texts: list[str], seed: int) -> None:
    texts = [text.replace("<", "(") for text in texts]
    answer, reader = read(cut(b"".join(event(said(text)) for text in texts) + DONE, seed))
    assert answer == Delta("".join(texts))
    assert reader.done
    assert reader.failure is None


@pytest.mark.parametrize(
    "stream",
    [
        delta(reasoning_content="hm"),
        delta(reasoning="hm"),
        delta(reasoning="hm", reasoning_content="hm"),
        delta(thinking="hm"),
        delta(reasoning_details=[{"type": "reasoning.text", "text": "h"}, {"summary": "m"}]),
        delta(reasoning="hm", reasoning_details=[{"text": "hm"}]),
        delta(thinking_blocks=[{"type": "thinking", "thinking": "hm", "signature": "x"}]),
        delta(content=[{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}]),
        delta(content=[{"type": "reasoning", "text": "hm"}]),
        delta(content="<think>hm</think>"),
    ],
)
def test_reasoning_is_found_under_all_its_names(stream: bytes) -> None:
    answer, _ = read([stream, delta(content="hi")])
    assert answer == Delta("hi", "hm")


@pytest.mark.parametrize(
    "odd",
    [None, 5, True, "x", [], {}, [5], [None], [[]], {"delta": 5}, {"text": 5}, {"text": {"a": 1}}],
)
@pytest.mark.parametrize(
    "name",
    ["content", "reasoning", "reasoning_details", "refusal", "tool_calls", "thinking_blocks"],
)
def test_a_field_of_another_type_is_no_crash(name: str, odd: object) -> None:
    answer, reader = read([delta(**{name: odd}), delta(content="hi"), DONE])
    assert answer.text.endswith("hi")
    assert reader.failure is None


@pytest.mark.parametrize("odd", [None, 5, True, "x", [], {}, [5], [[]], float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["choices", "usage", "model", "id", "object"])
def test_a_chunk_with_an_odd_field_is_no_crash(name: str, odd: object) -> None:
    answer, reader = read([event({name: odd}), event({**said("hi"), "x": odd}), DONE])
    assert answer == Delta("hi")
    assert reader.failure is None


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 2}, Usage(3, 2)),
        ({"prompt_tokens": "3", "completion_tokens": 2.0}, Usage(3, 2)),
        ({"prompt_tokens": -3, "completion_tokens": float("inf")}, None),
        ({"prompt_tokens": 10**400, "completion_tokens": "9" * 9999}, None),
        ({"total_tokens": 0, "total_characters": 0}, None),  # MiniMax, on every chunk but the last
        ({"prompt_tokens": 12, "completion_tokens": 2, "total_tokens": 14}, Usage(12, 2)),
        ({"prompt_tokens": 12, "completion_tokens": 2, "total_tokens": -1}, Usage(12, 2)),
        (  # cached tokens that are no part of the prompt's are no thoughts
            {
                "prompt_tokens": 12,
                "completion_tokens": 2,
                "total_tokens": 74,
                "prompt_tokens_details": {"cached_tokens": 60},
            },
            Usage(12, 2, 60),
        ),
        ({"prompt_tokens": 20, "completion_tokens": 198, "total_tokens": 623}, Usage(20, 603)),
        (
            {
                "prompt_tokens": 12,
                "completion_tokens": 2,
                "total_tokens": 331,
                "completion_tokens_details": {"reasoning_tokens": 317},
            },
            Usage(12, 319, 0, 317),
        ),
        ({"prompt_tokens": 3, "prompt_tokens_details": {"cached_tokens": 2}}, Usage(3, 0, 2)),
        ({"prompt_tokens": 3, "prompt_cache_hit_tokens": 2}, Usage(3, 0, 2)),
        (
            {"completion_tokens": 9, "completion_tokens_details": {"reasoning_tokens": 4}},
            Usage(0, 9, 0, 4),
        ),
        ({"prompt_tokens": 3, "prompt_tokens_details": "x"}, Usage(3, 0)),
        ("x", None),
    ],
)
def test_usage_is_read_defensively(usage: object, expected: Usage | None) -> None:
    assert read([event({"usage": usage})])[1].usage == expected


def test_one_broken_event_is_skipped_but_not_a_stream_of_them() -> None:
    broken = b'data: {"choices":[\n\n'
    answer, reader = read([event(said("a")), broken, event(said("b")), DONE])
    assert (answer.text, reader.failure) == ("ab", None)
    _, reader = read([broken] * 30)
    assert reader.failure is not None
    assert reader.failure.fault is Fault.GARBLED


def test_text_before_a_failure_is_given_and_text_after_it_is_not() -> None:
    pieces = [event(said("a")) + event({"error": "e"}) + event(said("b")), event(said("c"))]
    answer, reader = read(pieces)
    assert answer.text == "a"
    assert reader.failure is not None
    assert reader.failure.words == "e"


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b'{"choices":[]}', Form.DOCUMENT),
        (b'\n \n[{"error":1}]', Form.DOCUMENT),
        (b"\xef\xbb\xbf{}", Form.DOCUMENT),
        (b"<!doctype html>", Form.PAGE),
        (b"data: {}", Form.STREAM),
        (b"\xef\xbb\xbfdata: {}", Form.STREAM),
        (b": hi", Form.STREAM),
        (b"", Form.STREAM),
    ],
)
def test_the_first_byte_tells_the_form(head: bytes, form: Form) -> None:
    assert form_of(head) is form


def test_a_whole_document_gives_the_answer_and_its_thought() -> None:
    reader = CompletionReader()
    message = {"content": "so it is</think>\n\nHello", "reasoning": "hm. "}
    body = event({"choices": [{"message": message, "finish_reason": "stop"}]})[6:]
    assert reader.whole(body) == Delta("Hello", "hm. so it is")
    assert (reader.done, reader.finish_reason) == (True, "stop")


@pytest.mark.parametrize("body", [b"", b"{", b"5", b"[]", b"{}", b'{"a":1}', b"\xff"])
def test_a_document_that_is_no_completion_is_garbled(body: bytes) -> None:
    reader = CompletionReader()
    assert not reader.whole(body)
    assert reader.failure is not None
    assert reader.failure.fault is Fault.GARBLED
