"""Message forms out of requests: their text together with their files."""

from dataclasses import replace

from sandbox.drafts import Form
from sandbox.errors import Json, refusal
from sandbox.model import Attachment, Channel
from sandbox.routing import Call

_REQUEST_LIMIT = 25 * 1024 * 1024


def message_form(
    call: Call, body: Json, channel: Channel, kept: tuple[Attachment, ...] = ()
) -> Form:
    """Read a message form; *kept* are the files that the message has so far."""
    if sum(len(each.data) for each in call.files.values()) > _REQUEST_LIMIT:
        raise refusal(40005)
    listed = body.get("attachments")
    described = {int(each["id"]): each for each in listed or ()}
    if listed is not None:
        kept = tuple(each for each in kept if each.id in described)
    fresh = [_keep(call, index, described.get(index, {}), channel) for index in sorted(call.files)]
    return Form(body, (*kept, *fresh))


def _keep(call: Call, index: int, described: Json, channel: Channel) -> Attachment:
    upload = replace(call.files[index], description=described.get("description"))
    return call.world.files.keep(upload, channel.id)
