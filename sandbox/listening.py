"""The socket that a sandbox listens on; it can be pulled like a plug."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiohttp import web

HOST = "127.0.0.1"
_BACKLOG = 512
_AT_ONCE = 0.001  # seconds; aiohttp takes 0 for no end at all

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Server(ABC):
    """What is started when a block begins, and stopped when it ends."""

    @abstractmethod
    async def start(self) -> None:
        """Listen from now on."""

    @abstractmethod
    async def stop(self) -> None:
        """Listen no more."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


class Listener(Server):
    """Hands every request to one function and never waits for a client at the end.

    With *ends_with_client* the function is cancelled when its client goes away.
    """

    def __init__(self, answer: Handler, port: int, *, ends_with_client: bool = False) -> None:
        self._answer = answer
        self.port = port
        self._at_work: dict[asyncio.Task[object], asyncio.Transport | None] = {}
        server = web.Server(self._serve, handler_cancellation=ends_with_client, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=_AT_ONCE)

    async def start(self) -> None:
        """Open the socket; port 0 takes a free one."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port, backlog=_BACKLOG).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Drop every connection as a killed process would, and close the socket."""
        for task, transport in self._at_work.items():
            if transport is not None:
                transport.abort()
            task.cancel()
        if self._at_work:
            await asyncio.wait(self._at_work)
        await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("A request is always served in a task.")
        self._at_work[task] = request.transport
        try:
            return await self._answer(request)
        finally:
            del self._at_work[task]
