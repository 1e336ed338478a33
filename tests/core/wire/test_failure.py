import json
from typing import Any

import pytest

from bot.core.errors import Fault
from bot.core.wire.failure import read_failure, read_failure_body


@pytest.mark.parametrize(
    ("document", "fault", "words"),
    [
        ({"error": {"message": "m", "code": "server_error"}}, Fault.OVERLOADED, "m"),
        ({"error": "m"}, Fault.OVERLOADED, "m"),
        ({"object": "error", "message": "m", "code": 400}, Fault.REJECTED, "m"),
        ([{"error": {"code": 429, "message": "m", "status": "X"}}], Fault.RATE_LIMITED, "m"),
        ({"error": {"message": "m", "code": "401"}}, Fault.UNAUTHORIZED, "m"),
        ({"error": {"message": "m", "code": 502}}, Fault.OVERLOADED, "m"),
        ({"error": {"message": "m", "type": "insufficient_quota"}}, Fault.UNPAID, "m"),
        ({"error": {"message": "m", "code": "model_not_found"}}, Fault.UNKNOWN_MODEL, "m"),
        ({"detail": [{"loc": ["body"], "msg": "m"}]}, Fault.OVERLOADED, "m"),
        ({"error": True}, Fault.OVERLOADED, "True"),
        ({"error": {"code": 10**400}}, Fault.OVERLOADED, "no reason given"),
        ([], Fault.OVERLOADED, "no reason given"),
        (None, Fault.OVERLOADED, "no reason given"),
    ],
)
def test_a_failure_is_read_in_any_shape(document: object, fault: Fault, words: str) -> None:
    failure = read_failure(document)
    assert (failure.fault, failure.words) == (fault, words)


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (204, Fault.GARBLED),
        (302, Fault.REJECTED),
        (400, Fault.REJECTED),
        (401, Fault.UNAUTHORIZED),
        (402, Fault.UNPAID),
        (403, Fault.FORBIDDEN),
        (404, Fault.UNKNOWN_MODEL),
        (408, Fault.OVERLOADED),
        (422, Fault.INVALID),
        (429, Fault.RATE_LIMITED),
        (500, Fault.OVERLOADED),
        (529, Fault.OVERLOADED),
    ],
)
def test_the_status_tells_the_kind(status: int, fault: Fault) -> None:
    body = b'{"error":{"message":"m","type":"unknown_error"}}'
    assert read_failure_body(body, status).fault is fault


def test_an_empty_account_is_final_whatever_the_status() -> None:
    body = json.dumps({"error": {"message": "m", "code": "insufficient_quota"}}).encode()
    assert read_failure_body(body, 429).fault is Fault.UNPAID


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no reason given"),
        (b"no\nsuch  thing", "no such thing"),
        (b"<html><title>502 Bad\nGateway</title><p>x", "an HTML page: 502 Bad Gateway"),
        (b"<p>" + b"x" * 1_000_000, "an HTML page"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"[" * 100_000, "[" * 500),
        (b'{"error":"lone \\ud83d"}', "lone ?"),
        (b'{"error":"key sk-abcdef123456 is wrong"}', "key [key] is wrong"),
        (b"Authorization: Bearer abc.def", "Authorization: [key]"),
    ],
)
def test_the_words_are_one_short_line_without_keys(body: bytes, words: str) -> None:
    assert read_failure_body(body, 500).words == words


def test_the_message_is_not_searched_for_ever() -> None:
    document: Any = "m"
    for _ in range(10_000):
        document = {"error": document}
    assert read_failure(document).words == "no reason given"
