"""The tokens that a server counted."""

from dataclasses import dataclass

# More than any account can pay for: a count beyond it is noise.
_MAX_COUNT = 10**12


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the server counted for one answer, or that we *estimated* without a count."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    estimated: bool = False


def read_usage(usage: object) -> Usage | None:
    """Read a chunk's `usage`; None when it is none. What is missing or no number counts as 0."""
    if not isinstance(usage, dict) or not usage:
        return None
    prompt_details = usage.get("prompt_tokens_details")
    completion_details = usage.get("completion_tokens_details")
    cached = _count(prompt_details, "cached_tokens") or _count(usage, "prompt_cache_hit_tokens")
    return Usage(
        prompt_tokens=_count(usage, "prompt_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        cached_tokens=cached,
        reasoning_tokens=_count(completion_details, "reasoning_tokens"),
    )


def _count(holder: object, key: str) -> int:
    value = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(value, str) and len(value) < len(str(_MAX_COUNT)):
        value = int(value) if value.isascii() and value.isdigit() else 0
    # Written so that NaN and infinity, which no int() takes, are outside.
    return int(value) if isinstance(value, int | float) and 0 <= value <= _MAX_COUNT else 0
