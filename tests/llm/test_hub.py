"""The model side as a whole: picking a model, falling back, counting, paying, waiting."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.chat.ports import ModelRequest, Wait
from bot.chat.remembering.prompting import Style
from bot.composition.model_side import ModelSide
from bot.core.account.cards import Provider
from bot.core.account.ledger import Limits
from bot.core.errors import Fault, ModelError
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.core.wire.usage import Usage
from bot.llm.catalogue import read_catalogue
from bot.llm.client import Deadlines
from bot.llm.hub import ModelHub
from bot.llm.opening import open_hub
from tests.fakes import FakeClock
from tests.llm.conftest import GOOD, failing
from tests.llm.wire_case import DONE, chunk, d, document, event, sse, stop
from tests.llm.wire_server import End, Pause, Script, WireServer

COUNTED = sse(
    d("Hel"),
    d("lo"),
    stop(),
    event({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}),
    DONE,
)
MODELS = """
[auto]
chat = "talker"
code = "coder"
[providers.other]
base_url = "{url}"
key = "OTHER_KEY"
[models.talker]
fallbacks = ["spare", "coder"]
price = {{ input = 1.0, cached = 0.1, output = 2.0, date = 2026-11-01 }}
extra = {{ thinking = {{ type = "disabled" }} }}
max_output = 50
[models.coder]
provider = "other"
id = "coder-v2"
context = 9000
[models.spare]
"""


@asynccontextmanager
async def a_hub(
    folder: Path, home: WireServer, other: WireServer, limits: Limits | None = None
) -> AsyncIterator[ModelHub]:
    path = folder / "models.toml"
    path.write_text(MODELS.format(url=other.url), "utf-8")
    default = Provider("default", home.url, "home-key")
    catalogue = read_catalogue(default, "talker", {"OTHER_KEY": "other-key"}, path)
    opening = open_hub(catalogue, limits or Limits(), Deadlines(), FakeClock(), None)
    async with opening as hub:
        yield hub


def a_request(model: str = "talker", question: str = "Hi") -> ModelRequest:
    messages = (Message(Role.USER, question),)
    return ModelRequest(model, messages, 0.5, max_tokens=100, tenant=7, question=question)


def body(request: bytes) -> dict[str, object]:
    document: dict[str, object] = json.loads(request.partition(b"\r\n\r\n")[2])
    return document


async def text_of(hub: ModelHub, request: ModelRequest) -> str:
    async with hub.answer(request) as stream:
        return "".join([delta.text async for delta in stream])


async def test_every_model_is_asked_at_its_provider_with_its_own_fields(tmp_path: Path) -> None:
    async with (
        WireServer(GOOD) as home,
        WireServer(GOOD) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        await text_of(hub, a_request("talker"))
        await text_of(hub, a_request("coder"))
        await text_of(hub, a_request("never-heard-of"))
    talker, unknown = map(body, home.requests)
    assert (talker["model"], talker["thinking"], talker["max_tokens"]) == (
        "talker",
        {"type": "disabled"},
        50,
    )
    assert (unknown["model"], unknown["max_tokens"]) == ("never-heard-of", 100)
    assert body(other.requests[0])["model"] == "coder-v2"
    assert b"Bearer other-key" in other.requests[0]
    assert b"Bearer home-key" in home.requests[0]


async def test_auto_sends_code_to_the_code_model_and_talk_to_the_chat_model(tmp_path: Path) -> None:
    async with (
        WireServer(GOOD) as home,
        WireServer(GOOD) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        async with hub.answer(a_request("auto", "Why does `len(x)` fail in Python?")) as stream:
            assert stream.model == "coder"
        async with hub.answer(a_request("auto", "What is the dress code?")) as stream:
            assert stream.model == "talker"


async def test_a_fallback_answers_and_the_finish_says_so(tmp_path: Path) -> None:
    down = failing("401 Unauthorized")
    async with (
        WireServer(down) as home,
        WireServer(GOOD) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        async with hub.answer(a_request()) as stream:
            assert [delta.text async for delta in stream]
            assert stream.finish is not None
            assert (stream.model, stream.finish.instead_of) == ("coder", "talker")
        assert [body(request)["model"] for request in home.requests] == ["talker", "spare"]


async def test_where_all_fail_the_error_is_that_of_the_model_which_was_meant(
    tmp_path: Path,
) -> None:
    down, empty = failing("402 Payment Required"), failing("401 Unauthorized")
    async with (
        WireServer(down) as home,
        WireServer(empty) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        with pytest.raises(ModelError) as failure:
            await text_of(hub, a_request())
    assert failure.value.fault is Fault.UNPAID


async def test_what_another_model_would_refuse_as_well_is_not_sent_to_it(tmp_path: Path) -> None:
    bad = failing("400 Bad Request")
    async with (
        WireServer(bad) as home,
        WireServer(GOOD) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        with pytest.raises(ModelError):
            await text_of(hub, a_request())
    assert len(home.requests) == 1
    assert not other.requests


async def test_after_the_first_text_nobody_else_is_asked(tmp_path: Path) -> None:
    torn = sse(d(), Pause(), End.RESET)
    async with (
        WireServer(torn) as home,
        WireServer(GOOD) as other,
        a_hub(tmp_path, home, other) as hub,
    ):
        with pytest.raises(ModelError) as failure:
            await text_of(hub, a_request())
    assert failure.value.fault is Fault.INTERRUPTED
    assert not other.requests


async def test_counted_usage_has_its_price_and_an_unknown_model_has_none(tmp_path: Path) -> None:
    async with WireServer(COUNTED) as home, a_hub(tmp_path, home, home) as hub:
        async with hub.answer(a_request()) as stream:
            assert [delta async for delta in stream]
        assert stream.usage == Usage(1000, 100)
        # 1,000 tokens at 1 dollar a million and 100 at 2 dollars a million
        assert hub.cost("talker", stream.usage, 0.0) == 1_200_000
        assert hub.cost("spare", stream.usage, 0.0) is None


async def test_what_auto_is_sent_fits_each_model_behind_it(tmp_path: Path) -> None:
    async with WireServer(COUNTED) as home, a_hub(tmp_path, home, home) as hub:
        style = Style("auto", context_tokens=16_000, max_tokens=100)
        fitting = ModelSide(hub, style, "").fitting(style)
        assert (fitting.context_tokens, fitting.max_tokens) == (9000, 50)


async def test_auto_is_reckoned_at_the_price_of_the_dearer_model_behind_it(tmp_path: Path) -> None:
    async with WireServer(COUNTED) as home, a_hub(tmp_path, home, home) as hub:
        # Nobody knows what the code model costs.
        assert hub.cost("auto", Usage(1000, 100), 0.0) == 1_200_000


@pytest.mark.parametrize(
    "script",
    [
        GOOD,
        sse(d("Hel"), d("lo"), End.STALL),
        sse(d("Hel"), event({"choices": [], "usage": {"total_tokens": 0}}), d("lo"), End.STALL),
    ],
    ids=["uncounted", "left", "left with a count of zero"],
)
async def test_usage_that_nobody_counted_is_estimated_and_marked(
    tmp_path: Path, script: Script
) -> None:
    async with WireServer(script) as home, a_hub(tmp_path, home, home) as hub:
        text = ""
        async with hub.answer(a_request()) as stream:
            async for delta in stream:
                text += delta.text
                if text == "Hello":
                    break
        assert stream.usage.estimated
        assert stream.usage.completion_tokens == round(len("Hello") / 3)


@pytest.mark.parametrize("end", [(stop(), DONE), (End.STALL,)], ids=["ended", "left"])
async def test_what_comes_behind_the_servers_count_is_estimated_beside_it(
    tmp_path: Path, end: Sequence[bytes | End]
) -> None:
    first = event({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 1}})
    script = sse(first, Pause(0.05), d("a" * 300), d("b"), Pause(0.05), *end)
    async with WireServer(script) as home, a_hub(tmp_path, home, home) as hub:
        async with hub.answer(a_request()) as stream:
            async for delta in stream:
                if "b" in delta.text and end == (End.STALL,):
                    break
        usage = stream.usage
    assert usage == Usage(1000, 101, estimated=True)


async def test_an_answer_that_is_left_is_that_of_the_model_which_the_server_named(
    tmp_path: Path,
) -> None:
    script = sse(event({"model": "spare", "choices": [{"delta": {"content": "Hel"}}]}), End.STALL)
    async with WireServer(script) as home, a_hub(tmp_path, home, home) as hub:
        async with hub.answer(a_request()) as stream:
            await anext(aiter(stream))
        assert stream.model == "spare"


async def test_thoughts_count_as_tokens_of_the_answer(tmp_path: Path) -> None:
    thought = {"reasoning": "hm " * 100}
    in_pieces = sse(chunk(delta=thought), d(), stop(), DONE)
    whole = document({"choices": [{"message": {"content": "Hello", **thought}}]})
    for script in (in_pieces, whole):
        async with WireServer(script) as home, a_hub(tmp_path, home, home) as hub:
            async with hub.answer(a_request()) as stream:
                assert [delta async for delta in stream]
            assert stream.usage.completion_tokens > 90


async def test_the_account_takes_no_more_than_it_allows(tmp_path: Path) -> None:
    slow = sse(d(), Pause(0.05), stop(), DONE)
    async with WireServer(slow) as home, AsyncExitStack() as stack:
        limits = Limits(concurrency=2)
        hub = await stack.enter_async_context(a_hub(tmp_path, home, home, limits))
        await asyncio.gather(*(text_of(hub, a_request()) for _ in range(6)))
    assert home.most_open == 2


async def test_a_429_pauses_everybody_and_tells_until_when(tmp_path: Path) -> None:
    limited = failing("429 Too Many Requests", "retry-after-ms: 700")
    told: list[Wait] = []
    async with WireServer(limited, GOOD) as home, a_hub(tmp_path, home, home) as hub:

        async def ask(note: Callable[[Wait], None]) -> None:
            async with hub.answer(a_request("spare"), note) as stream:
                assert [delta async for delta in stream]

        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(ask(told.append))
            await asyncio.sleep(0.3)
            tasks.create_task(ask(told.append))
            await asyncio.sleep(0.1)
            assert len(home.requests) == 1
            assert not first.done()
    assert len(home.requests) == 3
    ends = [wait.until for wait in told if wait.until is not None]
    assert ends
    assert all(0 < end - FakeClock().wall() + 2 < 4 for end in ends)
