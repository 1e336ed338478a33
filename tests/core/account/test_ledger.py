import heapq
import math
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given, settings, strategies as st

from bot.core.account.ledger import Ledger, Limits, Ticket

WINDOW = 60.0
ROUNDING = 1e-6


@dataclass(frozen=True)
class Asked:
    at: float
    tenant: int
    reserved: int
    used: int
    lasts: float
    late: float  # seconds that the request is under way


@dataclass(frozen=True)
class Served:
    asked: Asked
    number: int
    granted: float
    ended: float

    @property
    def arrived(self) -> float:
        return self.granted + self.asked.late


@dataclass(frozen=True)
class Account:
    limits: Limits
    questions: list[Asked]


def served(account: Account) -> list[Served]:
    """All that were let in, in that order; time jumps to where the ledger says that it helps."""
    ledger, now = Ledger(account.limits), 0.0
    coming = sorted(enumerate(account.questions), key=lambda each: each[1].at, reverse=True)
    ending: list[tuple[float, int]] = []
    done: list[Served] = []
    again = math.inf
    while coming or ending or again < math.inf:
        due = [now + again]
        due += [coming[-1][1].at] if coming else []
        due += [ending[0][0]] if ending else []
        now = max(now, min(due))
        while ending and ending[0][0] <= now:
            _, number = heapq.heappop(ending)
            ledger.settle(f"{number}", account.questions[number].used, now)
        while coming and coming[-1][1].at <= now:
            number, asked = coming.pop()
            ledger.enter(Ticket(f"{number}", asked.tenant, asked.reserved))
        look = ledger.look(now)
        again = look.again
        for ticket_id in look.granted:
            asked = account.questions[int(ticket_id)]
            heapq.heappush(ending, (now + asked.lasts, int(ticket_id)))
            done.append(Served(asked, int(ticket_id), now, now + asked.lasts))
    return done


def most_in_a_window(counted: list[tuple[float, int]], seconds: float = WINDOW) -> int:
    return max(
        sum(amount for at, amount in counted if start <= at < start + seconds - ROUNDING)
        for start, _ in counted
    )


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    limits = Limits(draw(st.integers(1, 6)), draw(st.integers(100, 500)), draw(st.integers(1, 4)))

    def question() -> Asked:
        reserved = draw(st.integers(0, 700))
        return Asked(
            at=draw(st.floats(0, 150)),
            tenant=draw(st.integers(1, 4)),
            reserved=reserved,
            used=draw(st.integers(0, min(reserved, limits.tokens))),
            lasts=draw(st.floats(1, 100)),
            late=draw(st.floats(0, limits.margin)),
        )

    return Account(limits, [question() for _ in range(draw(st.integers(1, 30)))])


@settings(max_examples=150)
@given(accounts())
def test_no_limit_is_exceeded_in_any_window_wherever_the_server_counts(account: Account) -> None:
    limits, done = account.limits, served(account)
    assert most_in_a_window([(each.arrived, 1) for each in done]) <= limits.requests
    by_arrival = [(each.arrived, each.asked.used) for each in done]
    assert most_in_a_window(by_arrival) <= limits.tokens
    by_end = [(max(each.arrived, each.ended), each.asked.used) for each in done]
    assert most_in_a_window(by_end) <= limits.tokens
    for now in [each.granted for each in done]:
        assert sum(each.granted <= now < each.ended for each in done) <= limits.concurrency


@settings(max_examples=100)
@given(accounts())
def test_everybody_is_let_in_once_and_each_tenants_questions_in_order(account: Account) -> None:
    done = served(account)
    assert sorted(each.number for each in done) == list(range(len(account.questions)))
    for tenant in range(1, 5):
        asked = [each.asked.at for each in done if each.asked.tenant == tenant]
        assert asked == sorted(asked)


def order(ledger: Ledger) -> str:
    """The tenants in the order in which they are let in, one at a time."""
    names = []
    while look := ledger.look(0.0).granted:
        names.append(look[0])
        ledger.leave(look[0])
    return "".join(name[0] for name in names)


def backlog(ledger: Ledger, tenants: str) -> None:
    for number, tenant in enumerate(tenants):
        ledger.enter(Ticket(f"{tenant}{number}", ord(tenant), 1))


def test_one_server_with_a_hundred_questions_does_not_hold_back_anothers_one() -> None:
    ledger = Ledger(Limits(concurrency=1))
    backlog(ledger, "a" * 100 + "b")
    assert order(ledger)[:3] == "aba"


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=40))
def test_two_servers_with_a_backlog_take_turns(tenants: list[str]) -> None:
    ledger = Ledger(Limits(concurrency=1))
    backlog(ledger, "".join(tenants))
    both = 2 * min(Counter("ab" + "".join(tenants)).values()) - 2
    turns = order(ledger)
    assert all(turns[at] != turns[at + 1] for at in range(0, both, 2))
    assert len(turns) == len(tenants)


@given(st.text("abcd", min_size=1, max_size=40), st.integers(0, 40))
def test_a_lone_question_waits_for_at_most_one_of_each_other_server(
    tenants: str, before: int
) -> None:
    ledger = Ledger(Limits(concurrency=1))
    backlog(ledger, tenants)
    for _ in range(before):
        for ticket_id in ledger.look(0.0).granted:
            ledger.leave(ticket_id)
    ledger.enter(Ticket("z", ord("z"), 1))
    ahead = order(ledger).partition("z")[0]
    assert max(Counter(ahead).values(), default=0) <= 1


