"""The websocket through which a bot hears what happens: sessions, sequence numbers, resumes."""

import asyncio
import time
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from sandbox import render
from sandbox.errors import Json
from sandbox.events import Event, Intent
from sandbox.sessions import Connection, Session
from sandbox.world import World

_HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE = 1, 2, 3, 4
_RESUME, _RECONNECT, _MEMBERS, _INVALID, _HELLO, _ACK = 6, 7, 8, 9, 10, 11
_CHUNK = 1000  # members in one chunk
_UNKNOWN_OPCODE, _NO_PAYLOAD, _NOT_IDENTIFIED, _WRONG_TOKEN, _TWICE = 4001, 4002, 4003, 4004, 4005
_INVALID_SHARD, _FORBIDDEN_INTENTS = 4010, 4014
_ENDS_SESSION = (1000, 1001)
_SERVER_ENDS_SESSION = (4007, 4009)


class Gateway:
    """Every session and connection of the bot."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self.url = ""
        self.heartbeat_interval = 41.25
        self.down = False  # whether new connections are turned away
        self.mute = 0  # how many of the next connections are never said hello to
        # Seconds between two sessions under one key; Discord's are 5, tests that restart would wait.
        self.identify_every = 0.0
        self.identified: list[tuple[float, int]] = []  # when sessions began, and under which key
        self.premature = 0  # how many were turned away because of that
        world.listeners.append(self._hear)

    @property
    def allowed_intents(self) -> int:
        """The intents that are switched on for the application; its flags tell of them, too."""
        return self._world.allowed_intents

    @allowed_intents.setter
    def allowed_intents(self, intents: int) -> None:
        self._world.allowed_intents = intents

    @property
    def connections(self) -> int:
        """How many websockets are open."""
        return len(self._connections)

    @property
    def sessions(self) -> list[Session]:
        """The sessions that can still be resumed or are connected."""
        return list(self._sessions.values())

    def is_ready(self) -> bool:
        """Tell whether connected sessions cover every guild."""
        greeted = [each for each in self.sessions if each.greeted and each.connection]
        guilds = self._world.guilds
        return bool(greeted) and all(any(s.covers(each) for s in greeted) for each in guilds)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Hold one websocket from hello to its end."""
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False, timeout=0.5, max_msg_size=64 * 1024)
        await socket.prepare(request)
        compressed = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request.transport, compressed=compressed)
        self._connections.add(connection)
        try:
            async with asyncio.TaskGroup() as group:
                pump = group.create_task(connection.pump())
                self._say_hello(connection)
                await self._listen(connection)
                pump.cancel()
        finally:
            self._forget(connection)
        return socket

    async def close(self, code: int) -> None:
        """Close every connection with *code*; sessions stay resumable unless it says otherwise.

        1006 is no code that anybody sends: the line is cut.
        """
        for connection in list(self._connections):
            if code in _SERVER_ENDS_SESSION:
                self._end_session(connection)
            self._detach(connection)
            # The bot echoes some code of its own now, which must not end the session.
            connection.session = None
            await connection.close(code)

    def reconnect(self) -> None:
        """Ask every connection to come back."""
        self._to_all(_RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every connection that its session is invalid."""
        if not resumable:
            for connection in self._connections:
                self._end_session(connection)
        self._to_all(_INVALID, resumable)

    def silence(self) -> None:
        """Let the open connections hang: no acknowledgement and no event leaves any more."""
        for connection in self._connections:
            connection.silent = True

    def _say_hello(self, connection: Connection) -> None:
        if self.mute:
            self.mute -= 1
        else:
            connection.send(_HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000)})

    def _hear(self, event: Event) -> None:
        for session in self._sessions.values():
            session.offer(event)

    def _to_all(self, op: int, data: object) -> None:
        for connection in self._connections:
            connection.send(op, data)

    def _detach(self, connection: Connection) -> None:
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None

    def _end_session(self, connection: Connection) -> None:
        self._detach(connection)
        if connection.session is not None:
            self._sessions.pop(connection.session.id, None)
            connection.session = None

    def _forget(self, connection: Connection) -> None:
        self._connections.discard(connection)
        if connection.socket.close_code in _ENDS_SESSION:
            self._end_session(connection)
        self._detach(connection)
        self._world.feed.beat()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            payload: dict[str, Any] = orjson.loads(message.data)
            code = self._take(connection, payload["op"], payload.get("d"))
            if code:
                await connection.socket.close(code=code)

    def _take(self, connection: Connection, op: int, data: Any) -> int | None:  # noqa: ANN401 - any JSON value
        if op == _HEARTBEAT:
            connection.send(_ACK)
        elif op == _IDENTIFY:
            return self._identify(connection, data)
        elif op == _RESUME:
            return self._resume(connection, data)
        elif op == _MEMBERS:
            return self._send_members(connection, data)
        elif op not in (_PRESENCE, _VOICE):
            return _UNKNOWN_OPCODE
        return None

    def _identify(self, connection: Connection, data: Json) -> int | None:
        if connection.session is not None:
            return _TWICE
        shard, shards = data.get("shard") or (0, 1)
        if data["token"] != self._token:
            return _WRONG_TOKEN
        if data["intents"] & ~self.allowed_intents:
            return _FORBIDDEN_INTENTS
        if not 0 <= shard < shards:
            return _INVALID_SHARD
        self._begin(connection, (shard, shards), Intent(data["intents"]))
        return None

    def _begin(self, connection: Connection, shard: tuple[int, int], intents: Intent) -> None:
        """Begin a session, if it is not too soon after another one under the same key."""
        if not self._may_begin(shard[0] % self._world.max_concurrency):
            connection.send(_INVALID, False)  # noqa: FBT003 - the payload is a bare boolean
            return
        session = Session(shard, intents)
        session.connection, connection.session = connection, session
        self._sessions[session.id] = session
        self._greet(session)

    def _may_begin(self, key: int) -> bool:
        """Count a session under *key*, if the last one there is long enough ago."""
        now = time.monotonic()
        if any(key == each and now < at + self.identify_every for at, each in self.identified):
            self.premature += 1
            return False
        self.identified.append((now, key))
        self._world.session_starts -= 1
        return True

    def _greet(self, session: Session) -> None:
        guilds = [each for each in self._world.guilds.values() if session.covers(each.id)]
        session.dispatch("READY", self._ready(session, [each.id for each in guilds]))
        for guild in guilds:
            session.offer(self._world.guild_event(guild))
        session.greeted = True
        self._world.feed.beat()

    def _ready(self, session: Session, guild_ids: list[int]) -> Json:
        return {
            "v": 10,
            "user": {**render.user(self._world.bot), "verified": True, "mfa_enabled": False},
            "guilds": [{"id": str(each), "unavailable": True} for each in guild_ids],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._world.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }

    def _resume(self, connection: Connection, data: Json) -> int | None:
        if data["token"] != self._token:
            return _WRONG_TOKEN
        if data["session_id"] is None or data["seq"] is None:
            return _NO_PAYLOAD
        session = self._sessions.get(data["session_id"])
        if session is None or not session.can_resume(data["seq"]):
            connection.send(_INVALID, False)  # noqa: FBT003 - the payload is a bare boolean
            return None
        session.replay(connection, data["seq"])
        self._world.feed.beat()
        return None

    def _send_members(self, connection: Connection, data: Json) -> int | None:
        session = connection.session
        if session is None:
            return _NOT_IDENTIFIED
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None:
            return None
        wanted = [
            each
            for each in guild.members.values()
            if _asked_for(data, each.user.id, each.user.name)
        ]
        parts = [wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)] or [[]]
        for index, part in enumerate(parts):
            chunk: Json = {
                "guild_id": str(guild.id),
                "members": [render.member(each) for each in part],
                "chunk_index": index,
                "chunk_count": len(parts),
                "not_found": [],
                "presences": [],
            }
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
        return None


def _asked_for(data: Json, user_id: int, name: str) -> bool:
    ids = data.get("user_ids")
    if ids is not None:
        return user_id in {int(each) for each in (ids if isinstance(ids, list) else [ids])}
    return name.lower().startswith((data.get("query") or "").lower())
