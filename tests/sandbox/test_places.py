from collections.abc import Awaitable

import discord
import pytest

from sandbox import Permission, Sandbox
from tests.sandbox.clients import Ask, Bot


async def test_a_private_talk_works_in_both_directions(sandbox: Sandbox, bot: Bot) -> None:
    mina = sandbox.person("Mina")
    await mina.say(mina.dm(), "psst")
    await sandbox.until(lambda: bot.heard)
    assert isinstance(bot.heard[0].channel, discord.DMChannel)
    await bot.heard[0].channel.send("yes?")
    user = await bot.fetch_user(mina.id)
    await user.send("hello")
    assert [message.content for message in mina.dm().messages] == ["psst", "yes?", "hello"]


async def test_a_bot_opens_a_thread_on_a_message(sandbox: Sandbox, bot: Bot) -> None:
    said = await sandbox.person("Mina").say(sandbox.channel("general"), "long story")
    await sandbox.until(lambda: bot.heard)
    thread = await bot.heard[0].create_thread(name="Story")
    await thread.send("once upon a time")
    assert said.thread is not None
    assert [message.content for message in said.thread.messages] == ["once upon a time"]
    with pytest.raises(discord.HTTPException) as caught:
        await bot.heard[0].create_thread(name="Again")
    assert caught.value.code == 160004


async def test_a_bot_opens_a_thread_by_itself(sandbox: Sandbox, bot: Bot) -> None:
    channel = bot.get_channel(sandbox.channel("general").id)
    thread = await channel.create_thread(name="Alone", type=discord.ChannelType.public_thread)
    assert sandbox.channel("Alone").id == thread.id


async def test_a_person_s_thread_is_heard_by_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    thread = sandbox.start_thread(general, "Ours", await mina.say(general, "start"))
    await mina.say(thread, "inside")
    await sandbox.until(lambda: len(bot.heard) == 2)
    assert bot.heard[1].channel.name == "Ours"
    assert bot.heard[1].channel.parent.name == "general"


async def test_an_archived_thread_takes_no_edit_but_wakes_up_for_a_message(
    sandbox: Sandbox, bot: Bot
) -> None:
    thread = sandbox.start_thread(sandbox.channel("general"), "Ours")
    await sandbox.until(lambda: bot.get_channel(thread.id))
    message = await bot.get_channel(thread.id).send("x")
    sandbox.archive(thread)
    with pytest.raises(discord.HTTPException) as caught:
        await message.edit(content="y")
    assert caught.value.code == 50083
    await bot.get_partial_messageable(thread.id).send("z")
    assert not thread.archived


@pytest.mark.parametrize("way", ["writing", "mentioned", "joining"])
async def test_a_bot_joins_a_thread(sandbox: Sandbox, bot: Bot, way: str) -> None:
    thread = sandbox.start_thread(sandbox.channel("general"), "Ours")
    await sandbox.person("Mina").say(thread, "between us")
    await sandbox.until(lambda: bot.heard)
    seen = bot.get_channel(thread.id)
    assert seen.me is None
    if way == "writing":
        await seen.send("me too")
    elif way == "mentioned":
        await sandbox.person("Mina").say(thread, sandbox.bot.mention)
    else:
        await seen.join()
    await sandbox.until(lambda: seen.me)
    await seen.leave()
    assert sandbox.bot.id not in thread.joined


async def test_a_locked_thread_stays_closed(sandbox: Sandbox, bot: Bot) -> None:
    thread = sandbox.start_thread(sandbox.channel("general"), "Ours")
    await sandbox.until(lambda: bot.get_channel(thread.id))
    sandbox.archive(thread, locked=True)
    with pytest.raises(discord.HTTPException) as caught:
        await bot.get_partial_messageable(thread.id).send("z")
    assert caught.value.code == 160005


async def test_a_bot_archives_its_thread(sandbox: Sandbox, bot: Bot) -> None:
    channel = bot.get_channel(sandbox.channel("general").id)
    thread = await channel.create_thread(name="Mine", type=discord.ChannelType.public_thread)
    await thread.edit(archived=True, locked=True)
    mine = sandbox.channel("Mine")
    assert (mine.archived, mine.locked) == (True, True)


