"""Which question each message of the bot belongs to, as a person would tell it."""

import re
from collections.abc import Iterable

from benchmarks._asked import Asked, buttons_of
from benchmarks._fates import spares_for
from benchmarks._measuring import plain
from sandbox import Message, Sandbox
from sandbox.events import Event

_NUMBER = re.compile(r"[^\W\d](\d+)\b")  # every word of an answer ends with that of its question


class Claims:
    """Gives every message of the bot to the question that it belongs to."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._world = sandbox.world
        self._by_id: dict[int, Asked] = {}
        self._by_number: dict[int, Asked] = {}
        self._left: dict[int, Message] = {}
        self._known: set[int] = set()
        self._world.listeners.append(self._hear)

    @property
    def strays(self) -> list[Message]:
        """The messages that can be seen by everybody and belong to no question."""
        return [
            each for each in self._left.values() if each.deleted_at is None and not each.ephemeral
        ]

    def add(self, asked: Asked, number: int) -> None:
        """Note by which number the words of an answer to *asked* can be told."""
        self._by_id[asked.id] = self._by_number[number] = asked

    def look(self, pending: Iterable[Asked]) -> list[Asked]:
        """Give away what has come since, also what only the askers of *pending* see; gives to whom."""
        owners: dict[int, Asked] = {}
        for asked in pending:
            for call in asked.calls:
                for message in call.interaction.messages:
                    if message.ephemeral:
                        self._take(message)
        for message in list(self._left.values()):
            if owner := self._owner(message):
                owner.shown.append(message)
                owners[owner.id] = owner
                del self._left[message.id]
        return list(owners.values())

    def _hear(self, event: Event) -> None:
        if event.name == "MESSAGE_CREATE" and event.data["author"]["id"] == str(self._world.bot.id):
            channel = self._world.channels.get(int(event.data["channel_id"]))
            if channel is not None:  # else it was deleted in the same moment
                self._take(channel.held[int(event.data["id"])])

    def _take(self, message: Message) -> None:
        if message.id not in self._known:
            self._known.add(message.id)
            self._left[message.id] = message

    def _owner(self, message: Message) -> Asked | None:
        """Tell by what a message replies to, by the buttons and words it ever had, or by its thread."""
        origin = message.origin or {}
        ids = [message.reference_id or 0, int(origin.get("id", 0))]
        ids += [int(each.split(":")[-1]) for now in message.versions for each in buttons_of(now)]
        files = (file.data.decode() for file in message.attachments)
        texts = [*(now.content for now in message.versions), *files]
        # A sentence may end with the number under which the log has it.
        numbers = (_NUMBER.search(plain(each)) for each in texts if not spares_for(each))
        owners = [
            *(self._by_id.get(each) for each in ids),
            *(self._by_number.get(int(each[1])) for each in numbers if each),
        ]
        found = next(filter(None, owners), None)
        if found or message.ephemeral:  # else it is for who pressed a button
            return found
        # A thread has the id of the message that it is on.
        return self._bereaved(message) or self._by_id.get(message.channel.id)

    def _bereaved(self, message: Message) -> Asked | None:
        """Give the question whose answer replies to nothing, since it was deleted meanwhile."""
        there = (each for each in self._by_id.values() if each.channel is message.channel)
        return next((each for each in there if each.by_person and not each.shown), None)
