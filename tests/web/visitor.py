"""Somebody who asks through the door over a real socket."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

Event = tuple[str, dict[str, Any]]


class Visitor:
    """Asks at *url*; *address* is what a proxy would say of where the visitor is."""

    def __init__(
        self, client: aiohttp.ClientSession, url: str, address: str = "192.0.2.1", **headers: str
    ) -> None:
        self._client = client
        self.url = url
        self.headers = {"X-Forwarded-For": address, **headers}
        self.session = ""

    async def begin(self) -> "Visitor":
        """Take a session."""
        async with self.post("/api/session") as answer:
            assert answer.status == 200
            self.session = (await answer.json())["session"]
        return self

    def post(
        self, path: str, body: object = None, **headers: str
    ) -> "aiohttp.client._RequestContextManager":
        return self._client.post(self.url + path, json=body, headers=self.headers | headers)

    def chat(self, message: str) -> "aiohttp.client._RequestContextManager":
        return self.post("/api/chat", {"session": self.session, "message": message})

    async def ask(self, message: str) -> list[Event]:
        """Ask, and give all that comes."""
        async with self.chat(message) as answer:
            assert answer.status == 200
            return [event async for event in events(answer)]


async def events(answer: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    """Read events as they come; a half one at the end is an error."""
    name = ""
    async for raw in answer.content:
        line = raw.decode().removesuffix("\n")
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def text_of(told: list[Event]) -> str:
    return "".join(data["text"] for name, data in told if name == "delta")


def names_of(told: list[Event]) -> list[str]:
    """The events' names, those in a row as one."""
    names = [name for name, _ in told]
    return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
