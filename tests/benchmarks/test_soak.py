import argparse
import os
from pathlib import Path

import pytest

from benchmarks import _talkers, soak
from benchmarks._breaking import FAULTS
from benchmarks._fates import FINE, Fate, Reply, batches, drift, fate, trend
from bot.chat.texts import no_memory

_MEANT = "the hare runs home"
_QUICK = ("model cutting off", "Discord 5xx", "gateway closed", "question edited", "Stop pressed")


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([], Fate.LOST),
        (["the hare runs home\n-# model · 1 s"], Fate.ANSWERED),
        (["the hare runs\n-# Stopped."], Fate.TOLD),
        ([no_memory("1f2e3d")], Fate.TOLD),
        (["the hare runs"], Fate.TORN),
        (["the hare jumps\n-# Stopped."], Fate.TORN),
        (["the hare runs ▌"], Fate.STUCK),
        (["the hare runs home", "the hare runs home"], Fate.DOUBLED),
        (["the hare runs home the hare"], Fate.DOUBLED),
        (["the hare runs\n-# model · 1 s"], Fate.TORN),
        (["the hare", "runs home"], Fate.ANSWERED),
        (["runs home", "the hare"], Fate.TORN),
        (["the hare\n-# Stopped.", "runs"], Fate.TORN),
        (["the hare", "the hare", "runs home"], Fate.DOUBLED),
        ([no_memory(), no_memory()], Fate.DOUBLED),
    ],
)
def test_a_question_has_the_fate_that_its_asker_sees(replies: list[str], expected: Fate) -> None:
    assert fate([_MEANT], [Reply(content) for content in replies]) is expected


def test_a_reply_that_can_be_stopped_is_not_at_its_end() -> None:
    assert fate([_MEANT], [Reply(_MEANT, grows=True)]) is Fate.STUCK


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([Reply("the hare"), Reply("", file=_MEANT)], Fate.ANSWERED),
        ([Reply("the"), Reply("hare"), Reply("", file="hare runs home")], Fate.ANSWERED),
        ([Reply("the hare"), Reply("", file=_MEANT), Reply("", file=_MEANT)], Fate.DOUBLED),
        ([Reply("the hare"), Reply("", file="the hare runs")], Fate.TORN),
        ([Reply("the hare\n-# The whole text is in the file below.")], Fate.TORN),
    ],
)
def test_a_file_has_the_whole_text_of_the_messages_before_it(
    replies: list[Reply], expected: Fate
) -> None:
    assert fate([_MEANT], replies) is expected


def test_what_a_person_has_deleted_or_stopped_is_missed_by_nobody() -> None:
    assert fate([_MEANT], [], by_person=True) is Fate.GONE
    assert fate([_MEANT], [Reply("the hare\n-# Stopped.")], by_person=True) is Fate.GONE
    assert fate([_MEANT], [Reply(_MEANT), Reply(_MEANT)], by_person=True) is Fate.DOUBLED


def test_an_edited_question_may_be_answered_as_it_was_or_as_it_is() -> None:
    for text in ("as it was", "as it is"):
        assert fate(["as it was", "as it is"], [Reply(text)]) is Fate.ANSWERED


def test_why_an_edit_is_not_answered_stands_beside_the_answer_that_there_is() -> None:
    replies = [Reply("as it was"), Reply("The limit is reached (20 questions a minute).")]
    assert fate(["as it was", "as it is"], replies) is Fate.ANSWERED
    assert fate(["as it was"], replies) is Fate.DOUBLED


def test_a_line_has_its_slope_and_no_error() -> None:
    found = trend([(at, 100 + at / 10) for at in range(10)])

    assert found.slope == pytest.approx(0.1)
    assert found.error == pytest.approx(0)


def test_a_batch_stands_for_its_points_and_what_is_left_over_does_not_count() -> None:
    points = [(float(at), float(at % 2)) for at in range(7)]

    assert batches(points, 3) == [(0.5, 0.5), (2.5, 0.5), (4.5, 0.5)]


def test_what_goes_up_and_down_is_flat_within_its_error() -> None:
    found = trend([(at, 100 + at % 2) for at in range(100)])

    assert abs(found.slope) < 2 * found.error


def test_one_step_is_chance_and_the_same_step_each_time_is_growth() -> None:
    once = drift([(at, 4.0 if at > 6 else 0.0) for at in range(10)])
    again = drift([(at, at + at % 2 / 10) for at in range(10)])

    assert once.slope < 2 * once.error
    assert again.slope == pytest.approx(1.0, abs=0.02)
    assert again.slope > 2 * again.error


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="reads /proc")  # noqa: PTH110
async def test_nothing_is_lost_in_a_few_seconds_of_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soak, "FAULTS", {name: FAULTS[name] for name in _QUICK})
    monkeypatch.setattr(soak, "_PAUSE", (0.2, 0.4))
    monkeypatch.setattr(soak, "_LENGTH", (0.2, 0.8))
    monkeypatch.setattr(soak, "_LOOK_EVERY", 0.2)
    monkeypatch.setattr(_talkers, "_LONG_SHARE", 0.0)
    options = argparse.Namespace(
        minutes=0.05, channels=8, rate=4.0, seed=1, postgres=False, log=None
    )

    soaked = await soak.soak(options, tmp_path)

    assert len(soaked.talkers.asked) > 3
    assert set(soaked.fates) <= FINE
    assert soaked.came.total() > 3
    assert soaked.tasks_after <= soaked.tasks_before
    assert not soaked.ended_early
