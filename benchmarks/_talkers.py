"""People who ask the bot all the time, each channel one question after the other."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from benchmarks._fates import Fate, Reply, fate
from benchmarks._script import pieces, question
from sandbox import Channel, Message, Sandbox
from sandbox.sessions import Session

_WORDS = (10, 120)  # of an answer
_PEOPLE = ("Mina", "Joon", "Sora", "Hana", "Yuna")
# Seconds from the last change of a reply until the next question. Who was told in place of an answer
# that something is wrong is not told so again within a minute (bot/chat/answers/telling.py).
_REST = {Fate.TOLD: 61.0}
_SHORT_REST = 3.0
_AT_WORK = 20.0  # seconds; what Discord may have taken, though it said otherwise, is sent again


@dataclass(slots=True, eq=False)
class Asked:
    """One question: what its versions mean, and the names of the *faults* it has met.

    *by_person* is whether somebody deleted it, or stopped its answer. *sessions* are those that the
    bot had when it was asked: Discord tells what happened in one that is taken up again, and what
    happens in one that is not is told to nobody.
    """

    message: Message
    meant: list[str]
    sessions: list[Session]
    faults: set[str] = field(default_factory=set)
    by_person: bool = False
    gone: bool = False  # the bot was thrown out meanwhile
    heard: bool = False
    until: float = float("inf")  # the id of the channel's next question

    @property
    def replies(self) -> list[Message]:
        """The messages of the bot between this question and the next, but no reply to another."""
        channel, own = self.message.channel, (None, self.message.id)
        later = [each for each in channel.messages if self.message.id < each.id < self.until]
        return [each for each in later if each.author.bot and each.reference_id in own]

    @property
    def stop(self) -> tuple[Message, str] | None:
        """The message with the button Stop, and the id of that."""
        return next(((each, stop) for each in self.replies if (stop := _stop(each))), None)

    @property
    def fate(self) -> Fate:
        """What its asker sees just now."""
        if self.gone or self.message.channel.gone:
            return Fate.GONE
        replies = [Reply(each.content, bool(_stop(each))) for each in self.replies]
        found = fate(self.meant, replies, by_person=self.by_person)
        return Fate.UNHEARD if found is Fate.LOST and not self.heard else found

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.fate in (Fate.LOST, Fate.STUCK, Fate.UNHEARD)

    @property
    def changed_at(self) -> float:
        """When its asker last saw a change, in monotonic seconds."""
        return max(each.now.at for each in (self.message, *self.replies))


class Talkers:
    """Asks, and knows what was asked."""

    def __init__(
        self, sandbox: Sandbox, channels: Sequence[Channel], chance: random.Random
    ) -> None:
        self.asked: list[Asked] = []
        self._pending: list[Asked] = []
        self._sandbox = sandbox
        self._chance = chance
        self._last: dict[Channel, Asked | None] = dict.fromkeys(channels)
        self._numbers = count(1)

    async def ask(self, faults: set[str]) -> Asked | None:
        """Ask in a channel where nothing is open; None where there is none, or nobody would hear."""
        self._note_heard()
        free = [channel for channel in self._last if self._is_free(channel)]
        sessions = self._sandbox.gateway.sessions
        if not free or not sessions:
            return None
        channel, text = self._chance.choice(free), self._text()
        person = self._sandbox.person(self._chance.choice(_PEOPLE))
        message = await person.say(channel, text[0])
        asked = Asked(message, [text[1]], sessions, set(faults))
        if last := self._last[channel]:
            last.until = message.id
        self._last[channel] = asked
        self.asked.append(asked)
        self._pending.append(asked)
        return asked

    async def edit(self, asked: Asked) -> None:
        """Let the asker mean something else."""
        text, meant = self._text()
        asked.meant.append(meant)
        await self._sandbox.person(asked.message.author.name).edit(asked.message, text)

    def open(self) -> list[Asked]:
        """Give the questions to which something is still to come."""
        self._note_heard()
        self._pending = [each for each in self._pending if each.is_open]
        return self._pending

    def recent(self) -> list[Asked]:
        """Give the questions that the bot may still be at work on, whatever can be seen."""
        now, last = time.monotonic(), filter(None, self._last.values())
        return [each for each in last if each.is_open or now - each.changed_at < _AT_WORK]

    def replace(self, channel: Channel) -> None:
        """Take a new channel for one in which nothing is to be asked any more."""
        self._last.pop(channel, None)
        self._last[self._sandbox.add_channel(channel.name, channel.guild)] = None

    def _note_heard(self) -> None:
        for asked in self._pending:
            lines = (session.connection for session in asked.sessions)
            asked.heard |= any(line is not None and not line.silent for line in lines)

    def _is_free(self, channel: Channel) -> bool:
        last = self._last[channel]
        if last is None or _is_out(channel):
            return not _is_out(channel)
        rested = time.monotonic() - last.changed_at
        return not last.is_open and rested > _REST.get(last.fate, _SHORT_REST)

    def _text(self) -> tuple[str, str]:
        """Give a new question, and what the model will answer."""
        words, number = self._chance.randint(*_WORDS), next(self._numbers)
        text = f"{self._sandbox.bot.mention} {question(words, number)}"
        return text, "".join(pieces(words, number))


def _stop(message: Message) -> str | None:
    buttons = (button for row in message.components for button in row["components"])
    return next((each["custom_id"] for each in buttons if ":stop:" in each["custom_id"]), None)


def _is_out(channel: Channel) -> bool:
    return channel.guild is not None and channel.guild.gone
