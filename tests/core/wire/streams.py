"""Event streams such as servers send, whole, damaged and in pieces."""

import json
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

ENDS = (b"\n", b"\r\n", b"\r")
LETTERS = 'ab{}:" <>/think0안녕🐰\u2028\u0085\x0b\x1c'

words = st.text(LETTERS, max_size=30)
line_ends = st.sampled_from(ENDS)


def event(document: object) -> bytes:
    return b"data: " + json.dumps(document, ensure_ascii=False).encode() + b"\n\n"


def said(text: str, **more: object) -> dict[str, Any]:
    """A chunk whose delta says *text*."""
    return {"choices": [{"index": 0, "delta": {"content": text}, **more}]}


DONE = b"data: [DONE]\n\n"


def cut(
    stream: bytes, seed: int, sizes: tuple[int, ...] = (1, 2, 3, 7, 40, 1000)
) -> Iterator[bytes]:
    """The stream in pieces of chance, empty ones among them."""
    chance, at = random.Random(seed), 0  # noqa: S311 - pieces of chance, no secrets
    while at < len(stream):
        size = chance.choice((0, *sizes))
        yield stream[at : at + size]
        at += size


def _lines(event_type: str, data: str, comment: str) -> list[str]:
    lines = [f": {comment}"] if comment else []
    lines += [f"event: {event_type}"] if event_type else []
    return [*lines, *(f"data: {line}" for line in data.split("\n")), ""]


@st.composite
def well_formed(draw: st.DrawFn) -> bytes:
    """A stream of events with data, as the standard wants it, with one kind of line end."""
    letters = st.text(LETTERS + "\n", min_size=1, max_size=40)
    one = st.builds(_lines, st.sampled_from(["", "message", "ping"]), letters, words)
    lines = [line for event in draw(st.lists(one, max_size=8)) for line in event]
    end = draw(line_ends)
    return b"".join(line.encode() + end for line in lines)


_valid = [
    event({"choices": [], "prompt_filter_results": []}),
    event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}),
    event({"choices": [{"index": 0, "delta": {"reasoning_content": "hm"}}]}),
    event(
        {"choices": [{"delta": {"content": [{"type": "thinking", "thinking": [{"text": "a"}]}]}}]}
    ),
    event({"choices": [{"delta": {"reasoning_details": [{"text": "a"}, {"summary": "b"}]}}]}),
    event(said("<think>well</think>Hello 안녕 🐰")),
    event(said("it said `<th")),
    event(said("ink>` and </th")),
    event(said("", finish_reason="stop")),
    event({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 1e9}}),
    event({"error": {"message": "m", "code": 500, "type": ["x"]}}),
    event({"object": "error", "message": [[{"detail": "m"}]]}),
    b"event: error\ndata: {}\n\n",
    b"error: {}\n\n",
    b": keep-alive\n\n",
    b"data: NaN\n\n",
    b'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n',
    b'data: {"usage":{"prompt_tokens":1e999,"completion_tokens":-1}}\n\n',
    b"data: " + b"[" * 2000 + b"\n\n",
    b'data: {"error":' + b'{"error":' * 300 + b"1" + b"}" * 301 + b"\n\n",
    DONE,
]


def mutated(chance: random.Random) -> bytes:
    """A stream of mostly valid events with bytes flipped, cut out, doubled and put in."""
    stream = bytearray(b"".join(chance.choices(_valid, k=chance.randint(1, 6))))
    for _ in range(chance.choice((0, 0, 1, 2, 5))):
        at = chance.randrange(len(stream) + 1)
        match chance.randrange(4):
            case 0:
                stream[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del stream[at : at + chance.randint(1, 20)]
            case 2:
                stream[at:at] = stream[at : at + chance.randint(1, 40)]
            case _:
                stream[at:at] = chance.choice(
                    (b"\r", b"\n", b"\n\n", b"data: ", b'"', b"\xef\xbb\xbf")
                )
    return bytes(stream)
