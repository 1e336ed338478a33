import asyncio
import gc
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.tuning import READ_AT_ONCE, tune

_THREADS = """
import ctypes, threading
from bot.tuning import tune

tune()
for _ in range(3):
    thread = threading.Thread(target=bytes, args=(100_000,))
    thread.start()
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.fixture
def tuned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    transport = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    monkeypatch.setattr(transport, "max_size", transport.max_size)
    tune()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("tuned")
async def test_nothing_is_set_aside_for_more_than_is_read() -> None:
    class Reader(asyncio.Protocol):
        def __init__(self) -> None:
            self.pieces: list[int] = []

        def data_received(self, data: bytes) -> None:
            self.pieces.append(len(data))

    reader = Reader()
    ours, theirs = socket.socketpair()
    transport, _ = await asyncio.get_running_loop().create_connection(lambda: reader, sock=ours)
    theirs.sendall(b"x" * 100_000)
    async with asyncio.timeout(10):
        while sum(reader.pieces) < 100_000:  # noqa: ASYNC110 - bytes that come have no event
            await asyncio.sleep(0.001)
    theirs.close()
    transport.close()
    assert max(reader.pieces) == READ_AT_ONCE


@pytest.mark.usefixtures("tuned")
def test_what_is_there_at_the_start_is_not_looked_through_again() -> None:
    assert gc.get_freeze_count() > 100 * len(gc.get_objects())


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has such places")
def test_threads_leave_no_memory_in_places_of_their_own() -> None:
    told = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _THREADS], capture_output=True, text=True, check=True
    )
    assert told.stderr.count("Arena ") == 1
