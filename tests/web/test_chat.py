"""Asking through the door."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from bot.chat.answers.conversing import Conversations, Said, Stop, Tell
from bot.chat.books import Selection
from bot.chat.readiness import Readiness
from bot.core.talk.turns import TurnState
from bot.web.guard import DoorOptions
from bot.web.metrics import Metrics
from bot.web.server import open_door
from tests.model_server import ModelServer
from tests.web.conftest import House, OpenHouse, until
from tests.web.visitor import Event, Visitor, events, names_of, text_of


@dataclass(frozen=True, slots=True)
class Row:
    """What the database holds of an exchange."""

    channel_id: int
    server_id: int | None
    speaker_id: int
    question: str
    answer: str | None
    state: TurnState | None


def stored(folder: Path) -> list[Row]:
    with closing(sqlite3.connect(folder / "tokki.db")) as database:
        columns = "channel_id, server_id, speaker_id, question, answer, state"
        return [Row(*row) for row in database.execute(f"SELECT {columns} FROM exchanges")]  # noqa: S608 - constants


async def test_text_comes_first_then_the_usage_then_the_end(
    house: House, model: ModelServer
) -> None:
    told = await (await house.visitor().begin()).ask("Why is the sky blue?")
    assert names_of(told) == ["delta", "usage", "done"]
    assert text_of(told) == "".join(model.words)
    assert told[-2][1] == {
        "model": "test-model",
        "prompt_tokens": 9,
        "completion_tokens": 3,
        "cached_tokens": 0,
        "estimated": False,
    }
    assert told[-1][1] == {"state": "complete", "message": ""}


async def test_text_comes_while_the_model_writes(house: House, model: ModelServer) -> None:
    model.words, model.pause = ("one", "two", "three"), 30.0
    visitor = await house.visitor().begin()
    async with visitor.chat("Count") as answer:
        assert await anext(events(answer)) == ("delta", {"text": "one"})


async def test_korean_and_emoji_stay_whole_wherever_the_stream_is_cut(
    house: House, model: ModelServer
) -> None:
    text = '안녕하세요, 토끼예요! 👩‍👩‍👧‍👦 \n\n줄도, "따옴표"도 \\ 그대로 \u2028 있어요.'
    model.words, model.pause = list(text), 0.001
    told = await (await house.visitor().begin()).ask("안녕? 👋")
    assert text_of(told) == text
    assert model.contents() == ["안녕? 👋"]


async def test_an_emoji_that_comes_in_halves_is_whole(house: House, model: ModelServer) -> None:
    model.words = ("Hi \ud83d", "\udc30", "!")
    visitor = await house.visitor().begin()
    assert text_of(await visitor.ask("Hi")) == "Hi 🐰!"
    await visitor.ask("Again")
    assert model.contents()[1] == "Hi 🐰!"


async def test_a_conversation_is_remembered_and_another_one_knows_nothing_of_it(
    house: House, model: ModelServer
) -> None:
    mina, joon = await house.visitor().begin(), await house.visitor().begin()
    await mina.ask("My name is Mina.")
    await joon.ask("Who am I?")
    assert model.contents() == ["Who am I?"]
    await mina.ask("Who am I?")
    assert model.contents() == ["My name is Mina.", "".join(model.words), "Who am I?"]


async def test_an_answer_is_booked_for_no_server(house: House, tmp_path: Path) -> None:
    await (await house.visitor().begin()).ask("Hi")
    [record] = stored(tmp_path)
    totals = await house.services.books.totals(Selection(0, 1e12, person_id=record.speaker_id))
    assert (totals.answers, totals.prompt_tokens, totals.completion_tokens) == (1, 9, 3)
    assert record.server_id is None
    assert record.channel_id == record.speaker_id < -1
    assert await house.services.memory.servers() == []


async def test_who_goes_away_ends_the_models_request_and_what_there_is_is_kept(
    house: House, model: ModelServer, tmp_path: Path
) -> None:
    model.words, model.pause = ("one", "two"), 30.0
    visitor = await house.visitor().begin()
    async with visitor.chat("Count") as answer:
        await anext(events(answer))
        answer.close()
    await until(lambda: model.cancelled)
    await until(lambda: not open_answers())
    [record] = stored(tmp_path)
    assert (record.answer, record.state) == ("one", TurnState.STOPPED)


async def test_who_goes_away_before_the_first_text_ends_the_models_request(
    house: House, model: ModelServer
) -> None:
    model.first_pause = 30.0
    visitor = await house.visitor().begin()
    async with visitor.chat("Count") as answer:
        await until(lambda: model.requests)
        answer.close()
    await until(lambda: model.cancelled)


async def test_who_goes_away_before_the_first_text_has_used_a_question_and_its_tokens(
    house: House, model: ModelServer
) -> None:
    model.first_pause = 30.0
    visitor = await house.visitor().begin()
    async with visitor.chat("Count") as answer:
        await until(lambda: model.requests)
        answer.close()
    model.first_pause = 0.0
    await visitor.ask("Count")  # behind the first answer, as it is the same conversation
    [(name, totals)] = (await house.services.books.by_model(Selection(0, 1e12))).items()
    assert (name, totals.answers, totals.completion_tokens) == ("test-model", 2, 3)
    assert totals.prompt_tokens > 9 + 50


async def test_a_process_that_stops_says_so_and_stores_what_there_is(
    opened: OpenHouse, model: ModelServer, tmp_path: Path
) -> None:
    model.words, model.pause = ("one", "two"), 30.0
    begun = asyncio.Event()
    async with (
        aiohttp.ClientSession() as client,
        asyncio.TaskGroup() as tasks,
        opened() as house,
    ):
        visitor = await Visitor(client, house.url).begin()
        reading = tasks.create_task(_read(visitor, begun))
        await begun.wait()
    told = reading.result()
    assert names_of(told) == ["delta", "usage", "error"]
    assert told[-1][1]["code"] == "stopping"
    [record] = stored(tmp_path)
    assert (record.answer, record.state) == ("one", TurnState.INTERRUPTED)


async def _read(visitor: Visitor, begun: asyncio.Event) -> list[Event]:
    told = []
    async with visitor.chat("Count") as answer:
        async for event in events(answer):
            told.append(event)
            begun.set()
    return told


async def test_a_model_that_fails_is_told_in_words_with_a_number_and_without_its_details(
    house: House, model: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    model.status = 401
    told = await (await house.visitor().begin()).ask("Hi")
    [(name, error)] = told
    assert name == "error"
    assert error["code"] == "unauthorized"
    assert error["message"].startswith("The language model does not accept my key.")
    assert error["incident"] in error["message"]
    assert f"incident={error['incident']}" in caplog.text
    assert "secret detail" not in str(told)
    assert "sk-123" not in str(told)


async def test_a_failure_is_told_in_the_visitors_language(house: House, model: ModelServer) -> None:
    model.status = 401
    visitor = await house.visitor(**{"Accept-Language": "ko-KR,ko;q=0.9"}).begin()
    [(_, error)] = await visitor.ask("안녕")
    assert "언어 모델" in error["message"]


async def test_when_one_may_ask_again_is_said_as_programs_and_people_read_it(house: House) -> None:
    visitor = await house.visitor().begin()
    while "error" not in names_of(told := await visitor.ask("Hi")):
        visitor.headers["X-Forwarded-For"] = "192.0.2.2"
    [(_, error)] = told
    said = re.fullmatch(r"The limit is reached .* You can ask again (\S+)\.", error["message"])
    assert error["code"] == "refused"
    assert said
    assert 0 < datetime.fromisoformat(said[1]).timestamp() - time.time() <= 61


async def test_an_answer_that_breaks_off_keeps_its_text_and_says_so(
    house: House, model: ModelServer, tmp_path: Path
) -> None:
    model.break_off = True
    told = await (await house.visitor().begin()).ask("Hi")
    assert names_of(told) == ["delta", "usage", "error"]
    assert told[-1][1]["code"] == "interrupted"
    [record] = stored(tmp_path)
    assert (record.answer, record.state) == ("".join(model.words), TurnState.INTERRUPTED)


async def test_an_answer_that_is_cut_says_why(house: House, model: ModelServer) -> None:
    model.finish_reason = "length"
    told = await (await house.visitor().begin()).ask("Hi")
    assert told[-1] == ("done", {"state": "cut", "message": "Cut off at the length limit."})


async def test_the_next_question_of_a_conversation_waits_for_the_answer_and_knows_it(
    house: House, model: ModelServer
) -> None:
    model.words, model.pause = ("one ", "two"), 0.3
    visitor = await house.visitor().begin()
    async with visitor.chat("Count") as answer:
        first = events(answer)
        await anext(first)
        told = await visitor.ask("And now?")
        assert text_of([event async for event in first]) == "two"
    assert told[:2] == [
        ("wait", {"place": 1, "until": None}),
        ("wait", {"place": 0, "until": None}),
    ]
    assert names_of(told) == ["wait", "delta", "usage", "done"]
    assert model.contents() == ["Count", "one two", "And now?"]


async def test_a_reader_that_pauses_slows_nobody_and_misses_nothing(
    house: House, model: ModelServer
) -> None:
    model.words = ["토끼 " * 100] * 500
    slow, quick = await house.visitor().begin(), await house.visitor().begin()
    async with slow.chat("Write much") as answer:
        told = await quick.ask("Write much")
        assert text_of(told) == "".join(model.words)
        late = [event async for event in events(answer)]
    assert text_of(late) == "".join(model.words)
    assert names_of(late) == ["delta", "usage", "done"]


class Flood(Conversations):
    """Says more than a system keeps for a connection, and then waits for its end."""

    def __init__(self) -> None:
        self.stopped = False

    async def answer(self, session_id: int, text: str, locale: str, tell: Tell, stop: Stop) -> None:
        tell(Said("토끼" * 5_000_000))
        await stop.unless(asyncio.Event().wait())
        self.stopped = True


async def test_who_takes_nothing_for_long_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.server._WRITE_WITHIN", 0.1)
    flood, options = Flood(), DoorOptions("127.0.0.1", 0)
    async with (
        open_door(options, flood, Readiness(), Metrics()) as url,
        aiohttp.ClientSession(read_bufsize=1024) as client,
    ):
        visitor = await Visitor(client, url).begin()
        async with visitor.chat("Write much"):
            await until(lambda: flood.stopped)


async def test_two_hundred_answers_at_once_come_whole(
    house: House, model: ModelServer, tmp_path: Path
) -> None:
    model.words, model.pause = [f"w{number} " for number in range(50)], 0.01

    async def one(number: int) -> bool:
        visitor = await house.visitor(f"198.51.{number // 100}.{number % 100}").begin()
        told = await visitor.ask(f"Question {number}")
        return text_of(told) == "".join(model.words) and told[-1][0] == "done"

    async with asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(one(number)) for number in range(200)]
    assert all(task.result() for task in asking)
    assert {row.state for row in stored(tmp_path)} == {TurnState.COMPLETE}


def open_answers() -> list[str]:
    """The answers that are under way in this loop."""
    running = asyncio.all_tasks()
    return [task.get_name() for task in running if "Conversations.answer" in repr(task.get_coro())]
