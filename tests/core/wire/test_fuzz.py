"""Whatever comes: text or a reported failure, never a crash, never a growing memory."""

import random

from hypothesis import given, settings, strategies as st

from bot.core.errors import Fault
from bot.core.wire.completion import CompletionReader
from bot.core.wire.failure import read_failure_body
from bot.core.wire.sse import EventReader, EventTooLargeError
from tests.core.wire.streams import cut, mutated

EXAMPLES = 1000  # benchmarks/fuzz_wire.py tries a million
CAP = 200

seeds = st.integers(0, 2**32)
damaged = st.randoms(use_true_random=False).map(mutated)
anything = st.binary(max_size=400) | damaged


def held(reader: CompletionReader) -> int:
    return len(reader._events._block) + len(reader._thinking._held)


@given(anything, seeds)
@settings(max_examples=EXAMPLES)
def test_the_completion_reader_takes_whatever_comes(stream: bytes, seed: int) -> None:
    reader, read = CompletionReader(), 0
    for piece in cut(stream, seed):
        reader.feed(piece)
        read += len(piece)
        assert held(reader) <= read
    reader.finish()
    assert held(reader) == 0


@given(anything, seeds)
@settings(max_examples=EXAMPLES)
def test_the_event_reader_holds_no_more_than_its_cap(stream: bytes, seed: int) -> None:
    reader = EventReader(CAP)
    try:
        for piece in cut(stream, seed):
            reader.feed(piece)
            assert len(reader._block) <= CAP
    except EventTooLargeError:
        assert len(stream) > CAP


@given(anything, st.integers(100, 599))
@settings(max_examples=EXAMPLES)
def test_any_body_is_a_completion_or_a_failure(body: bytes, status: int) -> None:
    CompletionReader().whole(body)
    failure = read_failure_body(body, status)
    assert failure.fault in Fault
    assert len(failure.words) <= 500
    failure.words.encode()


def test_the_seeds_of_the_long_run_give_damaged_streams() -> None:
    streams = {mutated(random.Random(seed)) for seed in range(100)}  # noqa: S311 - no secrets
    assert len(streams) > 90
