from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

from hypothesis import given, strategies as st

from bot.core.account.prices import Hours, Peak, Price, Tariff, cost
from bot.core.wire.usage import Usage

FLASH = Price(Decimal("0.15"), Decimal("0.003"), Decimal("0.60"))
DEAR = Price(Decimal("0.30"), Decimal("0.006"), Decimal("1.20"))
PEAK = Peak(DEAR, (Hours(time(1), time(4)), Hours(time(6), time(10))), weekdays_only=True)
TARIFF = Tariff(FLASH, date(2026, 10, 27), PEAK)
FRIDAY, SATURDAY, SUNDAY = (datetime(2026, 11, day, tzinfo=UTC) for day in (20, 21, 22))

counts = st.integers(0, 10**12)
usages = st.builds(Usage, counts, counts, counts, counts)
prices = st.decimals(0, 1000, places=6)
tariffs = st.builds(Tariff, st.builds(Price, prices, prices, prices), st.just(date(2026, 1, 1)))


def paid(usage: Usage, at: datetime = SUNDAY) -> int | None:
    return cost(usage, TARIFF, at)


def test_a_million_tokens_cost_the_price() -> None:
    assert paid(Usage(10**6, 0)) == 150_000_000
    assert paid(Usage(10**6, 0, cached_tokens=10**6)) == 3_000_000
    assert paid(Usage(0, 10**6)) == 600_000_000


def test_cached_tokens_are_part_of_the_prompt_and_cost_the_cached_price() -> None:
    assert paid(Usage(100, 0, cached_tokens=60)) == 40 * 150 + 60 * 3
    assert paid(Usage(100, 0, cached_tokens=900)) == 100 * 3


def test_reasoning_tokens_are_not_paid_twice() -> None:
    assert paid(Usage(0, 50, reasoning_tokens=40)) == paid(Usage(0, 50))


def test_an_unknown_price_is_unknown_and_not_nothing() -> None:
    assert cost(Usage(10, 10), None, SUNDAY) is None
    assert cost(Usage(0, 0), TARIFF, SUNDAY) == 0


def test_the_peak_price_holds_from_the_first_to_before_the_last_minute() -> None:
    token = Usage(1, 0)
    inside = [time(1), time(3, 59, 59), time(6), time(9, 59)]
    outside = [time(0, 59, 59), time(4), time(5), time(10), time(23)]
    assert {paid(token, datetime.combine(FRIDAY, at, UTC)) for at in inside} == {300}
    assert {paid(token, datetime.combine(FRIDAY, at, UTC)) for at in outside} == {150}


def test_weekends_have_no_peak_where_it_is_for_weekdays() -> None:
    token = Usage(1, 0)
    assert paid(token, SATURDAY + timedelta(hours=2)) == 150
    always = Tariff(FLASH, date(2026, 10, 27), Peak(DEAR, PEAK.hours))
    assert cost(token, always, SATURDAY + timedelta(hours=2)) == 300


def test_the_hours_are_those_of_utc_wherever_the_clock_stands() -> None:
    seoul = timezone(timedelta(hours=9))
    assert paid(Usage(1, 0), datetime(2026, 11, 20, 10, 0, tzinfo=seoul)) == 300
    assert paid(Usage(1, 0), datetime(2026, 11, 20, 1, 0, tzinfo=seoul)) == 150


def test_hours_may_cross_midnight() -> None:
    night = Hours(time(22), time(2))
    assert [time(hour) in night for hour in (21, 22, 23, 0, 1, 2)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_half_a_nano_dollar_is_rounded_and_not_cut() -> None:
    cheap = Tariff(Price(Decimal("0.0028"), Decimal("0.0028"), Decimal(0)), date(2026, 8, 1))
    assert [cost(Usage(tokens, 0), cheap, SUNDAY) for tokens in (1, 10)] == [3, 28]


@given(usages, tariffs)
def test_a_cost_is_never_below_nothing_and_fits_64_bits(usage: Usage, tariff: Tariff) -> None:
    price = cost(usage, tariff, SUNDAY)
    assert price is not None
    assert 0 <= price < 2**63


@given(usages, tariffs)
def test_a_cached_token_saves_just_the_difference(usage: Usage, tariff: Tariff) -> None:
    whole = cost(Usage(usage.prompt_tokens, usage.completion_tokens), tariff, SUNDAY)
    part = cost(usage, tariff, SUNDAY)
    assert whole is not None
    assert part is not None
    cached = min(usage.cached_tokens, usage.prompt_tokens)
    saved = cached * (tariff.price.input - tariff.price.cached) * 1000
    assert abs(whole - part - saved) <= 1
