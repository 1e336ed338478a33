"""How soon the model stops writing when nobody wants to read on.

Run it from the root of the project: ``python -m benchmarks.stopping``. A question is asked, and while
the answer grows either Stop is pressed, the question is deleted, or the reply is; the time until the model
server sees its connection closed is measured. Discord's requests take 40 ms each way.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import web
from rich.console import Console
from rich.table import Table

from benchmarks._app_server import AppServer
from bot import composition
from bot.chat.beside import beside
from bot.client import point_at
from bot.settings import Settings
from sandbox import Message, Sandbox

_LATENCY = 0.04  # seconds, one way
_GOAL = 0.25  # seconds
_CHUNK = b'data: {"choices":[{"index":0,"delta":{"content":"word "}}]}\n\n'

Ending = Callable[[Sandbox, Message, Message], Awaitable[None]]


class EndlessModel(AppServer):
    """A model that writes until its connection is closed, and notes when that was."""

    path = "/v1"
    closed_at = 0.0  # monotonic seconds; 0 while the answer is being written

    def routes(self) -> Iterable[web.RouteDef]:
        """Give what it answers."""
        yield web.get("/v1/models", self._models)
        yield web.post("/v1/chat/completions", self._answer)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            while True:
                await response.write(_CHUNK)
                await asyncio.sleep(0.02)
        finally:
            self.closed_at = time.monotonic()

    async def _models(self, _request: web.Request) -> web.Response:
        return web.json_response({"data": [{"id": "endless"}]})


async def _press_stop(sandbox: Sandbox, _question: Message, reply: Message) -> None:
    stop = reply.components[0]["components"][0]["custom_id"]
    await sandbox.person("Mina").press(reply, stop)


async def _delete_question(sandbox: Sandbox, question: Message, _reply: Message) -> None:
    await sandbox.person("Mina").delete(question)


async def _delete_reply(sandbox: Sandbox, _question: Message, reply: Message) -> None:
    await sandbox.remove_message(reply)


ENDINGS: dict[str, Ending] = {
    "Stop is pressed": _press_stop,
    "the question is deleted": _delete_question,
    "the reply is deleted": _delete_reply,
}


async def measure(runs: int) -> dict[str, list[float]]:
    """Give the seconds until the model's connection was closed, *runs* times for each ending."""
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(EndlessModel())
        sandbox = await stack.enter_async_context(Sandbox(latency=_LATENCY))
        await _start_bot(stack, sandbox, model.url)
        return {
            name: [await _once(sandbox, model, ending, f"{name} {n}") for n in range(runs)]
            for name, ending in ENDINGS.items()
        }


async def _start_bot(stack: AsyncExitStack, sandbox: Sandbox, url: str) -> None:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    database = f"sqlite:///{folder}/bench.db"
    settings = Settings.from_env(
        {"LLM_BASE_URL": url, "LLM_MODEL": "endless", "DATABASE_URL": database}
    )
    point_at(sandbox.api_url, sandbox.gateway_url)
    side = await stack.enter_async_context(composition.open_model(settings))
    services = await stack.enter_async_context(composition.open_services(settings, side))
    bot = composition.serve(services, sandbox.token)
    await stack.enter_async_context(beside(bot))
    await sandbox.ready()


async def _once(sandbox: Sandbox, model: EndlessModel, ending: Ending, name: str) -> float:
    channel = sandbox.add_channel(name.lower().replace(" ", "-"))
    question = await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
    await sandbox.until(lambda: len(channel.messages) > 1)
    await asyncio.sleep(0.3)
    model.closed_at = 0.0
    began = time.monotonic()
    await ending(sandbox, question, channel.messages[-1])
    await sandbox.until(lambda: model.closed_at)
    return model.closed_at - began


def main() -> None:
    """Measure, print a table, and write JSON if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = asyncio.run(measure(options.runs))
    table = Table("until the model stops", "median ms", "worst ms", "goal ms")
    for name, seconds in results.items():
        median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
        table.add_row(name, f"{median:.0f}", f"{worst:.0f}", f"{_GOAL * 1000:.0f}")
    Console().print(table)
    if options.json:
        options.json.write_text(json.dumps(results))


if __name__ == "__main__":
    main()
