"""A model endpoint that has bad days."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.model_server import ModelServer


@dataclass
class BadModel(ModelServer):
    """A ModelServer that can go away, say nothing, ask to wait, and cut its answers off."""

    silent: bool = False  # take every question and say nothing
    retry_after: str = ""  # what goes with a status that is none of success
    statuses: Iterator[int] | None = None  # of the next answers, one after the other
    reset: bool = False  # break the connection where the answer should end
    listed: int = 0  # how often somebody wanted to know which models there are
    open: int = 0
    most_open: int = 0

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Refuse every connection for the block, and break those that are there."""
        await self.stop()
        try:
            yield
        finally:
            await self.start()

    async def _models(self, request: web.Request) -> web.Response:
        self.listed += 1
        if self.silent:
            await asyncio.Event().wait()
        return await super()._models(request)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        try:
            if self.silent:
                await asyncio.Event().wait()
            if self.statuses:
                self.status = next(self.statuses)
            response = await super()._answer(request)
        finally:
            self.open -= 1
        if not response.prepared and self.retry_after:
            response.headers["Retry-After"] = self.retry_after
        if self.reset and request.transport is not None:
            request.transport.abort()
        return response
