"""Sessions of the gateway: what one shard has been told, and the sockets that carry it."""

import asyncio
import secrets
import zlib
from collections import deque

import orjson
from aiohttp import web

from sandbox.errors import Json
from sandbox.events import Event, Intent
from sandbox.snowflakes import shard_of

_DISPATCH = 0
_REPLAY = 2000  # events that a session remembers for a resume
_CUT = 1006  # what a client sees when a connection ends without a closing handshake


class Connection:
    """One websocket: packs what is sent and keeps its order."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        *,
        compressed: bool,
    ) -> None:
        self.socket = socket
        self._transport = transport
        self.session: Session | None = None
        self.silent = False
        self._packer = zlib.compressobj() if compressed else None
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()

    def send(self, op: int, data: object = None) -> None:
        """Send a payload that is no event."""
        self.send_raw(orjson.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_raw(self, payload: bytes) -> None:
        """Send a payload; a silenced connection swallows it."""
        if not self.silent:
            self._outbox.put_nowait(payload)

    async def close(self, code: int) -> None:
        """Close the socket; with 1006 the line is cut without a word."""
        if code == _CUT and self._transport is not None:
            self._transport.abort()
        else:
            await self.socket.close(code=code)

    async def pump(self) -> None:
        """Write the outbox to the socket until the connection ends."""
        while True:
            payload = await self._outbox.get()
            try:
                await self._write(payload)
            except ConnectionError:
                return

    async def _write(self, payload: bytes) -> None:
        if self._packer is None:
            await self.socket.send_str(payload.decode())
        else:
            packed = self._packer.compress(payload) + self._packer.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)


class Session:
    """What one shard of a bot has been told; it outlives its connections."""

    def __init__(self, shard: tuple[int, int], intents: Intent) -> None:
        self.id = secrets.token_hex(16)
        self.shard, self.shards = shard
        self.intents = intents
        self.sequence = 0
        self.connection: Connection | None = None
        self.greeted = False
        self._log: deque[tuple[int, bytes]] = deque(maxlen=_REPLAY)

    def covers(self, guild_id: int | None) -> bool:
        """Tell whether this shard hears about a guild."""
        return shard_of(guild_id, self.shards) == self.shard

    def offer(self, event: Event) -> None:
        """Dispatch an event if this session is to hear it."""
        if event.intent & ~self.intents or not self.covers(event.guild_id):
            return
        closed = event.redacted is not None and event.opens & ~self.intents
        self.dispatch(event.name, event.redacted if closed and event.redacted else event.data)

    def dispatch(self, name: str, data: Json) -> None:
        """Send an event under the next sequence number and remember it."""
        self.sequence += 1
        payload = orjson.dumps({"op": _DISPATCH, "t": name, "s": self.sequence, "d": data})
        self._log.append((self.sequence, payload))
        if self.connection is not None:
            self.connection.send_raw(payload)

    def can_resume(self, sequence: int) -> bool:
        """Tell whether everything after *sequence* is still remembered."""
        oldest = self._log[0][0] if self._log else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def replay(self, connection: Connection, sequence: int) -> None:
        """Go on over a new connection with all that was missed."""
        self.connection = connection
        connection.session = self
        for number, payload in self._log:
            if number > sequence:
                connection.send_raw(payload)
        self.dispatch("RESUMED", {"_trace": []})
