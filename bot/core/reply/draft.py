"""One reply while it grows: what it shows, and the request that brings Discord up to date.

The text is rendered only when `step` is asked, at the moment of sending: nothing stale is
ever queued. A message whose part is full gets its final text and is not touched again.
Beyond a set number of messages the whole text follows as a file instead.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.reply.parts import LIMIT, Part, Parts

CURSOR = "▌"
FOOTER_MARK = "-# "  # Discord's small print
_FENCE = "```"


class Control(StrEnum):
    """A button below a reply."""

    STOP = "stop"
    CONTINUE = "continue"
    REGENERATE = "regenerate"
    RETRY = "retry"


Controls = tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How long a reply may grow, and what it says when the rest comes as a file."""

    messages: int = 5
    goes_on: str = "…"  # small print while it grows
    in_file: str = "…"  # small print when it has ended
    blocked: str = "…"  # instead of a text that Discord does not allow


@dataclass(frozen=True, slots=True)
class Post:
    """Send *text* as the reply's message number *index*, counted from 0."""

    index: int
    text: str
    controls: Controls


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of message number *index*; *controls* is None where they stay."""

    index: int
    message_id: int
    text: str
    controls: Controls | None


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a message that the reply has no use for any more."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Attach:
    """Send the whole *text* as a file."""

    text: str


Step = Post | Edit | Delete | Attach


@dataclass(slots=True)
class _Message:
    id: int
    text: str | None = None  # None: from an earlier life of the reply, unknown
    controls: Controls | None = None
    gone: bool = False  # deleted, and not by us


class Draft:
    """The model's text on its way into Discord's messages.

    *messages* are the ids of messages that show an earlier answer and are to be reused.
    """

    def __init__(self, messages: Sequence[int] = (), layout: Layout | None = None) -> None:
        self._parts = Parts()
        self._messages = [_Message(message_id) for message_id in messages]
        self._files: list[int] = []
        self._unwanted: list[int] = []
        self.condemned: set[int] = set()  # deleted by us, or about to be
        self._layout = layout or Layout()
        self._max = self._layout.messages
        self._settled = 0  # messages that will never change again
        self._controls: Controls = (Control.STOP,)
        self._footer = ""
        self._heading = ""
        self._notice = ""
        self._ended = False
        self._attached = False
        self._only_file = False
        self._curtailed = False
        self._begun = False
        self._unseen = False  # something came since the last message was rendered

    @property
    def text(self) -> str:
        """The whole text so far, as the model wrote it."""
        return self._parts.text

    @property
    def seen(self) -> str:
        """As much of `text` as the messages show: all of it, unless they were curtailed."""
        if self._curtailed and self._only_file:
            return ""
        if not self._curtailed or not self._overflows():
            return self.text
        return "".join(part.source for part in self._parts.closed[: self._max])

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
        shown = (message.id for message in self._messages)
        return tuple(known for known in (*shown, *self._files) if known not in self.condemned)

    @property
    def standing(self) -> tuple[int, ...]:
        """The ids of all messages that Discord has of it, behind the others those given up."""
        given_up = (known for known in self._unwanted if known not in self.condemned)
        return (*self.message_ids, *given_up)

    @property
    def stands(self) -> bool:
        """Whether Discord has a message of it."""
        return bool(self._messages or self._unwanted)

    def adopt(self, message_ids: Sequence[int]) -> None:
        """Take over further messages behind those that are known, whatever they show."""
        self._messages.extend(_Message(message_id) for message_id in message_ids)

    def push(self, text: str) -> None:
        """Add what the model wrote."""
        self._parts.push(text)
        self._begun = self._unseen = True

    def notice(self, sentence: str) -> None:
        """Show *sentence* in small print until the first text comes."""
        self._notice = _small(sentence)
        self._unseen = True

    def head(self, heading: str) -> None:
        """Put *heading* above the first part; a no-op once text has come."""
        if heading and not self._begun:
            self._heading = heading + "\n"
            self._parts.lead(len(self._heading))

    def end(self, footer: str = "", controls: Controls = ()) -> None:
        """Tell that no more text comes; *footer* goes below the last part, in small print."""
        self._ended = self._unseen = True
        self._footer = _small(footer)
        self._controls = controls
        self._parts.finish()

    def block(self) -> None:
        """Show nothing but a notice instead of the text, which Discord does not allow."""
        self._parts, self._settled, self._attached = Parts(), 0, True
        self._heading = ""
        self.end(self._layout.blocked)

    def curtail(self, sentence: str) -> None:
        """Send nothing more: the messages that stand end with *sentence* and Retry."""
        self._max, self._attached, self._curtailed = len(self._messages), True, True
        self._layout = replace(self._layout, in_file="")
        self.end(sentence, (Control.RETRY,))

    def drop(self, gone: Container[int]) -> bool:
        """Note which messages somebody deleted; gives whether others stand."""
        for message in self._messages:
            message.gone |= message.id in gone
        return bool(self._unwanted) or not all(message.gone for message in self._messages)

    def renew(self, index: int) -> None:
        """Give up message number *index* and those behind it: they are posted afresh."""
        self._unwanted.extend(message.id for message in self._messages[index:])
        del self._messages[index:]
        self._settled = min(self._settled, index)
        self._unseen = True

    def only_file(self) -> None:
        """Show no more of the text: Discord refuses it. At the end it goes as a file."""
        self._only_file = self._unseen = True

    def step(self) -> Step | None:
        """Give the next request that brings Discord up to date, None when it is."""
        if self._only_file:
            return self._file_step()
        closed = self._parts.closed[: self._max]
        last = self._parts.open()
        if last is None or len(closed) == self._max:
            closed, last = closed[:-1], closed[-1] if closed else None
        while self._settled < len(closed):
            step = self._show(self._settled, self._headed(closed[self._settled], self._settled), ())
            if step:
                return step
            self._settled += 1
        self._unseen = False
        text = self._last(last, len(closed)) if last or self._ended else self._notice
        step = self._show(len(closed), text, self._controls) if text else None
        return step or (self._tidy(len(closed) + bool(text)) if self._ended else None)

    def done(self, step: Step, message_id: int = 0, *, certain: bool = True) -> None:
        """Tell that Discord has taken *step*; *message_id* is that of a new message.

        A repeated post is not *certain* to show its text: an earlier try may have arrived.
        """
        match step:
            case Post(_, text, controls):
                known = (text, controls) if certain else (None, None)
                self._messages.append(_Message(message_id, *known))
                self._unseen = self._unseen or not certain
            case Edit(index, _, text, controls):
                message = self._messages[index]
                message.text = text
                message.controls = message.controls if controls is None else controls
            case Delete(unwanted):
                self._unwanted = [known for known in self._unwanted if known != unwanted]
                self._messages = [known for known in self._messages if known.id != unwanted]
            case Attach():
                self._attached = True
                self._files.append(message_id)

    def _file_step(self) -> Step | None:
        self._unseen = False
        if not self._attached:
            return Attach(self.text) if self._ended and self.text else None
        note = self._footer if self._curtailed else _small(self._layout.in_file)
        controls = self._controls if self._curtailed else ()
        return (self._show(0, note, controls) if self._messages else None) or self._tidy(1)

    def _show(self, index: int, text: str, controls: Controls) -> Step | None:
        if index == len(self._messages):
            return Post(index, text, controls)
        message = self._messages[index]
        if message.gone or (message.text == text and message.controls == controls):
            return None
        changed = None if message.controls == controls else controls
        return Edit(index, message.id, text, changed)

    def _tidy(self, needed: int) -> Step | None:
        """Give what is left to do when every part is shown."""
        if self._overflows() and not self._attached:
            return Attach(self.text)
        surplus = [message.id for message in self._messages[needed:]] if needed else []
        unwanted = self._unwanted or surplus[::-1]
        self.condemned.update(unwanted[:1])
        return Delete(unwanted[0]) if unwanted else None

    def _overflows(self) -> bool:
        return len(self._parts.closed) + (self._parts.open() is not None) > self._max

    def _headed(self, part: Part, index: int) -> str:
        return part.shown if index else self._heading + part.shown

    def _last(self, part: Part | None, index: int) -> str:
        """Give the text of the last message: with the cursor, or ended with the footer."""
        shown = self._headed(part, index) if part else ""
        footer = self._footer
        if self._overflows():
            note = self._layout.in_file if self._ended else self._layout.goes_on
            footer = "\n".join(filter(None, (_small(note), footer)))
        elif not self._ended:
            return _with_cursor(shown) if shown else ""
        if not footer or not shown:
            return shown or footer
        return f"{shown}\n{footer[: LIMIT - len(shown) - 1]}"


def _small(text: str) -> str:
    return "\n".join(FOOTER_MARK + line for line in text.splitlines())


def _with_cursor(shown: str) -> str:
    # A cursor in the line of a closing fence would keep the fence open.
    return f"{shown}\n{CURSOR}" if shown.endswith(_FENCE) else f"{shown} {CURSOR}"
