import io

import aiohttp
import discord
import pytest

from sandbox import Permission, Sandbox, Upload
from sandbox.errors import Json
from sandbox.events import Intent
from tests.sandbox.clients import Ask, Bot


@pytest.fixture
def messages(sandbox: Sandbox) -> str:
    return f"/channels/{sandbox.channel('general').id}/messages"


async def test_what_a_person_says_reaches_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    mina = sandbox.person("Mina")
    said = await mina.say(sandbox.channel("general"), f"{sandbox.bot.mention} hello")
    await sandbox.until(lambda: bot.heard)
    [heard] = bot.heard
    assert (heard.id, heard.content, heard.author.id) == (said.id, said.content, mina.id)
    assert heard.mentions == [heard.guild.me]
    assert [role.name for role in heard.author.roles] == ["@everyone", "member"]


async def test_every_edit_of_a_reply_is_kept_as_a_version(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    said = await sandbox.person("Mina").say(general, "tell me")
    await sandbox.until(lambda: bot.heard)
    answer = await bot.heard[0].reply("o")
    await answer.edit(content="on")
    await answer.edit(content="one")
    reply = general.messages[-1]
    assert [version.content for version in reply.versions] == ["o", "on", "one"]
    moments = [version.at for version in reply.versions]
    assert moments == sorted(moments)
    assert reply.reference_id == said.id
    assert reply.author is sandbox.bot


async def test_a_reply_pings_its_author_unless_it_is_told_not_to(
    sandbox: Sandbox, bot: Bot
) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    await mina.say(general, "hi")
    await sandbox.until(lambda: bot.heard)
    await bot.heard[0].reply("yes")
    await bot.heard[0].reply("no", mention_author=False)
    pinged, quiet = general.messages[1:]
    assert pinged.mentions.users == (mina.user,)
    assert quiet.mentions.users == ()


async def test_allowed_mentions_decide_who_is_pinged(sandbox: Sandbox, bot: Bot) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    text = f"@everyone {mina.mention} `{mina.mention}`"
    channel = bot.get_channel(general.id)
    await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    await channel.send(text)
    silent, loud = general.messages
    assert (silent.mentions.users, silent.mentions.everyone) == ((), False)
    assert (loud.mentions.users, loud.mentions.everyone) == ((mina.user,), True)


async def test_edits_and_deletions_by_people_reach_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    said = await mina.say(general, "teh")
    await mina.edit(said, "the")
    after = (await bot.wait_for("message_edit", timeout=20))[1]
    assert after.content == "the"
    await mina.delete(said)
    gone = await bot.wait_for("message_delete", timeout=20)
    assert gone.id == said.id
    assert said.deleted_at
    assert general.messages == []


async def test_nobody_edits_what_another_wrote(sandbox: Sandbox, messages: str, ask: Ask) -> None:
    said = await sandbox.person("Mina").say(sandbox.channel("general"), "mine")
    answer = await ask("PATCH", f"{messages}/{said.id}", {"content": "no"})
    assert (answer.status, answer.said["code"]) == (403, 50005)
    with pytest.raises(LookupError, match="Joon cannot edit a message of Mina"):
        await sandbox.person("Joon").edit(said, "no")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"content": "a" * 2001}, 400, 50035),
        ({"content": " "}, 400, 50006),
        ({"content": "x", "message_reference": {"message_id": "1"}}, 400, 50035),
        ({"content": "x", "nonce": "n" * 25, "embeds": [{"title": "t" * 257}]}, 400, 50035),
    ],
)
async def test_a_message_that_discord_would_refuse_is_refused(
    unchecked: Sandbox, session: aiohttp.ClientSession, body: Json, status: int, code: int
) -> None:
    general = unchecked.channel("general")
    ask = Ask(session, unchecked.api_url, unchecked.token)
    answer = await ask("POST", f"/channels/{general.id}/messages", body)
    assert (answer.status, answer.said["code"]) == (status, code)
    assert general.messages == []


async def test_a_lost_reference_is_forgiven_when_asked(
    sandbox: Sandbox, messages: str, ask: Ask
) -> None:
    reference = {"message_id": "1", "fail_if_not_exists": False}
    answer = await ask("POST", messages, {"content": "x", "message_reference": reference})
    assert answer.status == 200
    assert "message_reference" not in answer.said


