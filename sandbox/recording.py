"""What the bot has asked for: every request with its answer."""

from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot.

    Attributes:
        at: When it was applied, in monotonic seconds.
        method: The HTTP method.
        path: The path below ``/api/v10``.
        route: The template of its route, or an empty text if there is none.
        status: The HTTP status of the answer; 0 if the connection was dropped.
        bucket: The rate-limit bucket it was charged to, as text.
        body: The JSON body of the request.
        answer: The JSON body of the answer.
        scope: The scope of a 429, otherwise an empty text.
        remaining: How many requests the bucket still held; None if it was not asked.
        limit: How many requests a full bucket holds, or None.
    """

    at: float
    method: str
    path: str
    route: str
    status: int
    bucket: str
    body: Any
    answer: Any
    scope: str = ""
    remaining: int | None = None
    limit: int | None = None


class Record:
    """Everything that was asked, in order."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.refused: Counter[str] = Counter()
        self.unknown_routes: list[str] = []

    def add(self, request: Request) -> None:
        """Remember a request."""
        self.requests.append(request)
        if request.scope:
            self.refused[request.scope] += 1

    def summary(self) -> str:
        """Say in a few words what was asked last."""
        if not self.requests:
            return "no request so far"
        last = self.requests[-1]
        count = len(self.requests)
        return f"{count} requests so far, the last was {last.method} {last.path} -> {last.status}"
