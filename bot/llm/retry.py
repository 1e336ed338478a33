"""When a request to the model is tried again: only before the first text, never after."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    wait_exception,
    wait_random_exponential,
)

from bot.core.errors import Fault, ModelError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a request is sent at most, and how long it pauses, in seconds.

    A pause is at most *max_wait*: a longer one is better told to the person than sat out in
    silence. After a 429 a countdown is shown, so more tries follow, for *patience* together.
    """

    attempts: int = 3
    first_wait: float = 0.5
    max_wait: float = 20.0
    patience: float = 300.0


def retrying(
    policy: RetryPolicy,
    sleep: Callable[[float], Awaitable[None]],
    limited: Callable[[float], None],
) -> AsyncRetrying:
    """Give a tenacity controller that keeps *policy* and honours what the server asks for.

    *limited* is called after a 429, with the seconds until the next try.
    """
    backoff = wait_random_exponential(multiplier=policy.first_wait, max=policy.max_wait)

    def longest(error: ModelError) -> float:
        limited = error.fault is Fault.RATE_LIMITED
        return max(policy.max_wait, policy.patience) if limited else policy.max_wait

    def may_help(error: BaseException) -> bool:
        return (
            isinstance(error, ModelError)
            and error.retryable
            and (error.retry_after or 0.0) <= longest(error)
        )

    def enough(state: RetryCallState) -> bool:
        patient = _fault(state) is Fault.RATE_LIMITED and state.idle_for < policy.patience
        return state.attempt_number >= policy.attempts and not patient

    def note(state: RetryCallState) -> None:
        pause = state.next_action.sleep if state.next_action else 0.0
        error = state.outcome.exception() if state.outcome else None
        log.warning("model.retry attempt=%d wait=%.2f error=%s", state.attempt_number, pause, error)
        if _fault(state) is Fault.RATE_LIMITED:
            limited(pause)

    return AsyncRetrying(
        retry=retry_if_exception(may_help),
        stop=enough,
        wait=backoff + wait_exception(lambda error: getattr(error, "retry_after", None) or 0.0),
        before_sleep=note,
        sleep=sleep,
        reraise=True,
    )


def _fault(state: RetryCallState) -> Fault | None:
    error = state.outcome.exception() if state.outcome else None
    return error.fault if isinstance(error, ModelError) else None


def parse_retry_after(milliseconds: str | None, value: str | None, wall: float) -> float | None:
    """Give the seconds that a server asks to wait, None when it does not say.

    *milliseconds* is the header `retry-after-ms`, *value* is `Retry-After`: seconds with or
    without a fraction, or an HTTP date, which is compared with *wall* (seconds since the
    epoch). A value that is no number or negative counts as not said.
    """
    for text, scale in ((milliseconds, 1000.0), (value, 1.0)):
        try:
            seconds = float(text or "") / scale
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        date = parsedate_to_datetime(value or "")
        # RFC 5322 writes an unknown zone as -0000; HTTP knows only GMT.
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - wall)
    except (ValueError, OverflowError):
        return None
