import asyncio
import gc
import platform
import socket
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import __main__, composition, tuning
from bot.chat.beside import beside
from bot.settings import Settings
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

# Every second one of the pieces is let go, so that none of what is free lies at the end.
_HOLES = """
import asyncio, os
from bot import tuning
from bot.chat.beside import beside

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

async def main():
    pieces = [bytes(8_000) for _ in range(10_000)]
    del pieces[::2]
    before = resident()
    tuning.TRIM_EVERY = 0.01
    async with asyncio.timeout(20), beside(tuning.keep_trimmed()):
        while before - resident() < 15_000_000:
            await asyncio.sleep(0.01)

asyncio.run(main())
"""

_glibc_only = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone does it")


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


@_glibc_only
def test_threads_leave_no_memory_in_places_of_their_own() -> None:
    assert _run(_THREADS).stderr.count("Arena ") == 1


@_glibc_only
def test_what_lies_free_between_pieces_in_use_goes_back_to_the_system() -> None:
    _run(_HOLES)  # fails when it has not gone after 20 s


async def test_cycles_among_old_objects_do_not_wait_for_python_to_look_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Knot:
        def __init__(self) -> None:
            self.itself = self

    monkeypatch.setattr(tuning, "TRIM_EVERY", 0.01)
    knot = Knot()
    gc.collect()  # it is old from now on
    gone = asyncio.Event()
    weakref.finalize(knot, gone.set)
    del knot
    async with asyncio.timeout(10), beside(tuning.keep_trimmed()):
        await gone.wait()


def test_the_bot_is_trimmed_as_long_as_it_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trimmed = asyncio.Event()

    async def trim() -> None:
        trimmed.set()
        await asyncio.Event().wait()

    async def run(settings: Settings) -> None:
        async with asyncio.timeout(10):
            await trimmed.wait()

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(__main__, "tune", lambda: None)
    monkeypatch.setattr(__main__, "keep_trimmed", trim)
    monkeypatch.setattr(composition, "run", run)
    assert __main__.main(["run"]) == 0


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
