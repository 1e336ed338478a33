"""A server with people who may set it up, or a part of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import simcord

from bot.core.config.kinds import Value
from bot.core.config.layers import Scope
from bot.core.config.options import Layer
from tests.cogs.world import World, a_world
from tests.config_fakes import FakeConfigStore

CHANNEL_MANAGER = discord.PermissionOverwrite(manage_channels=True)
SERVER_MANAGER = discord.Permissions(manage_guild=True, manage_channels=True)


class Office:
    """Sora manages the server, Yuna the channel `shop`, Mina nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.env, self.guild, self.channel = world.env, world.guild, world.channel
        admin = self.guild.create_role("admin", permissions=SERVER_MANAGER)
        self.sora = self.guild.add_member(self.env.create_user("sora"), roles=[admin])
        self.yuna = self.guild.add_member(self.env.create_user("yuna"))
        self.mina = world.mina
        store = world.services.configuration._store
        assert isinstance(store, FakeConfigStore)
        self.store = store
        self.shop = self.guild.create_text_channel("shop", overwrites={self.yuna: CHANNEL_MANAGER})

    async def config(self, command: str, **options: object) -> simcord.InteractionResult:
        """What Sora gets for a command of /config in the general channel."""
        return await self.sora.slash(self.channel, f"config {command}", **options)

    async def values(self, channel: simcord.ChannelHandle | None = None) -> dict[str, Value]:
        """What is set in the server, or in a channel."""
        server = Scope.server(self.guild.id)
        scope = Scope.channel(self.guild.id, channel.id) if channel else server
        shown = await self.world.services.configuration.show(scope)
        layer = Layer.CHANNEL if channel else Layer.SERVER
        return {each.option.key: each.value for each in shown if each.origin is layer}


@asynccontextmanager
async def an_office() -> AsyncIterator[Office]:
    async with a_world() as world:
        yield Office(world)


def messages_of(result: simcord.InteractionResult) -> list[simcord.ResponseMessage]:
    """All messages of an answer, each of them private."""
    found = [each for each in (result.response, *result.followups) if each is not None]
    assert found
    assert all(each.ephemeral for each in found)
    return found


def said(result: simcord.InteractionResult) -> str:
    """All that an answer says."""
    return "\n".join(each.content for each in messages_of(result))


async def files_of(result: simcord.InteractionResult) -> dict[str, bytes]:
    """The files of an answer, by name."""
    files = [file for each in messages_of(result) for file in each.attachments]
    return {file.filename: await file.read() for file in files}
