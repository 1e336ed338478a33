"""The ends of a reply, its buttons, and what Discord may do to it in the middle."""

import asyncio

import pytest

from bot.chat import texts
from bot.chat.ports import FinishReason
from bot.core.reply.draft import CURSOR
from bot.settings import Settings
from sandbox import Message, Permission, Sandbox
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask, body, button, buttons, replies
from tests.model_server import ModelServer

MESSAGES = "/channels/*/messages/*"


def slow(model: ModelServer, words: int = 400) -> None:
    model.words, model.pause = [f"word{number} " for number in range(words)], 0.05


async def begin(sandbox: Sandbox, text: str = "write") -> tuple[Message, Message]:
    """Ask and wait for the first text; gives question and reply."""
    channel = sandbox.channel("general")
    before = len(replies(sandbox, channel))
    question = await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} {text}")
    await sandbox.until(lambda: len(replies(sandbox, channel)) > before)
    return question, replies(sandbox, channel)[-1]


async def ended(sandbox: Sandbox, reply: Message, wait: float = 10) -> None:
    await sandbox.until(lambda: CURSOR not in reply.content and "-# " in reply.content, wait)


async def test_stop_ends_the_answer_for_its_asker(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        _, reply = await begin(sandbox)
        await sandbox.person("Mina").press(reply, button(reply, "stop"))
        await ended(sandbox, reply)
        await sandbox.until(lambda: model.cancelled == 1)
    assert reply.content.endswith(f"-# {texts.stopped()}")
    assert [each.split(":")[1] for each in buttons(reply)] == ["regenerate"]


async def test_stop_is_for_the_asker_and_for_those_who_manage_messages(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        _, reply = await begin(sandbox)
        stranger = await sandbox.person("Stranger").press(reply, button(reply, "stop"))
        await sandbox.until(lambda: stranger.messages)
        assert stranger.messages[0].content == texts.not_yours()
        assert model.cancelled == 0
        await sandbox.person("Jun", role="moderator").press(reply, button(reply, "stop"))
        await ended(sandbox, reply)


async def test_the_buttons_survive_a_restart(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        (reply,) = await ask(sandbox, "why?")
    model.words = ["Another ", "answer."]
    async with start_bot():
        await sandbox.person("Mina").press(reply, button(reply, "regenerate"))
        await sandbox.until(lambda: "Another answer." in reply.content and "-# " in reply.content)
        assert model.contents() == ["Mina: why?"]
        assert len(replies(sandbox, sandbox.channel("general"))) == 1
        await ask(sandbox, "and then?")
        assert model.contents() == ["Mina: why?", "Another answer.", "Mina: and then?"]


async def test_regenerating_a_long_answer_into_a_short_one_leaves_no_old_text(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words = [f"Sentence {number} of a long story. " for number in range(200)]
    async with start_bot():
        await ask(sandbox, "write")
        channel = sandbox.channel("general")
        last = replies(sandbox, channel)[-1]
        model.words = ["Short."]
        await sandbox.person("Mina").press(last, button(last, "regenerate"))
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 1, timeout=15)
        await sandbox.until(lambda: body(replies(sandbox, channel)) == "Short.")


async def test_a_cut_answer_can_be_continued(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.finish_reason = ["One, ", "two, "], "length"
    async with start_bot():
        (reply,) = await ask(sandbox, "count")
        assert texts.cut(FinishReason.LENGTH) in reply.content
        model.words, model.finish_reason = ["three."], "stop"
        await sandbox.person("Mina").press(reply, button(reply, "continue"))
        channel = sandbox.channel("general")
        await sandbox.until(lambda: "three." in replies(sandbox, channel)[-1].content)
        assert model.contents() == ["Mina: count", "One, two, ", texts.GO_ON]
        assert buttons(reply) == []
        model.words = ["Yes."]
        await ask(sandbox, "done?")
        assert model.contents()[1] == "One, two, three."


async def test_an_interrupted_answer_goes_on_from_where_it_broke_off(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.break_off = ["The sea ", "is "], True
    async with start_bot():
        (reply,) = await ask(sandbox, "describe the sea")
        assert body([reply]) == "The sea is"
        model.words, model.break_off = ["blue."], False
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        channel = sandbox.channel("general")
        await sandbox.until(lambda: "blue." in replies(sandbox, channel)[-1].content)
        assert model.contents()[-2:] == ["The sea is ", texts.GO_ON]


async def test_a_failure_before_the_first_word_is_retried_in_the_same_message(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.status = 402
    async with start_bot():
        (reply,) = await ask(sandbox, "why?")
        model.status = 200
        await sandbox.person("Mina").press(reply, button(reply, "retry"))
        await sandbox.until(lambda: "Because of light." in reply.content)


async def test_deleting_the_question_ends_the_models_work_at_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        question, reply = await begin(sandbox)
        await sandbox.person("Mina").delete(question)
        await sandbox.until(lambda: model.cancelled == 1, timeout=1)
        await ended(sandbox, reply)


async def test_deleting_the_reply_ends_the_models_work_at_once_and_nothing_follows(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        _, reply = await begin(sandbox)
        await sandbox.remove_message(reply)
        await sandbox.until(lambda: model.cancelled == 1, timeout=1)
        await asyncio.sleep(1)
    assert replies(sandbox, sandbox.channel("general")) == []


async def test_editing_the_question_asks_anew_in_the_same_reply(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        question, reply = await begin(sandbox, "why is the sky green?")
        model.words, model.pause = ["It is ", "blue."], 0.0
        mention = sandbox.bot.mention
        await sandbox.person("Mina").edit(question, f"{mention} why is the sky blue?")
        await sandbox.until(lambda: "It is blue." in reply.content and "-# " in reply.content)
        assert model.contents() == ["Mina: why is the sky blue?"]
        assert len(replies(sandbox, sandbox.channel("general"))) == 1


async def test_a_very_long_answer_comes_as_a_file(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words = [f"Sentence {number} of an endless story. " for number in range(500)]
    async with start_bot():
        await ask(sandbox, "write", wait=30)
        channel = sandbox.channel("general")
        await sandbox.until(lambda: replies(sandbox, channel)[-1].attachments, timeout=20)
    *shown, file = replies(sandbox, channel)
    assert len(shown) == 5
    assert texts.in_file() in shown[-1].content
    assert file.attachments[0].filename == texts.FILE_NAME
    assert file.attachments[0].data.decode() == "".join(model.words)
    assert sandbox.count_429 == 0


async def test_a_long_wait_ends_with_a_ping_for_the_asker(
    sandbox: Sandbox, model: ModelServer, settings: Settings, start_bot: StartBot
) -> None:
    model.words, model.pause = ["word "] * 20, 0.05
    async with start_bot(reply_notice_seconds=0.5):
        await ask(sandbox, "write")
        channel, mina = sandbox.channel("general"), sandbox.person("Mina")
        await sandbox.until(lambda: mina.mention in replies(sandbox, channel)[-1].content)
        assert [user.id for user in replies(sandbox, channel)[-1].mentions.users] == [mina.id]


async def test_the_small_print_can_be_left_out(sandbox: Sandbox, start_bot: StartBot) -> None:
    async with start_bot(reply_footer=False):
        _, reply = await begin(sandbox)
        await sandbox.until(lambda: reply.content == "Because of light.")


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "scope": "user", "retry_after": 1.0},
        {"status": 429, "scope": "shared", "retry_after": 1.0},
        {"status": 429, "scope": "global", "retry_after": 1.0},
        {"status": 429, "cloudflare": True},
        {"status": 500, "times": 2},
        {"status": 503, "times": 3},
        {"drop": "before"},
        {"drop": "after"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_hiccup_of_discord_delays_and_loses_nothing(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    fault: dict[str, object],
    method: str,
) -> None:
    slow(model, 40)
    path = MESSAGES if method == "PATCH" else "/channels/*/messages"
    async with start_bot():
        ordered = sandbox.faults.add(method=method, path=path, **fault)  # type: ignore[arg-type]  # one of many
        messages = await ask(sandbox, "write", wait=40)
    assert ordered.hits
    assert body(messages).split() == [word.strip() for word in model.words]
    assert len(messages) == 1


async def test_a_refused_typing_hint_slows_no_reply(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.first_pause = 0.8
    typing = "/channels/*/typing"
    async with start_bot() as services:
        refused = sandbox.faults.add(method="POST", path=typing, status=429, retry_after=30.0)
        _, reply = await begin(sandbox)
        await ended(sandbox, reply, wait=4)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
    assert refused.hits == 1


@pytest.mark.parametrize("code", [30046, 50083])
async def test_a_message_that_can_no_longer_be_edited_is_posted_afresh(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, code: int
) -> None:
    slow(model, 40)
    channel = sandbox.channel("general")
    async with start_bot():
        question, first = await begin(sandbox)
        status = 429 if code == 30046 else 400
        sandbox.faults.add(
            method="PATCH",
            path=f"/channels/*/messages/{first.id}",
            status=status,
            code=code,
            times=100,
            retry_after=0.01,
        )
        await sandbox.until(lambda: "word39" in str([m.content for m in channel.messages]), 15)
        await sandbox.until(lambda: len(replies(sandbox, channel)) == 1)
    (reply,) = replies(sandbox, channel)
    assert reply is not first
    assert reply.reference_id == question.id
    assert body([reply]).split() == [word.strip() for word in model.words]


async def test_a_text_that_automod_blocks_becomes_a_notice(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot():
        _, reply = await begin(sandbox)
        sandbox.faults.add(method="PATCH", path=MESSAGES, status=400, code=200000)
        await ended(sandbox, reply)
        await sandbox.until(lambda: model.cancelled == 1)
    assert reply.content == f"-# {texts.blocked()}"


async def test_a_lost_permission_ends_the_models_work(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot() as services:
        channel = sandbox.channel("general")
        sandbox.deny(channel, Permission.SEND_MESSAGES)
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: model.cancelled == 1)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)
        refused = [request for request in sandbox.requests if request.status == 403]
        assert len(refused) <= 3


async def test_a_deleted_channel_ends_the_models_work(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    async with start_bot() as services:
        await begin(sandbox)
        await sandbox.remove_channel(sandbox.channel("general"))
        await sandbox.until(lambda: model.cancelled == 1, timeout=3)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0)


async def test_an_answer_finds_its_place_when_the_question_is_gone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model, 20)
    sandbox.faults.add(method="POST", path="/channels/*/messages", delay=0.3, times=1)
    async with start_bot():
        channel = sandbox.channel("general")
        asked = await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: model.requests)
        await sandbox.person("Mina").delete(asked)
        await sandbox.until(lambda: replies(sandbox, channel))
        await ended(sandbox, replies(sandbox, channel)[0])


async def test_a_gateway_that_closes_in_mid_answer_does_not_touch_it(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model, 40)
    async with start_bot():
        _, reply = await begin(sandbox)
        await sandbox.close_gateway(4000)
        await ended(sandbox, reply, wait=15)
    assert body([reply]).split() == [word.strip() for word in model.words]


@pytest.mark.parametrize("status", [500, 503])
async def test_discord_down_for_half_a_minute_loses_nothing(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, status: int
) -> None:
    slow(model, 40)
    async with start_bot():
        _, reply = await begin(sandbox)
        down = sandbox.faults.add(method="PATCH", path=MESSAGES, status=status, times=10_000)
        await asyncio.sleep(30)
        down.times = 0
        channel = reply.channel
        await sandbox.until(
            lambda: len(replies(sandbox, channel)) == 1 and "-# " in channel.messages[-1].content,
            timeout=60,
        )
    assert body(replies(sandbox, channel)).split() == [word.strip() for word in model.words]


async def test_a_thread_archived_in_mid_answer_wakes_up_for_the_rest(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model, 60)
    thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
    async with start_bot():
        await sandbox.person("Mina").say(thread, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, thread))
        sandbox.archive(thread)
        await sandbox.until(lambda: "word59" in str([m.content for m in thread.messages]), 20)
        await sandbox.until(lambda: len(replies(sandbox, thread)) == 1, 20)
    assert body(replies(sandbox, thread)).split() == [word.strip() for word in model.words]


async def test_a_thread_locked_in_mid_answer_ends_the_models_work(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    slow(model)
    thread = sandbox.start_thread(sandbox.channel("general"), "a talk")
    async with start_bot() as services:
        await sandbox.person("Mina").say(thread, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, thread))
        sandbox.archive(thread, locked=True)
        await sandbox.until(lambda: model.cancelled == 1, timeout=10)
        await sandbox.until(lambda: services.dispatcher.open_replies == 0, timeout=10)


async def test_typing_is_shown_until_the_first_text_and_never_after_it(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words, model.first_pause = ["late ", "but ", "there"], 1.5
    async with start_bot():
        _, reply = await begin(sandbox)
        await ended(sandbox, reply)
        await asyncio.sleep(1)
    paths = [request.path for request in sandbox.requests]
    typing = [number for number, path in enumerate(paths) if path.endswith("/typing")]
    first = next(
        n for n, request in enumerate(sandbox.requests) if request.path.endswith("/messages")
    )
    assert len(typing) == 1
    assert typing[0] < first
