"""What the page is allowed to see and to touch of a sandbox."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.gateway import Gateway
from sandbox.interactions import Interaction
from sandbox.model import Channel, ChannelKind, Message, User
from sandbox.people import Person
from sandbox.permissions import Permission, allows
from sandbox.relay import Relay
from sandbox.rest import Rest
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Stage:
    """The parts of a sandbox behind its page.

    Attributes:
        world: Who is there and where.
        gateway: The bot's way of hearing.
        rest: The bot's way of speaking, with its faults and its record.
        relay: The bot's way to its model.
        cast: Gives the people that one can be on the page, by name.
        forms: The forms that are open on some page, by the id of their interaction.
    """

    world: World
    gateway: Gateway
    rest: Rest
    relay: Relay
    cast: Callable[[], dict[str, Person]]
    forms: dict[str, Interaction] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Find one of the cast, or raise a LookupError."""
        return self.cast()[name]

    def places(self, person: Person) -> list[Channel]:
        """Give the channels and threads that somebody sees, and their talk with the bot."""
        guilds = self.world.guilds.values()
        places = [place for guild in guilds for place in guild.channels.values()]
        return [*(place for place in places if self._lets_in(place, person)), person.dm()]

    def sees(self, person: Person, message: Message) -> bool:
        """Tell whether a message is for somebody's eyes: some answers are only for one person."""
        if not message.ephemeral:
            return True
        return message.origin is not None and message.origin["user"]["id"] == str(person.id)

    def messages(self, person: Person) -> list[Message]:
        """Give every message that somebody sees, oldest first, with those only for them."""
        seen = [message for place in self.places(person) for message in place.messages]
        private = [
            message
            for interaction in self.world.interactions.of(person.user)
            for message in interaction.messages
            if message.ephemeral and message.deleted_at is None
        ]
        return sorted([*seen, *private], key=lambda message: message.id)

    def message(self, person: Person, message_id: str) -> Message:
        """Find a message that somebody sees, or raise a LookupError."""
        wanted = int(message_id)
        for place in self.places(person):
            if wanted in place.held:
                return place.held[wanted]
        for message in self.messages(person):
            if message.id == wanted:
                return message
        raise LookupError("The message is gone.")

    def _lets_in(self, place: Channel, person: Person) -> bool:
        if place.kind is not ChannelKind.PRIVATE_THREAD or person.id in place.joined:
            return True
        granted = self.world.permissions(person.user, place)
        return allows(granted, Permission.MANAGE_THREADS)

    def user(self, user_id: str) -> User:
        """Find an account, or raise a LookupError."""
        return self.world.users[int(user_id)]
