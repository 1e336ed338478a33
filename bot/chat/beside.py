"""Work that is done beside other work and ends with it, and work that ends when it is told to."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

_INSIST_EVERY = 1.0  # seconds


@asynccontextmanager
async def beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run *work* beside the body and cancel it in the end; a failure of either ends both.

    The failure comes out as it is, not as a group.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(work)
            yield
            task.cancel()
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from group.exceptions[0].__cause__


async def ending_for_sure(work: Coroutine[object, object, None]) -> None:
    """Run *work*, and cancel it again and again when this is cancelled, until it has ended.

    asyncio.wait_for, which the libraries use, swallows a cancellation in the moment in which what it
    waits for is done, in Python 3.11: https://github.com/python/cpython/issues/86296.
    """
    task = asyncio.get_running_loop().create_task(work)
    try:
        await asyncio.wait([task])
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=_INSIST_EVERY)
    task.result()
