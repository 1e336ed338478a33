import asyncio

from bot.chat.readiness import Readiness
from bot.core.errors import StorageError


async def test_a_part_that_comes_is_seen_a_second_later_and_one_that_is_there_not_asked_again() -> (
    None
):
    looks = 0
    is_there = False

    async def check() -> bool:
        nonlocal looks
        looks += 1
        return is_there

    readiness = Readiness()
    readiness.watch("gateway", check)
    assert await readiness.look() == {"gateway": False}
    is_there = True
    assert await readiness.look() == {"gateway": False}
    await asyncio.sleep(1)
    for _ in range(14):
        assert await readiness.look() == {"gateway": True}
        await asyncio.sleep(1)
    assert looks == 2


async def test_a_part_that_fails_or_hangs_is_not_there_until_it_is_again() -> None:
    readiness, broken = Readiness(), True

    async def check() -> bool:
        if broken:
            raise StorageError("the disk is full")
        return True

    async def hang() -> bool:
        await asyncio.sleep(1000)
        return True

    readiness.watch("database", check)
    readiness.watch("model", hang)
    assert await readiness.look() == {"database": False, "model": False}
    broken, before = False, asyncio.get_running_loop().time()
    assert await readiness.look() == {"database": True, "model": False}
    assert asyncio.get_running_loop().time() == before  # what hangs is not waited for again at once
