"""What Discord has to allow the bot in a server, and the link that asks for exactly that."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

# By the names on Discord's own pages; the bits are those of its reference of permissions.
PERMISSIONS: Mapping[str, int] = MappingProxyType(
    {
        "View Channels": 1 << 10,
        "Send Messages": 1 << 11,
        "Send Messages in Threads": 1 << 38,
        "Attach Files": 1 << 15,  # the whole text of an answer that is too long
        "Read Message History": 1 << 16,  # to reply, and to find what was left or missed
    }
)
SCOPES = ("bot", "applications.commands")

_ADMINISTRATOR = 1 << 3
_AUTHORIZE = "https://discord.com/oauth2/authorize"


def invite_link(application_id: int) -> str:
    """Give the address at which whoever manages a server lets the bot in."""
    asked = {
        "client_id": application_id,
        "scope": " ".join(SCOPES),
        "permissions": sum(PERMISSIONS.values()),
    }
    return f"{_AUTHORIZE}?{urlencode(asked)}"


def missing_permissions(granted: int) -> list[str]:
    """Name what the bits *granted* leave out."""
    if granted & _ADMINISTRATOR:
        return []
    return [name for name, bit in PERMISSIONS.items() if not granted & bit]
