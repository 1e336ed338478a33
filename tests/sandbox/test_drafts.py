from typing import Any

import pytest

from sandbox.drafts import Form, first_version, next_version
from sandbox.errors import DiscordError
from sandbox.model import MessageFlag, Version

BLANK = Version(0.0, 0.0)


def _refused(body: dict[str, Any]) -> dict[str, Any]:
    with pytest.raises(DiscordError) as caught:
        first_version(Form(body), BLANK)
    return caught.value.body


def _button(custom_id: str = "stop", label: str = "Stop") -> dict[str, Any]:
    return {"type": 2, "style": 2, "custom_id": custom_id, "label": label}


def _rows(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"content": "x", "components": [{"type": 1, "components": row} for row in rows]}


def test_two_thousand_code_points_pass_however_wide_they_are() -> None:
    assert len(first_version(Form({"content": "🐇" * 2000}), BLANK).content) == 2000


def test_surrounding_space_is_trimmed_before_counting() -> None:
    text = "\n " + "a" * 2000 + "  \n"
    assert first_version(Form({"content": text}), BLANK).content == "a" * 2000


def test_one_more_code_point_is_refused_with_the_field_named() -> None:
    body = _refused({"content": "a" * 2001})
    assert body["code"] == 50035
    [error] = body["errors"]["content"]["_errors"]
    assert error == {
        "code": "BASE_TYPE_MAX_LENGTH",
        "message": "Must be 2000 or fewer in length.",
    }


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": " \n "}, {"content": None}])
def test_a_message_without_anything_is_empty(body: dict[str, Any]) -> None:
    assert _refused(body)["code"] == 50006


@pytest.mark.parametrize(
    ("embed", "path"),
    [
        ({"title": "a" * 257}, ("embeds", "0", "title")),
        ({"description": "a" * 4097}, ("embeds", "0", "description")),
        ({"footer": {"text": "a" * 2049}}, ("embeds", "0", "footer", "text")),
        ({"author": {"name": "a" * 257}}, ("embeds", "0", "author", "name")),
        ({"fields": [{"name": "", "value": "v"}]}, ("embeds", "0", "fields", "0", "name")),
        ({"fields": [{"name": "n", "value": "v" * 1025}]}, ("embeds", "0", "fields", "0", "value")),
        ({"fields": [{"name": "n", "value": "v"}] * 26}, ("embeds", "0", "fields")),
    ],
)
def test_an_embed_keeps_the_limit_of_each_part(
    embed: dict[str, Any], path: tuple[str, ...]
) -> None:
    errors: Any = _refused({"embeds": [embed]})["errors"]
    for step in path:
        errors = errors[step]
    assert errors["_errors"]


def test_all_embeds_together_hold_six_thousand_characters() -> None:
    body = _refused({"embeds": [{"description": "a" * 3001}] * 2})
    assert body["errors"]["embeds"]["_errors"][0]["code"] == "MAX_EMBED_SIZE_EXCEEDED"


@pytest.mark.parametrize(
    "body",
    [
        _rows(*[[_button(f"b{row}")] for row in range(6)]),
        _rows([_button(f"b{column}") for column in range(6)]),
        _rows([]),
        _rows([_button("x" * 101)]),
        _rows([_button(label="x" * 81)]),
        _rows([_button("twice")], [_button("twice")]),
        _rows([{"type": 2, "style": 2, "label": "nameless"}]),
    ],
)
def test_components_keep_their_limits(body: dict[str, Any]) -> None:
    assert _refused(body)["code"] == 50035


def test_a_text_layout_holds_four_thousand_characters_over_all() -> None:
    half = {"type": 10, "content": "a" * 2001}
    layout = {"flags": int(MessageFlag.COMPONENTS_V2), "components": [half, half]}
    assert _refused(layout)["code"] == 50035
    assert first_version(Form({**layout, "components": [half]}), BLANK).components


def test_a_text_layout_has_no_content_beside_it() -> None:
    text = {"type": 10, "content": "a"}
    flags = int(MessageFlag.COMPONENTS_V2)
    assert _refused({"flags": flags, "content": "b", "components": [text]})["code"] == 50035


def test_an_edit_keeps_what_it_does_not_name() -> None:
    before = first_version(Form(_rows([_button()])), BLANK)
    after = next_version(Form({"content": "new"}), before)
    assert after.content == "new"
    assert after.components == before.components


def test_an_edit_that_leaves_nothing_is_empty() -> None:
    before = first_version(Form({"content": "x"}), BLANK)
    with pytest.raises(DiscordError, match="empty message"):
        next_version(Form({"content": ""}), before)


def test_an_edit_without_flags_keeps_embeds_suppressed() -> None:
    before = first_version(Form({"content": "x", "flags": 4}), BLANK)
    assert next_version(Form({"content": "y"}), before).flags == 4
    assert next_version(Form({"content": "y", "flags": 0}), before).flags == 0
