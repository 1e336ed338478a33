"""What of discord.py's requests counts among those of the token."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import aiohttp
import discord
import pytest
from discord.http import Route

from bot.chat.answers.delivery import Dispatcher
from bot.chat.metering import NO_METER
from bot.client import point_at
from bot.traffic import traffic_trace
from sandbox import Sandbox
from tests.fakes import FakeClock


class Counting(Dispatcher):
    """Lets everything pass, and counts what asks."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.asked = 0
        self.under_way = 0

    async def admit(self) -> Callable[[], None]:
        self.asked += 1
        self.under_way += 1

        def returned() -> None:
            self.under_way -= 1

        return returned


@pytest.fixture(autouse=True)
def discords_own_address() -> Iterator[None]:
    base = Route.BASE
    yield
    Route.BASE = base


@pytest.fixture
def counting() -> Counting:
    return Counting()


@pytest.fixture
async def client(sandbox: Sandbox, counting: Counting) -> AsyncIterator[discord.Client]:
    point_at(sandbox.api_url, None)
    trace = traffic_trace(counting, NO_METER)
    async with discord.Client(intents=discord.Intents.none(), http_trace=trace) as client:
        await client.login(sandbox.token)
        counting.asked = 0
        yield client


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


async def test_what_is_looked_up_counts(
    sandbox: Sandbox, client: discord.Client, counting: Counting
) -> None:
    channel = client.get_partial_messageable(sandbox.channel("general").id)
    assert [message async for message in channel.history(limit=5)] == []
    with pytest.raises(discord.NotFound):
        await client.fetch_user(1)
    assert (counting.asked, counting.under_way) == (2, 0)


async def test_what_the_dispatcher_grants_does_not_count_again(
    sandbox: Sandbox, client: discord.Client, counting: Counting
) -> None:
    channel = client.get_partial_messageable(sandbox.channel("general").id)
    message = await channel.send("hello")
    await channel.get_partial_message(message.id).edit(content="there")
    await channel.typing()
    await channel.get_partial_message(message.id).delete()
    assert counting.asked == 0


async def test_the_gateway_files_and_answers_to_commands_do_not_count(
    sandbox: Sandbox, client: discord.Client, counting: Counting
) -> None:
    with pytest.raises(discord.NotFound):
        await client.http.get_from_cdn(f"http://127.0.0.1:{sandbox.port}/attachments/1/2/file.txt")
    socket = await client.http.ws_connect(sandbox.gateway_url)
    await socket.close()
    webhook = discord.Webhook.partial(1, "token", client=client)
    with pytest.raises(discord.NotFound):
        await webhook.edit_message(1, content="later")
    assert counting.asked == 0


async def test_a_request_that_fails_returns_its_turn(counting: Counting) -> None:
    point_at("http://127.0.0.1:9/api/v10", None)
    trace = traffic_trace(counting, NO_METER)
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(f"{Route.BASE}/gateway")
    await asyncio.sleep(0)
    assert (counting.asked, counting.under_way) == (1, 0)
