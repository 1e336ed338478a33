"""Guilds: what a bot can read of them, and where its gateway is."""

from itertools import islice

from sandbox import guild_render, render
from sandbox.errors import refusal
from sandbox.model import Guild
from sandbox.routing import Answer, Call, Routes

routes = Routes()


@routes.on("GET", "/guilds/{guild_id}")
def get_guild(call: Call) -> Answer:
    """Show a guild."""
    guild = _guild(call)
    body = guild_render.summary(guild)
    if call.query.get("with_counts") in ("true", "1", "True"):
        body["approximate_member_count"] = len(guild.members)
        body["approximate_presence_count"] = len(guild.members)
    return Answer(body=body)


@routes.on("GET", "/guilds/{guild_id}/channels")
def list_channels(call: Call) -> Answer:
    """List the channels of a guild without its threads."""
    places = _guild(call).channels.values()
    shown = [render.channel(each, call.world.bot) for each in places if not each.is_thread]
    return Answer(body=shown)


@routes.on("GET", "/guilds/{guild_id}/threads/active")
def list_threads(call: Call) -> Answer:
    """List the threads that are not archived."""
    places = _guild(call).channels.values()
    threads = [each for each in places if each.is_thread and not each.archived]
    shown = [render.channel(each, call.world.bot) for each in threads]
    return Answer(body={"threads": shown, "members": [], "has_more": False})


@routes.on("GET", "/guilds/{guild_id}/roles")
def list_roles(call: Call) -> Answer:
    """List the roles of a guild."""
    return Answer(body=[guild_render.role(each) for each in _guild(call).roles])


@routes.on("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> Answer:
    """List members by growing id."""
    after = int(call.query.get("after", 0))
    limit = int(call.query.get("limit", 1))
    later = (each for user_id, each in sorted(_guild(call).members.items()) if user_id > after)
    return Answer(body=[render.member(each) for each in islice(later, limit)])


@routes.on("GET", "/guilds/{guild_id}/members/{user_id}")
def get_member(call: Call) -> Answer:
    """Show one member."""
    member = _guild(call).members.get(call.id("user_id"))
    if member is None:
        raise refusal(10007)
    return Answer(body=render.member(member))


@routes.on("GET", "/gateway")
def get_gateway(call: Call) -> Answer:
    """Tell where the gateway is."""
    return Answer(body={"url": call.world.gateway_url})


@routes.on("GET", "/gateway/bot")
def get_bot_gateway(call: Call) -> Answer:
    """Tell where the gateway is and how many shards it recommends."""
    world = call.world
    limit = {
        "total": 1000,
        "remaining": world.session_starts,
        "reset_after": 14_400_000,
        "max_concurrency": world.max_concurrency,
    }
    return Answer(
        body={"url": world.gateway_url, "shards": world.shards, "session_start_limit": limit}
    )


def _guild(call: Call) -> Guild:
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None:
        raise refusal(10004)
    return guild
