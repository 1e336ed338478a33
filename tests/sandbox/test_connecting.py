import asyncio

import aiohttp
import discord
import orjson
import pytest

from sandbox import Sandbox
from sandbox.errors import Json
from sandbox.events import Intent
from tests.sandbox.clients import Bot, Connect

MESSAGES = int(Intent.GUILDS | Intent.GUILD_MESSAGES | Intent.DIRECT_MESSAGES)


class Socket:
    """A bare gateway connection that keeps the dispatches it has received."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[Json] = []

    async def identify(self, token: str, intents: int, **more: object) -> None:
        await self.next(10)
        data = {"token": token, "intents": intents, "properties": {}, **more}
        await self.socket.send_json({"op": 2, "d": data})

    async def next(self, op: int) -> Json:
        while True:
            payload: Json = orjson.loads((await self.socket.receive(timeout=20)).data)
            if payload["op"] == op:
                return payload

    async def event(self, name: str) -> Json:
        while True:
            payload = await self.next(0)
            self.events.append(payload)
            if payload["t"] == name:
                data: Json = payload["d"]
                return data


async def test_a_bot_connects_and_knows_its_guild(sandbox: Sandbox, bot: Bot) -> None:
    assert bot.user.id == sandbox.bot.id
    [guild] = bot.guilds
    assert guild.name == "Sandbox"
    assert {channel.name for channel in guild.text_channels} == {"general", "random"}
    assert {"member", "moderator", "admin"} < {role.name for role in guild.roles}


async def test_a_wrong_token_is_turned_away(sandbox: Sandbox, connect: Connect) -> None:
    async with discord.Client(intents=discord.Intents.none()) as client:
        with pytest.raises(discord.LoginFailure):
            await client.start("wrong")
    [request] = sandbox.requests
    assert request.status == 401
    assert request.answer == {"message": "401: Unauthorized", "code": 0}


async def test_a_wrong_token_closes_the_gateway_with_4004(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(sandbox.gateway_url) as ws:
        await Socket(ws).identify("wrong", 0)
        assert (await ws.receive()).data == 4004


async def test_intents_that_are_not_granted_close_the_gateway_with_4014(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.gateway.allowed_intents = ~Intent.MESSAGE_CONTENT
    async with session.ws_connect(sandbox.gateway_url) as ws:
        await Socket(ws).identify(sandbox.token, int(Intent.MESSAGE_CONTENT))
        assert (await ws.receive()).data == 4014


async def test_what_was_missed_is_replayed_after_a_closed_gateway(
    sandbox: Sandbox, bot: Bot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    await mina.say(general, "one")
    await sandbox.close_gateway(4000)
    await mina.say(general, "two")
    await mina.say(general, "three")
    await sandbox.until(lambda: bot.resumes)
    assert [message.content for message in bot.heard] == ["one", "two", "three"]
    assert len(sandbox.gateway.sessions) == 1


async def test_a_bot_comes_back_when_it_is_asked_to_reconnect(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.gateway.reconnect()
    await sandbox.until(lambda: bot.resumes)
    await sandbox.person("Mina").say(sandbox.channel("general"), "still there?")
    await sandbox.until(lambda: bot.heard)


async def test_an_invalid_session_cannot_be_resumed(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(sandbox.gateway_url) as ws:
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES)
        ready = await socket.event("READY")
        sandbox.gateway.invalidate()
        assert (await socket.next(9))["d"] is False
    async with session.ws_connect(sandbox.gateway_url) as ws:
        resume = {"token": sandbox.token, "session_id": ready["session_id"], "seq": 1}
        await ws.send_json({"op": 6, "d": resume})
        assert (await Socket(ws).next(9))["d"] is False


async def test_a_resume_without_a_session_is_no_payload(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.ws_connect(sandbox.gateway_url) as ws:
        await Socket(ws).next(10)
        resume = {"token": sandbox.token, "session_id": None, "seq": None}
        await ws.send_json({"op": 6, "d": resume})
        assert (await ws.receive(timeout=20)).data == 4002


async def test_a_new_session_names_the_last_message_of_each_channel_and_thread(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    thread = await mina.open_thread(general, "talk")
    said = [await mina.say(each, "hello") for each in (general, thread)]
    await mina.delete(await mina.say(general, "never mind"))
    async with session.ws_connect(sandbox.gateway_url) as ws:
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES)
        guild = await socket.event("GUILD_CREATE")
    last = {each["name"]: each["last_message_id"] for each in guild["channels"]}
    assert int(last["general"]) > said[0].id  # a message that is gone may be named, too
    assert last["random"] is None
    assert [each["last_message_id"] for each in guild["threads"]] == [str(said[1].id)]


async def test_a_silenced_gateway_acknowledges_nothing_and_a_resume_tells_all(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with (
        session.ws_connect(sandbox.gateway_url) as ws,
        session.ws_connect(sandbox.gateway_url) as second,
    ):
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES)
        ready = await socket.event("READY")
        await socket.event("GUILD_CREATE")
        sandbox.silence_gateway()
        await ws.send_json({"op": 1, "d": 2})
        await sandbox.person("Mina").say(sandbox.channel("general"), "hello?")
        with pytest.raises(TimeoutError):
            await ws.receive(timeout=0.1)
        resume = {"token": sandbox.token, "session_id": ready["session_id"], "seq": 2}
        async with session.ws_connect(sandbox.gateway_url) as third:
            await third.send_json({"op": 6, "d": resume})
            heard = await Socket(third).event("MESSAGE_CREATE")
            assert heard["author"]["username"] == "mina"
        assert not second.closed


async def test_without_the_content_intent_only_mentions_and_private_messages_are_readable(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    async with session.ws_connect(sandbox.gateway_url) as ws:
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES)
        await socket.event("READY")
        await mina.say(general, "between us")
        assert (await socket.event("MESSAGE_CREATE"))["content"] == ""
        await mina.say(general, f"{sandbox.bot.mention} hi")
        assert (await socket.event("MESSAGE_CREATE"))["content"] == f"{sandbox.bot.mention} hi"
        await mina.say(mina.dm(), "psst")
        private = await socket.event("MESSAGE_CREATE")
        assert private["content"] == "psst"
        assert "guild_id" not in private


async def test_each_shard_hears_its_own_guilds_and_the_first_hears_private_messages(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    while {each >> 22 & 1 for each in sandbox.world.guilds} != {0, 1}:
        sandbox.add_guild("Another")
        await asyncio.sleep(0.001)
    mina = sandbox.person("Mina")
    shards = []
    for number in range(2):
        ws = await session.ws_connect(sandbox.gateway_url)
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES, shard=[number, 2])
        guilds = (await socket.event("READY"))["guilds"]
        assert {int(each["id"]) >> 22 & 1 for each in guilds} == {number}
        shards.append(socket)
    await sandbox.ready()
    await mina.say(mina.dm(), "psst")
    for guild in sandbox.world.guilds.values():
        await mina.say(sandbox.add_channel("talk", guild), str(guild.id >> 22 & 1))
    assert (await shards[0].event("MESSAGE_CREATE"))["content"] == "psst"
    for number, socket in enumerate(shards):
        heard = await socket.event("MESSAGE_CREATE")
        assert int(heard["guild_id"]) >> 22 & 1 == number
        await socket.socket.close()


async def test_a_shard_that_there_is_not_is_turned_away(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    ws = await session.ws_connect(sandbox.gateway_url)
    await Socket(ws).identify(sandbox.token, MESSAGES, shard=[2, 2])
    assert (await ws.receive(timeout=20)).data == 4010


async def test_under_each_key_one_session_begins_at_a_time(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.gateway.identify_every = 60
    sandbox.world.max_concurrency = 2

    async def identify(shard: int) -> int:
        ws = await session.ws_connect(sandbox.gateway_url)
        socket = Socket(ws)
        await socket.identify(sandbox.token, MESSAGES, shard=[shard, 4])
        said: Json = orjson.loads((await ws.receive(timeout=20)).data)
        await ws.close()
        op: int = said["op"]
        return op

    assert [await identify(shard) for shard in (0, 1, 2, 3)] == [0, 0, 9, 9]
    began = sandbox.gateway.identified
    began[:] = [(at - 60, key) for at, key in began]  # as a minute later
    assert await identify(2) == 0
    assert sandbox.gateway.premature == 2
    assert sandbox.world.session_starts == 997


async def test_members_are_found_by_id_and_by_the_start_of_their_name(
    sandbox: Sandbox, bot: Bot
) -> None:
    mina = sandbox.person("Mina")
    sandbox.person("Joon")
    [found] = await bot.guilds[0].query_members("mi")
    assert found.id == mina.id
    [found] = await bot.guilds[0].query_members(user_ids=[mina.id])
    assert found.name == "mina"


async def test_a_bot_with_the_members_intent_sees_everybody_and_newcomers(
    sandbox: Sandbox, connect: Connect
) -> None:
    mina = sandbox.person("Mina")
    intents = discord.Intents(guilds=True, members=True)
    async with connect(Bot(intents)) as bot:
        assert bot.guilds[0].get_member(mina.id)
        joon = sandbox.person("Joon")
        await sandbox.until(lambda: bot.guilds[0].get_member(joon.id))


async def test_a_bot_learns_of_new_guilds_and_lost_ones(sandbox: Sandbox, bot: Bot) -> None:
    guild = sandbox.add_guild("Second")
    await sandbox.until(lambda: bot.get_guild(guild.id))
    await sandbox.remove_guild(guild)
    await sandbox.until(lambda: not bot.get_guild(guild.id))


async def test_leaving_does_not_wait_for_the_bot(session: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(10), Sandbox() as sandbox:
        ws = await session.ws_connect(sandbox.gateway_url)
        await ws.receive()
        await sandbox.stop()
        assert (await ws.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)
        await ws.close()


async def test_leaving_cuts_requests_that_are_under_way(session: aiohttp.ClientSession) -> None:
    sandbox = await Sandbox(latency=30).__aenter__()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        asking = group.create_task(_cut_off(session, f"{sandbox.api_url}/gateway"))
        await asyncio.sleep(0.05)
        await sandbox.stop()
        assert await asking


async def _cut_off(session: aiohttp.ClientSession, url: str) -> bool:
    with pytest.raises(aiohttp.ClientError):
        await session.get(url)
    return True
