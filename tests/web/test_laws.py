"""What holds for every session and every address."""

import base64
import tracemalloc

from hypothesis import given, strategies as st

from bot.chat.answers.conversing import Said
from bot.web.limits import AddressLimits, address_of
from bot.web.sessions import Sessions
from bot.web.streaming import Outbox


@given(st.binary(min_size=1), st.binary(min_size=1))
def test_a_session_is_read_by_whoever_issued_it_alone(secret: bytes, other: bytes) -> None:
    session = Sessions(secret).issue()
    number = Sessions(secret).read(session)
    assert number is not None
    assert -(2**62) - 1 <= number <= -2
    assert Sessions(secret).read(session) == number
    if secret.rstrip(b"\0") != other.rstrip(b"\0"):  # HMAC pads a key with these
        assert Sessions(other).read(session) is None


@given(st.integers(0, 31), st.integers(1, 255))
def test_a_session_that_was_changed_is_none(place: int, change: int) -> None:
    sessions = Sessions(b"secret")
    raw = bytearray(base64.urlsafe_b64decode(sessions.issue() + "="))
    raw[place] ^= change
    assert sessions.read(base64.urlsafe_b64encode(raw).decode().rstrip("=")) is None


@given(st.text())
def test_any_text_is_a_session_or_none(text: str) -> None:
    assert Sessions(b"secret").read(text) is None


@given(st.lists(st.floats(0, 30), max_size=60))
def test_an_address_never_gets_more_than_its_burst_and_its_rate(pauses: list[float]) -> None:
    limits, now, admitted = AddressLimits(5, 0.5, 1), 1000.0, list[float]()
    for pause in pauses:
        now += pause
        wait = limits.ask("here", now)
        if not wait:
            admitted.append(now)
        else:  # who waits as long as it was told comes in
            now += wait + 1e-6
            assert limits.ask("here", now) == 0
            admitted.append(now)
    for at, first in enumerate(admitted):
        for count, last in enumerate(admitted[at:], 1):
            assert count <= 5 + (last - first) * 0.5 + 1e-3


def test_a_place_among_the_streams_is_given_back() -> None:
    limits = AddressLimits(1, 1, 2)
    with limits.stream("here") as first, limits.stream("here") as second:
        assert first
        assert second
        with limits.stream("here") as third, limits.stream("there") as elsewhere:
            assert not third
            assert elsewhere
            assert limits.open_streams == 4
    assert limits.open_streams == 0


def test_a_near_proxy_is_believed_and_nobody_else() -> None:
    assert address_of("127.0.0.1", "203.0.113.9") == "203.0.113.9"
    assert address_of("10.0.0.2", "1.1.1.1, 8.8.8.8") == "8.8.8.8"
    assert address_of("8.8.8.8", "1.1.1.1") == "8.8.8.8"
    assert address_of("::ffff:8.8.8.8", "1.1.1.1") == "8.8.8.8"
    assert address_of("127.0.0.1", "nonsense") == "127.0.0.1"
    assert address_of("127.0.0.1", None) == "127.0.0.1"
    assert address_of(None, None) == ""


def test_a_network_of_ipv6_is_one_address() -> None:
    one, other = address_of("2001:db8:1:2::3", None), address_of("2001:db8:1:2:ffff::", None)
    assert one == other != address_of("2001:db8:1:3::3", None)


def test_what_waits_for_a_reader_costs_little_beside_the_text_that_is_kept_anyway() -> None:
    words, outbox = [f"word {number} " for number in range(10_000)], Outbox()
    tracemalloc.start()
    try:
        for word in words:
            outbox.put(Said(word))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 100 * len(words)
