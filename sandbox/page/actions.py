"""What a person does on the page: JSON in, what came of it out."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from sandbox.errors import Json
from sandbox.faults import Effect
from sandbox.files import Upload
from sandbox.interactions import Interaction
from sandbox.model import Channel
from sandbox.page.stage import Stage
from sandbox.page.view import version
from sandbox.people import Person
from sandbox.permissions import Permission, allows

_LOCALES = ("en-US", "ko")
_MOST_LATENCY = 10.0  # seconds
_FAULTS: dict[str, tuple[str, Effect]] = {
    "429": ("PATCH", {"status": 429, "retry_after": 2.0}),
    "500": ("*", {"status": 500}),
    "reset": ("*", {"drop": "after"}),
}

Action = Callable[[Stage, Person, Json], Awaitable[Json]]


async def act(stage: Stage, verb: str, given: Json) -> Json:
    """Do what the page asks for.

    Raises:
        LookupError, TypeError, ValueError: it cannot be done, and the text says why.
        DiscordError: the sandbox refuses it as Discord would.
    """
    person = stage.person(given["as"])
    if given.get("locale") in _LOCALES:
        person.locale = given["locale"]
    try:
        return await _ACTIONS[verb](stage, person, given)
    finally:
        stage.world.feed.beat()


async def _say(stage: Stage, person: Person, given: Json) -> Json:
    reply_to = stage.message(person, given["reply_to"]) if given.get("reply_to") else None
    files = [_upload(each) for each in given.get("files", ())]
    channel = _channel(stage, person, given)
    message = await person.say(channel, given["text"], reply_to=reply_to, files=files)
    return {"id": str(message.id)}


async def _edit(stage: Stage, person: Person, given: Json) -> Json:
    await person.edit(stage.message(person, given["message"]), given["text"])
    return {}


async def _delete(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"])
    granted = stage.world.permissions(person.user, message.channel)
    is_own = message.author is person.user or message.ephemeral
    if not is_own and not allows(granted, Permission.MANAGE_MESSAGES):
        raise LookupError(f"{person.name} is not allowed to delete this message.")
    await person.delete(message)
    return {}


async def _typing(stage: Stage, person: Person, given: Json) -> Json:
    await person.typing(_channel(stage, person, given))
    return {}


async def _react(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"])
    reacted = person.user in message.reactions.get(given["emoji"], [])
    await (person.unreact if reacted else person.react)(message, given["emoji"])
    return {}


async def _thread(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"]) if given.get("message") else None
    thread = await person.open_thread(_channel(stage, person, given), given["name"], message)
    return {"id": str(thread.id)}


async def _slash(stage: Stage, person: Person, given: Json) -> Json:
    options = {name: _value(stage, each) for name, each in given["options"].items()}
    channel = _channel(stage, person, given)
    return await _outcome(stage, await person.slash(channel, given["command"], **options))


async def _complete(stage: Stage, person: Person, given: Json) -> Json:
    channel = _channel(stage, person, given)
    others = {name: _wire(each) for name, each in given["others"].items()}
    try:
        choices = await person.autocomplete(
            channel, given["command"], given["option"], given["value"], **others
        )
    except TimeoutError:
        choices = []
    return {"choices": choices}


async def _menu(stage: Stage, person: Person, given: Json) -> Json:
    if given.get("user"):
        channel = _channel(stage, person, given)
        interaction = await person.menu(stage.user(given["user"]), given["name"], channel)
    else:
        interaction = await person.menu(stage.message(person, given["message"]), given["name"])
    return await _outcome(stage, interaction)


async def _press(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"])
    return await _outcome(stage, await person.press(message, given["custom_id"]))


async def _select(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"])
    values = [str(each) for each in given["values"]]
    return await _outcome(stage, await person.select(message, given["custom_id"], values))


async def _submit(stage: Stage, person: Person, given: Json) -> Json:
    interaction = stage.forms[given["form"]]
    outcome = await _outcome(stage, await person.submit(interaction, given["fields"]))
    if outcome["state"] != "failed":
        stage.forms.pop(given["form"], None)
    return outcome


async def _versions(stage: Stage, person: Person, given: Json) -> Json:
    message = stage.message(person, given["message"])
    born = message.versions[0].at
    return {"versions": [version(each, born) for each in message.versions[given["after"] :]]}


async def _fault(stage: Stage, _person: Person, given: Json) -> Json:
    method, effect = _FAULTS[given["kind"]]
    stage.rest.faults.add(method, times=int(given["times"]), **effect)
    return {}


async def _clear(stage: Stage, _person: Person, _given: Json) -> Json:
    stage.rest.faults.clear()
    stage.rest.latency = stage.relay.delay = 0.0
    return {}


async def _latency(stage: Stage, _person: Person, given: Json) -> Json:
    stage.rest.latency = _seconds(given)
    return {}


async def _model(stage: Stage, _person: Person, given: Json) -> Json:
    stage.relay.delay = _seconds(given)
    return {}


async def _gateway(stage: Stage, _person: Person, given: Json) -> Json:
    how: Literal["close", "silence"] = given["how"]
    if how == "silence":
        stage.gateway.silence()
    else:
        await stage.gateway.close(4000)
    return {}


async def _outcome(stage: Stage, interaction: Interaction) -> Json:
    """Wait for the bot's first answer; a form stays open here until it is sent."""
    await stage.world.feed.until(lambda: interaction.state != "waiting")
    form = None
    if interaction.modal is not None:
        stage.forms[str(interaction.id)] = interaction
        form = {"id": str(interaction.id), **interaction.modal}
    return {"state": interaction.state, "form": form}


def _channel(stage: Stage, person: Person, given: Json) -> Channel:
    wanted = int(given["channel"])
    for place in stage.places(person):
        if place.id == wanted:
            return place
    raise LookupError("The channel is gone.")


def _seconds(given: Json) -> float:
    return min(max(float(given["seconds"]), 0.0), _MOST_LATENCY)


def _value(stage: Stage, given: Any) -> object:  # noqa: ANN401 - any JSON value
    """Read the value of an option; things are written like ``{"user": "42"}``."""
    if not isinstance(given, dict):
        return given
    kind, value = next(iter(given.items()))
    return _THINGS[kind](stage, value)


def _wire(given: Any) -> object:  # noqa: ANN401 - any JSON value
    """Give the value of an option beside the one that is being completed: of a thing its id."""
    return next(iter(given.values())) if isinstance(given, dict) else given


def _role(stage: Stage, role_id: str) -> object:
    guilds = stage.world.guilds.values()
    return next(role for each in guilds for role in each.roles if str(role.id) == role_id)


def _upload(given: Json) -> Upload:
    return Upload(given["name"], base64.b64decode(given["data"]), given.get("type", ""))


_THINGS: dict[str, Callable[[Stage, Any], object]] = {
    "user": lambda stage, value: stage.user(value),
    "channel": lambda stage, value: stage.world.channels[int(value)],
    "role": _role,
    "file": lambda _stage, value: _upload(value),
}
_ACTIONS: dict[str, Action] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "typing": _typing,
    "react": _react,
    "thread": _thread,
    "slash": _slash,
    "complete": _complete,
    "menu": _menu,
    "press": _press,
    "select": _select,
    "submit": _submit,
    "versions": _versions,
    "fault": _fault,
    "clear": _clear,
    "latency": _latency,
    "model": _model,
    "gateway": _gateway,
}
