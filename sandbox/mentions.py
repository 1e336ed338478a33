"""Whom a text pings: pure reading of mentions under Discord's allowances."""

import re
from collections.abc import Mapping

from sandbox.errors import Json
from sandbox.model import Mentions, Message, User

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)

ANYBODY: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}
PEOPLE: Json = {"parse": ["users", "roles"], "replied_user": True}
USERS_ONLY: Json = {"parse": ["users"], "replied_user": True}


def read_mentions(
    content: str, allowed: Json, users: Mapping[int, User], reply_to: Message | None
) -> Mentions:
    """Find the users, roles and everyone that *content* pings as far as *allowed* lets it."""
    text = _CODE.sub("", content)
    parse = allowed.get("parse") or []
    found = _pinged(_USER, text, allowed.get("users"), every="users" in parse)
    if reply_to is not None and allowed.get("replied_user"):
        found.setdefault(reply_to.author.id)
    roles = _pinged(_ROLE, text, allowed.get("roles"), every="roles" in parse)
    return Mentions(
        users=tuple(users[each] for each in found if each in users),
        roles=tuple(roles),
        everyone="everyone" in parse and bool(_EVERYONE.search(text)),
    )


def _pinged(
    pattern: re.Pattern[str], text: str, chosen: list[str] | None, *, every: bool
) -> dict[int, None]:
    found = dict.fromkeys(int(each) for each in pattern.findall(text))
    if every:
        return found
    wanted = {int(each) for each in chosen or ()}
    return {each: None for each in found if each in wanted}