async def test_what_is_gone_is_unknown(sandbox: Sandbox, messages: str, ask: Ask) -> None:
    answer = await ask("PATCH", f"{messages}/1", {"content": "x"})
    assert (answer.status, answer.said["code"]) == (404, 10008)
    answer = await ask("POST", "/channels/1/messages", {"content": "x"})
    assert (answer.status, answer.said["code"]) == (404, 10003)


async def test_an_enforced_nonce_makes_sending_twice_harmless(
    sandbox: Sandbox, messages: str, ask: Ask
) -> None:
    body = {"content": "once", "nonce": "abc", "enforce_nonce": True}
    first = await ask("POST", messages, body)
    second = await ask("POST", messages, body)
    assert first.said["id"] == second.said["id"]
    assert len(sandbox.channel("general").messages) == 1


async def test_missing_permissions_are_refused(sandbox: Sandbox, messages: str, ask: Ask) -> None:
    general = sandbox.channel("general")
    said = await sandbox.person("Mina").say(general, "hi")
    sandbox.deny(general, Permission.READ_MESSAGE_HISTORY)
    reply = {"content": "x", "message_reference": {"message_id": str(said.id)}}
    assert (await ask("POST", messages, reply)).said["code"] == 160002
    sandbox.deny(general, Permission.SEND_MESSAGES)
    assert (await ask("POST", messages, {"content": "x"})).said["code"] == 50013
    sandbox.deny(general, Permission.VIEW_CHANNEL)
    assert (await ask("POST", messages, {"content": "x"})).said["code"] == 50001
    sandbox.deny(general)
    assert (await ask("POST", messages, {"content": "x"})).status == 200


