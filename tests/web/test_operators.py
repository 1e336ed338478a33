"""What operators look at."""

import re

import aiohttp
import pytest

from bot.chat.readiness import Readiness
from tests.model_server import ModelServer
from tests.web.conftest import House, OpenHouse

TOKEN = "a-long-random-one"  # noqa: S105 - it opens nothing


async def get(house: House, path: str, **headers: str) -> tuple[int, str]:
    async with house.client.get(house.url + path, headers=headers) as answer:
        return answer.status, await answer.text()


def number(metrics: str, name: str) -> float:
    [found] = re.findall(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    return float(found)


async def test_a_process_that_answers_is_alive(house: House) -> None:
    assert await get(house, "/healthz") == (200, '{"alive": true}')


async def test_it_is_ready_when_all_that_an_answer_needs_is_there(house: House) -> None:
    house.services.readiness.watch("gateway", _yes)
    status, told = await get(house, "/readyz")
    assert status == 200
    assert told == '{"ready": true, "database": true, "model": true, "gateway": true}'


async def test_it_is_not_ready_while_a_part_is_missing_and_says_only_which(
    house: House, model: ModelServer
) -> None:
    house.services.readiness.watch("gateway", _no)
    await model.stop()
    status, told = await get(house, "/readyz")
    assert status == 503
    assert told == '{"ready": false, "database": true, "model": false, "gateway": false}'


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def test_answers_are_counted(house: House, model: ModelServer) -> None:
    visitor = await house.visitor().begin()
    await visitor.ask("Hi")
    model.status = 401
    await visitor.ask("Hi")
    status, told = await get(house, "/metrics")
    assert status == 200
    assert number(told, "tokki_first_text_seconds_count") == 1
    assert number(told, 'tokki_tokens_total{kind="completion",model="test-model"}') == 3
    assert number(told, 'tokki_model_calls_total{outcome="complete",purpose="answer"}') == 1
    assert number(told, 'tokki_errors_total{kind="unauthorized"}') == 1
    for name in ("tokki_open_streams", "tokki_open_replies", "tokki_queue"):
        assert number(told, name) == 0
    assert "sk-123" not in told


async def test_numbers_are_shown_on_this_machine_only_unless_there_is_the_token(
    opened: OpenHouse,
) -> None:
    through_a_proxy = {"X-Forwarded-For": "192.0.2.1"}
    async with opened() as house:
        assert (await get(house, "/metrics"))[0] == 200
        assert (await get(house, "/metrics", **through_a_proxy))[0] == 401
    async with opened(WEB_TOKEN=TOKEN) as house:
        assert (await get(house, "/metrics", **through_a_proxy))[0] == 401
        bearer = {"Authorization": f"Bearer {TOKEN}"}
        assert (await get(house, "/metrics", **through_a_proxy, **bearer))[0] == 200


async def test_without_a_port_there_is_no_door(opened: OpenHouse) -> None:
    async with opened(WEB_PORT="") as house:
        with pytest.raises(aiohttp.ClientConnectionError):
            await get(house, "/healthz")


async def test_a_part_is_not_looked_at_more_often_than_is_good_for_it() -> None:
    looks = 0

    async def look() -> bool:
        nonlocal looks
        looks += 1
        return True

    readiness = Readiness()
    readiness.watch("database", look)
    assert await readiness.look() == await readiness.look() == {"database": True}
    assert looks == 1
