"""The model's growing text as Discord messages.

Text is pushed in whatever pieces it comes; the messages are worked out only when they are read, and
only from the part that is still open, so that reading costs the same however long the answer is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.reply.context import Context
from bot.core.reply.holding import settled
from bot.core.reply.inline import SPOILER
from bot.core.reply.rendering import show
from bot.core.reply.splitting import first_full, leading

# Discord refuses longer content; it counts code points, as Python does
# (https://discord.com/developers/docs/resources/message#create-message).
LIMIT = 2000

# Below this a fence, its language and one row of a table no longer fit together.
_LEAST = 100

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HIGH = re.compile(r"[\ud800-\udbff]\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One message: what it displays, and the slice of the model's text that it stands for."""

    shown: str
    source: str


class Parts:
    """A growing text as Discord messages: closed parts never change, the last one grows.

    Args:
        limit: the most code points of a message.
        reserve: code points kept free in every part, for a cursor and a footer.
    """

    def __init__(self, limit: int = LIMIT, reserve: int = 160) -> None:
        if limit - reserve < _LEAST:
            raise ValueError(f"a part needs room for {_LEAST} code points")
        self._whole_room = limit - reserve
        self._lead = 0
        self._incoming: list[str] = []
        self._tail = ""
        self._context = Context()
        self._closed: list[Part] = []
        self._open: Part | None = None
        self._finished = False
        self._stale = False

    def push(self, text: str) -> None:
        """Add what the model wrote."""
        self._incoming.append(text)
        self._stale = True

    def lead(self, room: int) -> None:
        """Keep *room* code points free at the head of the first part; before any text only."""
        self._lead = min(room, self._whole_room - _LEAST)

    @property
    def _room(self) -> int:
        return self._whole_room - (0 if self._closed else self._lead)

    def finish(self) -> None:
        """Say that no more text comes: nothing is held back any longer."""
        self._finished = self._stale = True

    @property
    def closed(self) -> Sequence[Part]:
        """The full parts; they never change."""
        self._settle()
        return tuple(self._closed)

    def open(self) -> Part | None:
        """The last part as it may be shown now, or None when there is nothing to show yet."""
        self._settle()
        return self._open

    @property
    def text(self) -> str:
        """All that was pushed, without what cannot be sent."""
        self._settle()
        return "".join(part.source for part in self._closed) + self._tail

    def _settle(self) -> None:
        """Work off what was pushed since the last look."""
        if not self._stale:
            return
        self._stale = False
        self._tail += self._received()
        while full := first_full(self._tail, self._context, self._room, finished=self._finished):
            self._closed.append(Part(full.shown, self._tail[: full.size]))
            self._tail = self._tail[full.size :]
            self._context = full.context
        self._open = self._shown()

    def _received(self) -> str:
        """What was pushed, cleaned; half a surrogate pair waits for its other half."""
        text = "".join(self._incoming)
        half = None if self._finished else _HIGH.search(text)
        self._incoming = [half.group()] if half else []
        return clean(text[: half.start()] if half else text)

    def _shown(self) -> Part | None:
        lead = leading(self._tail, self._context)
        body = self._tail[lead:]
        if not self._finished:
            body = body[: settled(body, self._context, self._room)]
        if not body.strip():
            return None
        ending = (SPOILER,) if self._finished else None
        shown = show(body, self._context, ending, self._room)
        return Part(shown, self._tail[: lead + len(body)]) if shown.strip() else None


def clean(text: str) -> str:
    """The text without what Discord refuses or drops: control characters and half surrogates."""
    text = _CONTROL.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
