import asyncio
import gc
import socket
from collections.abc import Iterator

import pytest

from bot.tuning import READ_AT_ONCE, tune


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
