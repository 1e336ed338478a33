import asyncio

from bot.chat.readiness import Readiness


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
