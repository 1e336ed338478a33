"""A scripted model that has moods: it can be down, slow or silent, break off, end early, and refuse."""

import asyncio
import json
from collections.abc import Iterable
from typing import Literal

from aiohttp import web

from benchmarks._app_server import AppServer
from benchmarks._script import WORDS_PER_SECOND, asked, pieces
from bot.chat.texts import GO_ON

Mood = Literal["fine", "down", "slow", "silent", "cutting off", "cutting short", "429"]
_SLOWNESS = {"slow": 10, "silent": 10_000}  # how much slower: who is silent is left alone
_CUT_AFTER = 8  # words


def answer(words: int, number: int) -> list[str]:
    """Give what is streamed: every word tells by the *number* behind it what it answers."""
    return [f"{piece}{number}" for piece in pieces(words, number)]


class MoodyModel(AppServer):
    """An endpoint on the loopback; `mood` holds for whatever it does from now on."""

    mood: Mood = "fine"
    path = "/v1"

    def routes(self) -> Iterable[web.RouteDef]:
        """Give what it answers."""
        yield web.get("/v1/models", self._models)
        yield web.post("/v1/chat/completions", self._answer)

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": "scripted"}]})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        left = _left(body)
        if self.mood == "429":
            return web.json_response({"error": {}}, status=429, headers={"Retry-After": "1"})
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        if self.mood == "down":
            _hang_up(request)
            return response
        try:
            await response.prepare(request)
        except ConnectionResetError:  # whoever asked has been stopped already
            return response
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


def _left(body: bytes) -> list[str]:
    """Give what is still to be written: behind what was said before, where more of it is asked for.

    Of a long answer only the end is there, and its first word may be cut.
    """
    whole, messages = answer(*asked(body)), json.loads(body)["messages"]
    if messages[-1]["content"] != GO_ON:
        return whole
    said, words = messages[-2]["content"].split(), [each.strip() for each in whole]
    if words[: len(said)] == said:
        return whole[len(said) :]
    ends = (at for at in range(len(said), len(words)) if words[at - len(said) + 1 : at] == said[1:])
    return whole[next(ends, len(words)) :]


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _event(choice: dict[str, object]) -> bytes:
    chunk = {"model": "scripted", "choices": [{"index": 0, **choice}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
