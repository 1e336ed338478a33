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
    stop_after_attempt,
    wait_exception,
    wait_random_exponential,
)

from bot.core.errors import ModelError

log = logging.getLogger(__name__)

# A longer wait is better told to the person than sat out in silence.
MAX_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a request is sent at most, and the longest pause between two, in seconds."""

    attempts: int = 3
    first_wait: float = 0.5
    max_wait: float = MAX_WAIT


def retrying(policy: RetryPolicy, sleep: Callable[[float], Awaitable[None]]) -> AsyncRetrying:
    """Give a tenacity controller that keeps *policy* and honours what the server asks for."""
    backoff = wait_random_exponential(multiplier=policy.first_wait, max=policy.max_wait)

    def asked(error: BaseException) -> float:
        return (error.retry_after or 0.0) if isinstance(error, ModelError) else 0.0

    def may_help(error: BaseException) -> bool:
        return isinstance(error, ModelError) and error.retryable and asked(error) <= policy.max_wait

    return AsyncRetrying(
        retry=retry_if_exception(may_help),
        stop=stop_after_attempt(policy.attempts),
        wait=backoff + wait_exception(asked),
        before_sleep=_log_retry,
        sleep=sleep,
        reraise=True,
    )


def _log_retry(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    pause = state.next_action.sleep if state.next_action else 0.0
    log.warning("model.retry attempt=%d wait=%.2f error=%s", state.attempt_number, pause, error)


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
