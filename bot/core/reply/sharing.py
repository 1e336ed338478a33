"""How the processes of one bot share the requests that its token may make in a second.

All see one table. Each tells there, a few times a second, what it *holds*: the requests that it
may have made in the last second, or still may make. A share grows only into what nobody holds, and
whoever has to shrink does so first and tells it afterwards, so the sum is never passed, whatever
answer is lost on the way. Who gives no sign of life for LEASE seconds holds nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEASE = 6.0  # seconds
ALONE_AFTER = LEASE / 2  # seconds; until then one that hears nothing keeps its share
# What the idle keep for their first texts, unless there are many of them.
_IDLE_SHARE = 4
_MOST_IDLE = 0.25  # of all


@dataclass(frozen=True, slots=True)
class Claim:
    """What one process holds and wants, in requests a second, and when it said so."""

    held: int
    wanted: int
    at: float


@dataclass(frozen=True, slots=True)
class Table:
    """What all processes know: their claims by name, and since when there is a table."""

    since: float
    claims: Mapping[str, Claim]


def claim(table: Table, name: str, told: Claim, total: int, fair: int) -> tuple[Table, int]:
    """Enter what process *name* has told; gives the new table and how many of *total* it may use.

    *fair* is its part of a table that has just been begun: the others may be on their way back
    from an outage, and hold what the table does not know yet.
    """
    others = {
        each: theirs
        for each, theirs in table.claims.items()
        if each != name and told.at < theirs.at + LEASE
    }
    free = max(0, total - sum(theirs.held for theirs in others.values()))
    wants = {each: theirs.wanted for each, theirs in others.items()} | {name: told.wanted}
    begun = told.at < table.since + LEASE
    most = told.held or min(fair, free) if begun else max(told.held, free)
    share = min(divide(total, wants)[name], most)
    entry = Claim(max(told.held, share), told.wanted, told.at)
    return Table(table.since, others | {name: entry}), share


def alone(share: int, fair: int, silent: float) -> int:
    """Give what a process may use that had *share* and has not heard of the table for *silent* seconds.

    At first nothing changes. Before its claim lapses it goes down to its *fair* part, and up to it
    only when the claims of all others have lapsed, too.
    """
    if silent > 2 * LEASE:
        return fair
    return min(share, fair) if silent > ALONE_AFTER else share


def divide(total: int, wants: Mapping[str, int]) -> dict[str, int]:
    """Divide max-min fairly: who wants little gets it, the others as much as each other.

    What nobody wants is spread evenly. https://en.wikipedia.org/wiki/Max-min_fairness
    """
    least = max(1, min(_IDLE_SHARE, int(total * _MOST_IDLE) // len(wants)))
    shares: dict[str, int] = {}
    left = total
    for place, (name, wanted) in enumerate(sorted(wants.items(), key=lambda each: each[::-1])):
        shares[name] = min(max(least, wanted), left // (len(wants) - place))
        left -= shares[name]
    spare, odd = divmod(left, len(wants))
    return {
        name: share + spare + (place < odd) for place, (name, share) in enumerate(shares.items())
    }
