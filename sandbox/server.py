"""The sandbox: a loopback Discord that one bot connects to."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from aiohttp import web

from sandbox.errors import Json
from sandbox.events import Watch
from sandbox.faults import Faults
from sandbox.gateway import Gateway
from sandbox.listening import HOST, Listener, Server
from sandbox.model import Channel, Guild, Message, MessageFlag, User
from sandbox.page.door import Door
from sandbox.page.stage import Stage
from sandbox.people import Person
from sandbox.permissions import Permission
from sandbox.reading import PREFIX
from sandbox.recording import Request
from sandbox.relay import Relay
from sandbox.rest import Contract, Rest
from sandbox.talk import Talk
from sandbox.world import World

Role = Literal["member", "moderator", "admin"]
# A file is shown, yet no script in it may act as the page.
_HARMLESS = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
_CAST: dict[str, Role] = {"You": "admin", "Joon": "moderator", "Mina": "member"}


class Sandbox(Server):
    """A Discord on the loopback, with one guild, for one bot.

    Args:
        port: Where to listen; 0 takes a free port.
        token: The token that the bot has to show.
        latency: Seconds that every REST request takes on its way, once there and once back.
        openapi: A file with Discord's own description of its API; every request and answer is
            then checked against it, and `violations` lists what does not fit.
        limits: Whether to keep Discord's rate limits.
    """

    def __init__(
        self,
        port: int = 0,
        token: str = "sandbox-token",  # noqa: S107 - opens nothing but this sandbox
        latency: float = 0.0,
        openapi: Path | None = None,
        *,
        limits: bool = True,
    ) -> None:
        self.token = token
        self.world = World("Tokki")
        self.talk = Talk(self.world)
        self.violations: list[str] = []
        self.gateway = Gateway(self.world, token)
        contract = None if openapi is None else _contract(openapi, self.violations)
        self.rest = Rest(self.world, token, limited=limits, contract=contract)
        self.rest.latency = latency
        self.relay = Relay()
        self._people: dict[str, Person] = {}
        self._door = Door(Stage(self.world, self.gateway, self.rest, self.relay, self._cast))
        self._listener = Listener(self._route, port)
        self.guild = self.add_guild("Sandbox")
        self.add_channel("general")
        self.add_channel("random")

    async def start(self) -> None:
        """Take connections; port 0 has become a free one."""
        await self._listener.start()
        await self.relay.start()
        self.gateway.url = self.world.gateway_url = self.gateway_url
        self.world.files.base_url = f"http://{HOST}:{self.port}"

    async def stop(self) -> None:
        """Drop every connection."""
        self.world.feed.close()
        await self._listener.stop()
        await self.relay.stop()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listener.port

    @property
    def api_url(self) -> str:
        """The base of the REST API."""
        return f"http://{HOST}:{self.port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://{HOST}:{self.port}/gateway"

    @property
    def page_url(self) -> str:
        """The address of the page for a person with a browser."""
        return f"http://{HOST}:{self.port}/"

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    @property
    def application_id(self) -> int:
        """The id of the bot's application."""
        return self.world.application_id

    @property
    def faults(self) -> Faults:
        """The faults that are ordered."""
        return self.rest.faults

    @property
    def requests(self) -> list[Request]:
        """Every request of the bot so far."""
        return self.rest.record.requests

    @property
    def unknown_routes(self) -> list[str]:
        """Requests for which the sandbox has no route."""
        return self.rest.record.unknown_routes

    @property
    def count_429(self) -> int:
        """How many 429 the bot has drawn."""
        return self.rest.record.refused.total()

    @property
    def count_429_by_scope(self) -> dict[str, int]:
        """How many 429 the bot has drawn, by scope."""
        return dict(self.rest.record.refused)

    @property
    def command_writes(self) -> int:
        """How often the bot has written its commands."""
        return self.world.commands.writes

    @property
    def commands(self) -> list[Json]:
        """The commands that the bot has registered for everywhere."""
        return self.world.commands.all(None)

    @property
    def latency(self) -> float:
        """Seconds that every REST request takes on its way, once there and once back."""
        return self.rest.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.rest.latency = seconds

    def channel(self, name: str) -> Channel:
        """Find a channel or thread of the default guild by its name."""
        for channel in self.guild.channels.values():
            if channel.name == name:
                return channel
        raise LookupError(f"The guild has no channel {name!r}.")

    def add_channel(self, name: str, guild: Guild | None = None) -> Channel:
        """Open a text channel, in the default guild if none is named."""
        return self.world.add_channel(guild or self.guild, name)

    def add_guild(self, name: str) -> Guild:
        """Open another guild; everybody is in it."""
        return self.world.add_guild(name)

    def start_thread(self, channel: Channel, name: str, message: Message | None = None) -> Channel:
        """Let the owner of the guild open a thread."""
        thread = self.world.start_thread(channel, name, self.world.owner, message)
        if message is not None:
            self.talk.mark(message, MessageFlag.HAS_THREAD)
        return thread

    def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """Put a thread to sleep, and lock it if wanted."""
        thread.archived, thread.locked = True, locked
        self.world.update_place(thread)

    def deny(self, channel: Channel, *permissions: Permission) -> None:
        """Take permissions away from the bot in one channel; none gives all of them back."""
        channel.denied = int(sum(permissions))
        self.world.update_place(channel)

    def age(self, message: Message, seconds: float) -> None:
        """Pretend that a message was sent so many seconds earlier."""
        message.born -= seconds

    def person(
        self,
        name: str,
        role: Role | None = None,
        locale: str = "en-US",
    ) -> Person:
        """Give the person of that name, who joins on the first call: as *role*, or as the cast says."""
        if name not in self._people:
            role = role or _CAST.get(name, "member")
            user = self.world.add_user(name, role=role, locale=locale)
            self._people[name] = Person(user, self.world)
        return self._people[name]

    async def ready(self, timeout: float = 60.0) -> None:  # noqa: ASYNC109 - the public way to wait, named like asyncio's own
        """Wait until a bot is connected and knows every guild."""
        await self.until(self.gateway.is_ready, timeout)

    async def until(self, condition: Callable[[], object], timeout: float = 20.0) -> None:  # noqa: ASYNC109 - as above
        """Wait until *condition* holds; it is looked at again whenever something happens.

        Raises:
            TimeoutError: it did not come to hold in time.
        """
        started = time.monotonic()
        try:
            async with asyncio.timeout(timeout):
                await self.world.feed.until(condition)
        except TimeoutError:
            waited = time.monotonic() - started
            summary = self.rest.record.summary()
            raise TimeoutError(
                f"The condition did not hold within {waited:.1f} s; {summary}."
            ) from None

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[Watch]:
        """Give a live stream of changes."""
        with self.world.feed.watch() as watch:
            yield watch

    async def close_gateway(self, code: int = 4000) -> None:
        """Close the bot's gateway connections with *code*."""
        await self.gateway.close(code)

    def silence_gateway(self) -> None:
        """Let the open gateway connections hang."""
        self.gateway.silence()

    async def remove_message(self, message: Message) -> None:
        """Delete a message as a moderator would."""
        self.talk.delete(message)
        await asyncio.sleep(0)

    async def remove_channel(self, channel: Channel) -> None:
        """Delete a channel."""
        self.world.remove_channel(channel)
        await asyncio.sleep(0)

    async def remove_guild(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        self.world.remove_guild(guild)
        await asyncio.sleep(0)

    async def return_guild(self, guild: Guild) -> None:
        """Let the bot into a guild again that it was thrown out of."""
        self.world.return_guild(guild)
        await asyncio.sleep(0)

    async def _route(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(PREFIX):
            return await self.rest.serve(request)
        if path.rstrip("/") == "/gateway":
            return await self.gateway.serve(request)
        if path.startswith("/attachments/"):
            return self._file(path)
        if Door.leads(path):
            return await self._door.serve(request)
        return web.Response(status=404, text="There is nothing here.")

    def _cast(self) -> dict[str, Person]:
        """Give whom one can be on the page: one for each role, and everybody else by now."""
        for name, role in _CAST.items():
            self.person(name, role)
        return self._people

    def _file(self, path: str) -> web.Response:
        number = path.split("/")[3]
        file = self.world.files.get(int(number)) if number.isdecimal() else None
        if file is None:
            return web.Response(status=404)
        kind = file.content_type.partition(";")[0]
        return web.Response(body=file.data, content_type=kind, headers=_HARMLESS)


def _contract(openapi: Path, violations: list[str]) -> Contract:
    # Only whoever checks needs the validator: it is a dependency of development.
    from sandbox.openapi import OpenApi  # noqa: PLC0415 - see above

    return OpenApi(openapi, violations)
