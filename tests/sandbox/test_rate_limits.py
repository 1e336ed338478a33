import asyncio
from collections import Counter

import aiohttp
import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Ask, Bot


@pytest.fixture
def messages(sandbox: Sandbox) -> str:
    return f"/channels/{sandbox.channel('general').id}/messages"


async def test_headers_tell_how_full_the_bucket_is(messages: str, ask: Ask) -> None:
    answer = await ask("POST", messages, {"content": "x"})
    headers = answer.headers
    assert headers["Content-Type"] == "application/json"
    assert headers["Via"] == "1.1 sandbox"
    assert headers["X-RateLimit-Limit"] == "5"
    assert headers["X-RateLimit-Remaining"] == "4"
    assert float(headers["X-RateLimit-Reset-After"]) == pytest.approx(1.0, abs=0.05)
    assert float(headers["X-RateLimit-Reset"]) > 1_700_000_000


async def test_posting_and_editing_share_a_hash_but_not_a_bucket(messages: str, ask: Ask) -> None:
    posted = await ask("POST", messages, {"content": "x"})
    edited = await ask("PATCH", f"{messages}/{posted.said['id']}", {"content": "y"})
    assert posted.headers["X-RateLimit-Bucket"] == edited.headers["X-RateLimit-Bucket"]
    assert edited.headers["X-RateLimit-Remaining"] == "4"


async def test_the_sixth_message_draws_a_429_that_says_how_long(
    sandbox: Sandbox, messages: str, ask: Ask
) -> None:
    for number in range(5):
        assert (await ask("POST", messages, {"content": str(number)})).status == 200
    answer = await ask("POST", messages, {"content": "too much"})
    assert answer.status == 429
    assert answer.said["retry_after"] == pytest.approx(1.0, abs=0.1)
    assert answer.said["global"] is False
    assert answer.headers["X-RateLimit-Scope"] == "user"
    assert answer.headers["Retry-After"] == "1"
    assert sandbox.count_429 == 1
    assert len(sandbox.channel("general").messages) == 5


async def test_another_channel_has_its_own_bucket(
    sandbox: Sandbox, messages: str, ask: Ask
) -> None:
    for number in range(6):
        await ask("POST", messages, {"content": str(number)})
    other = f"/channels/{sandbox.channel('random').id}/messages"
    assert (await ask("POST", other, {"content": "x"})).status == 200


async def test_the_whole_token_has_fifty_requests_a_second(sandbox: Sandbox, ask: Ask) -> None:
    answers = await asyncio.gather(*(ask("GET", f"/channels/{n}") for n in range(60)))
    statuses = Counter(answer.status for answer in answers)
    assert statuses == {404: 50, 429: 10}
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.said["global"] is True
    assert refused.headers["X-RateLimit-Global"] == "true"
    assert refused.headers["X-RateLimit-Scope"] == "global"
    assert sandbox.count_429_by_scope == {"global": 10}


async def test_old_messages_take_three_edits_in_six_seconds(
    sandbox: Sandbox, messages: str, ask: Ask
) -> None:
    posted = await ask("POST", messages, {"content": "x"})
    sandbox.age(sandbox.channel("general").messages[0], 3700)
    path = f"{messages}/{posted.said['id']}"
    for number in range(3):
        assert (await ask("PATCH", path, {"content": str(number)})).status == 200
    answer = await ask("PATCH", path, {"content": "again"})
    assert (answer.status, answer.said["code"]) == (429, 30046)


async def test_discord_py_keeps_within_the_limits_by_itself(sandbox: Sandbox, bot: Bot) -> None:
    channel = bot.get_channel(sandbox.channel("general").id)
    message = await channel.send("0")
    for number in range(4):
        await message.edit(content=str(number))
    assert sandbox.count_429 == 0


async def test_without_limits_nothing_is_refused(session: aiohttp.ClientSession) -> None:
    async with Sandbox(limits=False) as sandbox:
        ask = Ask(session, sandbox.api_url, sandbox.token)
        path = f"/channels/{sandbox.channel('general').id}/messages"
        for _ in range(8):
            answer = await ask("POST", path, {"content": "x"})
            assert answer.status == 200
            assert "X-RateLimit-Limit" not in answer.headers


async def test_the_record_shows_what_was_left_in_a_bucket(sandbox: Sandbox, ask: Ask) -> None:
    await ask("POST", f"/channels/{sandbox.channel('general').id}/messages", {"content": "x"})
    assert (sandbox.requests[-1].remaining, sandbox.requests[-1].limit) == (4, 5)
