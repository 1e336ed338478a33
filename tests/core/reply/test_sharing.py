"""The shares of several processes, over any demand, silence and lost answer."""

import math
from collections import deque
from dataclasses import dataclass, field

from hypothesis import given, settings, strategies as st

from bot.core.reply.sharing import LEASE, Claim, Table, alone, claim, divide

TOTAL = 49
LOOK = 0.25
WINDOW = 1.0

wants = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 200), min_size=1)


@given(wants, st.integers(12, 500))
def test_everything_is_divided_and_nothing_twice(wanted: dict[str, int], total: int) -> None:
    assert sum(divide(total, wanted).values()) == total


@given(wants, st.integers(50, 500))
def test_nobody_gets_less_than_another_who_wants_no_more(
    wanted: dict[str, int], total: int
) -> None:
    shares = divide(total, wanted)
    for one, more in wanted.items():
        for other, less in wanted.items():
            if more >= less:
                assert shares[one] >= shares[other] - 1  # what cannot be split


@given(wants, st.integers(50, 500))
def test_who_wants_less_than_an_even_part_gets_it(wanted: dict[str, int], total: int) -> None:
    shares = divide(total, wanted)
    for name, each in wanted.items():
        assert shares[name] >= min(each, total // len(wanted))


def test_the_idle_leave_what_they_do_not_need_and_keep_a_first_text() -> None:
    assert divide(TOTAL, {"busy": 90, "idle": 0}) == {"busy": 45, "idle": 4}
    assert divide(TOTAL, {"a": 0, "b": 0}) == {"a": 25, "b": 24}
    ten = divide(TOTAL, {"busy": 90} | {f"idle{number}": 0 for number in range(9)})
    assert sorted(ten.values()) == [1] * 9 + [40]


@dataclass
class Process:
    """One that sends as many as it may and wants, and does what it is told."""

    name: str
    fair: int
    wanted: int = 0
    share: int = 0
    heard: float = -math.inf
    cut_off: bool = False
    sent: deque[tuple[float, int]] = field(default_factory=deque)

    def used(self, now: float) -> int:
        while self.sent and self.sent[0][0] <= now - WINDOW:
            self.sent.popleft()
        return sum(count for _, count in self.sent)

    def send(self, now: float) -> None:
        count = min(self.wanted, self.share) - self.used(now)
        if count > 0:
            self.sent.append((now, count))

    def look(self, table: Table | None, now: float, *, answered: bool) -> Table | None:
        if table is None:
            self.share = alone(self.share, self.fair, now - self.heard)
            return None
        told = Claim(max(self.share, self.used(now)), self.wanted, now)
        table, share = claim(table, self.name, told, TOTAL, self.fair)
        if answered:
            self.share, self.heard = share, now
        return table


@dataclass
class Together:
    """Processes and their table, one after the other."""

    processes: list[Process]
    table: Table | None = None
    now: float = 0.0
    most: int = 0

    def run(self, seconds: float, lost: frozenset[int] = frozenset()) -> None:
        """Go on; of the looks the numbers *lost* get no answer."""
        for step in range(int(seconds / LOOK)):
            for each in self.processes:
                self.now += LOOK / len(self.processes)
                if self.table is not None:
                    self.table = each.look(self.table, self.now, answered=step not in lost)
                else:
                    each.look(None, self.now, answered=False)
                for sender in self.processes:
                    sender.send(self.now)
                self.most = max(self.most, sum(one.used(self.now) for one in self.processes))

    def begin(self) -> None:
        self.table = Table(self.now, {})

    @property
    def shares(self) -> list[int]:
        return [each.share for each in self.processes]


def two() -> Together:
    together = Together([Process("a", TOTAL // 2), Process("b", TOTAL // 2)])
    together.begin()
    return together


def test_two_new_processes_begin_with_their_parts_at_once() -> None:
    together = two()
    together.run(LOOK)
    assert together.shares == [24, 24]


def test_the_share_follows_the_load_within_a_second_and_a_half() -> None:
    together = two()
    together.run(LEASE + 1)
    busy, idle = together.processes
    busy.wanted = 200
    together.run(1)
    assert (busy.share, idle.share) == (45, 4)
    idle.wanted = 200
    together.run(1.5 + WINDOW)
    assert sorted(together.shares) == [24, 25]
    assert together.most <= TOTAL


def test_who_is_dead_leaves_its_share_to_the_others() -> None:
    together = two()
    for each in together.processes:
        each.wanted = 200
    together.run(LEASE + 1)
    del together.processes[0]
    together.run(LEASE + 2 * LOOK)
    assert together.shares == [TOTAL]


def test_who_comes_later_is_given_room_and_takes_none() -> None:
    """As in a rolling restart: the new one has the same shards, and would be due everything."""
    together = Together([Process("old", TOTAL, wanted=200)])
    together.begin()
    together.run(LEASE + 1)
    assert together.shares == [TOTAL]
    together.processes.append(Process("new", TOTAL, wanted=200))
    together.run(2)
    assert sorted(together.shares) == [24, 25]
    assert together.most <= TOTAL


def test_without_a_table_each_goes_on_with_its_part() -> None:
    together = two()
    together.processes[0].wanted = 200
    together.run(LEASE + 1)
    assert together.shares == [45, 4]
    together.table = None
    together.run(3 * LEASE)
    assert together.shares == [24, 24]
    together.begin()  # it comes back empty
    together.run(LEASE / 2)
    assert together.shares[0] == 24
    together.run(LEASE)
    assert together.shares == [45, 4]
    assert together.most <= TOTAL


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(0, 80), min_size=3, max_size=3),
            st.floats(0.25, 3 * LEASE),
            st.sampled_from(["there", "gone", "emptied"]),
            st.frozensets(st.integers(0, 12)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_second_ever_has_more_than_all(
    story: list[tuple[list[int], float, str, frozenset[int]]],
) -> None:
    """Whatever is wanted, whoever gets no answer, whenever the table is gone, or back and empty."""
    together = Together([Process(name, TOTAL // 3) for name in "abc"])
    together.begin()
    for wanted, seconds, state, lost in story:
        for each, count in zip(together.processes, wanted, strict=True):
            each.wanted = count
        if state == "gone":
            together.table = None
        elif state == "emptied" or together.table is None:
            together.begin()
        together.run(seconds, lost)
    assert together.most <= TOTAL
