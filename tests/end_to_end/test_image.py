"""What the Dockerfile makes, as far as it can be tried without Docker."""

import asyncio
import json
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from sandbox import Sandbox
from tests.end_to_end.talking import ask
from tests.end_to_end.test_process import on
from tests.model_server import ModelServer
from tests.test_deploying import CONTAINER, ROOT, copied, in_context, instructions, of_image
from tests.web.conftest import a_free_port


def build(app: Path) -> None:
    """Copy what the image has, as its builder would."""
    for folder in copied():
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and in_context(name):
                (app / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, app / name)


async def healthy(environment: dict[str, str]) -> bool:
    """Whether the health check of the image is content."""
    [check] = instructions("HEALTHCHECK")
    command = json.loads(re.sub(r"^.*?CMD ", "", check))
    process = await start(command, environment)
    await process.communicate()
    return process.returncode == 0


async def start(
    command: Sequence[str], environment: dict[str, str], folder: Path | None = None
) -> asyncio.subprocess.Process:
    python, *rest = command
    assert python == "python"
    return await asyncio.create_subprocess_exec(
        sys.executable, *rest, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


async def test_what_the_image_holds_is_enough_to_answer_to_be_healthy_and_to_stop(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    app, port = tmp_path / "app", a_free_port()
    build(app)
    mine = {"DATABASE_URL": f"sqlite:///{tmp_path}/t.db", "WEB_PORT": f"{port}"}
    assert mine.keys() <= of_image().keys()
    environment = {"PATH": os.environ["PATH"], **of_image(), **mine, **on(sandbox, model)}
    assert not await healthy(environment)
    [entry], [command] = instructions("ENTRYPOINT"), instructions("CMD")
    process = await start(json.loads(entry) + json.loads(command), environment, app)
    try:
        await sandbox.ready()
        assert await healthy(environment)
        async with aiohttp.ClientSession() as client:
            for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
                path = CONTAINER[kind]["httpGet"]["path"]
                async with client.get(f"http://127.0.0.1:{port}{path}") as answer:
                    assert "alive" in (told := await answer.json()) or "ready" in told, path
        [answered] = await ask(sandbox, "Why?")
        assert "Because of light." in answered.content
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            _, err = await process.communicate()
        assert (process.returncode, b"Traceback" in err) == (0, False)
        assert not await healthy(environment)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
