"""Faults that can be ordered: the next matching requests fail in the way asked for."""

import re
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

from sandbox.errors import Json


class Effect(TypedDict, total=False):
    """How a request fails; see `Fault` for the meaning of each."""

    status: int
    code: int
    message: str
    body: Json
    html: str
    cloudflare: bool
    scope: Literal["user", "global", "shared"]
    retry_after: float
    drop: Literal["before", "after"]
    applied: bool
    delay: float


@dataclass(slots=True)
class Fault:
    """One ordered fault.

    Attributes:
        method: The HTTP method it waits for, ``*`` for any.
        path: The path below ``/api/v10``; ``*`` stands for one part, ``**`` for any number.
        times: How many more requests it hits.
        status: The HTTP status to answer with; None lets the request pass (after *delay*).
        code: Discord's JSON error code.
        message: Discord's words for the error.
        body: A whole JSON body in place of code and message.
        html: A page instead of JSON.
        cloudflare: Whether the answer comes from Cloudflare: a page without a ``Via`` header.
        scope: The scope of a 429.
        retry_after: The pause that a 429 asks for.
        drop: Reset the connection before or after the request was applied.
        applied: Whether the request is carried out although it is answered with *status*.
        delay: Seconds to wait before anything else.
    """

    method: str
    path: str
    times: int = 1
    status: int | None = None
    code: int = 0
    message: str = "Ordered fault"
    body: Json | None = None
    html: str | None = None
    cloudflare: bool = False
    scope: Literal["user", "global", "shared"] = "user"
    retry_after: float = 1.0
    drop: Literal["before", "after"] | None = None
    applied: bool = False
    delay: float = 0.0
    hits: int = 0
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._pattern = _glob(self.path)

    def meets(self, method: str, path: str) -> bool:
        """Tell whether this fault is waiting for such a request."""
        return (
            self.times > 0
            and self.method in ("*", method)
            and self._pattern.fullmatch(path) is not None
        )


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self, method: str = "*", path: str = "**", *, times: int = 1, **effect: Unpack[Effect]
    ) -> Fault:
        """Order a fault for the next *times* requests that match."""
        fault = Fault(method, path, times, **effect)
        self._waiting.append(fault)
        return fault

    @property
    def waiting(self) -> list[Fault]:
        """The faults that will still hit somebody."""
        return [fault for fault in self._waiting if fault.times > 0]

    def take(self, method: str, path: str) -> Fault | None:
        """Give the fault that hits this request, if any."""
        for fault in self._waiting:
            if fault.meets(method, path):
                fault.times -= 1
                fault.hits += 1
                return fault
        return None

    def clear(self) -> None:
        """Forget every fault."""
        self._waiting.clear()


def _glob(path: str) -> re.Pattern[str]:
    pattern = re.escape(path).replace(r"\*\*", ".*").replace(r"\*", "[^/]+")
    return re.compile(pattern)
