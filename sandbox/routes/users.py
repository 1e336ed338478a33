"""Accounts: the bot itself, its application, other people, and private channels."""

from sandbox import guild_render, render
from sandbox.errors import Json, refusal
from sandbox.events import Intent
from sandbox.routing import Answer, Call, Routes
from sandbox.world import World

routes = Routes()
# The flags of an application that may use a privileged intent, without Discord's approval.
_LIMITED = {Intent.GUILD_MEMBERS: 1 << 15, Intent.MESSAGE_CONTENT: 1 << 19}
_MOST_GUILDS = 200


@routes.on("GET", "/users/@me")
def get_me(call: Call) -> Answer:
    """Tell the bot who it is."""
    me = render.user(call.world.bot)
    return Answer(body={**me, "mfa_enabled": False, "locale": "en-US", "verified": True})


@routes.on("GET", "/users/@me/guilds")
def list_my_guilds(call: Call) -> Answer:
    """List the guilds of the bot by growing id, with what its roles grant it there."""
    bot, after = call.world.bot, int(call.query.get("after", 0))
    limit = int(call.query.get("limit", _MOST_GUILDS))
    guilds = [each for guild_id, each in sorted(call.world.guilds.items()) if guild_id > after]
    return Answer(body=[guild_render.partial(each, bot) for each in guilds[:limit]])


@routes.on("GET", "/users/{user_id}")
def get_user(call: Call) -> Answer:
    """Show an account."""
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise refusal(10013)
    return Answer(body=render.user(user))


@routes.on("POST", "/users/@me/channels")
def open_private_channel(call: Call) -> Answer:
    """Open the private channel with a person."""
    user = call.world.users.get(int(call.form.get("recipient_id") or 0))
    if user is None:
        raise refusal(10013)
    if user is call.world.bot:
        raise refusal(50007)
    channel = call.world.private_channel(user)
    return Answer(body=render.channel(channel, call.world.bot))


@routes.on("GET", "/applications/@me")
@routes.on("GET", "/oauth2/applications/@me")
def get_application(call: Call) -> Answer:
    """Show the bot's own application."""
    return Answer(body=application(call.world))


def application(world: World) -> Json:
    """Give the application object."""
    flags = sum(flag for intent, flag in _LIMITED.items() if world.allowed_intents & intent)
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": render.user(world.owner),
        "bot": render.user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}},
    }
