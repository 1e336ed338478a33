"""What one piece of an answer says, under all the names that servers give it."""

from dataclasses import dataclass
from typing import Any, Final

# In the order of trust; a server that sends two of them sends the same text twice.
_THOUGHTS: Final = (
    "reasoning_content",  # DeepSeek, llama.cpp, LiteLLM
    "reasoning",  # OpenRouter, Ollama, vLLM since 2026
    "thinking",
    "reasoning_details",  # OpenRouter: a list of {text} and {summary}
    "thinking_blocks",  # LiteLLM: a list of {thinking}
)
_THOUGHT_NAMES: Final = frozenset(_THOUGHTS)
_MAX_DEPTH: Final = 4  # of a thought in lists and objects; a server's nesting must not become ours


@dataclass(frozen=True, slots=True)
class Delta:
    """What one read of the stream added: answer text and reasoning text, either may be empty."""

    text: str = ""
    reasoning: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.reasoning)


NOTHING: Final = Delta()


def read_delta(delta: dict[str, Any]) -> tuple[str, str]:
    """Give the answer text and the reasoning text of a `delta` or a `message`."""
    content, thought = delta.get("content"), ""
    if not isinstance(content, str):
        content, thought = _read_parts(content) if content else ("", "")
    if not content and isinstance(refusal := delta.get("refusal"), str):
        content = refusal
    if not thought and not _THOUGHT_NAMES.isdisjoint(delta):
        thought = next((said for name in _THOUGHTS if (said := _prose(delta.get(name)))), "")
    return content, thought


def _read_parts(content: object) -> tuple[str, str]:
    """Join the parts of a content list (Mistral sends one, with its thinking in it)."""
    text: list[str] = []
    thought: list[str] = []
    for part in content if isinstance(content, list) else [content]:
        if isinstance(part, dict) and ("thinking" in part or part.get("type") == "reasoning"):
            thought.append(_prose(part))
        else:
            text.append(_prose(part))
    return "".join(text), "".join(thought)


def _prose(value: object, depth: int = _MAX_DEPTH) -> str:
    """Join the strings of a text or thinking block, however it is nested."""
    if isinstance(value, str):
        return value
    if depth and isinstance(value, list):
        return "".join([_prose(part, depth - 1) for part in value])
    if depth and isinstance(value, dict):
        inner = value.get("thinking") or value.get("text") or value.get("summary")
        return _prose(inner, depth - 1)
    return ""
