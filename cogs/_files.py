"""Files that people give to a command: fetched from Discord alone, within a size and a time."""

import asyncio

import aiohttp
import discord
from discord.http import Route

from bot.core.errors import RefusedError
from bot.core.talk.attaching import is_discords
from cogs._translating import translated

_WITHIN = 20.0  # seconds
_OK = 200


async def read_file(file: discord.Attachment, most: int) -> bytes:
    """Give the content of *file*; SurfaceError when it cannot be had, or has over *most* bytes."""
    async with translated(), asyncio.timeout(_WITHIN):
        return await _fetch(file, most)


async def _fetch(file: discord.Attachment, most: int) -> bytes:
    """Fetch a file. discord.py's own way follows redirects and reads whatever comes."""
    if not is_discords(file.url, Route.BASE):
        raise RefusedError("the file is not at Discord")
    # What comes packed could be endless when it is unpacked.
    plain = {"Accept-Encoding": "identity"}
    async with (
        aiohttp.ClientSession(auto_decompress=False, headers=plain) as session,
        session.get(file.url, allow_redirects=False) as response,
    ):
        if response.status != _OK:
            raise RefusedError(f"the file is answered with {response.status}")
        data = bytearray()
        async for piece in response.content.iter_any():
            data += piece
            if len(data) > most:
                raise RefusedError(f"the file has more than {most} bytes")
        return bytes(data)
