import asyncio

import aiohttp
import pytest

from sandbox import Sandbox


async def test_changes_are_pushed_in_the_order_in_which_they_happen(sandbox: Sandbox) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    async with sandbox.watch() as changes:
        await mina.typing(general)
        said = await mina.say(general, "a")
        await mina.edit(said, "b")
        await mina.delete(said)
        seen = [await anext(changes) for _ in range(4)]
    assert [change.kind for change in seen] == ["typing", "created", "edited", "deleted"]
    assert [change.message for change in seen] == [None, said, said, said]
    assert {change.user for change in seen} == {mina.user}


async def test_a_watch_ends_with_the_sandbox() -> None:
    async with Sandbox() as sandbox, sandbox.watch() as changes:
        await sandbox.stop()
        assert [change async for change in changes] == []


async def test_waiting_ends_as_soon_as_the_condition_holds(sandbox: Sandbox) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    async with asyncio.TaskGroup() as group:
        group.create_task(sandbox.until(lambda: general.messages))
        await mina.say(general, "now")


async def test_waiting_in_vain_says_what_was_asked_last(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError, match=r"did not hold within .* no request so far"):
        await sandbox.until(lambda: False, timeout=0.05)


async def test_nobody_is_there_before_a_bot_connects(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError):
        await sandbox.ready(timeout=0.05)


async def test_a_person_is_the_same_for_the_same_name(sandbox: Sandbox) -> None:
    assert sandbox.person("Mina", role="admin") is sandbox.person("Mina")


async def test_beside_the_api_there_is_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    base = sandbox.api_url.removesuffix("/api/v10")
    async with session.get(f"{base}/elsewhere") as answer:
        assert answer.status == 404
