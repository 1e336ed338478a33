"""What is counted, as Prometheus reads it."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.chat.books import ANSWER, Entry
from bot.core.account.prices import NANO_DOLLARS

_SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300)
_LAGS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30)
_SCOPES = frozenset({"global", "user", "shared"})


class Metrics:
    """A Meter (bot.chat.metering) that shows what it has counted."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._first_text = Histogram(
            "tokki_first_text_seconds",
            "From a question to the first text of its answer.",
            registry=registry,
            buckets=_SECONDS,
        )
        self._calls = Counter(
            "tokki_model_calls",
            "Calls of a model, by what they were for and how they ended.",
            ["purpose", "outcome"],
            registry=registry,
        )
        self._tokens = Counter(
            "tokki_tokens",
            "Tokens; those that were read from the cache are part of the prompt's.",
            ["kind", "model"],
            registry=registry,
        )
        self._cost = Counter(
            "tokki_cost_dollars", "Cost of calls with a known price.", ["model"], registry=registry
        )
        self._lag = Histogram(
            "tokki_edit_lag_seconds",
            "From the writing of a text until Discord shows it.",
            registry=registry,
            buckets=_LAGS,
        )
        self._sent = Counter(
            "tokki_discord_messages", "Messages sent and edited.", ["kind"], registry=registry
        )
        self._refused = Counter(
            "tokki_discord_429", "Answers 429 of Discord, by scope.", ["scope"], registry=registry
        )
        self._errors = Counter("tokki_errors", "Failures, by kind.", ["kind"], registry=registry)

    def booked(self, entry: Entry) -> None:
        """See Meter."""
        if entry.first_text is not None and entry.purpose == ANSWER:
            self._first_text.observe(entry.first_text)
        self._calls.labels(entry.purpose, entry.outcome).inc()
        usage, model = entry.usage, entry.model
        self._tokens.labels("prompt", model).inc(usage.prompt_tokens)
        self._tokens.labels("cached", model).inc(usage.cached_tokens)
        self._tokens.labels("completion", model).inc(usage.completion_tokens)
        self._cost.labels(model).inc((entry.cost or 0) / NANO_DOLLARS)

    def failed(self, kind: str) -> None:
        """See Meter."""
        self._errors.labels(kind).inc()

    def shown(self, lag: float, *, edit: bool) -> None:
        """See Meter."""
        self._sent.labels("edit" if edit else "post").inc()
        self._lag.observe(lag)

    def refused(self, scope: str) -> None:
        """See Meter."""
        self._refused.labels(scope if scope in _SCOPES else "other").inc()

    def watch(self, name: str, what: str, count: Callable[[], int]) -> None:
        """Show a number that is asked for whenever somebody looks."""
        Gauge(f"tokki_{name}", what, registry=self._registry).set_function(count)

    def text(self) -> bytes:
        """Give everything in the text format of Prometheus 0.0.4."""
        return generate_latest(self._registry)
