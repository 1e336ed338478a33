"""Callbacks: the bot's first answer to an interaction."""

from collections.abc import Callable

from sandbox import render
from sandbox.drafts import check_components
from sandbox.errors import Json, invalid_form, too_long
from sandbox.interactions import Interaction, InteractionKind
from sandbox.mentions import USERS_ONLY
from sandbox.model import Message, MessageFlag, MessageKind
from sandbox.routes.forms import message_form
from sandbox.routing import NOTHING, Answer, Call, Routes
from sandbox.talk import Post

routes = Routes()
_ANSWER, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _MODAL = 4, 5, 6, 7, 8, 9
_MOST_CHOICES = 25
_MODAL_TITLE = 45
_MODAL_PARTS = range(1, 6)


@routes.on("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
def call_back(call: Call) -> Answer:
    """Take the bot's first answer."""
    token = call.params["interaction_token"]
    interaction = call.world.interactions.to_acknowledge(call.id("interaction_id"), token)
    kind = call.form.get("type")
    answer = _ANSWERS.get(kind) if isinstance(kind, int) else None
    if answer is None:
        raise invalid_form("type", "BASE_TYPE_CHOICES", "Value must be one of {4, 5, 6, 7, 8, 9}.")
    answer(call, interaction, call.form.get("data") or {})
    if call.query.get("with_response") in ("true", "1", "True"):
        return Answer(body=_response(call, interaction, int(call.form["type"])))
    return NOTHING


def original_post(call: Call, interaction: Interaction, data: Json) -> Post:
    """Give the post that answers an interaction in its channel."""
    is_command = interaction.kind is InteractionKind.COMMAND
    kind = MessageKind.SLASH_COMMAND if is_command else MessageKind.REPLY
    if is_command and {"target_message_id", "target_user"} & interaction.origin.keys():
        kind = MessageKind.CONTEXT_MENU
    return Post(
        interaction.channel,
        call.world.bot,
        message_form(call, data, interaction.channel),
        reply_to=interaction.message,
        kind=kind,
        allowed=data.get("allowed_mentions") or USERS_ONLY,
        also_flags=MessageFlag.EPHEMERAL,
        origin=interaction.origin,
    )


def _answer(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.original = call.talk.post(original_post(call, interaction, data))
    interaction.keep(interaction.original)
    interaction.become("answered")


def _defer(call: Call, interaction: Interaction, data: Json) -> None:
    hidden = (data.get("flags") or 0) & MessageFlag.EPHEMERAL
    post = original_post(call, interaction, {})
    message = call.talk.post_loading(post, hidden=bool(hidden))
    interaction.original = message
    interaction.keep(message)
    interaction.become("deferred")


def _defer_update(_call: Call, interaction: Interaction, _data: Json) -> None:
    interaction.original = _touched(interaction)
    interaction.become("answered")


def _update(call: Call, interaction: Interaction, data: Json) -> None:
    message = _touched(interaction)
    form = message_form(call, data, message.channel, message.attachments)
    call.talk.edit(message, form, data.get("allowed_mentions") or USERS_ONLY)
    interaction.original = message
    interaction.keep(message)
    interaction.become("answered")


def _touched(interaction: Interaction) -> Message:
    if interaction.message is None:
        raise invalid_form(
            "type", "BASE_TYPE_CHOICES", "This interaction has no message to update."
        )
    return interaction.message


def _choose(_call: Call, interaction: Interaction, data: Json) -> None:
    choices = data.get("choices") or []
    if len(choices) > _MOST_CHOICES:
        raise too_long("data.choices", _MOST_CHOICES)
    interaction.choices = choices
    interaction.become("answered")


def _show_modal(_call: Call, interaction: Interaction, data: Json) -> None:
    if interaction.kind is InteractionKind.MODAL:
        raise invalid_form("type", "BASE_TYPE_CHOICES", "A form cannot answer a form.")
    if len(data.get("title") or "") > _MODAL_TITLE:
        raise too_long("data.title", _MODAL_TITLE)
    if len(data.get("components") or []) not in _MODAL_PARTS:
        raise invalid_form(
            "data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."
        )
    check_components(tuple(data["components"]))
    interaction.modal = data
    interaction.become("answered")


_ANSWERS: dict[int, Callable[[Call, Interaction, Json], None]] = {
    _ANSWER: _answer,
    _DEFER: _defer,
    _DEFER_UPDATE: _defer_update,
    _UPDATE: _update,
    _CHOICES: _choose,
    _MODAL: _show_modal,
}


def _response(call: Call, interaction: Interaction, kind: int) -> Json:
    place = interaction.channel
    body: Json = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "channel_id": str(place.id),
    }
    if place.guild is not None:
        body["guild_id"] = str(place.guild.id)
    message = interaction.original
    if message is None:
        return {"interaction": body}
    body["response_message_id"] = str(message.id)
    body["response_message_loading"] = message.loading
    body["response_message_ephemeral"] = message.ephemeral
    if kind not in (_ANSWER, _UPDATE):
        return {"interaction": body}
    shown = render.message(message, call.world.bot)
    return {"interaction": body, "resource": {"type": kind, "message": shown}}
