from collections import Counter
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from bot.core.reply.pacing import (
    LANE_BURST,
    LANE_RATE,
    LANE_UNDER_WAY,
    TOKEN_REQUESTS,
    TYPING_DELAY,
    TYPING_EVERY,
    Demand,
    Planner,
    Urgency,
    planned,
)

RTT = 0.08


class Discord:
    """A planner driven in steps of time, with a Discord that answers after RTT seconds."""

    def __init__(self) -> None:
        self.planner = Planner()
        self.now = 0.0
        self.sent: list[tuple[float, str, Urgency]] = []
        self.under_way: list[tuple[float, str]] = []

    def open(self, key: str, lane: str) -> None:
        self.planner.open(key, lane)

    def run(self, seconds: float, step: float = 0.01) -> None:
        end = self.now + seconds
        while self.now < end:
            for back, key in [each for each in self.under_way if each[0] <= self.now]:
                self.under_way.remove((back, key))
                self.planner.settle(key, self.now, taken=True)
            for granted, urgency in self.planner.grant(self.now):
                self.sent.append((self.now, str(granted), urgency))
                self.under_way.append((self.now + RTT, str(granted)))
            self.now += step

    def write(self, keys: list[str], seconds: float, step: float = 0.02) -> None:
        """All *keys* get new text at every step."""
        for _ in range(int(seconds / step)):
            for key in keys:
                begun = any(sent == key for _, sent, _ in self.sent)
                urgency = Urgency.COSMETIC if begun else Urgency.DECISIVE
                self.planner.want(key, urgency, self.now)
            self.run(step)

    def times(self, key: str | None = None) -> list[float]:
        return [at for at, sent, _ in self.sent if key in (None, sent)]


def most_in_a_second(times: list[float]) -> int:
    return max((sum(at <= other < at + 1 for other in times) for at in times), default=0)


def test_the_first_text_goes_at_once() -> None:
    discord = Discord()
    discord.open("a", "lane")
    discord.planner.want("a", Urgency.DECISIVE, 0.0)
    assert discord.planner.grant(0.0) == [("a", Urgency.DECISIVE)]


def test_a_long_answer_settles_at_the_refill() -> None:
    discord = Discord()
    discord.open("a", "lane")
    discord.write(["a"], 30)
    gaps = [b - a for a, b in pairwise(discord.times())]
    assert 30 <= len(gaps) <= 34
    assert max(gaps) < 1.1


def test_the_burst_is_spread_evenly() -> None:
    discord = Discord()
    discord.open("a", "lane")
    discord.write(["a"], 6)
    gaps = [b - a for a, b in pairwise(discord.times())]
    assert len(gaps) >= 8
    assert max(gaps) < 1.0


@settings(max_examples=25)
@given(st.integers(1, 8), st.integers(1, 4), st.integers(2, 12))
def test_no_lane_is_ever_emptied_nor_crowded(replies: int, lanes: int, seconds: int) -> None:
    discord = Discord()
    keys = [f"{number}" for number in range(replies)]
    for number, key in enumerate(keys):
        discord.open(key, f"lane {number % lanes}")
    discord.write(keys, seconds, step=0.05)
    for lane in range(lanes):
        times = sorted(at for key in keys[lane::lanes] for at in discord.times(key)[1:])
        for first, start in enumerate(times):
            for last in range(first, len(times)):
                allowed = LANE_BURST - 1 + (times[last] - start) * LANE_RATE
                assert last - first + 1 <= allowed + 1e-6
        together = Counter(
            sum(a <= b < a + RTT for key in keys[lane::lanes] for a in discord.times(key))
            for b in times
        )
        assert max(together, default=0) <= LANE_UNDER_WAY


def test_the_token_is_never_exceeded_by_a_thousand_replies() -> None:
    discord = Discord()
    keys = [f"{number}" for number in range(300)]
    for key in keys:
        discord.open(key, key)
    discord.write(keys, 4, step=0.1)
    arrivals = [at + RTT / 2 for at in discord.times()]
    assert most_in_a_second(arrivals) <= TOKEN_REQUESTS
    assert len(arrivals) >= 0.9 * TOKEN_REQUESTS * 4


def test_what_leaves_one_token_is_under_way_alone() -> None:
    """discord.py would see one token less one request under way: none, and hold the lane."""
    discord = Discord()
    for key in "abcde":
        discord.open(key, "lane")
    discord.planner.observe("lane", edit=False, remaining=1)
    for key in "abcde":
        discord.planner.want(key, Urgency.DECISIVE, 0.0)
    discord.run(6)
    times = discord.times()
    assert len(times) == 5
    assert all(b - a >= RTT for a, b in pairwise(times))


