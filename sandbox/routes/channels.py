"""Channels: read one, change a thread, delete one."""

from sandbox import render
from sandbox.errors import Json, invalid_form, refusal
from sandbox.model import Channel
from sandbox.permissions import Permission, allows
from sandbox.routing import Answer, Call, Routes

routes = Routes()
_CHANNEL = "/channels/{channel_id}"
_LONGEST_NAME = 100


@routes.on("GET", _CHANNEL)
def get_channel(call: Call) -> Answer:
    """Show a channel."""
    return _shown(call, call.world.channel_for_bot(call.id("channel_id")))


@routes.on("PATCH", _CHANNEL)
def change_channel(call: Call) -> Answer:
    """Rename a channel; archive, wake, lock or unlock a thread."""
    channel = call.world.channel_for_bot(call.id("channel_id"))
    _check_change(call, channel)
    body = call.form
    name = body.get("name", channel.name)
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    channel.name = name
    channel.archived = body.get("archived", channel.archived)
    channel.locked = body.get("locked", channel.locked)
    channel.auto_archive = body.get("auto_archive_duration", channel.auto_archive)
    call.world.update_place(channel)
    return _shown(call, channel)


@routes.on("DELETE", _CHANNEL)
def delete_channel(call: Call) -> Answer:
    """Delete a channel or a thread."""
    channel = call.world.channel_for_bot(call.id("channel_id"))
    wanted = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    if not allows(channel.bot_permissions, wanted):
        raise refusal(50013)
    call.world.remove_channel(channel)
    return _shown(call, channel)


def _check_change(call: Call, channel: Channel) -> None:
    body = call.form
    granted = channel.bot_permissions
    if not channel.is_thread:
        if not allows(granted, Permission.MANAGE_CHANNELS):
            raise refusal(50013)
        return
    _check_thread_change(body, channel)
    owned = channel.owner is call.world.bot
    if (not owned or "locked" in body) and not allows(granted, Permission.MANAGE_THREADS):
        raise refusal(50013)


def _check_thread_change(body: Json, channel: Channel) -> None:
    if channel.archived and body.get("archived") is not False:
        raise refusal(50083)


def _shown(call: Call, channel: Channel) -> Answer:
    return Answer(body=render.channel(channel, call.world.bot))
