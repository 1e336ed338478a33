"""What people ask while the gateway has no session is answered by the next one, once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.core.talk.missed import WINDOW
from sandbox import Channel, Message, Sandbox
from sandbox.permissions import Permission
from tests.end_to_end.bad_days import ask, assert_whole, ended
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, has_ended, replies
from tests.model_server import ModelServer
from tests.postgres import Postgres, running_postgres

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@asynccontextmanager
async def deaf(sandbox: Sandbox) -> AsyncIterator[None]:
    """End every session; another one begins after the block."""
    sandbox.gateway.down = True
    await sandbox.close_gateway(4009)
    yield
    sandbox.gateway.down = False
    await sandbox.ready()


async def looked(sandbox: Sandbox) -> None:
    """Wait until whatever was missed has been looked up."""
    later = await ask(sandbox, sandbox.channel("random"), "Later")
    await ended(sandbox, later)
    await asyncio.sleep(0.5)


def lookups(sandbox: Sandbox, channel: Channel) -> list[list[str]]:
    """What the bot was given each time that it asked for the messages of a channel."""
    path = f"/channels/{channel.id}/messages"
    asked = [each for each in sandbox.requests if (each.method, each.path) == ("GET", path)]
    return [[message["content"] for message in each.answer] for each in asked]


async def test_a_question_that_no_session_told_is_answered_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    async with start_bot():
        async with deaf(sandbox):
            questions = [await ask(sandbox, channel, name) for name in ("Mina", "Jun")]
        await ended(sandbox, *questions)
        await looked(sandbox)
    assert_whole(sandbox, model, *questions)
    assert lookups(sandbox, channel) == [[each.content for each in reversed(questions)]]


async def test_a_thread_and_a_direct_talk_are_looked_up_too(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina = sandbox.person("Mina")
    async with start_bot():
        thread = await mina.open_thread(sandbox.channel("general"), "talk")
        first = [await ask(sandbox, thread), await mina.say(mina.dm(), "hello")]
        await sandbox.until(lambda: replies(sandbox, thread) and replies(sandbox, mina.dm()))
        await sandbox.until(lambda: all(map(has_ended, first)))
        async with deaf(sandbox):
            second = [await mina.say(each, "and now?") for each in (thread, mina.dm())]
        await ended(sandbox, *second)
        await looked(sandbox)
    assert_whole(sandbox, model, *first, *second)


@pytest.mark.parametrize("code", [4000, 4009])
async def test_a_session_that_breaks_before_it_has_looked_leaves_that_to_the_next(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, code: int
) -> None:
    mina = sandbox.person("Mina")
    async with start_bot():
        first = await mina.say(mina.dm(), "hello")
        await ended(sandbox, first)
        async with deaf(sandbox):
            questions = [await mina.say(mina.dm(), "and now?"), await ask(sandbox)]
        await asyncio.sleep(0.05)  # it knows its servers, and waits a moment whether more come
        await sandbox.close_gateway(code)
        await ended(sandbox, *questions)
        await looked(sandbox)
    assert_whole(sandbox, model, first, *questions)


async def test_what_was_heard_before_is_not_heard_again(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    async with start_bot():
        answered = await ask(sandbox, channel)
        await ended(sandbox, answered)
        empty = await mina.say(channel, sandbox.bot.mention)
        await sandbox.until(lambda: answers(empty))
        async with deaf(sandbox):
            new = await ask(sandbox, channel, "Jun")
        await ended(sandbox, new)
        await looked(sandbox)
    assert [len(answers(each)) for each in (answered, empty, new)] == [1, 1, 1]
    assert len(model.requests) == 3  # the third one is that of `looked`
    assert lookups(sandbox, channel) == [[new.content]]


async def test_what_the_new_session_tells_itself_is_not_heard_a_second_time(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is stored of a question that is refused, so nothing else would hold it back."""
    caplog.set_level("INFO")
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    async with start_bot():
        await ended(sandbox, await ask(sandbox, channel))
        slow = sandbox.faults.add("GET", f"/channels/{channel.id}/messages", delay=1.0)
        async with deaf(sandbox):
            new = await ask(sandbox, channel, "Jun")
        await sandbox.until(lambda: slow.hits)
        empty = await mina.say(channel, sandbox.bot.mention)
        await ended(sandbox, new)
        await looked(sandbox)
    assert empty.content in lookups(sandbox, channel)[0]
    assert f"missed.looked_up channel={channel.id} messages=1" in caplog.text


