"""Wire cases 58 to 70: what HTTP, the connection and time do to an answer."""

import json
from dataclasses import replace

from bot.chat.ports import FinishReason
from bot.core.errors import Fault
from bot.core.wire.completion import Usage
from tests.llm.wire_case import DONE, ROOMY, Case, d, document, head, sse, stop
from tests.llm.wire_server import End, Endless, Pause, Script

_FIRST = replace(ROOMY, first_text=0.4)
_BETWEEN = replace(ROOMY, between_texts=0.3)
_IN_ALL = replace(ROOMY, whole=1.0)
_WHOLE = {
    "choices": [{"index": 0, "message": {"content": "Hello"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2},
}
_MESSAGE = {"error": {"message": "m sk-abcdefgh1234", "type": "invalid_request_error"}}
_PAGE = b"<!DOCTYPE html><html><title>Welcome</title><p>Hello</html>"

BODIES = [
    Case("58 JSON instead of a stream", document(_WHOLE), "Hello", usage=Usage(3, 2)),
    Case(
        "58 JSON under another type", sse(json.dumps(_WHOLE).encode()), "Hello", usage=Usage(3, 2)
    ),
    Case(
        "58 JSON after blank lines",
        [*document(b"\n\n"), Pause(), b"\n", json.dumps(_WHOLE).encode()],
        "Hello",
        usage=Usage(3, 2),
    ),
    Case("58 a stream called JSON", document(d() + DONE), "Hello"),
    Case(
        "59 JSON error",
        document({"error": {"message": "m", "code": 402}}),
        fault=Fault.UNPAID,
        detail="m",
    ),
    Case(
        "59 JSON list of errors",
        document([{"error": {"message": "m", "code": 400}}]),
        fault=Fault.REJECTED,
        detail="m",
    ),
    Case("59 JSON that is no completion", document({"ok": True}), fault=Fault.GARBLED),
    Case("59 JSON cut off", document(b'{"choices":[{"mess'), fault=Fault.GARBLED),
    Case("60 HTML", [head("200 OK", "text/html"), _PAGE], fault=Fault.GARBLED),
    Case("60 HTML under another type", sse(b"\n\n" + _PAGE), fault=Fault.GARBLED),
    Case(
        "61 object",
        document(_MESSAGE, "400 Bad Request"),
        fault=Fault.REJECTED,
        detail="400 m [key]",
    ),
    Case(
        "61 array",
        document([_MESSAGE], "400 Bad Request"),
        fault=Fault.REJECTED,
        detail="400 m [key]",
    ),
    Case(
        "61 plain text",
        document(b"no\nsuch", "422 Unprocessable"),
        fault=Fault.INVALID,
        detail="422 no such",
    ),
    Case("61 empty", document(b"", "401 Unauthorized"), fault=Fault.UNAUTHORIZED),
    Case(
        "61 1 MB of HTML",
        [head("403 Forbidden", "text/html"), _PAGE + b" " * 1_000_000],
        fault=Fault.FORBIDDEN,
        detail="403 an HTML page: Welcome",
    ),
    Case(
        "61 our own key",
        document(b"no key tk.secret here", "401 Unauthorized"),
        fault=Fault.UNAUTHORIZED,
        detail="401 no key [key] here",
    ),
    Case(
        "61 a body that breaks off",
        [*document(b"m", "404 Not Found", "Content-Length: 99"), Pause(), End.RESET],
        fault=Fault.UNKNOWN_MODEL,
    ),
]


def _limited(*headers: str) -> Script:
    return document({"error": {"message": "m"}}, "429 Too Many Requests", *headers)


_BUSY = Fault.RATE_LIMITED

LIMITS = [
    Case("62 Retry-After in seconds", _limited("Retry-After: 7"), fault=_BUSY, tries=3, nap=7.0),
    Case(
        "62 Retry-After with a fraction",
        _limited("Retry-After: 0.5"),
        fault=_BUSY,
        tries=3,
        nap=0.5,
    ),
    Case(
        "62 Retry-After as a date gone by",
        _limited("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"),
        fault=_BUSY,
        tries=3,
    ),
    Case(
        "62 Retry-After as a date far off",
        _limited("Retry-After: Wed, 21 Oct 2099 07:28:00 GMT"),
        fault=_BUSY,
    ),
    Case(
        "62 retry-after-ms first",
        _limited("retry-after-ms: 1500", "Retry-After: 9"),
        fault=_BUSY,
        tries=3,
        nap=1.5,
    ),
    Case("62 no header", _limited(), fault=_BUSY, tries=3),
    Case("62 Retry-After 99999", _limited("Retry-After: 99999"), fault=_BUSY),
    Case("62 Retry-After negative", _limited("Retry-After: -5"), fault=_BUSY, tries=3),
    Case("62 Retry-After no number", _limited("Retry-After: nan"), fault=_BUSY, tries=3),
    Case(
        "62 insufficient_quota",
        document(
            {"error": {"message": "m", "code": "insufficient_quota"}},
            "429 Too Many Requests",
            "Retry-After: 1",
        ),
        fault=Fault.UNPAID,
        detail="m",
    ),
    # Another host would be sent the key: it must not be asked at all.
    Case(
        "63 redirect to another host",
        [
            head(
                "307 Temporary Redirect",
                "text/plain",
                "Location: http://localhost:{port}/v1/chat/completions",
            )
        ],
        fault=Fault.REJECTED,
    ),
    Case("64 204", [b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"], fault=Fault.GARBLED),
    Case(
        "64 empty 200",
        document(b"", "200 OK", "Content-Length: 0"),
        fault=Fault.UNREACHABLE,
        tries=3,
    ),
    Case("64 empty stream", sse(), fault=Fault.UNREACHABLE, tries=3),
]

_CHUNKED = "Transfer-Encoding: chunked"
_CHUNKED_HEAD = head("200 OK", "text/event-stream", _CHUNKED)
_LONG_HEAD = head("200 OK", "text/event-stream", "Content-Length: 9999")


def _chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


_LOST = Fault.UNREACHABLE
_CUT = Fault.INTERRUPTED

BREAKS = [
    Case("65 RST before the head", [End.RESET], fault=_LOST, tries=3),
    Case("65 closed before the head", [b""], fault=_LOST, tries=3),
    Case(
        "65 half a head", [b"HTTP/1.1 200 OK\r\nContent-", Pause(), End.RESET], fault=_LOST, tries=3
    ),
    Case("65 no HTTP", [b"SSH-2.0-OpenSSH\r\n"], fault=_LOST, tries=3),
    Case("65 RST after the head", sse(Pause(), End.RESET), fault=_LOST, tries=3),
    Case("65 RST in the first event", sse(d()[:20], Pause(), End.RESET), fault=_LOST, tries=3),
    Case("65 RST in a later event", sse(d(), d("x")[:20], Pause(), End.RESET), "Hello", fault=_CUT),
    Case("65 RST with half a tag held", sse(d("a <"), Pause(), End.RESET), "a <", fault=_CUT),
    Case("65 chunks without their end", [_CHUNKED_HEAD, _chunked(b":\n\n")], fault=_LOST, tries=3),
    Case(
        "65 chunks without their end after text",
        [_CHUNKED_HEAD, _chunked(d())],
        "Hello",
        fault=_CUT,
    ),
    Case(
        "65 a chunk cut short",
        [_CHUNKED_HEAD, _chunked(d()), _chunked(d("x"))[:30]],
        "Hello",
        fault=_CUT,
    ),
    Case(
        "65 a chunk without length",
        [_CHUNKED_HEAD, _chunked(d()), Pause(), b"zz\r\n"],
        "Hello",
        fault=_CUT,
        deadlines=_BETWEEN,  # aiohttp closes the connection and does not tell its reader
    ),
    Case("65 shorter than said", [_LONG_HEAD, d()], "Hello", fault=_CUT),
    Case("65 shorter than said but [DONE]", [_LONG_HEAD, d(), DONE], "Hello"),
    Case("65 shorter than said but finished", [_LONG_HEAD, d(), stop()], "Hello"),
    Case(
        "65 chunks without their end but cut by the length",
        [_CHUNKED_HEAD, _chunked(d()), _chunked(stop("length"))],
        "Hello",
        FinishReason.LENGTH,
    ),
    Case(
        "65 a line without end behind the finish_reason",
        sse(d(), stop(), *[b"x" * 65_536] * 70, End.STALL),
        "Hello",
    ),
    Case("65 TLS cut before text", [head(), Pause(), End.CUT], fault=_LOST, tries=3, tls=True),
    Case("65 TLS cut after text", [head(), d(), Pause(), End.CUT], "Hello", fault=_CUT, tls=True),
]

_FLOOD = d("x" * 20_000)

TIMES = [
    Case(
        "66 comments only",
        sse(Endless(b": keep-alive\n\n", 0.02)),
        fault=Fault.TIMED_OUT,
        deadlines=_FIRST,
    ),
    Case("66 silence before the head", [End.STALL], fault=Fault.TIMED_OUT, deadlines=_FIRST),
    Case(
        "66 empty deltas only", sse(Endless(d(""), 0.02)), fault=Fault.TIMED_OUT, deadlines=_FIRST
    ),
    Case("67 silence after text", sse(d(), End.STALL), "Hello", fault=_CUT, deadlines=_BETWEEN),
    Case(
        "67 comments after text",
        sse(d(), Endless(b":\n\n", 0.02)),
        "Hello",
        fault=_CUT,
        deadlines=_BETWEEN,
    ),
    Case(
        "68 text for ever, slowly",
        sse(d(), Endless(d("x"), 0.02)),
        "Hello",
        fault=_CUT,
        overrun=1_000,
        deadlines=_IN_ALL,
    ),
    Case(
        "68 text for ever, fast",
        sse(Endless(_FLOOD)),
        "x" * 1_000_000,
        fault=_CUT,
        overrun=1_000_000,
    ),
    Case("69 the reader leaves", sse(d(), End.STALL), "Hello", leaves=True),
    Case(
        "69 the reader leaves a flood",
        sse(d(), Pause(), Endless(d("x"))),
        "Hello",
        leaves=True,
    ),
    Case(
        "70 ten thousand tiny chunks",
        [_CHUNKED_HEAD, *[_chunked(d("x"))] * 10_000, _chunked(stop()), b"0\r\n\r\n"],
        "x" * 10_000,
    ),
]

HTTP = [*BODIES, *LIMITS, *BREAKS, *TIMES]
