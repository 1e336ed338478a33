import pytest

from sandbox import DiscordError, Upload, User
from sandbox.errors import Json
from sandbox.files import FILE_LIMIT, FileShelf
from sandbox.mentions import ANYBODY, PEOPLE, USERS_ONLY, read_mentions

MINA, JOON = User(1, "Mina"), User(2, "Joon")
USERS = {1: MINA, 2: JOON}


@pytest.mark.parametrize(
    ("text", "allowed", "users", "roles", "everyone"),
    [
        ("<@1> and <@!2>", ANYBODY, (MINA, JOON), (), False),
        ("<@1> <@1>", ANYBODY, (MINA,), (), False),
        ("<@9>", ANYBODY, (), (), False),
        ("<@&7> @here", ANYBODY, (), (7,), True),
        ("<@&7> @here", PEOPLE, (), (7,), False),
        ("<@1> <@&7> @everyone", USERS_ONLY, (MINA,), (), False),
        ("<@1> <@2>", {"parse": []}, (), (), False),
        ("<@1> <@2>", {"users": ["2"]}, (JOON,), (), False),
        ("`<@1>` ```\n@everyone <@2>\n```", ANYBODY, (), (), False),
    ],
)
def test_a_text_pings_whom_its_allowances_let_it(
    text: str, allowed: Json, users: tuple[User, ...], roles: tuple[int, ...], *, everyone: bool
) -> None:
    mentions = read_mentions(text, allowed, USERS, None)
    assert (mentions.users, mentions.roles, mentions.everyone) == (users, roles, everyone)


def test_a_file_beyond_ten_mebibytes_is_too_large() -> None:
    shelf = FileShelf(lambda: 1)
    assert shelf.keep(Upload("full.txt", bytes(FILE_LIMIT)), 1).size == FILE_LIMIT
    with pytest.raises(DiscordError, match="too large"):
        shelf.keep(Upload("more.txt", bytes(FILE_LIMIT + 1)), 1)
