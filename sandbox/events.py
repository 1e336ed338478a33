"""What happens in a sandbox: events for the bot's gateway, changes for whoever watches."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntFlag
from typing import Literal

from sandbox.errors import Json
from sandbox.model import Channel, Message, User

_LOOK_AGAIN = 0.02  # seconds


class Intent(IntFlag):
    """What a bot has asked to hear about."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


@dataclass(frozen=True, slots=True)
class Event:
    """One dispatch of the gateway; bots without the intent *opens* get *redacted* instead."""

    name: str
    data: Json
    guild_id: int | None
    intent: Intent = Intent.NONE
    redacted: Json | None = None
    opens: Intent = Intent.MESSAGE_CONTENT


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a person watching the channel would see."""

    kind: Literal["created", "edited", "deleted", "reacted", "typing"]
    at: float
    channel: Channel
    message: Message | None
    user: User


class Watch:
    """A live, unbounded stream of changes."""

    def __init__(self) -> None:
        self._changes: asyncio.Queue[Change | None] = asyncio.Queue()

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        change = await self._changes.get()
        if change is None:
            self._changes.put_nowait(None)
            raise StopAsyncIteration
        return change

    def drain(self) -> list[Change]:
        """Give what has happened since it was last asked, without waiting."""
        changes = []
        while not self._changes.empty():
            change = self._changes.get_nowait()
            if change is not None:
                changes.append(change)
        return changes

    def push(self, change: Change | None) -> None:
        """Add a change; None ends the stream."""
        self._changes.put_nowait(change)


class Feed:
    """Wakes whoever waits for something to happen."""

    def __init__(self) -> None:
        self._watches: list[Watch] = []
        self._sleepers: list[asyncio.Future[None]] = []
        self.beats = 0  # how often something has happened

    def tell(self, change: Change) -> None:
        """Show a change to every watch."""
        for watch in self._watches:
            watch.push(change)
        self.beat()

    def beat(self) -> None:
        """Wake everybody who waits for something to happen."""
        self.beats += 1
        self._wake()

    @contextmanager
    def watch(self) -> Iterator[Watch]:
        """Give a stream of changes that lives as long as the block."""
        watch = Watch()
        self._watches.append(watch)
        try:
            yield watch
        finally:
            self._watches.remove(watch)

    def close(self) -> None:
        """End every stream."""
        for watch in self._watches:
            watch.push(None)

    async def until(self, condition: Callable[[], object]) -> None:
        """Sleep until *condition* holds.

        It is looked at again whenever something happens here, and now and then besides: it may
        depend on what goes on inside the bot.
        """
        loop = asyncio.get_running_loop()
        while not condition():
            alarm = loop.call_later(_LOOK_AGAIN, self._wake)
            try:
                await self._doze()
            finally:
                alarm.cancel()

    async def beyond(self, beats: int) -> None:
        """Sleep until more than *beats* things have happened."""
        while self.beats <= beats:
            await self._doze()

    def _wake(self) -> None:
        sleepers, self._sleepers = self._sleepers, []
        for sleeper in sleepers:
            if not sleeper.done():
                sleeper.set_result(None)

    async def _doze(self) -> None:
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeper)
        await sleeper
