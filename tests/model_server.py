"""A model endpoint on the loopback that writes what a test tells it to."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from benchmarks._app_server import AppServer


@dataclass
class ModelServer(AppServer):
    """Streams *words* with *pause* seconds between them; `requests` holds the bodies it got."""

    words: Sequence[str] = ("Because ", "of ", "light.")
    pause: float = 0.0
    first_pause: float = 0.0
    status: int = 200
    finish_reason: str = "stop"
    break_off: bool = False  # end the stream without saying that it has ended
    counts: bool = True  # say how many tokens it was
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # with which it was asked
    refuses: str = ""  # a key that is answered with 401
    cancelled: int = 0
    port: int = 0  # where it listens; 0 takes a free one
    path: str = "/v1"

    def routes(self) -> Iterable[web.RouteDef]:
        yield web.get("/v1/models", self._models)
        yield web.post("/v1/chat/completions", self._answer)

    def contents(self, request: int = -1) -> list[str]:
        """The messages' texts of one request, without the persona."""
        return [message["content"] for message in self.requests[request]["messages"][1:]]

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": "test-model"}]})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json())
        self.keys.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        status = 401 if self.refuses and self.refuses == self.keys[-1] else self.status
        if status != 200:
            quoted = f"{self.keys[-1]}: {self.requests[-1]['messages'][-1]['content']}"
            error = {"error": {"message": f"secret detail sk-123 {quoted}"}}
            return web.json_response(error, status=status)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            await self._write(response)
        except (asyncio.CancelledError, ConnectionError):
            self.cancelled += 1
            raise
        return response

    async def _write(self, response: web.StreamResponse) -> None:
        await asyncio.sleep(self.first_pause)
        loop = asyncio.get_running_loop()
        started = loop.time()
        for number, word in enumerate(self.words):
            await asyncio.sleep(max(0.0, started + number * self.pause - loop.time()))
            await response.write(_event({"delta": {"content": word}}))
        if self.break_off:
            return
        await response.write(_event({"delta": {}, "finish_reason": self.finish_reason}))
        usage = {"prompt_tokens": 9, "completion_tokens": len(self.words)} if self.counts else None
        await response.write(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n".encode())
        await response.write(b"data: [DONE]\n\n")


def _event(choice: dict[str, Any]) -> bytes:
    chunk = {"model": "test-model", "choices": [{"index": 0, **choice}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
