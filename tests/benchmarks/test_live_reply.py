import os

import pytest

from benchmarks import _stage, live_reply
from benchmarks._script import asked, pieces, question
from benchmarks._stage import Scenario, measure


def test_a_question_is_understood_wherever_it_stands() -> None:
    body = f'[{{"content": "{question(5, 1)}"}}, {{"content": "{question(30, 12)}"}}]'

    assert asked(body.encode()) == (30, 12)


def test_an_answer_has_its_number_of_words_and_is_always_the_same() -> None:
    assert len("".join(pieces(300, 7)).split()) == 300
    assert pieces(300, 7) == pieces(300, 7)
    assert pieces(300, 7) != pieces(300, 8)


def test_300_words_fit_into_one_message_beside_a_footer() -> None:
    assert max(len("".join(pieces(300, number))) for number in range(1001)) < 1840


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="reads /proc")  # noqa: PTH110
@pytest.mark.parametrize("contestant", ["ours", "naive"])
async def test_a_small_scenario_is_measured(
    contestant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_stage, "_QUIET", 0.5)
    who = {"ours": live_reply.OURS, "naive": live_reply.naive("")}[contestant]

    measured = await measure(Scenario("two", ((40,), (20, 20))), who)

    assert (measured.broken, measured.refusals, len(measured.views)) == (0, 0, 3)
    assert measured.requests["POST"] == 3
    assert measured.cpu_seconds > 0
    assert measured.peak_mib > 0
    assert all(0.04 <= view.first_visible < 5 for view in measured.views)
