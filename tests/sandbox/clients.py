from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import aiohttp
import discord
import yarl
from discord import app_commands

from sandbox.errors import Json


class Bot(discord.Client):
    """A plain discord.py client with a command tree, otherwise unmodified."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        usual = discord.Intents.default()
        usual.message_content = True
        # discord.py waits so long for one more guild before it calls itself ready.
        super().__init__(intents=intents or usual, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumes = 0

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_resumed(self) -> None:
        self.resumes += 1


Connect = Callable[[Bot], AbstractAsyncContextManager[Bot]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    said: Json


class Ask:
    """Asks the REST API without any library in between."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str, token: str) -> None:
        self._session = session
        self._api_url = api_url
        self._headers = {"Authorization": f"Bot {token}"}

    async def __call__(self, method: str, path: str, body: object = None) -> Answer:
        url = yarl.URL(self._api_url + path, encoded=True)
        async with self._session.request(method, url, json=body, headers=self._headers) as answer:
            is_json = answer.headers.get("Content-Type") == "application/json"
            said = await answer.json() if is_json else {}
            return Answer(answer.status, answer.headers, said)
