"""Server-sent events: bytes in, events out.

The rules are those of the WHATWG HTML standard, "Interpreting an event stream", with two
allowances that model servers need: an event that the end of the stream cuts off before
its blank line is still delivered, and a line `error: …` (old llama.cpp servers) counts as
an event of type `error`.

Lines are split on bytes, at LF, CR and CRLF only: U+2028 and its kind are legal inside a
JSON string, and a letter may be cut between two reads.
"""

from typing import Final

# A whole answer with usage fits a hundred times; a stream without line ends must not fill the memory.
MAX_EVENT_BYTES: Final = 4 * 1024 * 1024
_BOM: Final = b"\xef\xbb\xbf"
_MESSAGE: Final = b"message"


# One dispatched event: its type (`b"message"` unless named) and its data, both raw. A plain tuple,
# for at thousands of events a second the making of anything else is what they cost.
Event = tuple[bytes, bytes]


class EventTooLargeError(ValueError):
    """One event holds more than the cap."""


class EventReader:
    """Feed it what was read, in any pieces; it gives the events that became complete.

    All it keeps is the block of lines whose blank line has not come, at most
    *max_event_bytes* of it.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._limit = max_event_bytes
        self._block = bytearray()
        self._at_start = True
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[Event]:
        """Take *chunk* and return the events it completed; EventTooLargeError beyond the cap."""
        chunk = self._unify_line_ends(chunk)
        if self._at_start:
            chunk = self._skip_bom(chunk)
        whole = self._complete(chunk)
        if len(self._block) > self._limit:
            raise EventTooLargeError(f"more than {self._limit} bytes without an end")
        return _read_all(whole) if whole else []

    def finish(self) -> list[Event]:
        """Return the event that the end of the stream left without its blank line, if any."""
        event = _read(bytes(self._block))
        self._block.clear()
        return [event] if event is not None else []

    def _unify_line_ends(self, chunk: bytes) -> bytes:
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")  # the second half of a CRLF
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return chunk

    def _skip_bom(self, chunk: bytes) -> bytes:
        head = bytes(self._block) + chunk
        if len(head) < len(_BOM) and _BOM.startswith(head):
            return chunk
        self._at_start = False
        self._block.clear()
        return head.removeprefix(_BOM)

    def _complete(self, chunk: bytes) -> bytes:
        """Give all up to the last blank line, and hold the rest."""
        if not self._block:
            end = chunk.rfind(b"\n\n")
            self._block += chunk[end + 2 :] if end >= 0 else chunk
            return chunk[:end] if end >= 0 else b""
        # Only the seam with what was held needs a new look: byte by byte stays linear.
        seam = len(self._block) - 1
        self._block += chunk
        end = self._block.rfind(b"\n\n", seam)
        if end < 0:
            return b""
        whole = bytes(self._block[:end])
        del self._block[: end + 2]
        return whole


def _read_all(whole: bytes) -> list[Event]:
    blocks = whole.split(b"\n\n")
    one_line_each = whole.count(b"\n") == 2 * (len(blocks) - 1)
    events: list[Event] = []
    for block in blocks:
        if one_line_each and block.startswith(b"data: "):  # nearly all of them
            events.append((_MESSAGE, block[6:]))
        elif (event := _read(block)) is not None:
            events.append(event)
    return events


def _read(block: bytes) -> Event | None:
    """Read the lines up to a blank one; None when they hold no data."""
    kind, data = _MESSAGE, None
    for line in block.split(b"\n"):
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"event":
            kind = value or _MESSAGE
        elif field == b"data":
            data = value if data is None else data + b"\n" + value
        elif field == b"error" and value:
            kind, data = b"error", value
    return (kind, data) if data is not None else None