@pytest.mark.parametrize("where", ["server", "direct"])
async def test_what_it_tells_before_it_could_be_asked_is_not_heard_a_second_time(
    sandbox: Sandbox, start_bot: StartBot, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    caplog.set_level("INFO")
    mina = sandbox.person("Mina")
    channel = sandbox.channel("general") if where == "server" else mina.dm()
    async with start_bot():
        await ended(sandbox, await ask(sandbox, channel))
        async with deaf(sandbox):
            sandbox.gateway.down = False
            while not any(each.greeted for each in sandbox.gateway.sessions):  # noqa: ASYNC110 - see below
                await asyncio.sleep(0)
            # Behind all that greets the session, and read together with it.
            new = await ask(sandbox, channel)
        await ended(sandbox, new)
        await looked(sandbox)
        await sandbox.until(lambda: f"missed.looked_up channel={channel.id}" in caplog.text)
    assert f"missed.looked_up channel={channel.id} messages=0" in caplog.text


async def test_where_nothing_was_said_nothing_is_looked_up(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    channel = sandbox.channel("general")
    async with start_bot():
        await ended(sandbox, await ask(sandbox, channel))
        async with deaf(sandbox):
            pass
        await looked(sandbox)
    assert lookups(sandbox, channel) == []


async def test_a_resume_looks_nothing_up(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        await sandbox.close_gateway(4000)
        question = await ask(sandbox)
        await ended(sandbox, question)
        async with deaf(sandbox):
            pass
        await looked(sandbox)
    assert_whole(sandbox, model, question)
    assert lookups(sandbox, question.channel) == []


async def test_a_question_older_than_the_window_is_left_alone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    now, quiet = sandbox.world.make_id, sandbox.add_channel("quiet")
    async with start_bot():
        async with deaf(sandbox):
            sandbox.world.make_id = lambda: now() - (int((WINDOW + 10) * 1000) << 22)  # type: ignore[assignment]  # ids of then
            old = await ask(sandbox, quiet)
            sandbox.world.make_id = now
            new = await ask(sandbox)
        await ended(sandbox, new)
        await looked(sandbox)
    assert answers(old) == []
    assert_whole(sandbox, model, new)


async def test_what_was_asked_before_the_start_is_left_alone(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    question = await ask(sandbox)
    async with start_bot():
        await looked(sandbox)
    assert answers(question) == []


async def test_a_question_that_was_deleted_meanwhile_is_left_alone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        async with deaf(sandbox):
            gone, question = await ask(sandbox), await ask(sandbox, person="Jun")
            await sandbox.person("Mina").delete(gone)
        await ended(sandbox, question)
        await looked(sandbox)
    assert answers(gone) == []
    assert_whole(sandbox, model, question)


@pytest.mark.parametrize("denied", [Permission.READ_MESSAGE_HISTORY, Permission.VIEW_CHANNEL])
async def test_a_channel_that_the_bot_may_not_read_is_passed_over(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    caplog: pytest.LogCaptureFixture,
    denied: Permission,
) -> None:
    closed, channel = sandbox.add_channel("closed"), sandbox.channel("general")
    async with start_bot():
        sandbox.deny(closed, denied)
        async with deaf(sandbox):
            unread = await ask(sandbox, closed)
            question = await ask(sandbox, channel)
        await ended(sandbox, question)
        await looked(sandbox)
    assert_whole(sandbox, model, question)
    assert answers(unread) == []
    assert lookups(sandbox, closed) == []
    assert "missed.not_found" not in caplog.text


async def test_a_thread_that_falls_asleep_before_it_is_looked_up_is_taken_for_no_direct_talk(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, mina = sandbox.channel("general"), sandbox.person("Mina")
    thread = await mina.open_thread(channel, "among ourselves")
    async with start_bot():
        async with deaf(sandbox):
            await mina.say(thread, "shall we?")
            question = await ask(sandbox, channel)  # newer, and so looked up first
            sandbox.latency = 0.6
        await sandbox.until(lambda: lookups(sandbox, channel))
        sandbox.archive(thread)
        sandbox.latency = 0.0
        await ended(sandbox, question)
        await looked(sandbox)
    assert_whole(sandbox, model, question)
    assert replies(sandbox, thread) == []


async def test_a_lookup_that_is_refused_costs_nobody_else_an_answer(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = sandbox.channel("general"), sandbox.add_channel("other")
    async with start_bot():
        async with deaf(sandbox):
            question, refused = await ask(sandbox, first), await ask(sandbox, second)
            path = f"/channels/{second.id}/messages"
            sandbox.faults.add("GET", path, status=403, code=50001)
        await ended(sandbox, question)
        await looked(sandbox)
    assert_whole(sandbox, model, question)
    assert answers(refused) == []
    assert "missed.not_found" in caplog.text
    assert "event.failed" not in caplog.text


async def test_rules_of_access_hold_for_what_was_missed(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    channel, boss = sandbox.channel("general"), sandbox.person("Boss", role="admin")
    sandbox.person("Mina")
    role = sandbox.guild.role("admin")
    async with start_bot():
        for option, value in (("without_mention", "yes"), ("roles", f"<@&{role.id}>")):
            shown = await boss.slash(channel, "config set", option=option, value=value)
            await sandbox.until(lambda shown=shown: "undo" in str(shown.messages))  # type: ignore[misc]  # its default binds it
        async with deaf(sandbox):
            plain, named = await boss.say(channel, "why?"), await ask(sandbox, channel, "Boss")
            not_asked = await sandbox.person("Mina").say(channel, "hello all")
            refused = await ask(sandbox, channel)
        await ended(sandbox, plain, named)
        await sandbox.until(lambda: answers(refused))
    counts = [len(answers(each)) for each in (plain, named, refused, not_asked)]
    assert counts == [1, 1, 1, 0]
    assert len(model.requests) == 2


@asynccontextmanager
async def second(sandbox: Sandbox, start_bot: StartBot, url: str) -> AsyncIterator[None]:
    """Another process beside the first, once Discord has greeted both."""
    async with start_bot(database_url=url):
        await sandbox.until(lambda: sum(each.greeted for each in sandbox.gateway.sessions) == 2)
        await asyncio.sleep(0.5)
        yield


def finders(sandbox: Sandbox, question: Message) -> int:
    """How many processes have found a question."""
    text = question.content
    return sum(text in found for found in lookups(sandbox, question.channel))


async def test_two_processes_that_missed_a_question_answer_it_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, postgres: Postgres
) -> None:
    url = postgres.create("missed")
    async with start_bot(database_url=url), second(sandbox, start_bot, url):
        async with deaf(sandbox):
            question = await ask(sandbox)
        await ended(sandbox, question)
        await sandbox.until(lambda: finders(sandbox, question) == 2)
        await looked(sandbox)
    assert_whole(sandbox, model, question)
    assert len(model.requests) == 2


async def test_two_processes_open_one_thread_for_a_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, postgres: Postgres
) -> None:
    url = postgres.create("threads")
    channel, boss = sandbox.channel("general"), sandbox.person("Boss", role="admin")
    async with start_bot(database_url=url):
        shown = await boss.slash(channel, "config set", option="threads", value="yes")
        await sandbox.until(lambda: "undo" in str(shown.messages))
        async with second(sandbox, start_bot, url):
            async with deaf(sandbox):
                question: Message = await ask(sandbox, channel)
            await sandbox.until(lambda: question.thread and replies(sandbox, question.thread))
            await sandbox.until(lambda: finders(sandbox, question) == 2)
            await asyncio.sleep(0.5)
    assert question.thread is not None
    assert len(replies(sandbox, question.thread)) == 1
    assert replies(sandbox, channel) == []
    assert len(model.requests) == 1
