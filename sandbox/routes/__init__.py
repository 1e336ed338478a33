"""Discord's REST routes, grouped by what they are about."""

from sandbox.routes import (
    channels,
    commands,
    guilds,
    interactions,
    messages,
    reactions,
    threads,
    users,
    webhooks,
)
from sandbox.routing import Routes

ALL = Routes(
    channels.routes,
    commands.routes,
    guilds.routes,
    interactions.routes,
    messages.routes,
    reactions.routes,
    threads.routes,
    users.routes,
    webhooks.routes,
)
