import random
from collections.abc import Iterable

import pytest
from httpx_sse._decoders import SSEDecoder, SSELineDecoder
from hypothesis import given, settings, strategies as st

from bot.core.wire.sse import Event, EventReader, EventTooLargeError
from tests.core.wire.streams import cut, event, line_ends, mutated, said, well_formed

seeds = st.integers(0, 2**32)


def read(pieces: Iterable[bytes]) -> list[Event]:
    reader = EventReader()
    events = [event for piece in pieces for event in reader.feed(piece)]
    return events + reader.finish()


def message(data: bytes) -> Event:
    return b"message", data


def peer(stream: bytes) -> list[Event]:
    """What httpx-sse reads, which leaves the default type to its caller."""
    lines, events = SSELineDecoder(), SSEDecoder()
    told = [*lines.decode(stream.decode()), *lines.flush()] if stream else []
    found = [event for line in told if (event := events.decode(line)) is not None]
    return [((it.event or "message").encode(), it.data.encode()) for it in found]


@given(well_formed(), seeds)
def test_any_cutting_gives_the_same_events(stream: bytes, seed: int) -> None:
    assert read(cut(stream, seed)) == read([stream])


@given(st.randoms(use_true_random=False), seeds)
def test_any_cutting_of_a_damaged_stream_gives_the_same_events(
    chance: random.Random, seed: int
) -> None:
    stream = mutated(chance)
    assert read(cut(stream, seed)) == read([stream])


@given(well_formed(), seeds)
def test_a_well_formed_stream_reads_as_httpx_sse_reads_it(stream: bytes, seed: int) -> None:
    assert read(cut(stream, seed)) == peer(stream)


@given(well_formed(), line_ends)
@settings(max_examples=50)
def test_the_kind_of_line_end_means_nothing(stream: bytes, end: bytes) -> None:
    lines = stream.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert read([lines.replace(b"\n", end)]) == read([lines])


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        # The examples of the standard, "Interpreting an event stream".
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [message(b"YHOO\n+2\n10")]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [message(b"first event"), message(b"second event"), message(b" third event")],
        ),
        (b"data\n\ndata\ndata\n\n", [message(b""), message(b"\n")]),
        (b"data:test\n\ndata: test\n\n", [message(b"test")] * 2),
        # Its rules, one by one.
        (b"event: ping\n\nid: 7\n\nretry: 3000\n\n", []),
        (b"event: a\n\ndata: x\n\n", [message(b"x")]),
        (b"event: a\ndata: x\n\ndata: y\n\n", [(b"a", b"x"), message(b"y")]),
        (b"Data: x\nDATA: y\n data: z\n\n", []),
        (b"event: a\nevent\ndata: x\n\n", [message(b"x")]),
        (b"data: a:b: c\n\n", [message(b"a:b: c")]),
        (b"\xef\xbb\xbfdata: x\n\n", [message(b"x")]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: x\n\n", []),
        (b"\n\n\n\ndata: x\n\n\n\n\n", [message(b"x")]),
        (b"data: x\r\n\rdata: y\n\r\n", [message(b"x"), message(b"y")]),
        # The two allowances.
        (b"data: x", [message(b"x")]),
        (b"data: x\ndata: y", [message(b"x\ny")]),
        (b"error: x\n\n", [(b"error", b"x")]),
    ],
)
def test_the_standard_is_kept(stream: bytes, expected: list[Event]) -> None:
    assert read([stream]) == expected
    assert read(stream[at : at + 1] for at in range(len(stream))) == expected


@pytest.mark.parametrize("endless", [b"x", b"data: x\n", b"data:\n", b": x\n", b"data: x\r"])
def test_what_has_no_end_is_given_up_at_the_cap(endless: bytes) -> None:
    reader = EventReader(max_event_bytes=1000)
    with pytest.raises(EventTooLargeError):
        any(reader.feed(endless) for _ in range(1001))
    assert len(reader._block) <= 1000 + len(endless)


def test_events_up_to_the_cap_pass_for_ever() -> None:
    reader = EventReader(max_event_bytes=1000)
    stream = b"data: " + b"x" * 900 + b"\n\n"
    for _ in range(50):
        assert len([event for byte in cut(stream, 1) for event in reader.feed(byte)]) == 1


def test_a_line_of_two_megabytes_is_one_event() -> None:
    stream = event(said("토" * 700_000))
    assert read(cut(stream, 0, (65_536,))) == [message(stream[6:-2])]
