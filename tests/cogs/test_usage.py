import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from simcord import InteractionResult, MemberActor

from bot.chat import texts
from bot.chat.books import ANSWER, Entry
from bot.chat.wording import usage_texts
from bot.core.config.layers import Scope
from bot.core.config.limits import Subject
from bot.core.config.table import QUOTAS
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage
from tests.cogs.world import World, a_world, answer_of
from tests.fakes import FakeBooks


def used(
    world: World, who: MemberActor, model: str = "small", cost: int | None = 2_000_000, **given: int
) -> None:
    """Book an answer of 1,200 tokens."""
    books = world.services.books
    assert isinstance(books, FakeBooks)
    books.entries.append(
        Entry(
            at=given.get("at", int(time.time())),
            server_id=given.get("server", world.guild.id),
            channel_id=given.get("channel", world.channel.id),
            person_id=who.id,
            exchange_id=1,
            purpose=ANSWER,
            model=model,
            usage=Usage(1000, 200, cached_tokens=400, reasoning_tokens=50),
            first_text=1.0,
            seconds=2.0,
            cost=cost,
            outcome=TurnState.COMPLETE,
        )
    )


@asynccontextmanager
async def a_world_with_usage() -> AsyncIterator[World]:
    async with a_world() as world:
        used(world, world.mina)
        used(world, world.mina, "large", channel=99)
        used(world, world.keeper)
        used(world, world.keeper, server=8)
        yield world


async def picture_of(result: InteractionResult) -> bytes:
    assert result.response is not None
    messages = [result.response, *result.followups]
    (file,) = [each for message in messages for each in message.attachments]
    assert file.filename == usage_texts.CHART_FILE
    return await file.read()


def is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG") and struct.unpack(">II", data[16:24]) == (1200, 480)


async def test_usage_and_limits_that_fit_no_message_come_in_several() -> None:
    async with a_world_with_usage() as world:
        server = Scope.server(world.guild.id)
        for number in range(10):
            used(world, world.mina, f"provider/some-model-{number}-instruct")
        for option in QUOTAS:
            await world.services.configuration.set(server, option.key, "1000", 1)
        result = await world.mina.slash(world.channel, "usage")
        assert result.response is not None
        messages = [result.response, *result.followups]
        assert all(each.ephemeral for each in messages)
        lines = "\n".join(each.content for each in messages).splitlines()
        assert sum(line.startswith("- ") for line in lines) == 10 + len(QUOTAS)
        assert messages[0].content.endswith(usage_texts.charted(money=True, days=30))
        assert is_png(await picture_of(result))


async def test_it_tells_a_person_privately_what_they_used_on_this_server() -> None:
    async with a_world_with_usage() as world:
        result = await world.mina.slash(world.channel, "usage")
        assert result.ephemeral
        lines = answer_of(result).splitlines()
        assert lines[0].startswith("**Your usage on this server** since <t:")
        assert lines[1:7] == [
            "2 answers",
            "**Prompt** 2,000 tokens, 800 of them from the cache",
            "**Answer** 400 tokens, 100 of them for thinking",
            "**Cost** $0.004",
            "- `large` 1 answer · 1,200 tokens · $0.002",
            "- `small` 1 answer · 1,200 tokens · $0.002",
        ]
        assert lines[7:] == ["No limits hold.", usage_texts.charted(money=True, days=30)]
        assert is_png(await picture_of(result))


async def test_an_unknown_price_is_no_price_and_tokens_are_drawn() -> None:
    async with a_world() as world:
        used(world, world.mina)
        used(world, world.mina, cost=None)
        text = answer_of(await world.mina.slash(world.channel, "usage"))
        assert "**Cost** $0.002 (unknown for 1 request)" in text
        assert text.endswith(usage_texts.charted(money=False, days=30))


async def test_nothing_used_is_said_without_a_picture() -> None:
    async with a_world() as world:
        result = await world.mina.slash(world.channel, "usage")
        assert "Nothing was used" in answer_of(result)
        assert result.response is not None
        assert not result.response.attachments


