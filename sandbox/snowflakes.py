"""Discord's ids and times: an id carries the moment of its making."""

import time
from datetime import UTC, datetime

EPOCH = 1_420_070_400.0  # the first second of 2015, where Discord's ids begin
_TIME_BITS = 22


class Snowflakes:
    """Makes ids that grow and never repeat."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        """Give the next id."""
        made = int((time.time() - EPOCH) * 1000) << _TIME_BITS
        self._last = max(made, self._last + 1)
        return self._last


def shard_of(guild_id: int | None, shards: int) -> int:
    """Tell which shard hears about a guild; private messages belong to shard 0."""
    return 0 if guild_id is None else (guild_id >> _TIME_BITS) % shards


def iso(unix: float) -> str:
    """Write a moment the way Discord does."""
    return datetime.fromtimestamp(unix, UTC).isoformat(timespec="microseconds")
