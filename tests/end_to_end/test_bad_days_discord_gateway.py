"""Bad days of Discord's gateway: it closes, forgets, falls silent, or sends the bot away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.chat import texts
from bot.composition import StartupError
from bot.settings import SettingsError
from sandbox import Message, Sandbox
from tests.end_to_end.bad_days import ask, assert_whole, begun, ended, write
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import answers, body, button
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
# and what websockets themselves know: 1000 and 1001 are said, 1006 is a line that was cut.
GO_ON = [1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4008]
BEGIN_ANEW = [4007, 4009]  # the session is gone


async def test_closes_that_can_be_resumed_cost_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 50)
    questions: list[Message] = []
    async with start_bot():
        for code in GO_ON:
            channel = sandbox.add_channel(f"close-{code}")
            questions.append(await begun(sandbox, channel))
            await sandbox.close_gateway(code)
            questions.append(await ask(sandbox, channel, "Jun"))  # while the bot is deaf
            await sandbox.ready()
        assert len(sandbox.gateway.sessions) == 1
        await ended(sandbox, *questions)
    assert_whole(sandbox, model, *questions)
    assert len(model.requests) == len(questions)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("code", BEGIN_ANEW)
async def test_a_close_that_ends_the_session_costs_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, code: int
) -> None:
    write(model)
    async with start_bot():
        first = await begun(sandbox)
        await sandbox.close_gateway(code)
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first, missed)
    assert_whole(sandbox, model, first, missed)


async def test_a_gateway_that_asks_to_reconnect_costs_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    async with start_bot():
        first = await begun(sandbox)
        sandbox.gateway.reconnect()
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first, missed)
    assert_whole(sandbox, model, first, missed)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_costs_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, *, resumable: bool
) -> None:
    write(model)
    async with start_bot():
        first = await begun(sandbox)
        before = sandbox.gateway.sessions
        sandbox.gateway.invalidate(resumable=resumable)
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first, missed)
        assert (sandbox.gateway.sessions == before) is resumable
    assert_whole(sandbox, model, first, missed)


@pytest.mark.usefixtures("impatient")
async def test_a_gateway_that_falls_silent_is_left_and_what_it_did_not_tell_is_answered(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    sandbox.gateway.heartbeat_interval = 0.3
    async with start_bot():
        first = await begun(sandbox)
        sandbox.silence_gateway()
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first, missed)
    assert_whole(sandbox, model, first, missed)


@pytest.mark.usefixtures("impatient")
async def test_a_gateway_that_never_says_hello_is_tried_again(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    sandbox.gateway.heartbeat_interval = 0.3
    async with start_bot():
        first = await begun(sandbox)
        sandbox.gateway.mute = 1
        await sandbox.close_gateway(4000)
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first, missed)
    assert_whole(sandbox, model, first, missed)


async def test_a_gateway_that_is_down_for_a_moment_costs_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    async with start_bot():
        first = await begun(sandbox)
        sandbox.gateway.down = True
        await sandbox.close_gateway(1006)
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first)
        assert answers(missed) == []
        sandbox.gateway.down = False
        await ended(sandbox, missed)
    assert_whole(sandbox, model, first, missed)


@pytest.mark.usefixtures("impatient")
async def test_a_gateway_that_forgets_the_session_and_goes_down_is_asked_for_a_new_one(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model)
    async with start_bot():
        first = await begun(sandbox)
        sandbox.gateway.invalidate()
        sandbox.gateway.down = True
        missed = await ask(sandbox, person="Jun")
        await ended(sandbox, first)
        sandbox.gateway.down = False
        await ended(sandbox, missed)
    assert_whole(sandbox, model, first, missed)


@asynccontextmanager
async def broken_host(*, accepts: bool) -> AsyncIterator[str]:
    """The address of a gateway that is gone: nobody is there, or whoever is there hangs up."""

    async def hang_up(request: web.BaseRequest) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.close(code=4000)
        return socket

    server = await asyncio.get_running_loop().create_server(web.Server(hang_up), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if not accepts:
        server.close()
    yield f"ws://127.0.0.1:{port}"
    server.close()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("code", [4000, 4009])  # the session goes on, or is gone as well
@pytest.mark.parametrize("accepts", [False, True])
async def test_a_host_of_the_session_that_is_gone_for_good_costs_no_word_and_no_question(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, code: int, *, accepts: bool
) -> None:
    write(model)
    async with broken_host(accepts=accepts) as url:
        sandbox.gateway.url = url
        async with start_bot():
            first = await begun(sandbox)
            await sandbox.close_gateway(code)
            missed = await ask(sandbox, person="Jun")
            await ended(sandbox, first, missed)
            later = await ask(sandbox, person="Mina")
            await ended(sandbox, later)
    assert_whole(sandbox, model, first, missed, later)


@pytest.mark.parametrize(
    ("code", "error", "word"),
    [
        (4004, SettingsError, "DISCORD_TOKEN"),
        (4010, SettingsError, "SHARD_COUNT"),
        (4011, SettingsError, "SHARD_COUNT"),
        (4012, StartupError, "version"),
        (4013, StartupError, "version"),
    ],
)
async def test_a_close_for_good_is_a_sentence_for_the_operator_and_one_below_the_open_answer(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    code: int,
    error: type[Exception],
    word: str,
) -> None:
    write(model, 500)
    questions: list[Message] = []

    async def until_the_end() -> None:
        async with start_bot():
            questions.append(await begun(sandbox))
            await sandbox.close_gateway(code)
            await sandbox.until(lambda: False)

    with pytest.raises(error, match=word):
        await until_the_end()
    assert model.cancelled == 1
    (question,) = questions
    (answer,) = answers(question)
    assert answer.content.endswith(f"-# {texts.stopping()}")
    assert button(answer, "retry")


async def test_an_intent_taken_away_in_mid_answer_leaves_a_bot_that_hears_mentions(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    write(model, 500)
    async with start_bot():
        first = await begun(sandbox)
        sandbox.gateway.allowed_intents = ~(1 << 15)
        await sandbox.close_gateway(4014)
        await ended(sandbox, first)
        assert answers(first)[0].content.endswith(f"-# {texts.stopping()}")
        await sandbox.until(lambda: sandbox.gateway.connections == 1)
        await sandbox.ready()
        write(model)
        later = await ask(sandbox)
        await ended(sandbox, later)
        mina, (cut,) = sandbox.person("Mina"), answers(first)
        await mina.press(cut, button(cut, "retry"))
        await sandbox.until(lambda: len(model.requests) == 3)
    assert body(answers(later)).split() == "".join(model.words).split()


@pytest.mark.usefixtures("impatient")
async def test_a_gateway_that_is_down_at_the_start_is_waited_for(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    def up() -> None:
        sandbox.gateway.down = False

    sandbox.gateway.down = True
    asyncio.get_running_loop().call_later(0.7, up)
    async with start_bot():
        question = await ask(sandbox)
        await ended(sandbox, question)
    assert_whole(sandbox, model, question)


@pytest.mark.parametrize(
    ("code", "exit_code", "word"), [(4004, 2, "DISCORD_TOKEN"), (4013, 1, "version")]
)
async def test_a_close_for_good_ends_the_process_with_a_sentence(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer, code: int, exit_code: int, word: str
) -> None:
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        question = await ask(sandbox)
        await ended(sandbox, question)
        await sandbox.close_gateway(code)
        ended_with, _, err = await finished(process)
    assert ended_with == exit_code
    assert err.splitlines()[-1].startswith("tokki: ")
    assert word in err.splitlines()[-1]
    assert "Traceback" not in err