async def test_a_removed_channel_is_unknown_to_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    channel = bot.get_channel(general.id)
    await sandbox.remove_channel(general)
    await sandbox.until(lambda: not bot.get_channel(general.id))
    with pytest.raises(discord.NotFound) as caught:
        await channel.send("x")
    assert caught.value.code == 10003


async def test_a_removed_message_is_unknown_to_the_bot(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    message = await bot.get_channel(general.id).send("x")
    await sandbox.remove_message(general.messages[0])
    with pytest.raises(discord.NotFound) as caught:
        await message.edit(content="y")
    assert caught.value.code == 10008


async def _refused(doing: Awaitable[object]) -> int:
    with pytest.raises(discord.HTTPException) as caught:
        await doing
    return caught.value.code


async def test_a_bot_without_the_right_changes_no_channel(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    channel = bot.get_channel(general.id)
    assert await _refused(channel.edit(name="mine")) == 50013
    assert await _refused(channel.delete()) == 50013
    sandbox.deny(general, Permission.CREATE_PUBLIC_THREADS, Permission.ADD_REACTIONS)
    public = channel.create_thread(name="x", type=discord.ChannelType.public_thread)
    assert await _refused(public) == 50013
    message = await channel.send("x")
    assert await _refused(message.add_reaction("👍")) == 50013
    assert (await bot.fetch_channel(general.id)).name == "general"


async def test_a_bot_renames_and_deletes_its_thread(sandbox: Sandbox, bot: Bot) -> None:
    channel = bot.get_channel(sandbox.channel("general").id)
    thread = await channel.create_thread(name="Secret")
    assert thread.type is discord.ChannelType.private_thread
    await thread.join()
    await thread.edit(name="Open")
    assert [each.name for each in await channel.guild.active_threads()] == ["Open"]
    await thread.delete()
    with pytest.raises(LookupError, match="no channel 'Open'"):
        sandbox.channel("Open")


async def test_a_sleeping_thread_can_only_be_woken(sandbox: Sandbox, bot: Bot) -> None:
    channel = bot.get_channel(sandbox.channel("general").id)
    thread = await channel.create_thread(name="Mine", type=discord.ChannelType.public_thread)
    await thread.edit(archived=True)
    assert await _refused(thread.edit(name="Other")) == 50083
    await thread.edit(archived=False)
    assert not sandbox.channel("Mine").archived


async def test_threads_go_with_their_channel(sandbox: Sandbox, bot: Bot) -> None:
    general = sandbox.channel("general")
    thread = sandbox.start_thread(general, "Ours")
    await sandbox.remove_channel(general)
    assert thread.gone
    assert await _refused(bot.get_partial_messageable(thread.id).send("x")) == 10003


async def test_the_gateway_is_found_through_the_api(sandbox: Sandbox, ask: Ask) -> None:
    assert (await ask("GET", "/gateway")).said == {"url": sandbox.gateway_url}
    sandbox.world.shards = 2
    found = (await ask("GET", "/gateway/bot")).said
    assert (found["url"], found["shards"]) == (sandbox.gateway_url, 2)


async def test_members_are_listed_by_growing_id(sandbox: Sandbox, ask: Ask) -> None:
    mina = sandbox.person("Mina")
    path = f"/guilds/{sandbox.guild.id}/members"
    assert len((await ask("GET", f"{path}?limit=10")).said) == 3
    [last] = (await ask("GET", f"{path}?limit=10&after={sandbox.bot.id}")).said
    assert last["user"]["id"] == str(mina.id)
    assert (await ask("GET", f"{path}/1")).said["code"] == 10007


async def test_a_person_opens_a_thread_and_the_bot_hears_of_it(sandbox: Sandbox, bot: Bot) -> None:
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    said = await mina.say(general, "a topic")
    thread = await mina.open_thread(general, "Topic", said)
    assert (thread.id, thread.owner) == (said.id, mina.user)
    await sandbox.until(lambda: bot.get_channel(thread.id))
