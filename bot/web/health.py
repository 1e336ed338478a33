"""What a watchman asks: is the process alive, and is all there that an answer needs?"""

from aiohttp import web

from bot.chat.readiness import Readiness


async def alive(_request: web.Request) -> web.Response:
    """Answer `/healthz`: whoever can answer is alive."""
    return web.json_response({"alive": True})


class Ready:
    """Answers `/readyz`: 200, or 503 when a part is missing. Why stands in the log."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    async def answer(self, _request: web.Request) -> web.Response:
        """Tell of each part whether it is there."""
        parts = await self._readiness.look()
        ready = all(parts.values())
        return web.json_response({"ready": ready, **parts}, status=200 if ready else 503)
