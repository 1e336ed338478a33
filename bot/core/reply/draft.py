"""One reply while it grows: what it shows, and the request that brings Discord up to date.

The text is rendered only when `step` is asked, at the moment of sending: nothing stale is
ever queued. A message whose part is full gets its final text and is not touched again.
"""

from dataclasses import dataclass

from bot.core.reply.parts import LIMIT, Part, Parts

CURSOR = "▌"
FOOTER_MARK = "-# "  # Discord's small print
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Post:
    """Send *text* as the reply's message number *index*, counted from 0."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of message number *index*, which has the id *message_id*."""

    index: int
    message_id: int
    text: str


Step = Post | Edit


@dataclass(slots=True)
class _Message:
    id: int
    text: str


class Draft:
    """The model's text on its way into Discord's messages."""

    def __init__(self, parts: Parts | None = None) -> None:
        self._parts = parts or Parts()
        self._messages: list[_Message] = []
        self._settled = 0  # messages that will never change again
        self._ended = False
        self._footer = ""
        self._begun = False
        self._unseen = False  # something came since the last message was rendered

    @property
    def text(self) -> str:
        """The whole text so far, as the model wrote it."""
        return self._parts.text

    @property
    def begun(self) -> bool:
        """Whether the model has written anything; cheap, unlike `text`."""
        return self._begun

    @property
    def ended(self) -> bool:
        """Whether no more text comes."""
        return self._ended

    @property
    def behind(self) -> bool:
        """Whether `step` may have something to give; cheap, for it renders nothing."""
        return self._unseen

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The ids of the messages that exist, in reading order."""
        return tuple(message.id for message in self._messages)

    def push(self, text: str) -> None:
        """Add what the model wrote."""
        self._parts.push(text)
        self._begun = self._unseen = True

    def end(self, footer: str = "") -> None:
        """Tell that no more text comes; *footer* goes below the last part, in small print."""
        self._ended = True
        self._footer = "\n".join(FOOTER_MARK + line for line in footer.splitlines())
        self._parts.finish()
        self._unseen = True

    def step(self) -> Step | None:
        """Give the next request that brings Discord up to date, None when it is."""
        closed = self._parts.closed
        while self._settled < len(closed):
            step = self._show(self._settled, closed[self._settled].shown)
            if step:
                return step
            self._settled += 1
        self._unseen = False
        last = self._last(self._parts.open())
        return self._show(len(closed), last) if last else None

    def done(self, step: Step, message_id: int) -> None:
        """Tell that Discord has taken *step*."""
        if step.index == len(self._messages):
            self._messages.append(_Message(message_id, step.text))
        else:
            self._messages[step.index].text = step.text

    def _show(self, index: int, text: str) -> Step | None:
        if index == len(self._messages):
            return Post(index, text)
        message = self._messages[index]
        return None if message.text == text else Edit(index, message.id, text)

    def _last(self, part: Part | None) -> str:
        """Give the text of the last message: with the cursor, or ended with the footer."""
        shown = part.shown if part else ""
        if not self._ended:
            return _with_cursor(shown) if shown else ""
        if not self._footer:
            return shown
        return f"{shown}\n{self._footer[: LIMIT - len(shown) - 1]}" if shown else self._footer


def _with_cursor(shown: str) -> str:
    # A cursor in the line of a closing fence would keep the fence open.
    return f"{shown}\n{CURSOR}" if shown.endswith(_FENCE) else f"{shown} {CURSOR}"
