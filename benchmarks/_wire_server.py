"""The child process of wire.py: a server that streams completions as fast as they are taken.

It prints its port, and ends when standard input closes. What is asked for stands in the
name of the model: `flood-N` gives N events at once, `first` one event that says when it was sent.
"""

import asyncio
import json
import os
import sys
import time

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
)
_WORDS = (
    "The",
    " quick",
    " 토끼",
    "가",
    " answers",
    " with",
    " `code`",
    ",",
    "\n",
    " and",
    " more",
)
_BATCH = 64  # events per write; each is a chunk of its own, as real servers send them


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    chunk = {
        "id": "chatcmpl-9f1c2b7a54d84d0e8a",
        "object": "chat.completion.chunk",
        "created": 1790000000,
        "model": "a-model",
        "system_fingerprint": "fp_44709d6fcb",
        "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
    }
    data = b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(data), data)


_EVENTS = [_event({"content": word}) for word in _WORDS]
_DONE = b"e\r\ndata: [DONE]\n\n\r\n"
_LAST = _event({}, "stop") + _DONE + b"0\r\n\r\n"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            model = json.loads(await reader.readexactly(length))["model"]
            writer.write(_HEAD)
            kind, _, count = model.partition("-")
            await (_flood(writer, int(count)) if kind == "flood" else _first(writer))
            writer.write(_LAST)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        writer.close()


async def _flood(writer: asyncio.StreamWriter, count: int) -> None:
    events = [_EVENTS[at % len(_EVENTS)] for at in range(count)]
    for at in range(0, count, _BATCH):
        writer.write(b"".join(events[at : at + _BATCH]))
        await writer.drain()


async def _first(writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    await asyncio.sleep(0.002)  # so that the head has been read before
    writer.write(_event({"content": str(time.monotonic_ns())}))
    await asyncio.sleep(0.002)


async def main() -> None:
    """Serve until standard input closes."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)  # what is still being sent must not hold the process back


if __name__ == "__main__":
    asyncio.run(main())
