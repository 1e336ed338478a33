from pathlib import Path

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Ask


@pytest.fixture
def needed(description: Path | None) -> Path:
    if description is None:
        pytest.skip("Discord's API description is not here: name it with TOKKI_OPENAPI.")
    return description


async def test_a_request_that_does_not_fit_the_description_is_noted(
    needed: Path, session: aiohttp.ClientSession
) -> None:
    async with Sandbox(openapi=needed) as sandbox:
        ask = Ask(session, sandbox.api_url, sandbox.token)
        path = f"/channels/{sandbox.channel('general').id}/messages"
        await ask("POST", path, {"content": "x", "tts": "loud"})
        [violation] = sandbox.violations
        assert violation.startswith("POST /channels/{channel_id}/messages request: tts: ")


async def test_ids_may_come_as_numbers_in_requests(
    needed: Path, session: aiohttp.ClientSession
) -> None:
    async with Sandbox(openapi=needed) as sandbox:
        ask = Ask(session, sandbox.api_url, sandbox.token)
        mina = sandbox.person("Mina")
        answer = await ask("POST", "/users/@me/channels", {"recipient_id": mina.id})
        assert answer.status == 200
        assert sandbox.violations == []


async def test_an_answer_that_does_not_fit_is_noted(needed: Path) -> None:
    async with Sandbox(openapi=needed) as sandbox:
        from sandbox.openapi import OpenApi  # noqa: PLC0415 - its validator may be missing

        OpenApi(needed, sandbox.violations).check_answer("GET", "/users/@me", 200, {"id": 1})
        assert any("username" in violation for violation in sandbox.violations)
