"""The usual design, to compare with: edit once a second inside the loop that reads the model.

It is what tutorials and most bots do: typing while it works, a reply with the first text, an
edit whenever a second has gone by, a last edit; nothing is shared between channels. The model is
read with the ``openai`` package where it can be imported, otherwise line by line over aiohttp.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

# Any: it is no dependency of the project, so its types are not there.
_openai: Any = import_module("openai") if find_spec("openai") else None

_EVERY = 1.0  # seconds between two edits
_LIMIT = 2000
_MODEL = "scripted"


class NaiveBot(discord.Client):
    """Answers whoever mentions it."""

    def __init__(self, base_url: str) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none())
        self._base_url = base_url
        self._client: Any = None
        self._session: aiohttp.ClientSession | None = None

    async def setup_hook(self) -> None:
        """Open the way to the model, once."""
        if _openai is not None:
            self._client = _openai.AsyncOpenAI(base_url=self._base_url, api_key="none")
        else:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def on_message(self, message: discord.Message) -> None:
        """Answer, and edit the answer while it is written."""
        if message.author.bot or self.user not in message.mentions:
            return
        async with message.channel.typing():
            await self._reply(message)

    async def _reply(self, message: discord.Message) -> None:
        text, edited = "", 0.0
        replies: list[discord.Message] = []
        async for piece in self._pieces(message.content):
            text += piece
            if text and time.monotonic() - edited >= _EVERY:
                await _show(message, replies, text)
                edited = time.monotonic()
        await _show(message, replies, text)

    def _pieces(self, prompt: str) -> AsyncIterator[str]:
        return self._by_openai(prompt) if self._client else self._by_lines(prompt)

    async def _by_openai(self, prompt: str) -> AsyncIterator[str]:
        stream = await self._client.chat.completions.create(
            model=_MODEL, messages=[{"role": "user", "content": prompt}], stream=True
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                yield chunk.choices[0].delta.content

    async def _by_lines(self, prompt: str) -> AsyncIterator[str]:
        if self._session is None:
            return
        messages = [{"role": "user", "content": prompt}]
        body = {"model": _MODEL, "messages": messages, "stream": True}
        url = f"{self._base_url}/chat/completions"
        async with self._session.post(url, json=body) as response:
            async for line in response.content:
                if line.startswith(b"data: {"):
                    choices = json.loads(line[6:])["choices"]
                    if choices and choices[0]["delta"].get("content"):
                        yield choices[0]["delta"]["content"]


async def _show(message: discord.Message, replies: list[discord.Message], text: str) -> None:
    """Bring the replies up to date, one for every 2,000 characters."""
    for number, begin in enumerate(range(0, len(text), _LIMIT)):
        content = text[begin : begin + _LIMIT]
        if number == len(replies):
            replies.append(await message.reply(content))
        elif replies[number].content.strip() != content.strip():
            replies[number] = await replies[number].edit(content=content)


def main() -> None:
    """Run it; the arguments are the addresses of API, gateway and model, and the token."""
    api_url, gateway_url, base_url, token = sys.argv[1:5]
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    bot = NaiveBot(base_url)
    asyncio.run(bot.start(token))


if __name__ == "__main__":
    main()
