"""A scripted model that has moods: it can be down, slow or silent, break off, end early, and refuse."""

import asyncio
import json
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from benchmarks._script import WORDS_PER_SECOND, asked, pieces
from bot.chat.texts import GO_ON

Mood = Literal["fine", "down", "slow", "silent", "cutting off", "cutting short", "429"]
_SLOWNESS = {"slow": 10, "silent": 10_000}  # how much slower: who is silent is left alone
_CUT_AFTER = 8  # words


def answer(words: int, number: int) -> list[str]:
    """Give what is streamed: every word tells by the *number* behind it what it answers."""
    return [f"{piece}{number}" for piece in pieces(words, number)]


class MoodyModel:
    """An endpoint on the loopback; `mood` holds for whatever it does from now on."""

    def __init__(self) -> None:
        self.mood: Mood = "fine"
        self.url = ""
        app = web.Application()
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/chat/completions", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": "scripted"}]})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        left = answer(*asked(body))[_said(body) :]
        if self.mood == "429":
            return web.json_response({"error": {}}, status=429, headers={"Retry-After": "1"})
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        if self.mood == "down":
            _hang_up(request)
            return response
        await response.prepare(request)
        reason = "stop"
        for count, piece in enumerate(left):
            await asyncio.sleep(_SLOWNESS.get(self.mood, 1) / WORDS_PER_SECOND)
            if self.mood == "cutting off" and count == _CUT_AFTER:
                _hang_up(request)
                return response
            if self.mood == "cutting short" and count >= _CUT_AFTER:
                reason = "length"
                break
            await response.write(_event({"delta": {"content": piece}}))
        await response.write(_event({"delta": {}, "finish_reason": reason}) + b"data: [DONE]\n\n")
        return response


def _said(body: bytes) -> int:
    """Tell how many words of the answer were written before, where more of it is asked for."""
    messages = json.loads(body)["messages"]
    goes_on = messages[-1]["content"] == GO_ON
    return len(messages[-2]["content"].split()) if goes_on else 0


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _event(choice: dict[str, object]) -> bytes:
    chunk = {"model": "scripted", "choices": [{"index": 0, **choice}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
