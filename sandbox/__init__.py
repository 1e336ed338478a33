"""A loopback Discord: REST, gateway and people, for the demo, the tests and the benchmarks."""

from sandbox.errors import DiscordError
from sandbox.events import Change
from sandbox.files import Upload
from sandbox.interactions import Interaction
from sandbox.model import Channel, Guild, Message, User, Version
from sandbox.people import Person
from sandbox.permissions import Permission
from sandbox.recording import Request
from sandbox.server import Sandbox

__all__ = [
    "Change",
    "Channel",
    "DiscordError",
    "Guild",
    "Interaction",
    "Message",
    "Permission",
    "Person",
    "Request",
    "Sandbox",
    "Upload",
    "User",
    "Version",
]
