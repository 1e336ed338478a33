"""Guilds and roles as Discord writes them in JSON."""

from sandbox import render
from sandbox.errors import Json
from sandbox.model import Guild, Member, Role, User
from sandbox.snowflakes import iso

_MAX_MEMBERS = 500_000


def role(shown: Role) -> Json:
    """Give a role object."""
    return {
        "id": str(shown.id),
        "name": shown.name,
        "permissions": str(int(shown.permissions)),
        "position": shown.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def summary(server: Guild) -> Json:
    """Give a guild object as REST has it."""
    return {
        "id": str(server.id),
        "name": server.name,
        "owner_id": str(server.owner.id),
        "roles": [role(each) for each in server.roles],
        "emojis": [],
        "stickers": [],
        "features": [],
        **_GUILD_DEFAULTS,
    }


def partial(server: Guild, bot: User) -> Json:
    """Give a guild object as a member's own list of guilds has it."""
    return {
        "id": str(server.id),
        "name": server.name,
        "icon": None,
        "banner": None,
        "owner": server.owner is bot,
        "permissions": str(int(server.members[bot.id].permissions)),
        "features": [],
        "approximate_member_count": len(server.members),
        "approximate_presence_count": len(server.members),
    }


def whole(server: Guild, members: list[Member], bot: User) -> Json:
    """Give a guild object as the gateway sends it, with channels, threads and *members*."""
    places = server.channels.values()
    return {
        **summary(server),
        "joined_at": iso(server.created),
        "large": False,
        "unavailable": False,
        "member_count": len(server.members),
        "members": [render.member(each) for each in members],
        "channels": [render.channel(each, bot) for each in places if not each.is_thread],
        "threads": [
            render.channel(each, bot) for each in places if each.is_thread and not each.archived
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


_GUILD_DEFAULTS: Json = {
    "icon": None,
    "description": None,
    "home_header": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "application_id": None,
    "region": "deprecated",
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "widget_channel_id": None,
    "verification_level": 0,
    "default_message_notifications": 0,
    "mfa_level": 0,
    "explicit_content_filter": 0,
    "max_presences": None,
    "max_members": _MAX_MEMBERS,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "vanity_url_code": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "preferred_locale": "en-US",
    "rules_channel_id": None,
    "safety_alerts_channel_id": None,
    "public_updates_channel_id": None,
    "premium_progress_bar_enabled": False,
    "nsfw": False,
    "nsfw_level": 0,
    "incidents_data": None,
}
