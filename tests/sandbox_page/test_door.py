"""The page's door over plain HTTP, without a browser."""

import asyncio
import json

import aiohttp
import pytest

from sandbox import Sandbox, Upload
from sandbox.errors import Json
from sandbox.model import ChannelKind

pytestmark = pytest.mark.asyncio(loop_scope="package")


class News:
    """Reads one person's stream of news."""

    def __init__(self, stream: aiohttp.StreamReader) -> None:
        self._stream = stream

    async def until(self, kind: str) -> Json:
        """Give the next piece of news of a kind."""
        async with asyncio.timeout(5):
            while True:
                line = await self._stream.readline()
                assert line, "the stream has ended"
                for name, told in json.loads(line[6:]) if line.startswith(b"data: ") else ():
                    if name == kind:
                        return told  # type: ignore[no-any-return] # as the page reads it


async def _do(
    session: aiohttp.ClientSession, sandbox: Sandbox, verb: str, **given: object
) -> tuple[int, Json]:
    url = f"{sandbox.page_url}sandbox/do/{verb}"
    async with session.post(url, json={"as": "You", **given}) as answer:
        return answer.status, await answer.json()


async def test_everything_comes_first_and_then_what_is_new(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    await mina.say(general, "before")
    async with session.get(f"{sandbox.page_url}sandbox/news?as=You") as answer:
        news = News(answer.content)
        assert (await news.until("message"))["content"] == "before"
        said = await mina.say(general, "now")
        assert (await news.until("message"))["content"] == "now"
        await mina.edit(said, "later")
        told = await news.until("message")
        assert (told["content"], told["versions"]) == ("later", 2)
        await mina.react(said, "👍")
        assert (await news.until("message"))["reactions"][0]["count"] == 1
        await mina.delete(said)
        assert (await news.until("gone"))["id"] == str(said.id)
        await mina.typing(general)
        assert (await news.until("typing"))["user"] == str(mina.id)
        sandbox.add_channel("new")
        places = await news.until("places")
        assert "new" in str(places)


async def test_private_talks_of_others_are_not_told(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    mina = sandbox.person("Mina")
    sandbox.person("Joe")
    async with session.get(f"{sandbox.page_url}sandbox/news?as=Joe") as answer:
        news = News(answer.content)
        await news.until("start")
        await mina.say(mina.dm(), "a secret")
        hidden = sandbox.start_thread(sandbox.channel("general"), "Hidden")
        hidden.kind = ChannelKind.PRIVATE_THREAD
        await mina.say(hidden, "another")
        await mina.say(sandbox.channel("general"), "in the open")
        assert (await news.until("message"))["content"] == "in the open"


async def test_a_stranger_is_told_nothing(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{sandbox.page_url}sandbox/news?as=Nobody") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("verb", "given", "words"),
    [
        ("say", {"channel": "1", "text": "x"}, "The channel is gone."),
        ("say", {"text": "x"}, "channel"),
        ("edit", {"message": "1", "text": "x"}, "The message is gone."),
        ("slash", {"command": "none", "options": {}}, "There is no command 'none' here"),
        ("fault", {"kind": "flood", "times": 1}, "flood"),
        ("fly", {}, "fly"),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(
    sandbox: Sandbox,
    session: aiohttp.ClientSession,
    verb: str,
    given: dict[str, object],
    words: str,
) -> None:
    place = {"channel": str(sandbox.channel("general").id)} if verb == "slash" else {}
    status, said = await _do(session, sandbox, verb, **place, **given)
    assert status == 400
    assert words in said["error"]


async def test_a_refusal_of_discord_names_the_rule(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    channel = str(sandbox.channel("general").id)
    status, said = await _do(session, sandbox, "say", channel=channel, text="x" * 2001)
    assert (status, said) == (400, {"error": "Must be 2000 or fewer in length."})
    status, said = await _do(session, sandbox, "say", channel=channel, text="")
    assert (status, said) == (400, {"error": "Cannot send an empty message"})


async def test_pages_of_other_sites_cannot_act(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    url = f"{sandbox.page_url}sandbox/do/clear"
    async with session.post(
        url, data='{"as": "You"}', headers={"Content-Type": "text/plain"}
    ) as answer:
        assert answer.status == 415
    async with session.post(url, json={"as": "You"}, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
    async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_only_the_pages_own_files_are_served(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    async with session.get(sandbox.page_url) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path in ("sandbox/page/..%2Fdoor.py", "sandbox/page/none.js", "sandbox/", "elsewhere"):
        async with session.get(f"{sandbox.page_url}{path}") as answer:
            assert answer.status == 404


async def test_a_file_of_the_bot_cannot_act_as_the_page(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    page = Upload("page.html", b"<script>alert(1)</script>")
    said = await sandbox.person("Mina").say(sandbox.channel("general"), "", files=[page])
    async with session.get(said.attachments[0].url) as answer:
        assert answer.headers["Content-Security-Policy"] == "sandbox"


async def test_slowness_is_kept_within_bounds(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    assert await _do(session, sandbox, "latency", seconds=99) == (200, {})
    assert sandbox.latency == 10.0
    assert await _do(session, sandbox, "clear") == (200, {})
    assert sandbox.latency == 0.0
