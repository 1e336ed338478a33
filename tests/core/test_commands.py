from bot.core.commands import same_commands

OURS = {"name": "ask", "description": "Ask", "type": 1, "options": [], "nsfw": False}


def test_what_discord_adds_is_no_difference() -> None:
    theirs = {
        "id": "5",
        "application_id": "6",
        "version": "7",
        "name": "ask",
        "description": "Ask",
        "dm_permission": True,
        "default_member_permissions": None,
        "integration_types": [0],
    }
    assert same_commands([OURS], [theirs])


def test_a_new_option_a_missing_command_and_another_text_are_differences() -> None:
    assert not same_commands([{**OURS, "options": [{"name": "x", "type": 3}]}], [OURS])
    assert not same_commands([OURS], [])
    assert not same_commands([{**OURS, "description": "Question"}], [OURS])


def test_the_order_does_not_matter() -> None:
    other = {**OURS, "name": "status"}
    assert same_commands([OURS, other], [other, OURS])


def test_permissions_are_the_same_as_number_and_as_string() -> None:
    ours, theirs = (
        {**OURS, "default_member_permissions": 0},
        {**OURS, "default_member_permissions": "0"},
    )
    assert same_commands([ours], [theirs])
    assert not same_commands([ours], [OURS])