def test_a_final_text_does_not_wait_behind_cosmetic_ones() -> None:
    discord = Discord()
    for key in ("a", "b"):
        discord.open(key, "lane")
    discord.write(["a", "b"], 10)
    ended = discord.now
    discord.planner.want("a", Urgency.DECISIVE, ended)
    discord.planner.want("b", Urgency.COSMETIC, ended)
    discord.run(1.0)
    after = [(at, key) for at, key, _ in discord.sent if at >= ended]
    assert after[0][1] == "a"
    assert after[0][0] - ended < 0.15


def test_replies_of_one_lane_share_it_fairly() -> None:
    discord = Discord()
    keys = list("abcde")
    for key in keys:
        discord.open(key, "lane")
    discord.write(keys, 30)
    counts = Counter(key for _, key, _ in discord.sent)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_with_many_channels_the_pace_stretches_evenly() -> None:
    discord = Discord()
    keys = [f"{number}" for number in range(120)]
    for key in keys:
        discord.open(key, key)
    discord.write(keys, 12, step=0.1)
    counts = Counter(key for _, key, _ in discord.sent)
    assert max(counts.values()) - min(counts[key] for key in keys) <= 1


def test_a_refusal_pauses_its_lane_and_no_other() -> None:
    discord = Discord()
    for key in ("a", "b"):
        discord.open(key, key)
    discord.write(["a", "b"], 2)
    discord.planner.refused("a", 3.0, discord.now)
    at = discord.now
    discord.write(["a", "b"], 10)
    first = {key: min(t for t in discord.times(key) if t >= at) for key in ("a", "b")}
    assert first["a"] >= at + 3.0
    assert first["b"] < at + 1.2


def test_a_refusal_of_the_token_pauses_everybody_and_they_come_back() -> None:
    discord = Discord()
    for key in ("a", "b"):
        discord.open(key, key)
    discord.write(["a", "b"], 2)
    discord.planner.refused(None, 3.0, discord.now)
    at = discord.now
    discord.write(["a", "b"], 20)
    assert min(t for t in discord.times() if t >= at) >= at + 3.0
    assert len([t for t in discord.times("a") if t >= at + 10]) >= 8


def test_discords_own_count_is_believed() -> None:
    discord = Discord()
    discord.open("a", "lane")
    discord.write(["a"], 0.1)
    discord.planner.observe("lane", edit=True, remaining=1)
    at = discord.now
    discord.write(["a"], 3)
    assert len([t for t in discord.times() if t >= at]) <= 3


def test_what_was_not_needed_is_given_back() -> None:
    discord = Discord()
    discord.open("a", "lane")
    for _ in range(50):
        discord.planner.want("a", Urgency.DECISIVE, 0.0)
        assert discord.planner.grant(0.0)
        discord.planner.give_back("a")


def test_typing_is_shown_every_eight_seconds_and_never_before_a_text_that_waits() -> None:
    discord = Discord()
    discord.open("a", "lane")
    for _ in range(200):
        discord.planner.want("a", Urgency.TYPING, discord.now)
        discord.run(0.1)
    gaps = [b - a for a, b in pairwise(discord.times())]
    assert all(gap >= TYPING_EVERY for gap in gaps)
    assert len(gaps) == 2


def test_idle_lanes_are_forgotten() -> None:
    planner = Planner()
    for number in range(100):
        planner.open(number, f"lane {number}")
        planner.close(number, float(number))
    assert len(planner._lanes) < 30


def test_a_smaller_window_holds_from_the_next_grant_on() -> None:
    discord = Discord()
    keys = [f"reply {number}" for number in range(80)]
    for key in keys:
        discord.open(key, key)
    discord.write(keys, 3)
    discord.planner.allow(10)
    discord.write(keys, 1 + RTT)
    at = discord.now
    discord.write(keys, 5)
    assert most_in_a_second([each for each in discord.times() if each >= at]) <= 10


def test_a_process_without_requests_sends_nothing_until_it_has_some() -> None:
    planner = Planner(0)
    planner.open("a", "lane")
    planner.want("a", Urgency.DECISIVE, 0.0)
    assert (planner.grant(0.0), planner.next_due(0.0)) == ([], None)
    assert planner.demand(0.0) == Demand(used=0, wanted=1)
    planner.allow(1)
    assert planner.grant(0.0) == [("a", Urgency.DECISIVE)]
    assert planner.demand(0.0) == Demand(used=1, wanted=1)


def test_the_smallest_share_still_shows_that_it_types() -> None:
    planner = Planner(1)
    planner.open("a", "lane")
    planner.want("a", Urgency.TYPING, 0.0)
    assert planner.grant(TYPING_DELAY) == [("a", Urgency.TYPING)]


def test_where_a_proxy_keeps_the_limit_all_go_at_once() -> None:
    planner = Planner(planned(0))
    for number in range(200):
        planner.open(number, f"lane {number}")
        planner.want(number, Urgency.DECISIVE, 0.0)
    assert len(planner.grant(0.0)) == 200
    assert (planned(50), planned(1)) == (TOKEN_REQUESTS, 1)
