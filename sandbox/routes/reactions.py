"""Reactions under messages."""

from sandbox import render
from sandbox.errors import refusal
from sandbox.model import Message
from sandbox.permissions import Permission, allows
from sandbox.routing import NOTHING, Answer, Call, Routes

routes = Routes()
_REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions"
_REACTION = f"{_REACTIONS}/{{emoji_name}}"


@routes.on("PUT", f"{_REACTION}/@me")
def react(call: Call) -> Answer:
    """Put the bot's reaction under a message."""
    message = _message(call)
    if not allows(message.channel.bot_permissions, Permission.ADD_REACTIONS):
        raise refusal(50013)
    call.talk.react(message, call.params["emoji_name"], call.world.bot)
    return NOTHING


@routes.on("DELETE", f"{_REACTION}/@me")
def unreact(call: Call) -> Answer:
    """Take the bot's reaction away."""
    call.talk.unreact(_message(call), call.params["emoji_name"], call.world.bot)
    return NOTHING


@routes.on("GET", _REACTION)
def list_reactions(call: Call) -> Answer:
    """List who reacted with an emoji."""
    users = _message(call).reactions.get(call.params["emoji_name"], [])
    return Answer(body=[render.user(each) for each in users])


def _message(call: Call) -> Message:
    channel = call.world.channel_for_bot(call.id("channel_id"))
    message = channel.held.get(call.id("message_id"))
    if message is None:
        raise refusal(10008)
    return message
