"""Every command, for everybody, everywhere: it is done, refused with a sentence, or not offered."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.enums import AppCommandType, InteractionType

from bot.chat import texts
from bot.chat.batching import batch_texts
from bot.chat.beside import beside
from bot.chat.remembering import memory_texts
from bot.chat.wording import model_texts, usage_texts
from bot.core.config.limits import Subject
from tests.cogs.world import World, a_world

MEMBER, MODERATOR, ADMIN = "member", "moderator", "admin"
ROLES = (MEMBER, MODERATOR, ADMIN)
SERVER, THREAD, DIRECT = "server", "thread", "direct message"
PLACES = (SERVER, THREAD, DIRECT)
DONE, HIDDEN = "done", "not offered"

Sentence = Callable[[], str]


@dataclass(frozen=True)
class Row:
    """What a command is given, and what comes of it: done where nothing else is said.

    *least* is the lowest role that may use it in a server: others get the *refusal*, or are not
    offered it. *direct* is what comes of it in direct messages.
    """

    options: dict[str, Any] = field(default_factory=dict)
    least: str = MEMBER
    refusal: Sentence | None = None
    direct: str | Sentence = DONE

    def expected(self, role: str, place: str) -> str:
        """Give DONE, HIDDEN or the sentence of the refusal."""
        if place == DIRECT:
            return self.direct if isinstance(self.direct, str) else self.direct()
        if ROLES.index(role) >= ROLES.index(self.least):
            return DONE
        return self.refusal() if self.refusal else HIDDEN


def config(**options: object) -> Row:
    return Row(options, ADMIN, direct=HIDDEN)


FILE = ("questions.txt", b"Why?")
TABLE = {
    "ask": Row({"prompt": "why?"}),
    "batch": Row({"file": FILE}, MODERATOR),
    "config export": config(),
    "config facts": config(),
    "config history": config(),
    "config import": config(file=("a.json", b"{}")),
    "config key": config(),
    "config lift": config(person=..., duration=0),
    "config panel": config(),
    "config persona delete": config(name="pirate"),
    "config persona list": config(),
    "config persona write": config(),
    "config quota": config(who="server", per="day", counting="questions", most="5"),
    "config reset": config(option="parts"),
    "config set": config(option="parts", value="3"),
    "config show": config(),
    "config undo": config(),
    "forget channel": Row(least=MODERATOR, refusal=memory_texts.not_moderator),
    "forget me": Row(),
    "help": Row(),
    "memory export": Row(),
    "memory export-channel": Row(least=MODERATOR, refusal=memory_texts.not_moderator),
    "memory show": Row(),
    "model": Row({"name": "auto"}),
    "models": Row(),
    "status": Row(),
    "stop": Row(),
    "usage": Row(),
    "Ask about this": Row(),
    "Summarise from here": Row(),
}
# Choices that not everybody has.
CHOICES = {
    "model": Row(
        {"name": "auto", "for": "channel"},
        MODERATOR,
        model_texts.not_for_channel,
        model_texts.not_in_direct_messages,
    ),
    "usage of the channel": Row(
        {"of": "channel"},
        MODERATOR,
        lambda: usage_texts.not_for_you(Subject.CHANNEL),
        usage_texts.not_here,
    ),
    "usage of the server": Row(
        {"of": "server"},
        ADMIN,
        lambda: usage_texts.not_for_you(Subject.SERVER),
        usage_texts.not_here,
    ),
}


@dataclass
class Standpoint:
    """Somebody somewhere, with a message before them."""

    world: World
    who: MemberActor
    channel: ChannelHandle
    message: discord.Message
    in_private: bool

    async def use(self, name: str, options: dict[str, Any]) -> InteractionResult:
        given = {key: self.who if value is ... else value for key, value in options.items()}
        if name[0].isupper():
            return await self._menu(name)
        if self.in_private:
            result: InteractionResult = await self.who.user.slash(name, **given)
            return result
        return await self.who.slash(self.channel, name, **given)

    async def _menu(self, name: str) -> InteractionResult:
        if not self.in_private:
            return await self.who.context_menu(self.channel, name, self.message)
        # simcord has no menus in direct messages.
        backend = self.world.env.backend
        stored = backend.get_message(self.channel.id, self.message.id)
        resolved = {str(stored.id): dict(serializers.message_payload(backend, stored))}
        data = {
            "id": "1",
            "name": name,
            "type": AppCommandType.MESSAGE,
            "target_id": str(stored.id),
            "resolved": {"messages": resolved},
        }
        kind = InteractionType.APPLICATION_COMMAND
        return await _dispatch_actor_interaction(self.who.user, kind, self.channel, data)


@asynccontextmanager
async def standing(role: str, place: str) -> AsyncIterator[Standpoint]:
    async with a_world() as world, beside(world.services.batches.run()):
        rights = discord.Permissions(administrator=True)
        admins = world.guild.create_role("admins", permissions=rights)
        admin = world.guild.add_member(world.env.create_user("sora"), roles=[admins])
        who = {MEMBER: world.mina, MODERATOR: world.keeper, ADMIN: admin}[role]
        if place == DIRECT:
            message = await who.send_dm("hello")
            yield Standpoint(world, who, who.user.dm_channel, message, in_private=True)
            return
        channel = await world.thread() if place == THREAD else world.channel
        message = await world.mina.send(channel, "Rabbits dig.")
        yield Standpoint(world, who, channel, message, in_private=False)


async def outcome(at: Standpoint, name: str, options: dict[str, Any]) -> str:
    """Give DONE, HIDDEN, or the sentence of a refusal; silence and our own failures are neither."""
    before = len(at.world.env.errors)
    try:
        result = await at.use(name, options)
    except simcord.SetupError as error:
        return HIDDEN if "not visible" in str(error) else str(error)
    errors = at.world.env.errors[before:]
    assert all(isinstance(each, app_commands.CheckFailure) for each in errors)
    assert result.acknowledged
    if result.modal:
        return DONE
    assert result.response is not None
    message = [result.response, *result.followups][-1]
    assert message.content or message.attachments
    if errors or message.content in refusals():
        assert message.ephemeral
        return message.content
    return DONE


def refusals() -> set[str]:
    rows = (*TABLE.values(), *CHOICES.values())
    sentences = [row.refusal for row in rows] + [row.direct for row in rows]
    known = {each() for each in sentences if callable(each)}
    return {*known, texts.not_allowed(), batch_texts.not_permitted()}


async def test_the_table_has_every_command() -> None:
    async with a_world() as world:
        tree = world.bot.tree
        menus = tree.get_commands(type=discord.AppCommandType.message)
        people = tree.get_commands(type=discord.AppCommandType.user)
        leaves = [each for each in tree.walk_commands() if isinstance(each, app_commands.Command)]
        names = {each.qualified_name for each in leaves} | {
            each.qualified_name for each in (*menus, *people)
        }
        assert names == set(TABLE)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ROLES)
async def test_everything_is_done_or_clearly_refused(role: str, place: str) -> None:
    expected: dict[str, str] = {}
    found: dict[str, str] = {}
    async with standing(role, place) as at:
        for title, row in (TABLE | {f"{name}+": row for name, row in CHOICES.items()}).items():
            name = title.rstrip("+").split(" of ")[0]
            expected[title] = row.expected(role, place)
            found[title] = await outcome(at, name, row.options)
    assert found == expected
