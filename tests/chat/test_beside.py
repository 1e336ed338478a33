import asyncio

import pytest

from bot.chat.beside import ending_for_sure


async def test_a_cancellation_that_is_swallowed_is_said_again() -> None:
    swallowed = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            swallowed.set()
        await asyncio.sleep(3600)

    task = asyncio.create_task(ending_for_sure(work()))
    await asyncio.sleep(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert swallowed.is_set()


async def test_a_failure_comes_out_as_it_is() -> None:
    async def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await ending_for_sure(work())
