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
    """Read a chunk's `usage`; None when it counts nothing. What is missing or no number is 0.

    xAI counts thoughts beside the completion, and Gemini in the total only: they cost the same.
    """
    if not isinstance(usage, dict):
        return None
    prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    if not prompt and not completion:  # MiniMax sends zeros with every chunk but the last
        return None
    prompt_details = usage.get("prompt_tokens_details")
    completion_details = usage.get("completion_tokens_details")
    cached = _count(prompt_details, "cached_tokens") or _count(usage, "prompt_cache_hit_tokens")
    beside = _count(usage, "total_tokens") - prompt - completion
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=completion + (max(0, beside) if beside != cached else 0),
        cached_tokens=cached,
        reasoning_tokens=_count(completion_details, "reasoning_tokens"),
    )


def _count(holder: object, key: str) -> int:
    value = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(value, str) and len(value) < len(str(_MAX_COUNT)):
        value = int(value) if value.isascii() and value.isdigit() else 0
    # Written so that NaN and infinity, which no int() takes, are outside.
    return int(value) if isinstance(value, int | float) and 0 <= value <= _MAX_COUNT else 0
