"""/batch on simcord, with nothing of the bot behind it but the runner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import discord
import pytest
import simcord
from discord.ext import commands

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.batching import batch_texts
from bot.chat.batching.batch_rows import RowAsker
from bot.chat.batching.batches import SHOW_EVERY, BatchRunner
from bot.chat.beside import beside
from bot.chat.remembering.prompting import Style
from bot.composition import SystemClock
from bot.core.config.kinds import Value
from bot.core.talk.batch import BatchFileError, Limits, Problem
from tests.answerers import a_policy
from tests.batch_fakes import FakeBatches, PacedModel, Shared
from tests.cogs.world import is_out_of_reach
from tests.fakes import FakeBooks, FakeModel

FILE = ("questions.csv", b"id,question\n1,Why?\n2,How?\n")


class BatchBot(commands.Bot):
    def __init__(self, runner: BatchRunner, **settings: Value) -> None:
        super().__init__(commands.when_mentioned, intents=discord.Intents.default())
        policy = a_policy(FakeModel(), Style("fake-model"), None, None, None, **settings)
        self.services = SimpleNamespace(batches=runner, policy=policy)

    async def setup_hook(self) -> None:
        await self.load_extension("cogs.batch")
        await self.tree.sync()


class World:
    def __init__(self, env: simcord.Env, model: PacedModel, shared: Shared) -> None:
        self.env = env
        self.model = model
        self.shared = shared
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("general")
        self.mina = self.guild.add_member(env.create_user("mina"))
        keeper = self.guild.create_role("keeper", permissions=discord.Permissions(8192))
        self.jun, self.sora = (
            self.guild.add_member(env.create_user(name), roles=[keeper]) for name in ("jun", "sora")
        )

    def messages(self) -> list[discord.Message]:
        return list(self.channel.history())

    async def start(self, file: tuple[str, bytes] = FILE, **options: str) -> str:
        result = await self.jun.slash(self.channel, "batch", file=file, **options)
        assert result.ephemeral
        return answer_of(result)

    async def until_shown(self, text: str) -> discord.Message:
        async with asyncio.timeout(10):
            while True:
                for message in self.messages():
                    if text in message.content:
                        return message
                await asyncio.sleep(0.02)


def answer_of(result: simcord.InteractionResult) -> str:
    assert result.response is not None
    return [result.response, *result.followups][-1].content


@asynccontextmanager
async def a_world(pause: float = 0.0, **settings: Value) -> AsyncIterator[World]:
    clock, model, shared = SystemClock(), PacedModel(pause), Shared()
    dispatcher = Dispatcher(clock)
    style = Style("fake-model")
    asker = RowAsker(model, FakeBooks(), clock, a_policy(model, style), style)
    runner = BatchRunner(asker, FakeBatches(shared), dispatcher, clock)
    async with (
        # simcord would wait for every timer that ends within its patience: the progress has one
        simcord.run(BatchBot(runner, **settings), settle_timeout=SHOW_EVERY * 0.9) as env,
        beside(dispatcher.run()),
        beside(runner.run()),
    ):
        yield World(env, model, shared)


async def test_a_file_of_questions_comes_back_with_its_answers() -> None:
    async with a_world() as world:
        assert await world.start() == batch_texts.started(2)
        ended = await world.until_shown("2 of 2 questions answered")
        assert not ended.components
        (result,) = [message for message in world.messages() if message.attachments]
        assert result.attachments[0].filename == "answers.csv"
        assert result.content == world.jun.mention
        text = (await result.attachments[0].read()).decode("utf-8-sig")
        assert "2,How?,Answer to How?,complete" in text


async def test_the_instructions_reach_the_model() -> None:
    async with a_world() as world:
        await world.start(instructions="Be brief.")
        await world.until_shown("2 of 2 questions answered")
        assert world.model.requests[0].messages[0].content == "Be brief."


async def test_it_is_for_those_who_manage_messages() -> None:
    async with a_world() as world:
        assert "batch" not in world.mina.available_commands(world.channel)
        assert "batch" in world.jun.available_commands(world.channel)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"x" * (Limits().size + 1), Problem.TOO_LARGE),
        (b"\x00\x01", Problem.NOT_TEXT),
        (b"question\n", Problem.EMPTY),
        (b"a\n" * 1001, Problem.TOO_MANY),
        (b"x" * 4001, Problem.TOO_LONG),
    ],
)
async def test_a_file_that_cannot_be_taken_is_answered_with_the_reason(
    data: bytes, problem: Problem
) -> None:
    async with a_world() as world:
        sentence = await world.start(("q.csv", data))
        assert sentence == batch_texts.problem(BatchFileError(problem, 1), Limits())
        assert not world.messages()
        assert not world.shared.batches


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"channels": (1,)}, texts.not_here()),
        ({"roles": (1,)}, texts.not_for_you()),
        ({"quota.server.month.tokens": 1}, "One question needs more than is allowed here"),
    ],
)
async def test_who_may_not_ask_may_not_let_a_file_ask(
    settings: dict[str, Value], sentence: str
) -> None:
    async with a_world(0.0, **settings) as world:
        assert (await world.start()).startswith(sentence)
        assert not world.model.asked
        assert not world.shared.batches


async def test_a_second_batch_is_refused_while_one_runs() -> None:
    async with a_world(pause=60) as world:
        await world.start()
        assert await world.start() == batch_texts.already_running()


async def test_stop_is_for_the_starter_and_for_those_who_manage_messages() -> None:
    async with a_world(pause=60) as world:
        await world.start()
        progress = await world.until_shown("0 of 2")
        result = await world.mina.click(progress, label="Stop")
        assert answer_of(result) == batch_texts.not_yours()
        assert world.model.open == 2
        result = await world.sora.click(progress, label="Stop")
        assert answer_of(result) == batch_texts.stopping()
        assert result.followups[-1].ephemeral
        await world.until_shown(batch_texts.stopped())
        assert not world.shared.batches


async def test_no_button_in_another_channel_stops_a_batch() -> None:
    async with a_world(pause=60) as world:
        await world.start()
        progress = await world.until_shown("0 of 2")
        view = discord.ui.View.from_message(progress, timeout=None)
        elsewhere = world.env.create_guild()
        rights = elsewhere.create_role("all", permissions=discord.Permissions.all())
        boss = elsewhere.add_member(world.env.create_user("boss"), roles=[rights])
        await world.env.settle()
        channel = world.env.bot.get_channel(elsewhere.create_text_channel("lair").id)
        assert isinstance(channel, discord.TextChannel)
        forged = await channel.send("mine", view=view)
        result = await boss.click(forged, label="Stop")
        assert answer_of(result) == batch_texts.not_running()
        assert world.model.open == 2


async def test_a_button_of_a_batch_that_has_ended_says_so_and_goes() -> None:
    async with a_world(pause=60) as world:
        await world.start()
        progress = await world.until_shown("0 of 2")
        world.shared.batches.clear()
        result = await world.jun.click(progress, label="Stop")
        assert answer_of(result) == batch_texts.not_running()
        assert not world.messages()[0].components


async def test_a_stop_is_acknowledged_before_the_memory_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_world(pause=60) as world:
        await world.start()
        progress = await world.until_shown("0 of 2")
        monkeypatch.setattr(FakeBatches, "find", is_out_of_reach)
        result = await world.jun.click(progress, label="Stop")
        assert result.followups[-1].content.startswith(texts.no_memory())


async def test_deleting_the_progress_ends_the_batch() -> None:
    async with a_world(pause=60) as world:
        await world.start()
        progress = await world.until_shown("0 of 2")
        await world.sora.delete(progress)
        async with asyncio.timeout(5):
            while world.shared.batches:  # noqa: ASYNC110 - the runner tells nobody that it is done
                await asyncio.sleep(0.02)
        assert world.model.open == 0


async def test_without_the_right_to_attach_files_it_does_not_begin() -> None:
    async with a_world() as world:
        denied = discord.PermissionOverwrite(attach_files=False)
        world.channel = world.guild.create_text_channel(
            "strict", overwrites={world.guild.default_role: denied}
        )
        assert await world.start() == batch_texts.not_permitted()
        assert not world.model.asked
