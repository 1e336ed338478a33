"""Follow-ups: what the bot says with the token of an interaction after its first answer."""

from dataclasses import replace

from sandbox import render
from sandbox.errors import refusal
from sandbox.interactions import Interaction
from sandbox.mentions import USERS_ONLY
from sandbox.model import Message, MessageKind
from sandbox.routes.forms import message_form
from sandbox.routes.interactions import original_post
from sandbox.routing import NOTHING, Answer, Call, Routes

routes = Routes()
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_MESSAGE = f"{_WEBHOOK}/messages/{{message_id}}"


@routes.on("POST", _WEBHOOK)
def follow_up(call: Call) -> Answer:
    """Say more; the first follow-up after a deferral takes the place of the thinking message."""
    interaction = _interaction(call)
    original = interaction.original
    if original is not None and original.loading and original.deleted_at is None:
        return _edit(call, interaction, original)
    post = original_post(call, interaction, call.form)
    post = replace(
        post, kind=MessageKind.REPLY if original else MessageKind.DEFAULT, reply_to=original
    )
    message = call.talk.post(post)
    interaction.keep(message)
    interaction.become("answered")
    return Answer(body=render.message(message, call.world.bot))


@routes.on("GET", _ORIGINAL)
@routes.on("GET", _MESSAGE)
def get_answer(call: Call) -> Answer:
    """Read an answer."""
    return Answer(body=render.message(_message(call, _interaction(call)), call.world.bot))


@routes.on("PATCH", _ORIGINAL)
@routes.on("PATCH", _MESSAGE)
def edit_answer(call: Call) -> Answer:
    """Edit an answer; the first edit after a deferral ends the thinking."""
    interaction = _interaction(call)
    return _edit(call, interaction, _message(call, interaction))


@routes.on("DELETE", _ORIGINAL)
@routes.on("DELETE", _MESSAGE)
def delete_answer(call: Call) -> Answer:
    """Delete an answer."""
    interaction = _interaction(call)
    call.talk.delete(_message(call, interaction))
    interaction.become("answered")
    return NOTHING


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.world.application_id:
        raise refusal(10015)
    return call.world.interactions.to_follow(call.params["webhook_token"])


def _message(call: Call, interaction: Interaction) -> Message:
    if "message_id" in call.params:
        wanted = call.id("message_id")
        message = next((each for each in interaction.messages if each.id == wanted), None)
    else:
        message = interaction.original
    if message is None or message.deleted_at is not None:
        raise refusal(10008)
    return message


def _edit(call: Call, interaction: Interaction, message: Message) -> Answer:
    form = message_form(call, call.form, message.channel, message.attachments)
    call.talk.edit(message, form, call.form.get("allowed_mentions") or USERS_ONLY)
    interaction.keep(message)
    interaction.become("answered")
    return Answer(body=render.message(message, call.world.bot))
