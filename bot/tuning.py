"""What a process that runs for weeks asks of Python itself (docs/decisions/0018)."""

import asyncio
import ctypes
import gc
from asyncio import selector_events
from contextlib import suppress

# Bytes. asyncio sets aside 256 KiB for each read and gives back all but the few hundred that came,
# which lie in that place from then on: the memory falls to pieces.
READ_AT_ONCE = 32 * 1024

TRIM_EVERY = 60.0  # seconds; it holds the loop up for 10 to 40 milliseconds

# https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
_M_ARENA_MAX = -8


def tune() -> None:
    """Keep pauses short and memory flat; to be called once all code is loaded."""
    # A full collection would look through all code again, for a third of a second at times.
    gc.freeze()
    # asyncio has no setting for it. Where another Python names it otherwise, nothing changes.
    if transport := getattr(selector_events, "_SelectorSocketTransport", None):
        transport.max_size = READ_AT_ONCE
    # glibc gives threads places of their own, and keeps what they leave there. A database file has a
    # thread, and another one whenever its connection is made anew.
    _tell_glibc("mallopt", _M_ARENA_MAX, 1)


async def keep_trimmed() -> None:
    """Give back, once a minute, what is in use no more; ends when it is cancelled.

    By itself Python looks for cycles among its older objects too rarely for a busy day, and glibc
    gives the system only what is free behind the last piece: what is resident would grow for hours.
    """
    while True:
        await asyncio.sleep(TRIM_EVERY)
        gc.collect()
        _tell_glibc("malloc_trim", 0)


def _tell_glibc(word: str, *numbers: int) -> None:
    with suppress(TypeError, OSError, AttributeError):  # other C libraries do not know the word
        getattr(ctypes.CDLL(None), word)(*numbers)
