"""What Discord accepts in a message: pure checks that give the next version or a refusal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sandbox.errors import DiscordError, Json, invalid_form, refusal, too_long
from sandbox.model import Attachment, MessageFlag, Version

CONTENT_LIMIT = 2000
_EMBEDS = 10
_EMBED_TOTAL = 6000
_EMBED_LIMITS = {"title": 256, "description": 4096, "footer.text": 2048, "author.name": 256}
_FIELDS = 25
_FIELD_LIMITS = {"name": 256, "value": 1024}
_ROWS = 5
_ROW_WIDTH = 5
_ROW, _BUTTON = 1, 2
_SELECTS = (3, 5, 6, 7, 8)
_TEXT_DISPLAY = 10
_COMPONENT_LIMITS = {"custom_id": 100, "label": 80, "placeholder": 150}
_V2_COMPONENTS = 40
_V2_TEXT = 4000
_ATTACHMENTS = 10
_LINK_STYLE = 5
_SURROGATES = re.compile("[\ud800-\udfff]")
_CREATE_FLAGS = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
)
_EDIT_FLAGS = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2


@dataclass(frozen=True, slots=True)
class Form:
    """A message form: its JSON and the files that come with it."""

    body: Json
    attachments: tuple[Attachment, ...] = ()


def first_version(form: Form, blank: Version, *, also: int = 0) -> Version:
    """Read the form of a new message; *also* names flags allowed beyond the usual ones."""
    flags = (form.body.get("flags") or 0) & (_CREATE_FLAGS | also)
    return _checked(_filled(form, replace(blank, flags=flags)), form.body)


def next_version(form: Form, before: Version) -> Version:
    """Read the form of an edit: what it does not name stays as it was."""
    flags = before.flags
    if form.body.get("flags") is not None:
        flags = (flags & ~MessageFlag.SUPPRESS_EMBEDS) | (form.body["flags"] & _EDIT_FLAGS)
    return _checked(_filled(form, replace(before, flags=flags)), form.body)


def _filled(form: Form, before: Version) -> Version:
    body = form.body
    content = before.content
    if "content" in body:
        content = _SURROGATES.sub("", body["content"] or "").strip()
    embeds = (
        tuple(_embed(each) for each in body["embeds"] or ()) if "embeds" in body else before.embeds
    )
    components = before.components
    if "components" in body:
        components = tuple(_numbered(body["components"] or []))
    return replace(
        before,
        content=content,
        embeds=embeds,
        components=components,
        attachments=form.attachments,
    )


def _embed(given: Json) -> Json:
    return {"type": "rich", **{key: value for key, value in given.items() if value is not None}}


def _checked(version: Version, body: Json) -> Version:
    if version.flags & MessageFlag.COMPONENTS_V2:
        _check_v2(version)
    elif not (version.content or version.embeds or version.attachments or body.get("sticker_ids")):
        raise refusal(50006)
    if len(version.content) > CONTENT_LIMIT:
        raise too_long("content", CONTENT_LIMIT)
    if len(version.attachments) > _ATTACHMENTS:
        raise refusal(30015)
    _check_embeds(version.embeds)
    check_components(version.components)
    return version


def _check_embeds(embeds: tuple[Json, ...]) -> None:
    if len(embeds) > _EMBEDS:
        raise too_long("embeds", _EMBEDS)
    total = 0
    for path, text, limit in _embed_texts(embeds):
        if len(text) > limit:
            raise too_long(path, limit)
        total += len(text)
    if total > _EMBED_TOTAL:
        raise invalid_form(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {_EMBED_TOTAL}",
        )


def _embed_texts(embeds: tuple[Json, ...]) -> Iterator[tuple[str, str, int]]:
    for index, embed in enumerate(embeds):
        for name, limit in _EMBED_LIMITS.items():
            yield f"embeds.{index}.{name}", _reach(embed, name).strip(), limit
        fields = embed.get("fields") or []
        if len(fields) > _FIELDS:
            raise too_long(f"embeds.{index}.fields", _FIELDS)
        for number, field in enumerate(fields):
            for name, limit in _FIELD_LIMITS.items():
                path = f"embeds.{index}.fields.{number}.{name}"
                text = (field.get(name) or "").strip()
                if not text:
                    raise invalid_form(path, "BASE_TYPE_REQUIRED", "This field is required")
                yield path, text, limit


def _reach(body: Json, path: str) -> str:
    outer, _, inner = path.partition(".")
    found = body.get(outer) or ""
    return (found.get(inner) or "") if isinstance(found, dict) else str(found)


def check_components(components: tuple[Json, ...]) -> None:
    """Refuse rows that are too many or too wide, and names that are too long or used twice."""
    rows = [each for each in components if each["type"] == _ROW]
    if len(rows) > _ROWS:
        raise too_long("components", _ROWS)
    for index, row in enumerate(rows):
        if not 1 <= len(row["components"]) <= _ROW_WIDTH:
            raise invalid_form(
                f"components.{index}.components",
                "BASE_TYPE_BAD_LENGTH",
                f"Must be between 1 and {_ROW_WIDTH} in length.",
            )
    seen: set[str] = set()
    for path, part in walk(components):
        _check_part(path, part)
        _check_name(path, part, seen)


def _check_part(path: str, part: Json) -> None:
    for name, limit in _COMPONENT_LIMITS.items():
        if len(part.get(name) or "") > limit:
            raise too_long(f"{path}.{name}", limit)
    is_link = part["type"] == _BUTTON and part.get("style") == _LINK_STYLE
    named = part["type"] in _SELECTS or (part["type"] == _BUTTON and not is_link)
    if named and not part.get("custom_id") and not part.get("sku_id"):
        raise invalid_form(f"{path}.custom_id", "BASE_TYPE_REQUIRED", "This field is required")


def _check_name(path: str, part: Json, seen: set[str]) -> None:
    name = part.get("custom_id")
    if name in seen:
        raise invalid_form(
            f"{path}.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
    if name:
        seen.add(name)


def walk(
    components: tuple[Json, ...] | list[Json], at: str = "components"
) -> Iterator[tuple[str, Json]]:
    """Give every component with its path, outer ones first."""
    for index, part in enumerate(components):
        path = f"{at}.{index}"
        yield path, part
        yield from walk(part.get("components") or [], f"{path}.components")
        inner = [each for each in (part.get("component"), part.get("accessory")) if each]
        yield from walk(inner, path)


def _check_v2(version: Version) -> None:
    if version.content or version.embeds:
        raise invalid_form(
            "content" if version.content else "embeds",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2",
        )
    parts = [part for _, part in walk(version.components)]
    if not parts:
        raise refusal(50006)
    if len(parts) > _V2_COMPONENTS:
        raise too_long("components", _V2_COMPONENTS)
    texts = [part.get("content") or "" for part in parts if part["type"] == _TEXT_DISPLAY]
    if sum(map(len, texts)) > _V2_TEXT:
        raise _v2_text_too_long()


def _v2_text_too_long() -> DiscordError:
    return invalid_form(
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
        f"Component's displayable text size exceeds maximum size of {_V2_TEXT}",
    )


def _numbered(components: list[Json]) -> list[Json]:
    """Give every component the number that Discord's answers always carry."""
    count = 0

    def number(part: Json) -> Json:
        nonlocal count
        count += 1
        numbered = {"id": count, **{key: each for key, each in part.items() if each is not None}}
        if "components" in part:
            numbered["components"] = [number(each) for each in part["components"]]
        for inner in ("component", "accessory"):
            if part.get(inner):
                numbered[inner] = number(part[inner])
        return numbered

    return [number(part) for part in components]
