"""What the doctor makes of the model, the database, Redis and the collector of traces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.core.checkup.findings import Failed, Finding, Level, counted, milliseconds, short
from bot.core.errors import Fault

_LITTLE_DISK = 500_000_000  # bytes
_PASSING = {Fault.OVERLOADED, Fault.RATE_LIMITED}
_ADVICE = {
    Fault.UNREACHABLE: "Look at its address (LLM_BASE_URL or models.toml) and at the network.",
    Fault.TIMED_OUT: "Try again; if it stays so, look at the provider's status page.",
    Fault.OVERLOADED: "Try again in a minute.",
    Fault.RATE_LIMITED: "Try again in a minute; if it stays so, lower LLM_RPM or LLM_TPM.",
    Fault.UNAUTHORIZED: "Copy the key into {key} again.",
    Fault.UNPAID: "Top up the account that {key} belongs to.",
    Fault.UNKNOWN_MODEL: "Choose another model in LLM_MODEL or models.toml{listed}.",
    Fault.GARBLED: "Look whether its address ends with the version, as in /v1.",
}
_LISTS_NONE = ", or look whether its address ends with the version, as in /v1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A model that was asked for one token.

    *place* is as in "at …", *key_name* the variable that holds the key. *listed* are the models
    that the endpoint names, none if it does not tell. *fault* is None when the model answered,
    else *said* is what the server said. *local* is whether it is the tiny one on this machine.
    """

    model: str
    place: str
    key_name: str
    listed: Sequence[str] = ()
    first_token: float = 0.0
    fault: Fault | None = None
    said: str = ""
    priced: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """How many keys of servers the newest secret opens, how many an older one, how many none."""

    newest: int = 0
    older: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Database:
    """A database that opened, or a file that the first start will make.

    *pending* is the number of migrations to come, *free* the bytes that its disk has left.
    """

    place: str
    exists: bool = True
    pending: int = 0
    free: int | None = None
    keys: Keys = Keys()


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A Redis, or what speaks like one, that answered."""

    name: str
    latency: float


def of_model(found: Asked) -> Finding:
    """Tell whether a model answers, how soon, and whether its price is known."""
    name = f"{found.model} {found.place}"
    if found.fault is not None:
        return _of_fault(name, found.fault, found)
    fact = f"{name} wrote its first token after {milliseconds(found.first_token)}"
    if found.local:
        advice = "Set LLM_API_KEY to have answers that can be believed."
        return Finding("Model", Level.WARNING, f"{fact}; it is tiny, only for trying.", advice)
    if found.listed and found.model not in found.listed:
        advice = f"Make sure that you mean this one{_alternatives(found)}."
        return Finding("Model", Level.WARNING, f"{fact}, but is not listed there.", advice)
    price = "known" if found.priced else "not known"
    return Finding("Model", Level.OK, f"{fact}; its price is {price}.")


def of_database(found: Database | Failed) -> Finding:
    """Tell whether conversations can be remembered."""
    if isinstance(found, Failed):
        advice = "Look at DATABASE_URL: does it lead there, is there room, may this user write?"
        return Finding("Database", Level.WRONG, f"It fails: {short(found.reason)}.", advice)
    if not found.exists:
        fact = f"{found.place} is not there yet: the first start makes it"
    elif found.pending:
        migrations = counted(found.pending, "migration")
        fact = f"{found.place} can be written; the next start makes {migrations}"
    else:
        fact = f"{found.place} is migrated and can be written"
    if found.free is None:
        return Finding("Database", Level.OK, f"{fact}.")
    fact = f"{fact}; its disk has {found.free / 1e9:,.1f} GB left."
    if found.free < _LITTLE_DISK:
        return Finding("Database", Level.WARNING, fact, "Make room on that disk.")
    return Finding("Database", Level.OK, fact)


def of_keys(found: Keys) -> Iterator[Finding]:
    """Tell whether KEYS_SECRET opens the keys of servers, if there are any."""
    total = counted(found.newest + found.older + found.lost, "key")
    if found.lost:
        fact = f"KEYS_SECRET opens all but {found.lost:,} of {total} that servers have set."
        advice = (
            "Put the secret that sealed them back into KEYS_SECRET, behind a comma; if it is lost, "
            "their admins have to set them again (/config key)."
        )
        yield Finding("Keys", Level.WRONG, fact, advice)
    elif found.older:
        fact = f"{found.older:,} of {total} that servers have set need an older secret."
        advice = "Start the bot, which seals them anew; keep that secret until this line is gone."
        yield Finding("Keys", Level.WARNING, fact, advice)
    elif found.newest:
        fact = (
            f"The newest secret opens all that servers have set ({total}), no older one is needed."
        )
        yield Finding("Keys", Level.OK, fact)


def of_traces(found: float | Failed) -> Finding:
    """Tell whether the collector takes traces, and after how many seconds."""
    if isinstance(found, Failed):
        fact = f"The collector takes none: {short(found.reason)}; nobody's answer waits for it."
        advice = (
            "Look at OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS and the collector."
        )
        return Finding("Traces", Level.WRONG, fact, advice)
    return Finding("Traces", Level.OK, f"The collector takes them in {milliseconds(found)}.")


def of_redis(found: RedisServer | Failed) -> Finding:
    """Tell whether processes can share their limits."""
    if isinstance(found, RedisServer):
        fact = f"{found.name} answers in {milliseconds(found.latency)}."
        return Finding("Redis", Level.OK, fact)
    fact = f"It fails: {short(found.reason)}; each process would keep only its own limits."
    return Finding("Redis", Level.WRONG, fact, "Look at REDIS_URL and at that server.")


def _of_fault(name: str, fault: Fault, found: Asked) -> Finding:
    level = Level.WARNING if fault in _PASSING else Level.WRONG
    advice = _ADVICE.get(fault, "Look at what it says, and at models.toml.")
    advice = advice.format(key=found.key_name, listed=_alternatives(found) or _LISTS_NONE)
    said = f" ({short(found.said)})" if found.said else ""
    words = fault.replace("_", " ")
    return Finding("Model", level, f"{name} does not answer: {words}{said}.", advice)


def _alternatives(found: Asked) -> str:
    near = get_close_matches(found.model, found.listed, n=3) or found.listed[:3]
    return f"; it lists {', '.join(near)}" if near else ""
