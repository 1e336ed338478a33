"""What an answer costs: tokens times a dated tariff, in whole nano-dollars.

Money is counted in integers of 1e-9 US dollars. A price of one dollar per million tokens is
1,000 of them per token, so even the cheapest cached token (0.003 dollars per million) is a
whole number; sums in a book stay exact whatever their order, and a 64-bit column holds nine
billion dollars.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal

from bot.core.wire.usage import Usage

NANO_DOLLARS = 10**9
# Nano-dollars per token for one dollar per million tokens.
_PER_TOKEN = NANO_DOLLARS // 10**6
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens; *cached* is for prompt tokens from the provider's cache."""

    input: Decimal
    cached: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of every day in UTC, from *start* up to, but without, *end*; it may cross midnight."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Peak:
    """A dearer (or cheaper) *price* during *hours*, which may hold on weekdays only (by UTC)."""

    price: Price
    hours: tuple[Hours, ...]
    weekdays_only: bool = False

    def covers(self, at: datetime) -> bool:
        """Tell whether this price holds at *at*, which knows its time zone.

        Holidays are not known: DeepSeek's peak price spares China's, so on those days the cost
        comes out too high, never too low.
        """
        at = at.astimezone(UTC)
        if self.weekdays_only and at.weekday() >= _SATURDAY:
            return False
        return any(at.time() in hours for hours in self.hours)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of a model as it was *looked_up* on a day, and its peak price if there is one."""

    price: Price
    looked_up: date
    peak: Peak | None = None


def cost(usage: Usage, tariff: Tariff | None, at: datetime) -> int | None:
    """Give the nano-dollars for *usage* at *at*; None, and never 0, when no tariff is known.

    Reasoning tokens are part of the completion tokens, as DeepSeek and OpenAI count them.
    """
    if tariff is None:
        return None
    peak = tariff.peak
    price = peak.price if peak and peak.covers(at) else tariff.price
    cached = min(usage.cached_tokens, usage.prompt_tokens)
    dollars_per_million = (
        (usage.prompt_tokens - cached) * price.input
        + cached * price.cached
        + usage.completion_tokens * price.output
    )
    exact = dollars_per_million * _PER_TOKEN
    return int(exact.to_integral_value(ROUND_HALF_EVEN))
