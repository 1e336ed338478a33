"""What a server sends, and what must come out of it."""

import json
from dataclasses import dataclass

from bot.chat.ports import FinishReason
from bot.core.errors import Fault
from bot.core.wire.completion import Usage
from bot.llm.stream import Deadlines
from tests.llm.wire_server import End, Endless, Script, Step

# None of these ends an answer: a case that is about a deadline has that one shorter.
ROOMY = Deadlines(connect=30.0, first_text=60.0, between_texts=60.0, whole=60.0, after_finish=0.15)


@dataclass(frozen=True, slots=True)
class Case:
    """One row; `name` begins with the case's number in the list of wire cases."""

    name: str
    script: Script
    text: str = ""
    reason: FinishReason = FinishReason.COMPLETE
    fault: Fault | None = None  # None: the answer ends well
    usage: Usage | None = None
    reasoning: str = ""
    detail: str = ""  # what the log must hold
    tries: int = 1  # requests that the server sees
    nap: float = 0.0  # the least pause between them
    deadlines: Deadlines = ROOMY
    overrun: int = 0  # letters that may follow the text
    leaves: bool = False  # the reader leaves after the first text
    tls: bool = False

    @property
    def number(self) -> int:
        return int(self.name[:2])

    @property
    def waits_for_the_client(self) -> bool:
        return self.script[-1] is End.STALL or isinstance(self.script[-1], Endless)


def head(status: str = "200 OK", kind: str = "text/event-stream", *more: str) -> bytes:
    """The head of a response whose body ends with the connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def event(document: object) -> bytes:
    return b"data: " + json.dumps(document, ensure_ascii=False).encode() + b"\n\n"


def chunk(**choice: object) -> bytes:
    """An event with one choice."""
    return event({"choices": [{"index": 0, **choice}]})


def d(text: str = "Hello") -> bytes:
    """The D of the list: an event whose delta says *text*."""
    return chunk(delta={"content": text})


def stop(reason: str | None = "stop") -> bytes:
    return chunk(delta={}, finish_reason=reason)


def sse(*steps: Step) -> Script:
    """An event stream that ends with the connection."""
    return [head(), *steps]


def document(body: object, status: str = "200 OK", *more: str) -> Script:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return [head(status, "application/json", *more), data]


DONE = b"data: [DONE]\n\n"
USAGE = event({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}})
