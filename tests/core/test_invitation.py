from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.core.invitation import PERMISSIONS, invite_link, missing_permissions

ALL = sum(PERMISSIONS.values())


def test_the_link_asks_for_both_scopes_and_for_exactly_the_permissions() -> None:
    parts = urlsplit(invite_link(42))
    assert parts.hostname == "discord.com"
    assert parse_qs(parts.query) == {
        "client_id": ["42"],
        "scope": ["bot applications.commands"],
        "permissions": [str(ALL)],
    }


def test_the_bits_are_those_that_the_library_knows_by_these_names() -> None:
    same = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        attach_files=True,
        read_message_history=True,
    )
    assert same.value == ALL


@pytest.mark.parametrize("name", PERMISSIONS)
def test_a_bit_that_is_not_granted_is_missing_by_its_name(name: str) -> None:
    assert missing_permissions(ALL & ~PERMISSIONS[name]) == [name]


def test_an_administrator_lacks_nothing() -> None:
    assert missing_permissions(discord.Permissions(administrator=True).value) == []


def test_further_permissions_do_not_matter() -> None:
    assert missing_permissions(discord.Permissions.all().value) == []