def test_who_asks_again_and_again_takes_turns_with_a_backlog() -> None:
    ledger = Ledger(Limits(concurrency=1))
    ledger.enter(Ticket("a", ord("a"), 1))
    backlog(ledger, "bbb")
    turns = ""
    for _ in range(6):
        (ticket_id,) = ledger.look(0.0).granted
        turns += ticket_id[0]
        ledger.leave(ticket_id)
        if ticket_id == "a":
            ledger.enter(Ticket("a", ord("a"), 1))
    assert turns == "abbaba"  # once in every round


def test_a_turn_of_long_ago_does_not_push_back() -> None:
    ledger = Ledger(Limits(concurrency=1))
    backlog(ledger, "zababab")
    for _ in range(4):  # z, a, b and a
        for ticket_id in ledger.look(0.0).granted:
            ledger.leave(ticket_id)
    ledger.enter(Ticket("z", ord("z"), 1))
    assert order(ledger) == "bzab"


def test_what_was_cancelled_does_not_push_back_its_tenants_next_question() -> None:
    ledger = Ledger(Limits(concurrency=1))
    backlog(ledger, "a" * 10 + "b" * 3)
    for number in range(10):
        ledger.leave(f"a{number}")
    ledger.enter(Ticket("a", ord("a"), 1))
    assert order(ledger)[:2] == "ba"


def test_a_short_question_does_not_pass_a_long_one() -> None:
    ledger = Ledger(Limits(tokens=100))
    ledger.enter(Ticket("first", 1, 60))
    ledger.enter(Ticket("long", 2, 60))
    ledger.enter(Ticket("short", 3, 10))
    look = ledger.look(0.0)
    assert look.granted == ("first",)
    assert look.places == {"long": 1, "short": 2}
    assert look.again == math.inf
    ledger.settle("first", 40, 5.0)
    assert ledger.look(5.0).granted == ("long",)
    assert ledger.look(5.0).again == pytest.approx(61.0)


def test_a_question_longer_than_the_limit_goes_alone() -> None:
    ledger = Ledger(Limits(tokens=100))
    ledger.enter(Ticket("short", 1, 1))
    ledger.enter(Ticket("huge", 1, 1_000_000))
    ledger.enter(Ticket("next", 1, 1))
    assert ledger.look(0.0).granted == ("short",)
    ledger.settle("short", 1, 0.0)
    assert ledger.look(60.9).granted == ()
    assert ledger.look(61.0).granted == ("huge",)
    ledger.settle("huge", None, 62.0)
    assert ledger.look(122.9).granted == ()
    assert ledger.look(123.0).granted == ("next",)


def test_what_was_used_beyond_the_reservation_counts() -> None:
    ledger = Ledger(Limits(tokens=100))
    ledger.enter(Ticket("a", 1, 10))
    assert ledger.look(0.0).granted == ("a",)
    ledger.settle("a", 95, 0.0)
    ledger.enter(Ticket("b", 1, 10))
    assert ledger.look(1.0).again == pytest.approx(60.0)


def test_what_was_granted_and_never_used_books_no_tokens() -> None:
    ledger = Ledger(Limits(tokens=100, concurrency=1))
    ledger.enter(Ticket("a", 1, 100))
    ledger.enter(Ticket("b", 1, 100))
    assert ledger.look(0.0).granted == ("a",)
    ledger.leave("a")
    assert ledger.look(0.0).granted == ("b",)


def test_refused_questions_go_again_before_all_others_and_in_their_order() -> None:
    ledger = Ledger(Limits(concurrency=2))
    backlog(ledger, "abcd")
    assert ledger.look(0.0).granted == ("a0", "b1")
    backlog(ledger, "e")
    ledger.pause(10.0, 0.0)
    ledger.requeue("b1", Ticket("b again", ord("b"), 1))
    ledger.requeue("a0", Ticket("a again", ord("a"), 1))
    assert list(ledger.look(0.0).places)[:2] == ["a again", "b again"]
    assert ledger.look(10.0).granted == ("a again", "b again")


def test_a_refused_request_counts_as_one() -> None:
    ledger = Ledger(Limits(requests=1))
    ledger.enter(Ticket("a", 1, 1))
    assert ledger.look(0.0).granted == ("a",)
    ledger.requeue("a", Ticket("again", 1, 1))
    assert ledger.look(1.0).again == pytest.approx(60.0)


def test_a_pause_holds_everybody_and_a_shorter_one_does_not_end_it() -> None:
    ledger = Ledger(Limits())
    ledger.pause(20.0, 0.0)
    ledger.pause(5.0, 1.0)
    ledger.enter(Ticket("a", 1, 1))
    look = ledger.look(2.0)
    assert (look.granted, look.paused, look.again) == ((), 18.0, 18.0)
    assert ledger.look(20.0).granted == ("a",)
    assert ledger.look(20.0).paused == 0


def test_limits_that_shrink_wait_for_what_went_before() -> None:
    ledger = Ledger(Limits(requests=4))
    for second in range(4):
        ledger.enter(Ticket(f"{second}", 1, 1))
        ledger.look(float(second))
    ledger.limits = Limits(requests=2)
    ledger.enter(Ticket("next", 1, 1))
    assert ledger.look(10.0).again == pytest.approx(2 + 61 - 10)


def test_no_limits_let_everybody_in() -> None:
    ledger = Ledger(Limits())
    backlog(ledger, "a" * 500)
    assert len(ledger.look(0.0).granted) == 500


def test_unknown_tickets_are_ignored() -> None:
    ledger = Ledger(Limits(concurrency=1))
    ledger.settle("x", 5, 0.0)
    ledger.leave("x")
    ledger.adopt("x", 0.0)
    ledger.requeue("x", Ticket("y", 1, 1))
    assert ledger.look(0.0).granted == ("y",)


def test_a_share_is_never_nothing_and_no_limit_stays_none() -> None:
    assert Limits(5, 0, 2).share(3) == Limits(1, 0, 1)
