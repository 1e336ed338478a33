"""One bot of two processes, with a real PostgreSQL and a real Valkey between them."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from bot.chat import texts
from bot.core.reply.draft import CURSOR
from sandbox import Channel, Sandbox
from tests.end_to_end.talking import ask, buttons, replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres
from tests.valkey import Valkey, running_valkey

WORDS = [f"word{number:04} " for number in range(400)]
SHARDS = 2


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
async def channels(sandbox: Sandbox) -> list[Channel]:
    """A channel for each shard, by its number."""
    guilds = {sandbox.guild.id >> 22 & 1: sandbox.guild}
    while len(guilds) < SHARDS:
        await asyncio.sleep(0.001)
        other = sandbox.add_guild("Another")
        guilds.setdefault(other.id >> 22 & 1, other)
    return [sandbox.add_channel("talk", guilds[shard]) for shard in range(SHARDS)]


@asynccontextmanager
async def process_of(
    shard: int, folder: Path, environment: dict[str, str]
) -> AsyncIterator[Process]:
    mine = {"SHARD_COUNT": str(SHARDS), "SHARD_IDS": str(shard)}
    async with start(folder, **environment, **mine) as process:
        yield process


async def test_two_processes_are_one_bot_and_one_finishes_what_the_other_left(
    tmp_path: Path,
    sandbox: Sandbox,
    model: ModelServer,
    postgres: Postgres,
    valkey: Valkey,
    channels: list[Channel],
) -> None:
    sandbox.gateway.identify_every = 5.0
    environment = on(sandbox, model) | {
        "DATABASE_URL": postgres.create("several"),
        "REDIS_URL": valkey.url,
    }
    async with AsyncExitStack() as stack:
        started = [
            await stack.enter_async_context(process_of(shard, tmp_path, environment))
            for shard in range(SHARDS)
        ]
        await sandbox.ready()
        # Each waited for its turn to begin a session.
        assert sandbox.gateway.premature == 0
        assert {each.shard for each in sandbox.gateway.sessions} == {0, 1}
        times = [at for at, _ in sandbox.gateway.identified]
        assert all(later - at >= 5 for at, later in pairwise(times))

        for channel in channels:
            assert len(await ask(sandbox, "why?", channel)) == 1
        assert len(model.requests) == SHARDS

        model.words, model.pause = WORDS, 0.05
        mine, left = channels
        await sandbox.person("Mina").say(left, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: "word0020" in replies(sandbox, left)[-1].content, 20)
        started[1].kill()
        await finished(started[1])
        assert CURSOR in replies(sandbox, left)[-1].content

        # The other one never heard of that server, and writes there all the same.
        await sandbox.until(lambda: CURSOR not in replies(sandbox, left)[-1].content, 60)
        last = replies(sandbox, left)[-1]
        assert last.content.endswith(f"-# {texts.stopping()}")
        assert [each.split(":")[1] for each in buttons(last)] == ["retry"]

        # Nothing is stuck: neither for the one that lives nor for the one that comes instead.
        model.words, model.pause = ["Because."], 0.0
        await stack.enter_async_context(process_of(1, tmp_path, environment))
        await sandbox.ready()
        for channel in (mine, left):
            assert "Because." in (await ask(sandbox, "why?", channel))[-1].content
    assert sandbox.count_429 == 0
    assert sandbox.gateway.premature == 0


async def test_what_one_process_is_told_holds_in_the_other_within_a_second(
    tmp_path: Path,
    sandbox: Sandbox,
    model: ModelServer,
    postgres: Postgres,
    channels: list[Channel],
) -> None:
    environment = on(sandbox, model) | {"DATABASE_URL": postgres.create("told")}
    async with ModelServer() as other, AsyncExitStack() as stack:
        (tmp_path / "models.toml").write_text(
            f'[providers.lan]\nbase_url = "{other.url}"\n[models.other]\nprovider = "lan"\n'
        )
        for shard in range(SHARDS):
            await stack.enter_async_context(process_of(shard, tmp_path, environment))
        await sandbox.ready()
        told, knowing = channels
        await ask(sandbox, "why?", knowing)  # it has read what holds for her
        chosen = await sandbox.person("Mina").slash(told, "model", name="other")
        await sandbox.until(lambda: any(message.content for message in chosen.messages))
        await asyncio.sleep(1)
        await ask(sandbox, "and now?", knowing)
        assert (len(model.requests), len(other.requests)) == (1, 1)


async def test_while_old_and_new_have_the_same_shard_each_event_is_answered_once(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer, postgres: Postgres, valkey: Valkey
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    environment = on(sandbox, model) | {
        "DATABASE_URL": postgres.create("overlap"),
        "REDIS_URL": valkey.url,
    }
    model.words, model.pause = [f"{word} " for word in ("one", "two", "three")], 0.1
    async with AsyncExitStack() as stack:
        both = [await stack.enter_async_context(start(tmp_path, **environment)) for _ in range(2)]
        await sandbox.until(lambda: sum(each.greeted for each in sandbox.gateway.sessions) == 2, 40)
        await asyncio.sleep(1)

        await mina.slash(channel, "ask", prompt="why?")
        question = await mina.say(channel, f"{sandbox.bot.mention} and how?")

        def complete() -> int:
            return sum("regenerate" in str(buttons(each)) for each in replies(sandbox, channel))

        await sandbox.until(lambda: complete() == 2, 20)
        await asyncio.sleep(1)
        assert (len(replies(sandbox, channel)), len(model.requests)) == (2, 2)

        model.words = ["Afterwards."]
        await mina.edit(question, f"{sandbox.bot.mention} and when?")
        await sandbox.until(lambda: "Afterwards." in replies(sandbox, channel)[-1].content, 20)
        await sandbox.until(lambda: complete() == 2, 20)
        await asyncio.sleep(1)
        assert (len(replies(sandbox, channel)), len(model.requests)) == (2, 3)

        for process in both:
            process.terminate()
            code, _, err = await finished(process)
            assert (code, "failed" in err, "Traceback" in err) == (0, False, False)
