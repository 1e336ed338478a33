"""What is tried again, after which pause, and what is not."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, strategies as st

from bot.core.errors import Fault
from bot.llm.retry import RetryPolicy, parse_retry_after
from tests.llm.conftest import GOOD, MakeModel, Naps, failing, failure_of, text_of
from tests.llm.wire_case import d, sse, stop
from tests.llm.wire_server import End, Pause, Script, WireServer


class TestRetries:
    @pytest.mark.parametrize(
        "script",
        [
            failing("408 Request Timeout"),
            failing("409 Conflict"),
            failing("429 Too Many Requests"),
            failing("500 Internal Server Error"),
            failing("503 Service Unavailable"),
            failing("529 Overloaded"),
            [End.RESET],
            sse(b": hi\n\n", Pause(), End.RESET),
            sse(b'data: {"error":{"message":"m"}}\n\n'),
        ],
    )
    async def test_what_may_pass_is_tried_again(
        self, make_model: MakeModel, naps: Naps, script: Script
    ) -> None:
        async with WireServer(script, script, GOOD) as server:
            assert await text_of(make_model(server)) == "Hello"
        assert len(server.requests) == 3
        assert len(naps.taken) == 2

    @pytest.mark.parametrize(
        ("script", "fault"),
        [
            (failing("400 Bad Request"), Fault.REJECTED),
            (failing("401 Unauthorized"), Fault.UNAUTHORIZED),
            (failing("402 Payment Required"), Fault.UNPAID),
            (failing("403 Forbidden"), Fault.FORBIDDEN),
            (failing("404 Not Found"), Fault.UNKNOWN_MODEL),
            (failing("422 Unprocessable Entity"), Fault.INVALID),
            (failing("429 Too Many Requests", code="insufficient_quota"), Fault.UNPAID),
            (sse(stop()), Fault.EMPTY),
        ],
    )
    async def test_what_will_not_pass_is_final(
        self, make_model: MakeModel, naps: Naps, script: Script, fault: Fault
    ) -> None:
        async with WireServer(script, GOOD) as server:
            assert (await failure_of(make_model(server))).fault is fault
        assert (len(server.requests), naps.taken) == (1, [])

    async def test_nothing_is_sent_again_after_the_first_text(
        self, make_model: MakeModel, naps: Naps
    ) -> None:
        async with WireServer(sse(d(), Pause(), End.RESET), GOOD) as server:
            assert (await failure_of(make_model(server))).fault is Fault.INTERRUPTED
        assert (len(server.requests), naps.taken) == (1, [])

    async def test_without_a_hint_the_pauses_grow_and_stay_bounded(
        self, make_model: MakeModel, naps: Naps
    ) -> None:
        async with WireServer(failing("503 Service Unavailable")) as server:
            policy = RetryPolicy(attempts=8, first_wait=0.5, max_wait=4.0)
            assert (await failure_of(make_model(server, retry=policy))).fault is Fault.OVERLOADED
        assert len(server.requests) == 8
        most = [0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0]
        assert all(nap <= limit for nap, limit in zip(naps.taken, most, strict=True))

    async def test_a_date_is_waited_for(self, make_model: MakeModel, naps: Naps) -> None:
        soon = format_datetime(datetime.now(UTC) + timedelta(seconds=10), usegmt=True)
        script = failing("429 Too Many Requests", f"Retry-After: {soon}")
        async with WireServer(script, GOOD) as server:
            assert await text_of(make_model(server)) == "Hello"
        assert 8 < naps.taken[0] < 11

    async def test_a_wait_beyond_patience_is_told_instead(
        self, make_model: MakeModel, naps: Naps
    ) -> None:
        async with WireServer(failing("429 Too Many Requests", "Retry-After: 400")) as server:
            failure = await failure_of(make_model(server))
        assert (failure.fault, failure.retry_after) == (Fault.RATE_LIMITED, 400.0)
        assert naps.taken == []


@pytest.mark.parametrize(
    ("milliseconds", "value", "seconds"),
    [
        (None, None, None),
        ("1500", "9", 1.5),
        ("soon", "9", 9.0),
        (None, "0.5", 0.5),
        (None, "-5", None),
        (None, "nan", None),
        (None, "inf", None),
        (None, "Wed, 21 Oct 2026 07:28:00 GMT", 60.0),
        (None, "Wed, 21 Oct 2026 07:28:00 -0000", 60.0),
        (None, "Wed, 21 Oct 2026 07:26:00 GMT", 0.0),
        (None, "tomorrow", None),
    ],
)
def test_retry_after(milliseconds: str | None, value: str | None, seconds: float | None) -> None:
    wall = datetime(2026, 10, 21, 7, 27, tzinfo=UTC).timestamp()
    assert parse_retry_after(milliseconds, value, wall) == seconds


dates = st.from_regex(r"(Mon, )?\d{1,2} (Jan|Feb) \d{1,5} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)")


@given(st.text() | dates, st.text() | dates)
def test_any_header_gives_a_wait_or_none(milliseconds: str, value: str) -> None:
    seconds = parse_retry_after(milliseconds, value, 0.0)
    assert seconds is None or 0 <= seconds < float("inf")
