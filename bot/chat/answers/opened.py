"""The exchanges whose replies this process has open."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bot.chat.answers.live import LiveReply
from bot.chat.answers.policy import Terms
from bot.chat.answers.writing import Writing
from bot.core.talk.turns import Answer, Question


@dataclass(slots=True)
class Opened:
    """An exchange whose reply has not reached its final state."""

    question: Question
    reply: LiveReply
    writing: Writing
    earlier: Answer | None  # what it goes on from
    terms: Terms
    seats: AsyncExitStack = field(default_factory=AsyncExitStack)
    done: asyncio.Event = field(default_factory=asyncio.Event)


class OpenReplies(dict[int, Opened]):
    """All of them, by the id of the message that asked."""

    def stop(self, message_id: int) -> bool:
        """Stop the answer to message *message_id*; False when none is being written."""
        if running := self.get(message_id):
            running.writing.stop()
        return running is not None

    def stop_all(self, channel_id: int, person_id: int | None = None) -> int:
        """Stop the open answers of a channel, or a person's there; gives how many there were."""
        found = [
            each
            for each in self.within(channel_id)
            if person_id in (None, each.question.speaker_id) and not each.writing.ended
        ]
        for running in found:
            running.writing.stop()
        return len(found)

    def within(self, channel_id: int | None, server_id: int | None = None) -> Iterator[Opened]:
        """Give those of a channel, and those of a server."""
        for each in self.values():
            in_server = server_id is not None and each.question.server_id == server_id
            if each.question.channel_id == channel_id or in_server:
                yield each
