"""The scripted model: an OpenAI-compatible endpoint that writes by the clock.

Every answer follows an absolute schedule, so a slow reader delays nothing; the moment at which
each word went to the socket is kept and told at ``GET /written``. It is a process of its own and
speaks just enough HTTP, because at 1,000 answers it writes 50,000 events a second.
"""

import asyncio
import contextlib
import heapq
import itertools
import json
import sys
import time
from dataclasses import dataclass, field

from benchmarks._script import FIRST_WORD_AFTER, WORDS_PER_SECOND, asked, pieces

MODEL = "scripted"
_HEAD_END = b"\r\n\r\n"
_STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
_GRACE = 0.0005  # seconds; what is due so soon is written in the same go


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    chunk = {
        "id": "chatcmpl-0123456789abcdef",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": MODEL,
        "system_fingerprint": "fp_0123456789",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
    }
    return _chunked(b"data: " + json.dumps(chunk).encode() + b"\n\n")


def _chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def _ending(words: int) -> bytes:
    usage = {"prompt_tokens": 20, "completion_tokens": words, "total_tokens": 20 + words}
    last = {"id": "chatcmpl-0123456789abcdef", "model": MODEL, "choices": [], "usage": usage}
    body = b"data: " + json.dumps(last).encode() + b"\n\ndata: [DONE]\n\n"
    return _event({}, "stop") + _chunked(body) + b"0\r\n\r\n"


@dataclass(slots=True)
class _Answer:
    """One answer on its way: what is left to write, and when the rest was written."""

    number: int
    events: list[bytes]
    transport: asyncio.Transport
    starts: float
    written: list[float] = field(default_factory=list)

    def write(self, now: float) -> float | None:
        """Write every word that is due; gives the time of the next one, None after the last."""
        due = min(len(self.events), int((now - self.starts) * WORDS_PER_SECOND + 1e-6) + 1)
        fresh = self.events[len(self.written) : due]
        over = due == len(self.events)
        self.transport.write(b"".join(fresh) + (_ending(due) if over else b""))
        self.written += [now] * len(fresh)
        gone = self.transport.is_closing()
        return None if over or gone else self.starts + due / WORDS_PER_SECOND


class _Pen:
    """Writes all answers, each word when it is due."""

    def __init__(self) -> None:
        self.answers: list[_Answer] = []
        self._due: list[tuple[float, int, _Answer]] = []
        self._order = itertools.count()
        self._new = asyncio.Event()

    def add(self, answer: _Answer) -> None:
        self.answers.append(answer)
        self._push(answer.starts, answer)
        self._new.set()

    async def run(self) -> None:
        while True:
            self._new.clear()
            delay = self._due[0][0] - time.monotonic() if self._due else None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._new.wait()
            while self._due and self._due[0][0] <= time.monotonic() + _GRACE:
                answer = heapq.heappop(self._due)[2]
                following = answer.write(time.monotonic() + _GRACE)
                if following is not None:
                    self._push(following, answer)

    def _push(self, at: float, answer: _Answer) -> None:
        heapq.heappush(self._due, (at, next(self._order), answer))


class _Connection(asyncio.Protocol):
    """One client: requests come one after another."""

    def __init__(self, pen: _Pen) -> None:
        self._pen = pen
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, rest = self._received.partition(_HEAD_END)
        if found and len(rest) >= (length := _body_length(head)):
            self._received = rest[length:]
            self._answer(head, rest[:length])

    def _answer(self, head: bytes, body: bytes) -> None:
        if self._transport is None:
            return
        if head.startswith(b"POST "):
            self._begin(self._transport, body)
        elif b"/written" in head.split(b"\r\n", 1)[0]:
            written = {answer.number: answer.written for answer in self._pen.answers}
            self._transport.write(_json_response(written))
        else:
            self._transport.write(_json_response({"object": "list", "data": [{"id": MODEL}]}))

    def _begin(self, transport: asyncio.Transport, body: bytes) -> None:
        words, number = asked(body)
        events = [_event({"content": piece}) for piece in pieces(words, number)]
        transport.write(_STREAM_HEAD + _event({"role": "assistant", "content": ""}))
        starts = time.monotonic() + FIRST_WORD_AFTER
        self._pen.add(_Answer(number, events, transport, starts))


def _body_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    return 0


def _json_response(document: object) -> bytes:
    body = json.dumps(document).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + _HEAD_END + body


async def _serve() -> None:
    pen = _Pen()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(pen), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server, asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(pen.run())
        # Whoever started this process holds its standard input: closed means that it is over.
        await loop.run_in_executor(None, sys.stdin.read)
        writing.cancel()


if __name__ == "__main__":
    asyncio.run(_serve())
