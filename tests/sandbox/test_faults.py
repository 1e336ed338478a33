import time
from typing import Literal

import aiohttp
import discord
import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Ask, Bot

POST = {"method": "POST", "path": "/channels/*/messages"}


@pytest.fixture
def channel(sandbox: Sandbox, bot: Bot) -> discord.TextChannel:
    return bot.get_channel(sandbox.channel("general").id)


async def test_a_fault_hits_as_often_as_ordered(sandbox: Sandbox, ask: Ask) -> None:
    path = f"/channels/{sandbox.channel('general').id}"
    sandbox.faults.add("GET", "/channels/*", times=2, status=500, code=7, message="broken")
    answers = [await ask("GET", path) for _ in range(3)]
    assert [answer.status for answer in answers] == [500, 500, 200]
    assert answers[0].said == {"message": "broken", "code": 7}


async def test_a_star_stands_for_one_part_of_the_path(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.faults.add("*", "/channels/*", status=500)
    path = f"/channels/{sandbox.channel('general').id}"
    assert (await ask("GET", f"{path}/messages")).status == 200
    assert (await ask("GET", path)).status == 500


async def test_an_error_of_automod_reaches_the_bot(
    sandbox: Sandbox, channel: discord.TextChannel
) -> None:
    sandbox.faults.add(**POST, status=400, code=200000, message="Blocked by AutoMod")
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send("x")
    assert (caught.value.status, caught.value.code) == (400, 200000)


async def test_a_server_error_is_retried_by_discord_py(
    sandbox: Sandbox, channel: discord.TextChannel
) -> None:
    sandbox.faults.add(**POST, status=502)
    await channel.send("x")
    posts = [each.status for each in sandbox.requests if each.method == "POST"]
    assert posts == [502, 200]


async def test_an_error_can_come_although_the_request_was_applied(
    sandbox: Sandbox, ask: Ask
) -> None:
    general = sandbox.channel("general")
    sandbox.faults.add(**POST, status=504, applied=True)
    answer = await ask("POST", f"/channels/{general.id}/messages", {"content": "x"})
    assert answer.status == 504
    assert len(general.messages) == 1


async def test_cloudflare_refuses_without_via_and_without_json(
    sandbox: Sandbox, channel: discord.TextChannel
) -> None:
    sandbox.faults.add(**POST, status=429, cloudflare=True)
    with pytest.raises(discord.HTTPException, match="Cloudflare") as caught:
        await channel.send("x")
    assert caught.value.status == 429
    assert sandbox.count_429 == 1


async def test_an_ordered_429_is_waited_out(sandbox: Sandbox, channel: discord.TextChannel) -> None:
    sandbox.faults.add(**POST, status=429, scope="shared", retry_after=0.2)
    started = time.monotonic()
    await channel.send("x")
    assert time.monotonic() - started >= 0.2
    assert sandbox.count_429_by_scope == {"shared": 1}


@pytest.mark.parametrize(("drop", "kept"), [("before", 0), ("after", 1)])
async def test_a_dropped_connection_applies_what_was_ordered(
    sandbox: Sandbox, channel: discord.TextChannel, drop: Literal["before", "after"], kept: int
) -> None:
    sandbox.faults.add(**POST, drop=drop)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel.send("x")
    assert len(sandbox.channel("general").messages) == kept
    assert sandbox.requests[-1].status == 0


async def test_a_delay_holds_a_request_up_but_lets_it_pass(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.faults.add("GET", "/users/@me", delay=0.15)
    started = time.monotonic()
    assert (await ask("GET", "/users/@me")).status == 200
    assert time.monotonic() - started >= 0.15


async def test_latency_is_paid_on_the_way_there_and_back(sandbox: Sandbox, ask: Ask) -> None:
    sandbox.latency = 0.1
    started = time.monotonic()
    await ask("GET", "/users/@me")
    assert time.monotonic() - started >= 0.2
    applied = sandbox.requests[-1].at - started
    assert 0.1 <= applied < 0.2
