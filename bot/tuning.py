"""What a process that runs for weeks asks of Python itself (docs/decisions/0018)."""

import ctypes
import gc
from asyncio import selector_events
from contextlib import suppress

# Bytes. asyncio sets aside 256 KiB for each read and gives back all but the few hundred that came,
# which lie in that place from then on: the memory falls to pieces.
READ_AT_ONCE = 32 * 1024

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
    # thread, and another one whenever its connection is made anew. Only glibc knows the word.
    with suppress(TypeError, OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
