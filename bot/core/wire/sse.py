"""Server-sent events: bytes in, events out.

The rules are those of the WHATWG HTML standard, "Interpreting an event stream", with two
allowances that model servers need: an event that the end of the stream cuts off before
its blank line is still delivered, and a line `error: …` (old llama.cpp servers) counts as
an event of type `error`.

Lines are split on bytes, at LF, CR and CRLF only: U+2028 and its kind are legal inside a
JSON string, and a letter may be cut between two reads.
"""

from typing import NamedTuple

# A whole answer with usage fits a hundred times; a stream without line ends must not fill the memory.
MAX_EVENT_BYTES = 4 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class Event(NamedTuple):
    """One dispatched event: its type (`b"message"` unless named) and its data, both raw bytes."""

    type: bytes
    data: bytes


class EventTooLargeError(ValueError):
    """One event holds more than MAX_EVENT_BYTES."""


class EventReader:
    """Feed it what was read, in any pieces; it gives the events that became complete."""

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._limit = max_event_bytes
        self._pending: list[bytes] = []  # pieces of a line whose end has not come
        self._held = 0  # bytes in _pending and _data
        self._data: list[bytes] = []
        self._type = b""
        self._at_start = True
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[Event]:
        """Take *chunk* and return the events it completed; EventTooLargeError beyond the cap."""
        chunk = self._unify_line_ends(chunk)
        if self._at_start:
            chunk = self._skip_bom(chunk)
        *lines, rest = chunk.split(b"\n")
        events: list[Event] = []
        if lines and self._pending:
            lines[0] = self._release_pending() + lines[0]
        for line in lines:
            if line:
                self._take_line(line)
            elif self._data:
                events.append(self._dispatch())
            else:
                self._type = b""
        self._hold(rest)
        return events

    def finish(self) -> list[Event]:
        """Return the event that the end of the stream left without its blank line, if any."""
        line = self._release_pending()
        if line:
            self._take_line(line)
        return [self._dispatch()] if self._data else []

    def _unify_line_ends(self, chunk: bytes) -> bytes:
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")  # the second half of a CRLF
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return chunk

    def _skip_bom(self, chunk: bytes) -> bytes:
        head = b"".join([*self._pending, chunk])
        if len(head) < len(_BOM) and _BOM.startswith(head):
            return chunk
        self._at_start = False
        self._release_pending()
        return head.removeprefix(_BOM)

    def _release_pending(self) -> bytes:
        line = b"".join(self._pending)
        self._pending.clear()
        self._held -= len(line)
        return line

    def _hold(self, rest: bytes) -> None:
        if rest:
            self._pending.append(rest)
            self._held += len(rest)
        if self._held > self._limit:
            raise EventTooLargeError(f"more than {self._limit} bytes without an end")

    def _take_line(self, line: bytes) -> None:
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            self._held += len(value)
        elif field == b"event":
            self._type = value
        elif field == b"error" and value:
            self._type = b"error"
            self._data.append(value)
            self._held += len(value)

    def _dispatch(self) -> Event:
        event = Event(self._type or b"message", b"\n".join(self._data))
        self._held -= sum(map(len, self._data))
        self._data.clear()
        self._type = b""
        return event
