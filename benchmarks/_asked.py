"""One question, however it was asked, with all that its asker sees of it."""

import time
from dataclasses import dataclass, field

from benchmarks._fates import Fate, Reply, fate, spares_for
from sandbox import Channel, Message
from sandbox.interactions import Interaction
from sandbox.model import Version
from sandbox.people import Person
from sandbox.sessions import Session

# Seconds. What is heard at once, after an outage, is answered in any order: the first of a flood
# may be among those for which there is no room.
_ABREAST = 5.0


@dataclass(slots=True, eq=False)
class Call:
    """A command, or a button that was pressed; *name* is whose.

    Discord tells its asker after three seconds that the application did not respond. Nothing can
    mend that where *excused*: the gateway was away meanwhile, or Discord refused the response.
    """

    name: str
    interaction: Interaction
    excused: bool = False

    @property
    def failed(self) -> bool:
        """Whether its asker was told that nothing responds."""
        return self.interaction.state == "failed"


@dataclass(slots=True, eq=False)
class Asked:
    """One question: *way* is how it was asked, *meant* what its versions mean.

    *by_person* is whether somebody deleted it, or stopped its answer, *holed* whether somebody
    deleted a part of that. *sessions* are those that the bot had when it was asked: Discord tells
    what happened in one that is taken up again, and what happens in one that is not is told to
    nobody. *shown* are the messages of the bot that belong to it, *faults* the names of those met.
    """

    id: int  # of the message, or of the command
    way: str
    person: Person
    channel: Channel
    meant: list[str]
    sessions: list[Session]
    faults: set[str]
    message: Message | None = None
    command: Call | None = None
    by_person: bool = False
    holed: bool = False
    gone: bool = False  # the bot was thrown out meanwhile
    heard: bool = False
    spared: bool = False  # its asker was told just before why there is no answer
    shown: list[Message] = field(default_factory=list)
    presses: list[Call] = field(default_factory=list)
    at: float = field(default_factory=time.monotonic)
    touched: float = 0.0  # when somebody last edited it, or pressed a button

    @property
    def replies(self) -> list[Message]:
        """What its asker sees of the bot, in reading order."""
        left = (each for each in self.shown if each.deleted_at is None)
        return sorted(left, key=lambda each: each.id)

    @property
    def buttons(self) -> list[tuple[Message, str]]:
        """The buttons that can be pressed, each with its message."""
        return [(each, button) for each in self.replies for button in buttons_of(each.now)]

    @property
    def calls(self) -> list[Call]:
        """The command that it was, if it was one, and the buttons that were pressed."""
        return [*filter(None, [self.command]), *self.presses]

    @property
    def stop(self) -> tuple[Message, str] | None:
        """The message with the button Stop, and the id of that."""
        return next((each for each in self.buttons if ":stop:" in each[1]), None)

    @property
    def thread(self) -> Channel | None:
        """The thread that it was asked in, or that the bot has opened for it."""
        if self.channel.is_thread:
            return self.channel
        return self.message.thread if self.message else None

    @property
    def is_gone(self) -> bool:
        """Whether it, or its answer, stands where the bot cannot write any more."""
        return self.gone or self.channel.gone or (self.thread is not None and self.thread.gone)

    @property
    def fate(self) -> Fate:
        """What its asker sees just now."""
        if self.is_gone:
            return Fate.GONE
        found = fate(self.meant, [_reply(each) for each in self.replies], by_person=self.by_person)
        if found is Fate.LOST:
            return self._why_lost()
        return Fate.GONE if self.holed and found is Fate.TORN else found

    @property
    def is_open(self) -> bool:
        """Whether something is still to come; between two parts there is neither cursor nor Stop."""
        if self.command is not None and self.command.failed:
            return False
        return self.fate in (Fate.LOST, Fate.STUCK, Fate.TORN, Fate.UNHEARD)

    @property
    def changed_at(self) -> float:
        """When there was last something new, in monotonic seconds."""
        return max(self.at, self.touched, *(each.now.at for each in self.shown))

    def spares(self, other: "Asked") -> bool:
        """Tell whether a sentence in place of this answer spares its asker the same for *other*.

        Both are of one person, in one channel.
        """
        told = (
            each.versions[0].at + until
            for each in self.shown
            if (until := spares_for(each.content))
        )
        return any(self.at - _ABREAST <= other.at <= until for until in told)

    def _why_lost(self) -> Fate:
        if self.spared:
            return Fate.SPARED
        unheard = self.command.excused if self.command else not self.heard
        return Fate.UNHEARD if unheard else Fate.LOST


def buttons_of(version: Version) -> list[str]:
    """Give the ids of the buttons below a message."""
    return [each["custom_id"] for row in version.components for each in row["components"]]


def _reply(message: Message) -> Reply:
    files = [file.data.decode() for file in message.attachments]
    grows = message.loading or any(":stop:" in each for each in buttons_of(message.now))
    return Reply(message.content, grows, files[0] if files else None)
