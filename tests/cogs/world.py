"""The bot on simcord, with fakes behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import simcord

from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.policy import Policy
from bot.chat.answers.recording import Recorder
from bot.chat.batching.batch_rows import RowAsker
from bot.chat.batching.batches import BatchRunner
from bot.chat.beside import beside
from bot.chat.remembering.keeping import Keeper, Sweeper
from bot.chat.remembering.prompting import Style
from bot.chat.settings.keys import ServerKeys
from bot.chat.settings.quotas import Quotas
from bot.client import Services, Sharding, TokkiBot
from bot.composition import SystemClock
from bot.core.account.cards import Provider
from bot.core.config.kinds import Value
from bot.core.errors import ModelError, StorageError
from bot.llm.catalogue import read_catalogue
from tests.answerers import NO_QUOTAS, environment_of
from tests.batch_fakes import FakeBatches, Shared
from tests.config_fakes import FakeConfigStore, FakeSafe, FakeTrial, a_configuration
from tests.fakes import FakeBooks, FakeMemory, FakeModel

CATALOGUE = read_catalogue(Provider("default", "http://model.example/v1"), "fake-model", {})


class World:
    """The bot on simcord, with a fake model and memory behind it."""

    def __init__(self, env: simcord.Env, model: FakeModel, memory: FakeMemory) -> None:
        self.env = env
        self.model = model
        self.memory = memory
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("general")
        self.mina = self.guild.add_member(env.create_user("mina"))
        keeper = self.guild.create_role("keeper", permissions=discord.Permissions(8192))
        self.keeper = self.guild.add_member(env.create_user("jun"), roles=[keeper])
        assert env.bot.user is not None
        self.bot_id = env.bot.user.id
        self.mention = env.bot.user.mention

    @property
    def bot(self) -> TokkiBot:
        assert isinstance(self.env.bot, TokkiBot)
        return self.env.bot

    @property
    def services(self) -> Services:
        return self.bot.services

    async def thread(self) -> simcord.ChannelHandle:
        """A thread of the channel."""
        message = await self.mina.send(self.channel, "let us talk")
        await message.create_thread(name="talk")
        await self.env.settle()
        return self.channel.threads[-1]

    def last(self) -> discord.Message:
        message = self.channel.last_message
        assert message is not None
        return message

    def asked(self) -> str:
        return self.model.requests[-1].messages[-1].content


async def is_out_of_reach(*_given: object, **_named: object) -> None:
    """Stand in for a call whose database is away."""
    raise StorageError("the disk is full")


def answer_of(result: simcord.InteractionResult) -> str:
    assert result.response is not None
    return [result.response, *result.followups][-1].content


@asynccontextmanager
async def a_world(*pieces: str | float | ModelError, **settings: Value) -> AsyncIterator[World]:
    clock, model, memory = SystemClock(), FakeModel(*pieces or ("Because ", "so.")), FakeMemory()
    dispatcher = Dispatcher(clock)
    books = FakeBooks()
    recorder = Recorder(model, memory, books, clock)
    style = Style("fake-model")
    store = FakeConfigStore()
    environment = {**NO_QUOTAS, **environment_of(style), **settings}
    configuration = a_configuration(store, clock, environment)
    keys = ServerKeys(configuration, store, FakeSafe("new"), FakeTrial(), clock)
    quotas = Quotas(books, store, configuration, clock)
    policy = Policy(configuration, quotas, model, clock, style)
    answerer = Answerer(model, memory, recorder, dispatcher, clock, policy)
    services = Services(
        answerer=answerer,
        memory=memory,
        books=books,
        dispatcher=dispatcher,
        model="fake-model",
        endpoint="at http://model.example/v1",
        grace=0.0,
        keeper=Keeper(memory, books, clock),
        sweeper=Sweeper(memory, clock, days=90),
        batches=BatchRunner(
            RowAsker(model, books, clock, policy, style),
            FakeBatches(Shared(), "me"),
            dispatcher,
            clock,
        ),
        configuration=configuration,
        quotas=quotas,
        keys=keys,
        policy=policy,
        catalogue=lambda: CATALOGUE,
    )
    # simcord stands in for Discord by a context variable: the dispatcher has to start inside
    async with simcord.run(TokkiBot(services, Sharding(1))) as env, beside(dispatcher.run()):
        yield World(env, model, memory)