async def test_a_month_goes_farther_back_than_a_day() -> None:
    async with a_world() as world:
        now = int(time.time())
        used(world, world.mina, at=now)
        used(world, world.mina, at=now - 70 * 86_400)
        for window in ("day", "month"):
            text = answer_of(await world.mina.slash(world.channel, "usage", time=window))
            assert "\n1 answer\n" in text


async def test_channels_are_for_moderators_and_servers_for_admins() -> None:
    async with a_world_with_usage() as world:
        rights = discord.Permissions(manage_guild=True)
        role = world.guild.create_role("admin", permissions=rights)
        admin = world.guild.add_member(world.env.create_user("sora"), roles=[role])
        seen = {}
        for who in (world.mina, world.keeper, admin):
            for whose in ("channel", "server"):
                result = await who.slash(world.channel, "usage", of=whose)
                assert result.ephemeral
                seen[who.name, whose] = answer_of(result).splitlines()[-1]
        no_channel = usage_texts.not_for_you(Subject.CHANNEL)
        no_server = usage_texts.not_for_you(Subject.SERVER)
        shown = usage_texts.charted(money=True, days=30)
        assert seen == {
            ("mina", "channel"): no_channel,
            ("mina", "server"): no_server,
            ("jun", "channel"): shown,
            ("jun", "server"): no_server,
            ("sora", "channel"): shown,
            ("sora", "server"): shown,
        }
        of_channel = answer_of(await admin.slash(world.channel, "usage", of="channel"))
        assert "\n2 answers\n" in of_channel
        of_server = answer_of(await admin.slash(world.channel, "usage", of="server"))
        assert "\n3 answers\n" in of_server


async def test_a_direct_message_has_only_ones_own_usage() -> None:
    async with a_world() as world:
        await world.mina.send_dm("hello")
        text = answer_of(await world.mina.user.slash("usage"))
        assert text.startswith("**Your usage here**")
        assert "\n1 answer\n" in text
        assert (
            answer_of(await world.mina.user.slash("usage", of="server")) == usage_texts.not_here()
        )


async def test_what_is_left_of_the_limits_is_told_with_when_it_comes_back() -> None:
    settings = {"quota.person.day.questions": 3, "quota.channel.month.dollars": 1.5}
    async with a_world(**settings) as world:
        used(world, world.mina)
        text = answer_of(await world.mina.slash(world.channel, "usage"))
        assert "\n**Left**\n- 2 of 3 questions a day per person · more <t:" in text
        assert "\n- $1.498 of $1.5 a month in this channel · more <t:" in text
        of_channel = answer_of(await world.keeper.slash(world.channel, "usage", of="channel"))
        assert "per person" not in of_channel
        assert "in this channel" in of_channel


async def test_it_is_told_in_the_language_of_the_client(korean: None) -> None:
    async with a_world_with_usage() as world:
        text = answer_of(await world.mina.slash(world.channel, "usage"))
        assert text.startswith("**이 서버에서의 내 사용량** <t:")
        assert "\n답변 2개\n" in text
        assert text.endswith("그림: 최근 30일의 하루 비용(UTC).")


async def test_books_out_of_reach_are_a_sentence() -> None:
    async with a_world() as world:
        world.services.books.broken = True  # type: ignore[attr-defined]  # a fake
        told = answer_of(await world.mina.slash(world.channel, "usage"))
        assert told.startswith(texts.no_memory())
        assert len(world.env.errors) == 1


def test_amounts_are_short() -> None:
    assert [usage_texts.tokens(each) for each in (0, 999, 1200, 3_450_000, 2e9)] == [
        *("0", "999", "1.2k", "3.45M", "2G")
    ]
    assert [usage_texts.dollars(each) for each in (0, 0.0000014, 0.5, 1234.5)] == [
        *("$0", "$0.000001", "$0.5", "$1,234.5")
    ]