async def test_a_bot_sees_its_missing_permissions_beforehand(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    channel = bot.get_channel(general.id)
    assert channel.permissions_for(channel.guild.me).send_messages
    sandbox.deny(general, Permission.SEND_MESSAGES)
    await sandbox.until(lambda: not channel.permissions_for(channel.guild.me).send_messages)


async def test_history_is_read_in_pages(sandbox: Sandbox, bot: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    said = [await mina.say(general, str(number)) for number in range(12)]
    channel = bot.get_channel(general.id)
    assert [m.content async for m in channel.history(limit=3)] == ["11", "10", "9"]
    before = channel.history(limit=2, before=discord.Object(said[5].id))
    assert [m.content async for m in before] == ["4", "3"]
    after = channel.history(limit=2, after=discord.Object(said[5].id))
    assert [m.content async for m in after] == ["6", "7"]
    around = channel.history(limit=3, around=discord.Object(said[5].id))
    assert sorted([m.content async for m in around]) == ["4", "5", "6"]
    assert (await channel.fetch_message(said[7].id)).content == "7"


async def test_without_the_content_intent_history_shows_only_what_is_meant_for_the_bot(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.gateway.allowed_intents = ~Intent.MESSAGE_CONTENT
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    mention = f"{sandbox.bot.mention} hi"
    for channel, text in ((general, "between us"), (general, mention), (mina.dm(), "psst")):
        await mina.say(channel, text)
    ask = Ask(session, sandbox.api_url, sandbox.token)
    pages = [await ask("GET", f"/channels/{each.id}/messages") for each in (general, mina.dm())]
    contents = [message["content"] for page in pages for message in page.said]
    assert contents == [mention, "", "psst"]


async def test_files_travel_both_ways(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    upload = Upload("notes.txt", "안녕".encode())
    await sandbox.person("Mina").say(general, "read this", files=[upload])
    await sandbox.until(lambda: bot.heard)
    [attachment] = bot.heard[0].attachments
    assert await attachment.read() == "안녕".encode()
    sent = await bot.get_channel(general.id).send(
        "here", file=discord.File(io.BytesIO(b"full text"), "answer.md", description="all of it")
    )
    [kept] = general.messages[-1].attachments
    assert (kept.filename, kept.data, kept.description) == ("answer.md", b"full text", "all of it")
    await sent.edit(attachments=[])
    assert general.messages[-1].attachments == ()


async def test_embeds_and_buttons_arrive_as_sent(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="Stop", custom_id="stop"))
    view.add_item(discord.ui.Button(label="Site", url="https://example.org"))
    embed = discord.Embed(title="Answer", description="42").add_field(name="a", value="b")
    await bot.get_channel(general.id).send(embed=embed, view=view)
    [message] = general.messages
    assert message.embeds[0]["title"] == "Answer"
    assert [part["label"] for part in message.components[0]["components"]] == ["Stop", "Site"]


async def test_a_bot_deletes_its_own_messages_and_those_of_others_only_with_the_right(
    sandbox: Sandbox, bot: Bot
) -> None:
    general = sandbox.channel("general")
    said = await sandbox.person("Mina").say(general, "hm")
    channel = bot.get_channel(general.id)
    sandbox.deny(general, Permission.MANAGE_MESSAGES)
    with pytest.raises(discord.Forbidden, match="50013"):
        await channel.get_partial_message(said.id).delete()
    await (await channel.send("oops")).delete()
    assert general.messages == [said]


async def test_several_messages_are_deleted_at_once(sandbox: Sandbox, bot: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    said = [await mina.say(general, str(number)) for number in range(3)]
    channel = bot.get_channel(general.id)
    await channel.delete_messages([discord.Object(each.id) for each in said[:2]])
    assert general.messages == [said[2]]
    assert general.deleted == said[:2]


async def test_typing_and_reactions_are_seen_on_both_sides(sandbox: Sandbox, bot: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    said = await mina.say(general, "hm")
    async with sandbox.watch() as changes:
        async with bot.get_channel(general.id).typing():
            change = await anext(changes)
        assert (change.kind, change.user) == ("typing", sandbox.bot)
    await mina.typing(general)
    await sandbox.until(lambda: bot.heard)
    await bot.heard[0].add_reaction("👍")
    assert said.reactions == {"👍": [sandbox.bot]}
    await mina.react(said, "👍")
    reaction, user = await bot.wait_for("reaction_add", timeout=20)
    while user.id != mina.id:
        reaction, user = await bot.wait_for("reaction_add", timeout=20)
    assert {each.id async for each in reaction.users()} == {sandbox.bot.id, mina.id}
    await bot.heard[0].remove_reaction("👍", bot.user)
    assert said.reactions == {"👍": [mina.user]}


async def test_an_unknown_route_answers_404_and_is_noted(sandbox: Sandbox, ask: Ask) -> None:
    answer = await ask("GET", "/guilds/1/soundboard-sounds")
    assert (answer.status, answer.said) == (404, {"message": "404: Not Found", "code": 0})
    assert sandbox.unknown_routes == ["GET /guilds/1/soundboard-sounds"]


async def test_what_a_bot_reads_about_its_guild_is_there(sandbox: Sandbox, bot: Bot) -> None:
    mina = sandbox.person("Mina")
    guild = await bot.fetch_guild(sandbox.guild.id)
    assert guild.approximate_member_count == 3
    assert {each.name for each in await guild.fetch_channels()} == {"general", "random"}
    assert (await guild.fetch_member(mina.id)).name == "mina"
    assert len(await guild.fetch_roles()) == 5
    assert (await bot.fetch_user(mina.id)).name == "mina"
    with pytest.raises(discord.NotFound, match="10013"):
        await bot.fetch_user(1)
    with pytest.raises(discord.NotFound, match="10004"):
        await bot.fetch_guild(1)


async def test_a_body_that_is_no_json_is_refused(
    unchecked: Sandbox, session: aiohttp.ClientSession
) -> None:
    url = f"{unchecked.api_url}/channels/{unchecked.channel('general').id}/messages"
    headers = {"Authorization": f"Bot {unchecked.token}", "Content-Type": "application/json"}
    async with session.post(url, data=b"{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_everyone_is_only_pinged_by_those_who_may(sandbox: Sandbox) -> None:
    general = sandbox.channel("general")
    loud = await sandbox.person("Chief", role="admin").say(general, "@everyone hi")
    quiet = await sandbox.person("Mina").say(general, "@everyone hi")
    assert (loud.mentions.everyone, quiet.mentions.everyone) == (True, False)
