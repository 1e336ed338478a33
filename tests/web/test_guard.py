"""Who may come in, and what is said to those who may not."""

import asyncio

import pytest

from bot import composition
from bot.settings import Settings, SettingsError
from tests.model_server import ModelServer
from tests.web.conftest import House, OpenHouse, a_free_port

SITE = "https://shop.example"
TOKEN = "a-long-random-one"  # noqa: S105 - it opens nothing


async def refusal(house: House, body: object, **headers: str) -> tuple[int, str]:
    """Post to the chat; gives status and code."""
    async with house.visitor().post("/api/chat", body, **headers) as answer:
        error = (await answer.json())["error"]
        assert set(error) == {"code", "message"}
        assert error["message"].endswith(".")
        return answer.status, error["code"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"session": "forged"}, 401, "session"),
        ({"session": "A" * 43}, 401, "session"),
        ({"session": "ü"}, 401, "session"),
        ({"session": None}, 401, "session"),
        ({"message": "   "}, 400, "empty"),
        ({"message": 7}, 400, "form"),
        ({"message": "x" * 8001}, 413, "long"),
        ({"message": "x" * 200_000}, 413, "http"),
    ],
)
async def test_a_question_that_is_not_as_it_has_to_be_is_refused_in_words(
    house: House, model: ModelServer, changes: dict[str, object], status: int, code: str
) -> None:
    session = (await house.visitor().begin()).session
    body = {"session": session, "message": "Hi"} | changes
    assert await refusal(house, body) == (status, code)
    assert model.requests == []


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"Origin: http://[", 403),
        (b"Host: 127.0.0.1:x", 403),
        (b"Host: \xff", 403),
        (b"Host: [::1]:80", 401),
        (b"Host: LOCALHOST", 401),
        (b"Authorization: Bearer \xff", 401),
        (b"Content-Encoding: gzip", 400),
    ],
)
async def test_what_no_browser_sends_is_refused_and_no_failure_of_ours(
    opened: OpenHouse, caplog: pytest.LogCaptureFixture, header: bytes, status: int
) -> None:
    path = b"chat" if b"gzip" in header else b"session"
    host = b"" if b"Host" in header else b"Host: 127.0.0.1\r\n"
    json = b"Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close"
    lines = b"POST /api/%s HTTP/1.1\r\n%s%s\r\n%s\r\n\r\n{}" % (path, host, header, json)
    async with opened(WEB_TOKEN=TOKEN) as house:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", int(house.url.rpartition(":")[2])
        )
        writer.write(lines)
        answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 %d" % status)
    assert "web.failed" not in caplog.text


async def test_what_is_no_object_is_refused(house: House) -> None:
    bodies: list[object] = [["session", "message"], "Hi", {}, 7]
    for body in bodies:
        assert await refusal(house, body) == (400, "form")


async def test_a_form_of_another_page_is_refused(house: House) -> None:
    assert await refusal(house, {}, **{"Content-Type": "text/plain"}) == (415, "type")


async def test_what_is_not_there_is_said_in_json(house: House) -> None:
    async with house.client.get(f"{house.url}/nothing") as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (404, "http")
    async with house.client.get(f"{house.url}/api/chat") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "OPTIONS,POST")


async def test_pages_of_other_sites_may_not_ask(opened: OpenHouse) -> None:
    async with opened(WEB_ORIGINS=SITE) as house:
        for origin in ("https://evil.example", "null", f"{SITE}.evil.example"):
            assert await refusal(house, {}, Origin=origin) == (403, "origin")


async def test_pages_of_an_allowed_site_may_ask(opened: OpenHouse) -> None:
    async with opened(WEB_ORIGINS=f"{SITE}, https://blog.example") as house:
        asks = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
        async with house.client.options(f"{house.url}/api/chat", headers=asks) as answer:
            assert answer.status == 204
            assert answer.headers["Access-Control-Allow-Origin"] == SITE
            assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
        visitor = await house.visitor(Origin=SITE).begin()
        async with visitor.chat("Hi") as answer:
            assert answer.headers["Access-Control-Allow-Origin"] == SITE
            assert "Origin" in answer.headers["Vary"]
            assert "event: done" in await answer.text()


async def test_a_page_of_the_door_itself_may_ask(house: House) -> None:
    await house.visitor(Origin=house.url).begin()


async def test_another_name_for_this_machine_is_refused(opened: OpenHouse) -> None:
    async with opened(WEB_ORIGINS=SITE) as house:
        for path in ("/", "/metrics", "/healthz"):
            rebound = {"Host": "evil.example"}
            async with house.client.get(house.url + path, headers=rebound) as answer:
                assert (answer.status, (await answer.json())["error"]["code"]) == (403, "host")
        async with house.client.get(house.url, headers={"Host": "shop.example"}) as answer:
            assert answer.status == 200  # a proxy before the door passes on the site's name


async def test_where_there_is_a_token_programs_need_it_to_begin(opened: OpenHouse) -> None:
    async with opened(WEB_TOKEN=TOKEN) as house:
        for shown in ("", "Bearer wrong", "Bearer ü"):
            headers = {"Authorization": shown} if shown else {}
            async with house.visitor(**headers).post("/api/session") as answer:
                assert (answer.status, (await answer.json())["error"]["code"]) == (401, "token")
        visitor = await house.visitor(Authorization=f"Bearer {TOKEN}").begin()
        assert (await visitor.ask("Hi"))[-1][0] == "done"


async def test_a_session_outlives_the_process_with_its_token(opened: OpenHouse) -> None:
    async with opened(WEB_TOKEN=TOKEN) as house:
        first = await house.visitor(Authorization=f"Bearer {TOKEN}").begin()
        await first.ask("My name is Mina.")
    async with opened(WEB_TOKEN=TOKEN) as house:
        again = house.visitor()
        again.session = first.session
        assert (await again.ask("Who am I?"))[-1][0] == "done"
    async with opened(WEB_TOKEN=TOKEN[1:]) as house:
        body = {"session": first.session, "message": "Who am I?"}
        assert await refusal(house, body) == (401, "session")


async def test_an_address_may_ask_only_so_often_and_another_one_does_not_feel_it(
    house: House,
) -> None:
    visitor = house.visitor("192.0.2.7")
    statuses = []
    for _ in range(25):
        async with visitor.post("/api/session") as answer:
            statuses.append(answer.status)
    assert statuses.index(429) >= 20
    async with visitor.post("/api/session") as answer:
        assert (await answer.json())["error"]["code"] == "limit"
        assert 1 <= int(answer.headers["Retry-After"]) <= 3
    # What a client itself puts before the proxy's word counts for nothing.
    async with house.visitor("203.0.113.5, 192.0.2.7").post("/api/session") as answer:
        assert answer.status == 429
    await house.visitor("192.0.2.8").begin()


async def test_a_door_that_all_can_reach_needs_a_token(tmp_path: object) -> None:
    settings = Settings.from_env({"WEB_HOST": "0.0.0.0", "WEB_PORT": "8080"})  # noqa: S104 - it is refused
    with pytest.raises(SettingsError, match="WEB_TOKEN is missing"):
        composition.door_options(settings)
    with_token = settings.model_copy(update={"web_host": "localhost"})
    assert composition.door_options(with_token)


async def test_a_port_that_is_taken_is_said_in_a_sentence(opened: OpenHouse) -> None:
    port = str(a_free_port())
    async with opened(WEB_PORT=port):
        with pytest.raises(composition.StartupError, match="WEB_PORT"):
            async with opened(WEB_PORT=port):
                pass
