"""A streamed chat completion: bytes in, text out.

The shape is OpenAI's `chat.completion.chunk`; the tolerance is for everybody else's: a
field that is missing, null or of another type is no text, never a crash. Which server
sends which oddity stands at the test table of the wire cases.
"""

import re
from enum import Enum, auto
from typing import Any, Final

from bot.core.errors import Fault
from bot.core.wire.delta import NOTHING, Delta, read_delta
from bot.core.wire.failure import Failure, is_error, read_failure, tidy
from bot.core.wire.parsing import parse
from bot.core.wire.sse import Event, EventReader
from bot.core.wire.thinking import ThinkFilter, part_thought
from bot.core.wire.usage import Usage, read_usage

__all__ = ["NOTHING", "CompletionReader", "Delta", "Form", "Usage", "form_of"]

# A relay that sends one broken event has hiccuped; one that goes on sends no completion.
MAX_MALFORMED: Final = 20
# Reasons that mean "I could not go on", not "I am done"; the longest is DeepSeek's, the last Zhipu's.
_BROKEN_OFF: Final = frozenset(
    {"error", "insufficient_system_resource", "aborted", "abort", "network_error"}
)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_FIRST: Final = (0, "0", None)


class Form(Enum):
    """What kind of body came, whatever its Content-Type says."""

    STREAM = auto()
    DOCUMENT = auto()  # one JSON value
    PAGE = auto()  # HTML or XML, from something that is no model server


def form_of(head: bytes) -> Form:
    """Tell by the first bytes that are no blanks; no event stream begins like the other two."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return {b"{": Form.DOCUMENT, b"[": Form.DOCUMENT, b"<": Form.PAGE}.get(first, Form.STREAM)


class CompletionReader:
    """Feed it the body as it comes; it gives the text and keeps what else was said.

    `finish_reason`, `usage` and `model` hold what the server last sent of each. `done` is
    true after `[DONE]`, and `failure` is set once the server reported one: text that came
    before is still returned first.
    """

    def __init__(self) -> None:
        self._events = EventReader()
        self._thinking = ThinkFilter()
        self._half = ""  # of a surrogate pair, until the other one comes
        self._malformed = 0
        self._uncounted: list[str] = []
        self._in_pieces = False  # then a whole message at the end (MiniMax) says it all once more
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self.model: str | None = None
        self.done = False
        self.failure: Failure | None = None

    @property
    def uncounted(self) -> str:
        """What was said since the server last counted."""
        return "".join(self._uncounted)

    def feed(self, chunk: bytes) -> Delta:
        """Take the next bytes of an event stream; EventTooLargeError when one event has no end."""
        return self._take(self._events.feed(chunk))

    def finish(self) -> Delta:
        """Tell that the stream has ended; gives what an unfinished last event held."""
        last = self._take(self._events.finish())
        text, thought = self._thinking.finish()
        return Delta(last.text + text, last.reasoning + thought)

    def whole(self, body: bytes) -> Delta:
        """Take a completion that came as one JSON document instead of a stream."""
        self.done = True
        try:
            document = parse(body)
        except ValueError:
            document = None
        if isinstance(document, dict) and ("choices" in document or is_error(document)):
            text, thought = self._chunk(document)
            text, inline = part_thought(text)
            return Delta(text, thought + inline)
        self.failure = Failure(Fault.GARBLED, "a JSON document that is no completion")
        if isinstance(document, list) and document and is_error(document[0]):
            self.failure = read_failure(document)
        return NOTHING

    def _take(self, events: list[Event]) -> Delta:
        raw: list[str] = []
        parted: list[tuple[str, str]] = []
        for kind, data in events:
            if self.done or self.failure is not None:
                break
            text, thought = self._event(kind, data)
            if text:
                raw.append(text)
            if thought:
                # What was thought inside the text before comes before this among the thoughts.
                parted += [self._thinking.feed(self._joined(raw)), ("", thought)]
                raw.clear()
        return self._part(self._joined(raw), parted)

    def _joined(self, pieces: list[str]) -> str:
        """Join pieces of text; who cuts them in JavaScript cuts an emoji in two."""
        text, self._half = "".join([self._half, *pieces]), ""
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
            if "\ud800" <= text[-1] <= "\udbff":
                text, self._half = text[:-1], text[-1]
        return text

    def _part(self, text: str, parted: list[tuple[str, str]]) -> Delta:
        """Part the rest of a read, *text*, and join it to what was *parted* before."""
        parted.append(self._thinking.feed(text))
        if self.done or self.finish_reason is not None or self.failure is not None:
            # The reader may be left here for good: what looks like half a tag is text.
            parted.append(self._thinking.finish())
        texts, thoughts = map("".join, zip(*parted, strict=True))
        return Delta(texts, thoughts) if texts or thoughts else NOTHING

    def _event(self, kind: bytes, data: bytes) -> tuple[str, str]:
        try:
            document = parse(data)
        except ValueError:
            self._not_json(kind, data.strip())
            return "", ""
        if kind == b"error":
            self.failure = read_failure(document)
        elif isinstance(document, dict):
            return self._chunk(document)
        return "", ""

    def _not_json(self, kind: bytes, data: bytes) -> None:
        if data == b"[DONE]":
            self.done = True
        elif kind == b"error":
            self.failure = Failure(Fault.OVERLOADED, tidy(data.decode("utf-8", "replace")))
        elif data:
            self._malformed += 1
            if self._malformed > MAX_MALFORMED:
                self.failure = Failure(Fault.GARBLED, "the stream is not JSON")

    def _chunk(self, chunk: dict[str, Any]) -> tuple[str, str]:
        model = chunk.get("model")
        if model and isinstance(model, str):
            self.model = model
        choice = _first_choice(chunk.get("choices"))
        said = self._choice(choice) if choice else ("", "")
        self._uncounted += said
        counted = read_usage(chunk.get("usage"))
        if counted is not None and counted != self.usage:  # some repeat what they counted first
            self.usage = counted
            self._uncounted.clear()
        if is_error(chunk):
            self.failure = read_failure(chunk)
        elif self.finish_reason in _BROKEN_OFF:
            self.failure = Failure(Fault.OVERLOADED, f"finish_reason={self.finish_reason}")
        return said

    def _choice(self, choice: dict[str, Any]) -> tuple[str, str]:
        reason = choice.get("finish_reason")
        if reason and isinstance(reason, str) and reason != "null":
            self.finish_reason = reason
        piece = choice.get("delta")
        whole = None if self._in_pieces else choice.get("message")
        delta = piece or whole
        said = read_delta(delta) if isinstance(delta, dict) else ("", "")
        self._in_pieces |= bool(piece and said[0])
        return said


def _first_choice(choices: object) -> dict[str, Any] | None:
    if not isinstance(choices, list):
        return None
    for choice in choices:
        if isinstance(choice, dict) and choice.get("index") in _FIRST:
            return choice
    return None
