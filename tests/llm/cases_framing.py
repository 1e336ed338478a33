"""Wire cases 1 to 30: how events are framed, and how a stream ends."""

import gzip

from bot.core.errors import Fault
from bot.core.wire.completion import Usage
from tests.llm.wire_case import DONE, USAGE, Case, chunk, d, event, head, sse, stop
from tests.llm.wire_server import Bytewise, End, Endless, Pause

_TWO = d("Hel") + d("lo")
_BOM = b"\xef\xbb\xbf"
_RAW = b'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'

FRAMING = [
    Case("01 plain stream", sse(d("Hel"), d("lo"), DONE), "Hello"),
    Case("02 CRLF line ends", sse((_TWO + DONE).replace(b"\n", b"\r\n")), "Hello"),
    Case("03 lone CR line ends", sse((_TWO + DONE).replace(b"\n", b"\r")), "Hello"),
    Case(
        "04 CR and LF in two reads",
        sse(b"event: ping\r", Pause(), b"\n" + d().strip() + b"\r", Pause(), b"\n\r\n", DONE),
        "Hello",
    ),
    Case("05 one byte per read", sse(Bytewise(d("토끼🐰") + DONE)), "토끼🐰"),
    Case(
        "05 one byte per read, CRLF", sse(Bytewise((d("토") + DONE).replace(b"\n", b"\r\n"))), "토"
    ),
    Case("06 last event without blank line", sse(stop(), d().strip()), "Hello"),
    Case("06 the same without an end", sse(d().strip()), "Hello", fault=Fault.INTERRUPTED),
    Case("07 BOM", sse(_BOM + d(), DONE), "Hello"),
    Case("07 BOM over two reads", sse(_BOM[:1], Pause(), _BOM[1:] + d(), DONE), "Hello"),
    Case("08 no space after the colon", sse(d().replace(b": ", b":", 1), DONE), "Hello"),
    Case("09 two spaces after the colon", sse(d().replace(b": ", b":  ", 1), DONE), "Hello"),
    Case("10 data without colon", sse(b"data\n\n" * 30, d(), DONE), "Hello"),
    Case("11 empty data", sse(b"data:\n\ndata: \n\n" * 30, d(), DONE), "Hello"),
    Case("12 JSON over two lines", sse(d().replace(b"[", b"\ndata: [", 1), DONE), "Hello"),
    Case(
        "13 comments",
        sse(b": keep-alive\n\n:\n\n: OPENROUTER PROCESSING\n\n", d(), b":\n\n", DONE),
        "Hello",
    ),
    Case(
        "14 other fields alone", sse(b"event: ping\n\nid: 7\n\nretry: 3000\n\n", d(), DONE), "Hello"
    ),
    Case("15 type and id beside data", sse(b"event: message\nid: 1\n" + d(), DONE), "Hello"),
    Case(
        "16 event of type error",
        sse(d(), b'event: error\ndata: {"error":{"message":"m"}}\n\n', DONE),
        "Hello",
        fault=Fault.INTERRUPTED,
        detail="m",
    ),
    Case(
        "16 event of type error, plain words",
        sse(b"event: error\ndata: too busy\n\n"),
        fault=Fault.OVERLOADED,
        detail="too busy",
        tries=3,
    ),
    Case(
        "17 error line of old llama.cpp",
        sse(d(), b'error: {"code":500,"message":"m"}\n\n'),
        "Hello",
        fault=Fault.INTERRUPTED,
        detail="m",
    ),
    Case(
        "18 U+2028 and U+0085 in the JSON",
        sse(d("a\u2028b\u0085c\x0b"), DONE),
        "a\u2028b\u0085c\x0b",
    ),
    Case("19 invalid UTF-8", sse(_RAW % b"a\xffb", d("c"), DONE), "a\ufffdbc"),
    Case("20 NUL", sse(_RAW % b"a\\u0000b", DONE), "a\0b"),
    Case("20 lone surrogate", sse(_RAW % b"\\ud83d", d(), DONE), "\ud83dHello"),
    Case(
        "20 surrogate pair over two deltas",
        sse(_RAW % b"\\ud83d", _RAW % b"\\ude00", DONE),
        "😀",
    ),
    Case(
        "20 surrogate pair over two reads",
        sse(_RAW % b"a\\ud83d", Pause(), _RAW % b"\\ude00b", DONE),
        "a😀b",
    ),
    Case(
        "21 line of 2 MB",
        sse(d("x" * 900_000)[:-4], b" " * 1_100_000 + b"]}\n\n", DONE),
        "x" * 900_000,
    ),
    Case("21 line without end", sse(*[b"x" * 65_536] * 70, End.STALL), fault=Fault.GARBLED),
    Case(
        "21 line without end after text",
        sse(d(), *[b"x" * 65_536] * 70, End.STALL),
        "Hello",
        fault=Fault.INTERRUPTED,
    ),
    Case("22 blank lines first", sse(b"\n\r\n \n\n", Pause(), b"\n\n" + d(), DONE), "Hello"),
    Case(
        "23 gzip although not asked",
        [head("200 OK", "text/event-stream", "Content-Encoding: gzip"), gzip.compress(d() + DONE)],
        "Hello",
    ),
    Case(
        "23 gzip that is none",
        [head("200 OK", "text/event-stream", "Content-Encoding: gzip"), d() + DONE],
        fault=Fault.UNREACHABLE,
        tries=3,
    ),
]

_PINGS = Endless(event({"type": "ping"}), 0.05)

ENDING = [
    Case("24 [DONE] without blank line", sse(d(), b"data: [DONE]"), "Hello"),
    Case("24 [DONE] without space", sse(d(), b"data:[DONE]\n\n", End.STALL), "Hello"),
    Case(
        "24 [DONE] with a space behind",
        sse(d(), b"data: [DONE] \n\n", End.STALL),
        "Hello",
    ),
    Case("25 data after [DONE]", sse(d(), DONE + d(" again"), d(" and again")), "Hello"),
    Case("26 finish_reason, no [DONE]", sse(d(), stop()), "Hello"),
    Case("27 neither", sse(d()), "Hello", fault=Fault.INTERRUPTED),
    Case("28 [DONE] first", sse(DONE), fault=Fault.EMPTY),
    Case("29 open after [DONE]", sse(d(), DONE, End.STALL), "Hello"),
    Case("30 open after finish_reason", sse(d(), stop(), End.STALL), "Hello"),
    Case("30 half a tag at the end", sse(d("a <"), stop(), End.STALL), "a <"),
    Case(
        "30 usage within the grace",
        sse(d(), stop(), Pause(0.05), USAGE, End.STALL),
        "Hello",
        usage=Usage(3, 2),
    ),
    Case(
        "30 pings do not stretch the grace",
        sse(d(), stop(), _PINGS),
        "Hello",
    ),
    Case(
        "30 finish_reason with the text",
        sse(chunk(delta={"content": "Hello"}, finish_reason="stop"), End.STALL),
        "Hello",
    ),
]
