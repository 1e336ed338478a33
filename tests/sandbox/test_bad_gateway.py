"""What can be wrong with the gateway on order."""

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Bot


async def test_a_gateway_that_is_down_turns_everybody_away(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.gateway.down = True
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        await session.ws_connect(sandbox.gateway_url)
    sandbox.gateway.down = False
    async with session.ws_connect(sandbox.gateway_url) as ws:
        assert (await ws.receive_json(timeout=20))["op"] == 10


async def test_a_mute_gateway_says_hello_to_the_next_but_one(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.gateway.mute = 1
    async with session.ws_connect(sandbox.gateway_url) as ws:
        with pytest.raises(TimeoutError):
            await ws.receive(timeout=0.1)
    async with session.ws_connect(sandbox.gateway_url) as ws:
        assert (await ws.receive_json(timeout=20))["op"] == 10


async def test_a_line_that_is_cut_says_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(sandbox.gateway_url) as ws:
        await ws.receive_json(timeout=20)
        await sandbox.close_gateway(1006)
        await ws.receive(timeout=20)
        assert ws.close_code == 1006


async def test_a_bot_that_was_thrown_out_hears_and_reaches_nothing_until_it_is_back(
    sandbox: Sandbox, bot: Bot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    channel = bot.get_partial_messageable(general.id)
    await sandbox.remove_guild(sandbox.guild)
    await sandbox.until(lambda: not bot.guilds)
    await mina.say(general, "They are gone.")
    with pytest.raises(Exception, match="50001"):
        await channel.send("I am not.")
    await sandbox.return_guild(sandbox.guild)
    await sandbox.until(lambda: bot.guilds)
    await mina.say(general, "They are back.")
    await channel.send("Hello again.")
    await sandbox.until(lambda: bot.heard)
    assert [message.content for message in bot.heard] == ["They are back."]
