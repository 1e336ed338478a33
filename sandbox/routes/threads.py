"""Threads: open one on a message or by itself, and join or leave it."""

from sandbox import render
from sandbox.errors import invalid_form, refusal
from sandbox.model import Channel, ChannelKind, Message, MessageFlag
from sandbox.permissions import Permission, allows
from sandbox.routing import NOTHING, Answer, Call, Routes

routes = Routes()
_LONGEST_NAME = 100


@routes.on("POST", "/channels/{channel_id}/messages/{message_id}/threads")
def open_on_message(call: Call) -> Answer:
    """Open a thread on a message."""
    channel = _parent(call, Permission.CREATE_PUBLIC_THREADS)
    message = channel.held.get(call.id("message_id"))
    if message is None:
        raise refusal(10008)
    return _opened(call, channel, message)


@routes.on("POST", "/channels/{channel_id}/threads")
def open_alone(call: Call) -> Answer:
    """Open a thread that hangs on no message."""
    is_public = call.form.get("type") == ChannelKind.PUBLIC_THREAD
    wanted = Permission.CREATE_PUBLIC_THREADS if is_public else Permission.CREATE_PRIVATE_THREADS
    answer = _opened(call, _parent(call, wanted), None)
    if not is_public:
        thread = call.world.channels[int(answer.body["id"])]
        thread.kind = ChannelKind.PRIVATE_THREAD
        answer.body["type"] = int(thread.kind)
    return answer


@routes.on("PUT", "/channels/{channel_id}/thread-members/@me")
def join(call: Call) -> Answer:
    """Let the bot join; it hears of every public thread either way."""
    call.world.join_thread(_awake(call), call.world.bot)
    return NOTHING


@routes.on("DELETE", "/channels/{channel_id}/thread-members/@me")
def leave(call: Call) -> Answer:
    """Let the bot leave."""
    call.world.leave_thread(_awake(call), call.world.bot)
    return NOTHING


def _awake(call: Call) -> Channel:
    thread = call.world.channel_for_bot(call.id("channel_id"))
    if thread.archived:
        raise refusal(50083)
    return thread


def _parent(call: Call, wanted: Permission) -> Channel:
    channel = call.world.channel_for_bot(call.id("channel_id"))
    if not allows(channel.bot_permissions, wanted):
        raise refusal(50013)
    return channel


def _opened(call: Call, channel: Channel, message: Message | None) -> Answer:
    name = call.form.get("name") or ""
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    world = call.world
    thread = world.start_thread(channel, name, world.bot, message)
    thread.auto_archive = call.form.get("auto_archive_duration") or thread.auto_archive
    if message is not None:
        call.talk.mark(message, MessageFlag.HAS_THREAD)
    return Answer(201, render.channel(thread, world.bot))
