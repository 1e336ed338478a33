"""People who ask the bot all the time, in every way that Discord has, and what came of it."""

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from benchmarks._asked import Asked, Call
from benchmarks._claims import Claims
from benchmarks._moody_model import answer
from benchmarks._script import question
from sandbox import Channel, Guild, Message, Sandbox
from sandbox.interactions import ANSWER_WITHIN, Interaction
from sandbox.people import Person

# How often each comes beside the others. A press is of Retry, Continue or Regenerate.
_WAYS = {
    "mention": 40.0,
    "reply": 15.0,
    "direct": 10.0,
    "thread": 12.0,
    "command": 14.0,
    "press": 6.0,
    "crowd": 2.5,
    "flood": 0.5,
}
_PRESSED = {"retry": 5.0, "continue": 5.0, "regenerate": 1.0}
_PEOPLE = 20
_WORDS, _LONG, _SHORT = (10, 120), (300, 1500), (3, 8)  # of an answer; the longest ends as a file
_LONG_SHARE = 0.15
_PRIVATE_SHARE = 0.25  # of the commands
_CROWD = (3, 6)  # people who ask in one channel at once
_FLOOD, _FLOOD_EVERY = (22, 26), 0.1  # questions, where a minute has 20; seconds
_BACK = 60  # questions; to older ones nobody comes back
_AT_WORK = 20.0  # seconds; what Discord may have taken, though it said otherwise, is sent again
_SERVER_ERROR = 500
_QUESTION = re.compile(r"Write \d+ words, number \d+\.")


@dataclass(frozen=True, slots=True)
class _Text:
    """A question, its number, and what the model will answer."""

    number: int
    asks: str
    meant: str


