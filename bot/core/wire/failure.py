"""What a server says when it fails: in the stream, in a body, in any of its shapes."""

import re
from dataclasses import dataclass
from typing import Any, Final

from bot.core.errors import Fault
from bot.core.wire.parsing import parse

_MAX_WORDS: Final = 500
_STATUSES: Final = frozenset(str(status) for status in range(400, 600))
_NO_WORDS: Final = "no reason given"
# The codes of https://api-docs.deepseek.com/quick_start/error_codes and of OpenAI agree on these.
_BY_STATUS: Final = {
    401: Fault.UNAUTHORIZED,
    402: Fault.UNPAID,
    403: Fault.FORBIDDEN,
    404: Fault.UNKNOWN_MODEL,
    422: Fault.INVALID,
    408: Fault.OVERLOADED,
    409: Fault.OVERLOADED,
    429: Fault.RATE_LIMITED,
}
# Where the money is gone, the status does not matter: OpenAI says 429, which else is worth a retry.
_UNPAID: Final = frozenset({"insufficient_quota", "insufficient_balance", "billing_not_active"})
_BY_NAME: Final = {  # the exact names before the general ones
    "invalid_api_key": Fault.UNAUTHORIZED,
    "authentication_error": Fault.UNAUTHORIZED,
    "permission_error": Fault.FORBIDDEN,
    "model_not_found": Fault.UNKNOWN_MODEL,
    "not_found_error": Fault.UNKNOWN_MODEL,
    "context_length_exceeded": Fault.REJECTED,
    "invalid_request_error": Fault.REJECTED,
    "BadRequestError": Fault.REJECTED,
}
# The usual forms of keys, also half hidden ones ("sk-abc***xyz").
_KEY: Final = re.compile(r"(?i)\b(?:bearer\s+\S+|(?:sk|pk|cr|hs|gsk|xai|api|key)[-_][\w.*-]{6,})")
_TITLE: Final = re.compile(r"(?is)<title[^>]*>([^<]{0,200})")


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure that the server reported: its kind, and its words for the log."""

    fault: Fault
    words: str


def is_error(document: object) -> bool:
    """Tell whether a chunk reports a failure; `"error": null` does not."""
    if not isinstance(document, dict):
        return False
    return bool(document.get("error")) or document.get("object") == "error"


def read_failure(document: object, status: int | None = None) -> Failure:
    """Read a reported failure; *status* is the HTTP status where that told of it."""
    words, names = _NO_WORDS, set[str]()
    for _ in range(6):  # deeper no server hides its message
        if isinstance(document, list) and document:
            document = document[0]
        elif isinstance(document, dict):
            status = status or _status_in(document)
            names |= {
                name for key in ("code", "type") if isinstance(name := document.get(key), str)
            }
            document = _inner(document)
        else:
            words = str(document) if isinstance(document, str | int | float) else words
            break
    return Failure(_fault(status, names), tidy(words))


def read_failure_body(body: bytes, status: int) -> Failure:
    """Read the body of an HTTP error, whatever its form."""
    try:
        document = parse(body)
    except ValueError:
        document = _page_words(body.decode("utf-8", "replace"))
    return read_failure(document, status)


def tidy(words: str) -> str:
    """Make one short line for the log of a server's words, without keys."""
    words = " ".join(words[: 4 * _MAX_WORDS].encode("utf-8", "replace").decode().split())
    return _KEY.sub("[key]", words)[:_MAX_WORDS] or _NO_WORDS


def _page_words(body: str) -> str:
    if not body.lstrip().startswith("<"):
        return body
    title = _TITLE.search(body)
    return f"an HTML page: {title[1]}" if title else "an HTML page"


def _inner(document: dict[str, Any]) -> object:
    for key in ("error", "message", "detail", "msg"):
        if document.get(key):
            return document[key]
    return None


def _status_in(document: dict[str, Any]) -> int | None:
    for key in ("code", "status"):
        value = document.get(key)
        if isinstance(value, int | str) and str(value)[:4] in _STATUSES:
            return int(value)
    return None


def _fault(status: int | None, names: set[str]) -> Fault:
    if names & _UNPAID:
        return Fault.UNPAID
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None and status >= 500:  # noqa: PLR2004 - 5xx
        return Fault.OVERLOADED
    if status is not None and status < 300:  # noqa: PLR2004 - 2xx, but not the one with an answer
        return Fault.GARBLED
    default = Fault.OVERLOADED if status is None else Fault.REJECTED
    return next((fault for name, fault in _BY_NAME.items() if name in names), default)
