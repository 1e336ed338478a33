"""A server on loopback that sends exactly the bytes it is told to, and ends as it is told to."""

import asyncio
import socket
import ssl
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self


class End(Enum):
    """How a connection ends, where it does not end by being closed."""

    RESET = auto()  # RST
    CUT = auto()  # TLS without close_notify
    STALL = auto()  # says no more and stays until the client goes


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float = 0.02  # long enough for the client to have read what came before


@dataclass(frozen=True, slots=True)
class Bytewise:
    """One byte per read."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Endless:
    """The same again until the client goes."""

    data: bytes
    every: float = 0.0


Step = bytes | Pause | Bytewise | Endless | End
Script = Sequence[Step]


class WireServer:
    """Plays *scripts*, one for each request; the last one again and again.

    `b"{port}"` in a script becomes the server's port.
    """

    def __init__(self, *scripts: Script, tls: ssl.SSLContext | None = None) -> None:
        self._scripts = scripts
        self._tls = tls
        self.requests: list[bytes] = []
        self.gone = asyncio.Event()  # the client has closed a connection that stalled
        self.gone_at = 0.0
        self.open = 0
        self.most_open = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await asyncio.sleep(0)  # lets the handlers see that their clients are gone

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/v1"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_request(reader)
            script = self._scripts[min(len(self.requests), len(self._scripts) - 1)]
            self.requests.append(request)
            self.open += 1
            self.most_open = max(self.open, self.most_open)
            for step in script:
                await self._play(step, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self._note_gone()
        finally:
            self.open -= 1
            writer.close()

    async def _play(
        self, step: Step, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        match step:
            case Pause(seconds):
                await asyncio.sleep(seconds)
            case Bytewise(data):
                for at in range(len(data)):
                    writer.write(data[at : at + 1])
                    for _ in range(4):  # until the client's task has had its turn
                        await asyncio.sleep(0)
            case Endless(data, every):
                while True:
                    await self._send(writer, data)
                    await asyncio.sleep(every)
            case End():
                await self._end(step, reader, writer)
            case _:
                await self._send(writer, step.replace(b"{port}", str(self.port).encode()))
                await asyncio.sleep(0)

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        writer.write(data)
        await writer.drain()
        if writer.is_closing():
            raise ConnectionResetError

    async def _end(
        self, end: End, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if end is End.STALL:
            await reader.read()
            self._note_gone()
            return
        if end is End.RESET:
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    def _note_gone(self) -> None:
        self.gone_at = time.monotonic()
        self.gone.set()


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    _, _, length = head.lower().partition(b"content-length:")
    body = await reader.readexactly(int(length.split(b"\r\n")[0])) if length else b""
    return head + body
