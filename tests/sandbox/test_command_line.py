import asyncio
import signal
import sys

import aiohttp
import pytest


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_sandbox_runs_alone_and_ends_cleanly(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
    shown = dict(line for line in lines)
    headers = {"Authorization": f"Bot {shown['token']}"}
    url = f"{shown['REST']}/users/@me"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        assert answer.status == 200
    assert shown["gateway"].startswith("ws://127.0.0.1:")
    process.send_signal(number)
    assert await process.wait() == 0
