"""Buttons, menus and forms as a person uses them."""

from sandbox.drafts import walk
from sandbox.errors import Json
from sandbox.interactions import Interaction
from sandbox.model import Message

_BUTTON, _STRING_SELECT, _TEXT_INPUT, _LABEL = 2, 3, 4, 18


def pressed(message: Message, custom_id: str) -> Json:
    """Give the data of a pressed button."""
    part = _part(message, custom_id)
    if part["type"] != _BUTTON:
        raise LookupError(f"{custom_id!r} is no button.")
    return {"component_type": _BUTTON, "custom_id": custom_id, "id": part["id"]}


def selected(message: Message, custom_id: str, values: list[str]) -> Json:
    """Give the data of a menu with chosen *values*."""
    part = _part(message, custom_id)
    if part["type"] == _BUTTON:
        raise LookupError(f"{custom_id!r} is no menu.")
    _check_values(part, values)
    return {
        "component_type": part["type"],
        "custom_id": custom_id,
        "id": part["id"],
        "values": values,
    }


def submitted(interaction: Interaction, fields: dict[str, str]) -> Json:
    """Give the data of the filled-in form that answered *interaction*."""
    modal = interaction.modal
    if modal is None:
        raise LookupError("The interaction was not answered with a form.")
    _check_fields(modal, fields)
    components = [_filled(part, fields) for part in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": components}


def _check_fields(modal: Json, fields: dict[str, str]) -> None:
    inputs = [part for _, part in walk(modal["components"]) if part.get("custom_id")]
    unknown = set(fields) - {each["custom_id"] for each in inputs}
    if unknown:
        raise LookupError(f"The form has no field {unknown.pop()!r}.")
    for part in inputs:
        if part.get("required", True) and not fields.get(part["custom_id"], part.get("value")):
            raise LookupError(f"The form needs the field {part['custom_id']!r}.")


def _part(message: Message, custom_id: str) -> Json:
    parts = {
        part["custom_id"]: part for _, part in walk(message.components) if part.get("custom_id")
    }
    if custom_id not in parts:
        known = ", ".join(parts) or "none"
        raise LookupError(f"The message has no component {custom_id!r}; it has: {known}.")
    if parts[custom_id].get("disabled"):
        raise LookupError(f"The component {custom_id!r} is disabled.")
    return parts[custom_id]


def _check_values(part: Json, values: list[str]) -> None:
    least, most = part.get("min_values", 1), part.get("max_values", 1)
    if not least <= len(values) <= most:
        raise LookupError(f"{part['custom_id']!r} takes from {least} to {most} values.")
    if part["type"] != _STRING_SELECT:
        return
    offered = [each["value"] for each in part["options"]]
    missing = [each for each in values if each not in offered]
    if missing:
        raise LookupError(
            f"{part['custom_id']!r} does not offer {missing[0]!r}, only: {', '.join(offered)}."
        )


def _filled(part: Json, fields: dict[str, str]) -> Json:
    if "components" in part:
        inner = [_filled(each, fields) for each in part["components"]]
        return {"type": part["type"], "id": part.get("id", 0), "components": inner}
    if "component" in part:
        inner_part = _filled(part["component"], fields)
        return {"type": _LABEL, "id": part.get("id", 0), "component": inner_part}
    value = fields.get(part.get("custom_id", ""), part.get("value") or "")
    body = {"type": part["type"], "id": part.get("id", 0), "custom_id": part.get("custom_id")}
    if part["type"] == _TEXT_INPUT:
        return {**body, "value": value}
    return {**body, "values": [value] if value else []}