class Talkers:
    """Asks, and knows what was asked; in *threaded* the bot answers in threads."""

    def __init__(
        self,
        sandbox: Sandbox,
        channels: Sequence[Channel],
        chance: random.Random,
        threaded: Guild | None = None,
    ) -> None:
        self.asked: list[Asked] = []
        self.active: Counter[str] = Counter()  # the faults of this moment
        self.claims = Claims(sandbox)
        self._pending: list[Asked] = []
        self._threads: set[Channel] = set()  # to which somebody may come back
        self._together: defaultdict[tuple[Person, Channel], list[Asked]] = defaultdict(list)
        self._sandbox = sandbox
        self._chance = chance
        self._channels = list(channels)
        # At once: who joins while the bot is out of a server is no member there.
        self._people = [sandbox.person(f"Person {number}") for number in range(_PEOPLE)]
        self._threaded = threaded
        self._number = 0
        self._ways: dict[str, Callable[[], Awaitable[object]]] = {
            "mention": self.mention,
            "reply": self._reply,
            "direct": self._direct,
            "thread": self._in_thread,
            "command": self._command,
            "press": self._press,
            "crowd": self._crowd,
            "flood": self._flood,
        }

    async def ask(self) -> None:
        """Let somebody ask in some way, if there is anybody who would hear."""
        self._note()
        self._archive()
        if self._sandbox.gateway.sessions:
            way = self._chance.choices(list(_WAYS), list(_WAYS.values()))[0]
            await self._ways[way]()

    async def mention(
        self,
        channel: Channel | None = None,
        person: Person | None = None,
        words: tuple[int, int] | None = None,
        way: str = "mention",
    ) -> Asked:
        """Mention the bot, here or anywhere."""
        text, person = self._text(words), person or self._person()
        content = f"{self._sandbox.bot.mention} {text.asks}"
        message = await person.say(channel or self._channel(), content)
        return self._begin(way, person, text, message)

    async def edit(self, asked: Asked) -> None:
        """Let the asker mean something else."""
        if asked.message is not None:
            text = self._text()
            asked.meant.append(text.meant)
            asked.touched = time.monotonic()
            self.claims.add(asked, text.number)
            await asked.person.edit(asked.message, _QUESTION.sub(text.asks, asked.message.content))

    async def press(self, asked: Asked, message: Message, button: str) -> None:
        """Let the asker press a button below an answer."""
        pressed = await asked.person.press(message, button)
        asked.presses.append(Call(button.split(":")[1], pressed))
        asked.touched = time.monotonic()
        if asked not in self._pending:
            self._pending.append(asked)
        self._note()  # nobody else may look within the three seconds

    def open(self) -> list[Asked]:
        """Give the questions to which something is still to come."""
        return [each for each in self.recent() if each.is_open]

    def waiting(self) -> list[Asked]:
        """Give those of them that the bot has heard, or can still hear."""
        left = set(self._sandbox.gateway.sessions)
        return [each for each in self.open() if each.heard or not left.isdisjoint(each.sessions)]

    def recent(self) -> list[Asked]:
        """Give the questions that the bot may still be at work on, whatever can be seen."""
        self._note()
        return self._pending

    def replace(self, channel: Channel) -> None:
        """Take a new channel for one in which nothing can be asked any more."""
        if channel in self._channels:
            self._channels.remove(channel)
            self._channels.append(self._sandbox.add_channel(channel.name, channel.guild))

    async def _reply(self) -> None:
        """Reply to an answer of the bot, without a mention."""
        if answers := [each.replies[-1] for each in self._back() if each.replies]:
            about, person, text = self._chance.choice(answers), self._person(), self._text()
            message = await person.say(about.channel, text.asks, reply_to=about)
            self._begin("reply", person, text, message)
        else:
            await self.mention()

    async def _direct(self) -> None:
        person, text = self._person(), self._text()
        self._begin("direct", person, text, await person.say(person.dm(), text.asks))

    async def _in_thread(self) -> None:
        """Go on in a thread that the bot has opened, or have it open one."""
        threads = [
            each.thread for each in self._back() if each.thread and not _is_closed(each.thread)
        ]
        if threads and self._chance.random() < 2 / 3:
            person, text = self._person(), self._text()
            message = await person.say(self._chance.choice(threads), text.asks)
            self._begin("thread", person, text, message)
        else:
            await self.mention(self._channel(self._threaded), way="mention for a thread")

    async def _command(self) -> None:
        text, person, channel = self._text(), self._person(), self._channel()
        private = self._chance.random() < _PRIVATE_SHARE
        call = await person.slash(channel, "ask", prompt=text.asks, private=private)
        self._begin("private command" if private else "command", person, text, call)

    async def _press(self) -> None:
        """Press a button below an answer that has ended."""
        offers = [
            (_PRESSED[control], each, *button)
            for each in self._back()
            if not each.is_open
            for button in each.buttons
            if (control := button[1].split(":")[1]) in _PRESSED
        ]
        if offers:
            await self.press(*self._chance.choices(offers, [each[0] for each in offers])[0][1:])

    async def _crowd(self) -> None:
        """Let several people ask in one channel at once."""
        channel, count = self._channel(), self._chance.randint(*_CROWD)
        for person in self._chance.sample(self._people, count):
            await self.mention(channel, person, way="crowd")

    async def _flood(self) -> None:
        channel, person = self._channel(), self._person()
        for _ in range(self._chance.randint(*_FLOOD)):
            if not _is_closed(channel):
                await self.mention(channel, person, _SHORT, "flood")
            await asyncio.sleep(_FLOOD_EVERY)

    def _begin(self, way: str, person: Person, text: _Text, cause: Message | Interaction) -> Asked:
        sessions, faults = self._sandbox.gateway.sessions, set(+self.active)
        asked = Asked(cause.id, way, person, cause.channel, [text.meant], sessions, faults)
        if isinstance(cause, Message):
            asked.message = cause
        else:
            asked.command = Call(way, cause)
        self.asked.append(asked)
        self._together[person, cause.channel].append(asked)
        self._pending.append(asked)
        self.claims.add(asked, text.number)
        self._note()
        return asked

    def _note(self) -> None:
        """Note what was shown and heard, and which calls nothing could respond to."""
        # One that was thought to be spared is watched again as soon as it is answered after all.
        answered = self.claims.look(self._pending)
        self._pending += [each for each in answered if each not in self._pending]
        now = time.monotonic()
        for asked in self._pending:
            lines = [session.connection for session in asked.sessions]
            away = all(line is None or line.silent for line in lines)
            asked.heard |= not away
            others = self._together[asked.person, asked.channel]
            asked.spared |= not asked.shown and any(each.spares(asked) for each in others)
            for call in asked.calls:
                is_due = now - call.interaction.at < ANSWER_WITHIN
                call.excused |= (is_due and away) or (
                    call.failed and max(self.tries(call), default=0) >= _SERVER_ERROR
                )
        self._pending = [
            each for each in self._pending if each.is_open or now - each.changed_at < _AT_WORK
        ]

    def _archive(self) -> None:
        """Archive the threads to which nobody comes back, as Discord does after some time."""
        asked = (*self.asked[-_BACK:], *self._pending)
        threads = {each.thread for each in asked if each.thread}
        left = {each for each in self._threads - threads if not each.gone}
        later = {each for each in left if _is_closed(each)}  # when the bot is in their server again
        for each in left - later:
            self._sandbox.archive(each)
        self._threads = threads | later

    def tries(self, call: Call) -> list[int]:
        """Give the status of each of the bot's tries to respond to a call."""
        path = f"/interactions/{call.interaction.id}/"
        requests = self._sandbox.requests
        return [request.status for request in requests if request.path.startswith(path)]

    def _back(self) -> list[Asked]:
        """Give the questions to which somebody may come back."""
        return [
            each
            for each in self.asked[-_BACK:]
            if not each.is_gone and not _is_closed(each.channel)
        ]

    def _channel(self, guild: Guild | None = None) -> Channel:
        free = [each for each in self._channels if not _is_closed(each)]
        return self._chance.choice([each for each in free if guild in (None, each.guild)] or free)

    def _person(self) -> Person:
        return self._chance.choice(self._people)

    def _text(self, words: tuple[int, int] | None = None) -> _Text:
        is_long = self._chance.random() < _LONG_SHARE
        count = self._chance.randint(*(words or (_LONG if is_long else _WORDS)))
        self._number += 1
        asks, meant = question(count, self._number), "".join(answer(count, self._number))
        return _Text(self._number, asks, meant)


def _is_closed(channel: Channel) -> bool:
    return channel.gone or (channel.guild is not None and channel.guild.gone)
