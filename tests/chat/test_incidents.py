"""What breaks on our own side: a sentence with a number, and the same number in the log."""

import asyncio
import logging
import re
from typing import NoReturn

import pytest

from bot.chat.answers.delivery import Dispatcher
from bot.chat.outcome import CONTROLS
from bot.chat.ports import ModelRequest, Waiting
from bot.chat.remembering.prompting import Style
from bot.core.talk.turns import Question, TurnState
from tests.answerers import an_answerer
from tests.fakes import FakeMemory, FakeModel, FakeSurface, a_question

STYLE = Style("fake-model", context_tokens=3000, max_tokens=500)
NUMBER = r"Something went wrong on my side\. .* as ([0-9a-f]{6})\."


class BrokenModel(FakeModel):
    def answer(self, request: ModelRequest, waiting: Waiting | None = None) -> NoReturn:
        raise ZeroDivisionError


class BrokenMemory(FakeMemory):
    async def add_question(self, question: Question) -> bool:
        raise ZeroDivisionError


class BrokenJournal(FakeMemory):
    async def put_answer(self, question: Question, answer: object) -> bool:
        raise ZeroDivisionError


def number(surface: FakeSurface) -> str:
    found = re.search(NUMBER, surface.shown[-1])
    assert found
    return found[1]


async def test_an_answer_that_breaks_says_its_number_and_can_be_tried_again(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    surface, memory = FakeSurface(), FakeMemory()
    await an_answerer(BrokenModel(), memory, dispatcher, STYLE).answer(a_question(), surface)
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage() == f"answer.broken incident={number(surface)}"
    assert record.exc_info
    assert memory.answers[100].state is TurnState.INTERRUPTED
    assert surface.controls[1000] == CONTROLS[TurnState.INTERRUPTED]


async def test_a_question_that_breaks_before_its_answer_is_answered_with_its_number(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    surface, model = FakeSurface(), FakeModel("Because.")
    await an_answerer(model, BrokenMemory(), dispatcher, STYLE).answer(a_question(), surface)
    assert f"answer.failed incident={number(surface)} channel=1" in caplog.messages
    assert not model.requests


async def test_a_reply_whose_journal_breaks_is_not_left_typing_for_ever(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    surface = FakeSurface()
    answerer = an_answerer(FakeModel(5.0, "late"), BrokenJournal(), dispatcher, STYLE)
    await answerer.answer(a_question(), surface)
    assert f"answer.failed incident={number(surface)} channel=1" in caplog.messages
    await asyncio.sleep(30)
    assert dispatcher.open_replies == 0
