"""Messages of a channel: send, read, edit, delete, and typing."""

import time
from collections.abc import Mapping
from itertools import islice, takewhile

from sandbox import render
from sandbox.errors import DiscordError, Json, invalid_form, refusal
from sandbox.events import Intent
from sandbox.mentions import ANYBODY
from sandbox.model import Channel, Message, MessageKind
from sandbox.permissions import Permission, allows
from sandbox.routes.forms import message_form
from sandbox.routing import NOTHING, Answer, Call, Routes
from sandbox.talk import Post

routes = Routes()
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = f"{_MESSAGES}/{{message_id}}"
_PAGE, _MOST = 50, 100
_BULK = range(2, 101)
_BULK_AGE = 14 * 86_400.0
_NONCE_LIFE = 300.0
_LONGEST_NONCE = 25


@routes.on("POST", _MESSAGES)
def create_message(call: Call) -> Answer:
    """Send a message."""
    channel = _open_channel(call)
    body = call.form
    _check_permissions(call, channel)
    former = _same_nonce(channel, body)
    if former is not None:
        return Answer(body=render.message(former, call.world.bot))
    reply_to = _reply_to(channel, body)
    message = call.talk.post(
        Post(
            channel,
            call.world.bot,
            message_form(call, body, channel),
            reply_to=reply_to,
            kind=MessageKind.REPLY if reply_to else MessageKind.DEFAULT,
            allowed=body.get("allowed_mentions") or ANYBODY,
        )
    )
    return Answer(body=render.message(message, call.world.bot))


@routes.on("GET", _MESSAGES)
def list_messages(call: Call) -> Answer:
    """Read a page of messages, newest first."""
    channel = call.world.channel_for_bot(call.id("channel_id"))
    if not allows(channel.bot_permissions, Permission.READ_MESSAGE_HISTORY):
        return Answer(body=[])
    limit = int(call.query.get("limit", _PAGE))
    if not 1 <= limit <= _MOST:
        raise invalid_form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    page = _page(channel, call.query, limit)
    return Answer(body=[_shown(call, message) for message in page])


@routes.on("GET", _MESSAGE)
def get_message(call: Call) -> Answer:
    """Read one message."""
    return Answer(body=_shown(call, _message(call)))


@routes.on("PATCH", _MESSAGE)
def edit_message(call: Call) -> Answer:
    """Edit a message of the bot."""
    message = _message(call)
    body = call.form
    others = message.author is not call.world.bot
    if others and set(body) - {"flags"}:
        raise refusal(50005)
    if message.channel.archived:
        raise refusal(50083)
    form = message_form(call, body, message.channel, message.attachments)
    call.talk.edit(message, form, body.get("allowed_mentions") or ANYBODY)
    return Answer(body=_shown(call, message))


@routes.on("DELETE", _MESSAGE)
def delete_message(call: Call) -> Answer:
    """Delete a message."""
    message = _message(call)
    if message.author is not call.world.bot:
        _require(message.channel, Permission.MANAGE_MESSAGES)
    if message.channel.archived:
        raise refusal(50083)
    call.talk.delete(message)
    return NOTHING


@routes.on("POST", f"{_MESSAGES}/bulk-delete")
def delete_messages(call: Call) -> Answer:
    """Delete several messages at once; unknown ones are passed over."""
    channel = call.world.channel_for_bot(call.id("channel_id"))
    _require(channel, Permission.MANAGE_MESSAGES)
    ids = dict.fromkeys(int(each) for each in call.form.get("messages", []))
    if len(ids) not in _BULK:
        raise refusal(50016)
    messages = [channel.held[each] for each in ids if each in channel.held]
    if any(time.time() - message.born > _BULK_AGE for message in messages):
        raise refusal(50034)
    call.talk.delete_many(channel, messages)
    return NOTHING


@routes.on("POST", "/channels/{channel_id}/typing")
def start_typing(call: Call) -> Answer:
    """Show that the bot is typing."""
    call.talk.type(_open_channel(call), call.world.bot)
    return NOTHING


def _open_channel(call: Call) -> Channel:
    """Give the channel to write into; a thread that sleeps wakes up unless it is locked."""
    channel = call.world.channel_for_bot(call.id("channel_id"))
    wanted = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    _require(channel, wanted)
    if channel.locked and not allows(channel.bot_permissions, Permission.MANAGE_THREADS):
        raise refusal(160005)
    if channel.archived:
        if channel.locked:
            raise refusal(160005)
        channel.archived = False
        call.world.update_place(channel)
    return channel


def _check_permissions(call: Call, channel: Channel) -> None:
    if call.files:
        _require(channel, Permission.ATTACH_FILES)
    may_read = allows(channel.bot_permissions, Permission.READ_MESSAGE_HISTORY)
    if call.form.get("message_reference") and not may_read:
        raise refusal(160002)


def _require(channel: Channel, wanted: Permission) -> None:
    if not allows(channel.bot_permissions, wanted):
        raise refusal(50013)


def _same_nonce(channel: Channel, body: Json) -> Message | None:
    """Find the message that the same nonce has already made."""
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > _LONGEST_NONCE:
        raise invalid_form("nonce", "NONCE_TYPE_TOO_LONG", "Nonce is too long")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    former = channel.nonces.get(nonce)
    is_fresh = former is not None and time.time() - former.born < _NONCE_LIFE
    return former if is_fresh else None


def _reply_to(channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if not reference:
        return None
    message = channel.held.get(int(reference["message_id"]))
    if message is None and reference.get("fail_if_not_exists", True):
        raise _unknown_reference()
    return message


def _unknown_reference() -> DiscordError:
    return invalid_form("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")


def _message(call: Call) -> Message:
    channel = call.world.channel_for_bot(call.id("channel_id"))
    message = channel.held.get(call.id("message_id"))
    if message is None:
        raise refusal(10008)
    return message


def _page(channel: Channel, query: Mapping[str, str], limit: int) -> list[Message]:
    """Give the messages around, before or after the one that *query* names, newest first."""
    if "after" in query:
        after = int(query["after"])
        newer = takewhile(lambda each: each.id > after, reversed(channel.held.values()))
        return list(newer)[-limit:]
    if "around" in query:
        return _around(channel, int(query["around"]), limit)
    before = int(query.get("before", 0)) or float("inf")
    older = (each for each in reversed(channel.held.values()) if each.id < before)
    return list(islice(older, limit))


def _around(channel: Channel, middle: int, limit: int) -> list[Message]:
    newer = list(takewhile(lambda each: each.id > middle, reversed(channel.held.values())))
    older = (each for each in reversed(channel.held.values()) if each.id <= middle)
    half = limit // 2
    return [*newer[-half:], *islice(older, limit - half)]


def _shown(call: Call, message: Message) -> Json:
    """Give a message as an application may read it that has the intent for content, or has not."""
    body = render.message(message, call.world.bot)
    may_read = call.world.allowed_intents & Intent.MESSAGE_CONTENT
    return body if may_read or call.talk.is_open(message) else render.without_content(body)
