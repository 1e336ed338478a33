"""Any byte sequence a server can send gives either text or one clear error."""

import asyncio
import time
from dataclasses import dataclass, field

import pytest

from bot.chat.ports import Finish
from bot.core.errors import ModelError
from bot.core.wire.completion import Delta
from bot.llm.account import ModelAccount
from bot.llm.retry import RetryPolicy
from tests.llm.cases_framing import ENDING, FRAMING
from tests.llm.cases_http import HTTP
from tests.llm.cases_payload import PAYLOAD
from tests.llm.conftest import CARD, REQUEST, MakeModel, Naps
from tests.llm.wire_case import Case
from tests.llm.wire_server import WireServer

CASES = [*FRAMING, *ENDING, *PAYLOAD, *HTTP]
KEY = "tk.secret"
MOST_LAG = 0.25  # seconds of work for which nothing else on the loop may get its turn
# Half of the shortest deadline that no case is about: what ends later was ended by that one.
WITHIN = 30.0  # seconds


@dataclass
class Outcome:
    deltas: list[Delta] = field(default_factory=list)
    finish: Finish | None = None
    error: ModelError | None = None
    seconds: float = 0.0

    @property
    def text(self) -> str:
        return "".join(delta.text for delta in self.deltas)

    @property
    def reasoning(self) -> str:
        return "".join(delta.reasoning for delta in self.deltas)


async def ask(model: ModelAccount, *, leaves: bool) -> Outcome:
    outcome, started = Outcome(), time.monotonic()
    try:
        async with model.answer(REQUEST, CARD) as stream:
            async for delta in stream:
                outcome.deltas.append(delta)
                if leaves:
                    break
            outcome.finish = stream.finish
    except ModelError as error:
        outcome.error = error
    outcome.seconds = time.monotonic() - started
    return outcome


async def worst_lag(asking: asyncio.Task[Outcome]) -> float:
    worst = 0.0
    while not asking.done():
        before = time.thread_time()  # the clock on the wall would measure the machine's other work
        await asyncio.sleep(0.005)
        worst = max(worst, time.thread_time() - before)
    return worst


def assert_ended_as(case: Case, outcome: Outcome) -> None:
    if outcome.error is not None:
        assert outcome.error.fault is case.fault, outcome.error
        told = f"{outcome.error.detail} {outcome.error.said}"
        assert case.detail in told
        assert KEY not in told
    elif not case.leaves:
        assert outcome.finish is not None
        assert (outcome.finish.reason, outcome.finish.usage) == (case.reason, case.usage)
        assert case.fault is None


def test_every_number_of_the_list_is_in_the_table() -> None:
    assert {case.number for case in CASES} == set(range(1, 71))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_wire_case(
    case: Case, make_model: MakeModel, naps: Naps, request: pytest.FixtureRequest
) -> None:
    certificate = request.getfixturevalue("tls") if case.tls else None
    async with WireServer(case.script, tls=certificate) as server, asyncio.TaskGroup() as tasks:
        model = make_model(server, case.deadlines, retry=RetryPolicy(patience=0), key=KEY)
        asking = tasks.create_task(ask(model, leaves=case.leaves))
        lag = await worst_lag(asking)
        if case.waits_for_the_client:
            await asyncio.wait_for(server.gone.wait(), WITHIN)

    outcome = asking.result()
    assert outcome.text[: len(case.text)] == case.text
    assert len(outcome.text) <= len(case.text) + case.overrun
    assert outcome.reasoning == case.reasoning
    assert_ended_as(case, outcome)
    assert len(server.requests) == case.tries
    assert all(case.nap <= nap <= case.nap + 2 for nap in naps.taken)
    assert outcome.seconds < WITHIN
    assert lag < MOST_LAG
