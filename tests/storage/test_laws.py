"""Whatever is said, changed and forgotten, the memory is what a simple model of it says."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.chat.ports import Memory
from bot.core.talk.turns import Answer, Question, Summary, TurnState
from tests.databases import open_memory
from tests.fakes import FakeMemory
from tests.postgres import Postgres

T = TypeVar("T")
CHANNELS = (1, 2)
SERVER_OF = {1: 7, 2: None}
PEOPLE = st.sampled_from([5, 6])
IN = st.sampled_from(CHANNELS)
# Discord gives an id once. An exchange has ten: 100 asks, 101 to 109 may answer.
NUMBERS = st.integers(1, 8)
MESSAGES = st.builds(lambda number, part: number * 100 + part, NUMBERS, st.integers(0, 3))
TEXTS = st.sampled_from(["", "Why?", "Because.", "한국어 😀"])


class Talk(RuleBasedStateMachine):
    """The memory under test beside its model; each rule does the same to both."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model = FakeMemory()
        self.opened = AsyncExitStack()
        self.memory = self.run(self.opened.enter_async_context(open_memory(self.url)))
        self.read: dict[int, tuple[int, int]] = {}  # revisions that a summary was begun at

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def both(self, call: str, *arguments: object) -> None:
        """Call the same of both; what they give must be the same."""
        given = [
            self.run(getattr(memory, call)(*arguments)) for memory in (self.memory, self.model)
        ]
        assert given[0] == given[1], call

    @rule(channel=IN, number=NUMBERS, person=PEOPLE, text=TEXTS, to=MESSAGES | st.none())
    def ask(self, channel: int, number: int, person: int, text: str, to: int | None) -> None:
        if number * 100 in self.model.questions:
            channel = self.model.questions[number * 100].channel_id
        server = SERVER_OF[channel]
        question = Question(channel, server, number * 100, person, "Mina", text, number, to)
        self.both("add_question", question)

    @rule(number=NUMBERS, state=st.sampled_from(TurnState), text=TEXTS, parts=st.integers(0, 3))
    def answer(self, number: int, state: TurnState, text: str, parts: int) -> None:
        ids = tuple(number * 100 + part for part in range(1, parts + 1))
        answer = Answer(text, state, "m", ids, float(number), 1, 2, 3)
        self.both("put_answer", self.question(number), answer)

    @rule(number=NUMBERS, text=TEXTS)
    def edit(self, number: int, text: str) -> None:
        self.both("change_question", replace(self.question(number), text=text))

    @rule(channel=IN, message=MESSAGES)
    def delete(self, channel: int, message: int) -> None:
        self.both("delete_message", channel, message)

    @rule(channel=IN)
    def forget(self, channel: int) -> None:
        self.both("forget", channel)

    @rule(server=st.sampled_from([7, 8, None]), person=PEOPLE, channel=IN | st.none())
    def forget_person(self, server: int | None, person: int, channel: int | None) -> None:
        self.both("forget_person", server, person, channel)

    @rule(before=st.integers(0, 9), server=st.sampled_from([7, 8, None]))
    def sweep(self, before: float, server: int | None) -> None:
        self.both("sweep", before, server)

    @rule(channel=IN)
    def begin_summary(self, channel: int) -> None:
        of_each = [self.run(each.revision(channel)) for each in (self.memory, self.model)]
        self.read[channel] = (of_each[0], of_each[1])

    @rule(channel=IN, number=NUMBERS, person=PEOPLE | st.just(0))
    def put_summary(self, channel: int, number: int, person: int) -> None:
        if channel in self.read:
            summary = Summary(channel, number * 100, "They met.", 3, 1.0, person)
            mine, models = self.read[channel]
            stored = self.run(self.memory.put_summary(summary, mine))
            assert stored == self.run(self.model.put_summary(summary, models))

    @rule(channel=IN, until=MESSAGES, person=PEOPLE | st.none(), since=MESSAGES | st.just(0))
    def recall(self, channel: int, until: int, person: int | None, since: int) -> None:
        self.both("recall", channel, until, 5, person, since)

    @rule(channel=IN, message=MESSAGES, limit=st.integers(1, 9))
    def chain(self, channel: int, message: int, limit: int) -> None:
        self.both("chain", channel, message, limit)

    @rule(channel=IN, message=MESSAGES)
    def find(self, channel: int, message: int) -> None:
        self.both("find_message", channel, message)
        self.both("exchange", channel, message)
        self.both("count", channel)

    @rule()
    def recover(self) -> None:
        self.both("claim_unfinished", 99.0, 50.0)

    @rule()
    def reopen(self) -> None:
        self.run(self.opened.aclose())
        self.memory = self.run(self.opened.enter_async_context(open_memory(self.url)))
        self.model.own.clear()

    @invariant()
    def they_are_equal(self) -> None:
        assert self.run(everything(self.memory)) == self.run(everything(self.model))

    def question(self, number: int) -> Question:
        unknown = Question(1, 7, number * 100, 5, "Mina", "Never asked", 1.0)
        return self.model.questions.get(number * 100, unknown)

    def teardown(self) -> None:
        self.run(self.opened.aclose())
        self.runner.close()


async def everything(memory: Memory) -> list[object]:
    """Give what is stored in all channels."""
    return [
        await memory.claim_unfinished(before=99.0, now=1.0),
        *[await memory.export(channel_id=channel) for channel in CHANNELS],
        *[await memory.summary(channel, person) for channel in CHANNELS for person in (0, 5)],
    ]


def check(new_url: Callable[[], str], examples: int) -> None:
    class OnFreshDatabase(Talk):
        def __init__(self) -> None:
            self.url = new_url()
            super().__init__()

    run_state_machine_as_test(
        OnFreshDatabase,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_sequence_leaves_sqlite_equal_to_the_model(tmp_path: Path) -> None:
    numbers = itertools.count()
    check(lambda: f"sqlite:///{tmp_path}/{next(numbers)}.db", examples=30)


def test_any_sequence_leaves_postgresql_equal_to_the_model(postgres: Postgres) -> None:
    numbers = itertools.count()
    check(lambda: postgres.create(f"law_{next(numbers)}"), examples=6)
