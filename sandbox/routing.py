"""Routes: templates as Discord's API description writes them, each with a plain function."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sandbox.errors import Json, refusal
from sandbox.files import Upload
from sandbox.talk import Talk
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read and matched to its route."""

    world: World
    talk: Talk
    params: dict[str, str]
    query: Mapping[str, str]
    body: Any
    files: dict[int, Upload]

    def id(self, name: str) -> int:
        """Give an id out of the path."""
        value = self.params[name]
        return int(value) if value.isdecimal() else 0

    @property
    def form(self) -> Json:
        """The body, which has to be an object."""
        if not isinstance(self.body, dict):
            raise refusal(50109)
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body; None is an empty one."""

    status: int = 200
    body: Any = None


NOTHING = Answer(204)
Handler = Callable[[Call], Answer]
Register = Callable[[Handler], Handler]


@dataclass(frozen=True, slots=True)
class Match:
    """A route that fits a path, with the parts of the path that it names."""

    route: str
    handler: Handler
    params: dict[str, str]


class Routes:
    """A table of routes, found by method and path."""

    def __init__(self, *others: "Routes") -> None:
        self._table: dict[tuple[str, int], list[tuple[tuple[str, ...], str, Handler]]] = {}
        for other in others:
            for method, route, handler in other:
                self.add(method, route, handler)

    def __iter__(self) -> Iterator[tuple[str, str, Handler]]:
        for (method, _), rows in self._table.items():
            for _, route, handler in rows:
                yield method, route, handler

    def add(self, method: str, route: str, handler: Handler) -> None:
        """Let *handler* answer a route."""
        parts = tuple(route.split("/"))
        rows = self._table.setdefault((method, len(parts)), [])
        rows.append((parts, route, handler))
        # A fixed part like @me goes before a placeholder.
        rows.sort(key=lambda row: [part.startswith("{") for part in row[0]])

    def on(self, method: str, route: str) -> Register:
        """Decorate the function that answers a route."""

        def register(handler: Handler) -> Handler:
            self.add(method, route, handler)
            return handler

        return register

    def find(self, method: str, path: str) -> Match | None:
        """Find the route of a path."""
        given = path.split("/")
        for parts, route, handler in self._table.get((method, len(given)), ()):
            params = _fit(parts, given)
            if params is not None:
                return Match(route, handler, params)
        return None


def _fit(parts: tuple[str, ...], given: list[str]) -> dict[str, str] | None:
    params: dict[str, str] = {}
    for part, value in zip(parts, given, strict=True):
        if part.startswith("{"):
            params[part[1:-1]] = unquote(value)
        elif part != value:
            return None
    return params
