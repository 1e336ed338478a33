"""A streamed chat completion: bytes in, text out.

The shape is OpenAI's `chat.completion.chunk`; the tolerance is for everybody else's: a
field that is missing, null or of another type is no text, never a crash. Which server
sends which oddity stands at the test table of the wire cases.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

import orjson

from bot.core.wire.sse import Event, EventReader

# A relay that sends one broken event has hiccuped; one that goes on sends no completion.
MAX_MALFORMED = 20


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the server counted for one answer."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Delta:
    """What one read of the stream added: answer text and reasoning text, either may be empty."""

    text: str = ""
    reasoning: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.reasoning)


NOTHING: Final = Delta()


class CompletionReader:
    """Feed it the body as it comes; it gives the text and keeps what else was said.

    `finish_reason`, `usage` and `model` hold what the server last sent of each. `done` is
    true after `[DONE]`, and `error` holds the server's words once it reported a failure:
    text that came before is still returned first.
    """

    def __init__(self) -> None:
        self._events = EventReader()
        self._malformed = 0
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self.model: str | None = None
        self.done = False
        self.error: str | None = None

    def feed(self, chunk: bytes) -> Delta:
        """Take the next bytes of an event stream; EventTooLargeError when one event has no end."""
        return self._take(self._events.feed(chunk))

    def finish(self) -> Delta:
        """Tell that the stream has ended; gives what an unfinished last event held."""
        return self._take(self._events.finish())

    def whole(self, body: bytes) -> Delta:
        """Take a completion that came as one JSON document instead of a stream."""
        document = _parse(body)
        if not isinstance(document, dict):
            self.error = "the answer is not a JSON object"
            return NOTHING
        self.done = True
        return self._chunk(document)

    def _take(self, events: list[Event]) -> Delta:
        text: list[str] = []
        reasoning: list[str] = []
        for event in events:
            if self.done or self.error is not None:
                break
            delta = self._event(event)
            if delta.text:
                text.append(delta.text)
            if delta.reasoning:
                reasoning.append(delta.reasoning)
        return Delta("".join(text), "".join(reasoning)) if text or reasoning else NOTHING

    def _event(self, event: Event) -> Delta:
        data = event.data.strip()
        if not data:
            return NOTHING
        if data == b"[DONE]":
            self.done = True
            return NOTHING
        document = _parse(data)
        if document is None:
            return self._count_malformed()
        if event.type == b"error" and not _is_error(document):
            self.error = _words(document)
            return NOTHING
        return self._chunk(document) if isinstance(document, dict) else NOTHING

    def _count_malformed(self) -> Delta:
        self._malformed += 1
        if self._malformed > MAX_MALFORMED:
            self.error = "the stream is not JSON"
        return NOTHING

    def _chunk(self, chunk: dict[str, Any]) -> Delta:
        if chunk.get("usage"):
            self.usage = _usage(chunk["usage"]) or self.usage
        model = chunk.get("model")
        if model and isinstance(model, str):
            self.model = model
        choice = _first_choice(chunk.get("choices"))
        delta = self._choice(choice) if choice else NOTHING
        if _is_error(chunk):
            self.error = _words(chunk)
        elif self.finish_reason == "error":
            self.error = "the server ended the answer with an error"
        return delta

    def _choice(self, choice: dict[str, Any]) -> Delta:
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason not in ("", "null"):
            self.finish_reason = reason
        delta = choice.get("delta") or choice.get("message")
        if not isinstance(delta, dict):
            return NOTHING
        text = delta.get("content")
        if not isinstance(text, str):
            text = _text_parts(text)
        refusal = delta.get("refusal")
        if not text and isinstance(refusal, str):
            text = refusal
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")
        return Delta(text, reasoning if isinstance(reasoning, str) else "")


def _parse(data: bytes) -> Any:  # noqa: ANN401 - any JSON value can come
    """Parse leniently: None stands for "no JSON" (and for a JSON null, which means as little)."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:  # the standard library also takes NaN, lone surrogates and huge numbers
        return json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _first_choice(choices: object) -> dict[str, Any] | None:
    if not isinstance(choices, list):
        return None
    for choice in choices:
        if isinstance(choice, dict) and not choice.get("index"):
            return choice
    return None


def _text_parts(content: object) -> str:
    """Join the text of a list of content parts (Mistral sends such lists)."""
    if not isinstance(content, list):
        return ""
    parts = (part.get("text") for part in content if isinstance(part, dict))
    return "".join(part for part in parts if isinstance(part, str))


def _is_error(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    return bool(document.get("error")) or document.get("object") == "error"


def _words(document: object) -> str:
    """Find the message in any of the shapes an error comes in."""
    if isinstance(document, list) and document:
        return _words(document[0])
    if isinstance(document, dict):
        inner = document.get("error") or document.get("message") or document.get("detail")
        return _words(inner) if inner else "no reason given"
    return str(document)[:500]


def error_words(body: bytes) -> str:
    """Give the message in the body of an HTTP error, whatever its form, at most 500 characters."""
    document = _parse(body)
    if document is None:
        return body.decode("utf-8", "replace").strip()[:500] or "no reason given"
    return _words(document)


def _usage(usage: object) -> Usage | None:
    if not isinstance(usage, dict):
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
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return max(0, int(value)) if isinstance(value, int | float) and value == value else 0  # noqa: PLR0124 - NaN
