"""The model client against the real llama.cpp server with the tiny model."""

import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest

from bot.chat.ports import ModelRequest
from bot.core.account.cards import Provider
from bot.core.account.ledger import Limits
from bot.core.errors import ModelError
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.llm import local
from bot.llm.catalogue import read_catalogue
from bot.llm.client import Deadlines, Endpoint
from bot.llm.hub import ModelHub
from bot.llm.opening import open_hub
from tests.fakes import FakeClock

pytestmark = pytest.mark.skipif(
    not local.is_installed(), reason="the dependency group `local` is not installed"
)


def a_request(text: str, max_tokens: int = 40) -> ModelRequest:
    return ModelRequest(local.MODEL, [Message(Role.USER, text)], 0.0, max_tokens)


@asynccontextmanager
async def a_local_model() -> AsyncIterator[ModelHub]:
    async with local.local_endpoint() as endpoint:
        provider = Provider("default", endpoint.base_url, endpoint.key)
        catalogue = read_catalogue(provider, local.MODEL, {})
        async with open_hub(catalogue, Limits(), Deadlines(), FakeClock(), None) as hub:
            yield hub


async def test_a_real_model_writes_piece_by_piece_and_says_what_it_used() -> None:
    async with a_local_model() as model:
        await model.refresh()
        assert [card.name for card in model.catalogue.offered()] == [local.MODEL]
        async with model.answer(a_request("Write three sentences about the sea.")) as stream:
            deltas = [delta.text async for delta in stream]
        assert len(deltas) > 5
        assert "sea" in "".join(deltas)
        assert stream.finish is not None
        assert stream.finish.model == stream.model == local.MODEL
        assert not stream.usage.estimated
        assert stream.usage.completion_tokens > 5


async def test_leaving_early_frees_the_model_for_the_next_question() -> None:
    async with a_local_model() as model:
        async with model.answer(a_request("Count to a thousand.", 3000)) as stream:
            async for _ in stream:
                break
        began = time.monotonic()
        async with model.answer(a_request("Say hello.", 5)) as stream:
            assert [delta async for delta in stream]
        assert time.monotonic() - began < 20


async def test_nobody_else_on_this_machine_can_use_it() -> None:
    async with local.local_endpoint() as endpoint, aiohttp.ClientSession() as session:
        stranger = Endpoint(endpoint.base_url, "guessed")
        async with session.post(
            stranger.url("/chat/completions"), headers={"Authorization": "Bearer guessed"}
        ) as response:
            assert response.status == 401


async def test_the_child_ends_with_its_context() -> None:
    async with local.local_endpoint() as endpoint:
        url = endpoint.url("/models")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(url)
    await asyncio.sleep(0)


async def test_one_that_was_killed_answers_again_at_the_same_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[Process] = []
    begin = asyncio.create_subprocess_exec

    async def noting(*command: Any, **options: Any) -> Process:  # noqa: ANN401 - what asyncio takes
        begun.append(await begin(*command, **options))
        return begun[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noting)
    async with a_local_model() as model:
        begun[0].kill()
        await begun[0].wait()
        answered: list[str] = []
        async with asyncio.timeout(60):
            while not answered:
                with suppress(ModelError):
                    async with model.answer(a_request("Say hello.", 5)) as stream:
                        answered = [delta.text async for delta in stream]
    assert [process.returncode is None for process in begun] == [False, False]
