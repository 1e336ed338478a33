"""What the doctor makes of what Discord tells about the bot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.checkup.findings import Failed, Finding, Level, counted, milliseconds, short
from bot.core.invitation import PERMISSIONS, invite_link, missing_permissions

_PORTAL = "https://discord.com/developers/applications"
_MOST_SERVERS = 20  # that have a line each
_FEW_STARTS = 50  # of the 1,000 that Discord allows a day
_CLOCK_TOLERANCE = 5.0


@dataclass(frozen=True, slots=True)
class Account:
    """The bot at Discord; *content* is its intent Message Content: approved, limited or None."""

    name: str
    application_id: int
    content: str | None
    latency: float


@dataclass(frozen=True, slots=True)
class Gateway:
    """How often the bot may still connect in the next *reset_after* seconds."""

    shards: int
    remaining: int
    total: int
    reset_after: float


@dataclass(frozen=True, slots=True)
class Server:
    """A server, with what the bot's roles may do there."""

    name: str
    permissions: int


@dataclass(frozen=True, slots=True)
class Commands:
    """Whether Discord has the commands as they are, and sends what people do with them."""

    same: bool
    arrive: bool


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What Discord told; *ahead* is how far this machine's clock is ahead of its, None if unknown."""

    account: Account | Failed
    gateway: Gateway | Failed | None = None
    servers: Sequence[Server] | Failed | None = None
    commands: Commands | Failed | None = None
    ahead: float | None = None


def of_inquiry(found: Inquiry) -> Iterator[Finding]:
    """Tell all that Discord told, in the order in which it matters."""
    yield of_account(found.account)
    if isinstance(found.account, Account):
        yield of_intents(found.account)
    if found.gateway is not None:
        yield of_gateway(found.gateway)
    if found.servers is not None:
        yield from of_servers(found.servers)
    if found.commands is not None:
        yield of_commands(found.commands)
    if isinstance(found.account, Account):
        yield of_invitation(found.account)
    if found.ahead is not None:
        yield of_clock(found.ahead)


def of_account(found: Account | Failed) -> Finding:
    """Tell who the bot is."""
    if isinstance(found, Account):
        name = f"{found.name} (application {found.application_id})"
        fact = f"It knows the bot as {name}, and answers in {milliseconds(found.latency)}."
        return Finding("Discord", Level.OK, fact)
    if found.refused:
        advice = f"Reset the token at {_PORTAL}, page Bot, and copy it again."
        return Finding("Discord", Level.WRONG, "It refuses DISCORD_TOKEN.", advice)
    advice = "Look at this machine's network, DISCORD_API_URL and https://discordstatus.com."
    return Finding("Discord", Level.WRONG, f"It is out of reach: {short(found.reason)}.", advice)


def of_intents(account: Account) -> Finding:
    """Tell what the bot can read, and what the intent would add."""
    if account.content:
        fact = f"Message Content is switched on ({account.content})."
        return Finding("Intents", Level.OK, fact)
    return Finding(
        "Intents",
        Level.WARNING,
        "Message Content is off: mentions, replies, direct messages and commands work; plain "
        "messages in threads, the text of a message that a question replies to, and what "
        "“Summarise from here” should read are not seen.",
        f"To have those, too, switch it on at {_PORTAL}, page Bot.",
    )


def of_gateway(found: Gateway | Failed) -> Finding:
    """Tell how often the bot may still connect."""
    if isinstance(found, Failed):
        return _untold("Gateway", found)
    left = f"{found.remaining:,} of {found.total:,} session starts are left"
    if found.remaining < min(_FEW_STARTS, found.total):
        level = Level.WARNING if found.remaining else Level.WRONG
        fact = f"{left} for the next {found.reset_after / 3600:.1f} hours."
        advice = (
            "Find out why the bot starts so often; when none is left, Discord may reset its token."
        )
        return Finding("Gateway", level, fact, advice)
    return Finding("Gateway", Level.OK, f"{left}, {counted(found.shards, 'shard')} recommended.")


def of_servers(found: Sequence[Server] | Failed) -> Iterator[Finding]:
    """Tell which permissions are missing where."""
    if isinstance(found, Failed):
        yield _untold("Servers", found)
        return
    if not found:
        advice = "Open the invite link below."
        yield Finding("Servers", Level.WARNING, "The bot is in none yet.", advice)
    lacking = [server for server in found if missing_permissions(server.permissions)]
    if granting := len(found) - len(lacking):
        fact = f"{counted(granting, 'server')} with every permission that the bot needs."
        yield Finding("Servers", Level.OK, fact)
    for server in lacking[:_MOST_SERVERS]:
        missing = ", ".join(missing_permissions(server.permissions))
        fact = f"{server.name} does not grant: {missing}."
        yield Finding("Servers", Level.WARNING, fact, "Grant them there to the role of the bot.")
    if more := len(lacking[_MOST_SERVERS:]):
        fact = f"{counted(more, 'more server')} grant too little."
        yield Finding("Servers", Level.WARNING, fact, "Mend those above, then look again.")


def of_commands(found: Commands | Failed) -> Finding:
    """Tell whether people see the commands that the bot has, and whether it hears of them."""
    if isinstance(found, Failed):
        return _untold("Commands", found)
    if not found.arrive:
        fact = "An Interactions Endpoint URL is set, so commands and buttons do not reach the bot."
        advice = f"Remove it at {_PORTAL}, page General Information."
        return Finding("Commands", Level.WRONG, fact, advice)
    if not found.same:
        fact = "What is registered at Discord is not what the bot has."
        return Finding("Commands", Level.WARNING, fact, "Start the bot: it registers them.")
    return Finding("Commands", Level.OK, "All are registered as they are.")


def of_invitation(account: Account) -> Finding:
    """Give the link that asks for what the bot needs."""
    fact = f"This link asks for exactly: {', '.join(PERMISSIONS)}."
    return Finding("Invite", Level.OK, fact, link=invite_link(account.application_id))


def of_clock(ahead: float) -> Finding:
    """Tell how far this machine's clock is *ahead* of Discord's."""
    if abs(ahead) <= _CLOCK_TOLERANCE:
        return Finding(
            "Clock", Level.OK, f"It is within {max(1, round(abs(ahead)))} s of Discord's."
        )
    way = "ahead of" if ahead > 0 else "behind"
    fact = f"It is {abs(ahead):,.0f} s {way} Discord's, so every countdown is wrong."
    return Finding("Clock", Level.WARNING, fact, "Switch on time synchronisation (NTP).")


def _untold(check: str, failed: Failed) -> Finding:
    fact = f"Discord does not tell: {short(failed.reason)}."
    return Finding(check, Level.WARNING, fact, "Try again in a minute.")
