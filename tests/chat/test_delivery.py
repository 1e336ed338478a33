import asyncio

import pytest

from bot.chat import texts
from bot.chat.answers.delivery import GIVE_UP_AFTER, Dispatcher
from bot.chat.answers.live import LiveReply
from bot.core.errors import ForbiddenError, GoneError, UnavailableError
from bot.core.reply.draft import CURSOR, Control, Controls, Draft
from bot.core.reply.pacing import Planner
from tests.fakes import FakeClock, FakeSurface

WORDS = [f"word{number} " for number in range(300)]


class Silenced(FakeSurface):
    """A channel that takes one message and edits, and no other message."""

    refused = 0

    async def post(self, text: str, controls: Controls, *, first: bool) -> int:
        if self.posted:
            self.refused += 1
            raise ForbiddenError("50013")
        return await super().post(text, controls, first=first)


async def write(reply: LiveReply, words: list[str], per_second: float = 50.0) -> None:
    for word in words:
        reply.push(word)
        await asyncio.sleep(1 / per_second)
    reply.end("", ())


async def test_every_word_arrives_and_the_cursor_goes(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=0.08)
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS)
    await reply.settled()

    shown = " ".join(" ".join(surface.shown).split())
    assert shown == "".join(WORDS).strip()
    assert CURSOR not in shown


async def test_the_first_text_is_posted_at_once(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    await asyncio.sleep(2)
    asked = asyncio.get_running_loop().time()
    reply.push("Hello ")
    await asyncio.sleep(0.01)

    at, kind, _ = surface.log[0]
    assert at == pytest.approx(asked, abs=0.005)
    assert kind == "post"


async def test_a_reader_of_the_stream_never_waits_for_discord(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=5.0)
    reply = dispatcher.open(surface, Draft())
    started = asyncio.get_running_loop().time()
    await write(reply, WORDS)

    assert asyncio.get_running_loop().time() - started == pytest.approx(6.0, abs=0.1)
    await reply.settled()
    assert "word299" in surface.shown[-1]


async def test_one_request_at_a_time_per_reply(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=0.7)
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS)
    await reply.settled()

    assert surface.most_in_flight == 1


async def test_the_lane_is_never_emptied(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=0.05)
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS * 5)
    await reply.settled()

    edits = [at for at, kind, _ in surface.log if kind == "edit"]
    for start in range(len(edits)):
        for end in range(start + 1, len(edits)):
            allowed = 5 + (edits[end] - edits[start]) * 1.0
            assert end - start + 1 <= allowed + 1e-6


async def test_the_final_text_does_not_wait_behind_cosmetic_edits(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(delay=0.05)
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS * 3)
    ended = asyncio.get_running_loop().time()
    await reply.settled()

    assert asyncio.get_running_loop().time() - ended < 0.2


async def test_five_replies_in_one_channel_all_move(dispatcher: Dispatcher) -> None:
    surfaces = [FakeSurface(lane="channel:9", delay=0.05) for _ in range(5)]
    replies = [dispatcher.open(surface, Draft()) for surface in surfaces]
    async with asyncio.TaskGroup() as tasks:
        for reply in replies:
            tasks.create_task(write(reply, WORDS * 2))
    for reply in replies:
        await reply.settled()

    for surface in surfaces:
        assert len(surface.log) >= 3
        assert "word299" in surface.shown[-1]


async def test_an_outage_of_discord_delays_and_loses_nothing(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(failures=[UnavailableError("503") for _ in range(4)])
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS[:10])
    await reply.settled()

    assert surface.shown == ["".join(WORDS[:10]).strip()]


async def test_an_outage_of_ten_minutes_leaves_no_cursor(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    reply.push("Hello ")
    await asyncio.sleep(1)
    assert CURSOR in surface.shown[0]
    surface.failures.extend(UnavailableError("503") for _ in range(45))
    await write(reply, ["again."])
    await reply.settled()

    assert asyncio.get_running_loop().time() > 600
    assert surface.shown == ["Hello again."]


@pytest.mark.parametrize(("troubled", "posted"), [(1, 2), (2, 1)])
async def test_only_a_message_that_alone_fails_for_half_a_minute_is_posted_afresh(
    dispatcher: Dispatcher, troubled: int, posted: int
) -> None:
    surfaces = [FakeSurface(lane=f"channel:{number}") for number in range(2)]
    replies = [dispatcher.open(surface, Draft()) for surface in surfaces]
    for reply in replies:
        reply.push("Hello ")
    await asyncio.sleep(1)
    for surface in surfaces[:troubled]:
        surface.failures.extend(UnavailableError("503") for _ in range(9))
    for reply in replies:
        await write(reply, ["again."])
    for reply in replies:
        await reply.settled()

    assert [surface.shown for surface in surfaces] == [["Hello again."]] * 2
    assert surfaces[0].posted == posted


async def test_an_endless_outage_is_given_up(dispatcher: Dispatcher) -> None:
    surface = FakeSurface(failures=[UnavailableError("503") for _ in range(10_000)])
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS[:10])
    started = asyncio.get_running_loop().time()

    with pytest.raises(UnavailableError):
        await reply.settled()
    assert asyncio.get_running_loop().time() - started < GIVE_UP_AFTER + 30
    assert dispatcher.open_replies == 0


@pytest.mark.parametrize("error", [GoneError("10003"), ForbiddenError("50013")])
async def test_a_lost_reply_is_told_at_once_and_sends_no_more(
    dispatcher: Dispatcher, error: GoneError | ForbiddenError
) -> None:
    surface = FakeSurface(failures=[error])
    reply = dispatcher.open(surface, Draft())
    told: list[bool] = []
    reply.when_lost(lambda: told.append(True))
    reply.push("Hello")

    with pytest.raises(type(error)):
        await reply.settled()
    assert told == [True]
    reply.push(" again")
    await asyncio.sleep(5)
    assert len(surface.log) == 1


async def test_a_reply_that_may_send_no_more_ends_what_stands_and_tells_the_writer(
    dispatcher: Dispatcher,
) -> None:
    surface, told = Silenced(), list[bool]()
    reply = dispatcher.open(surface, Draft())
    reply.when_lost(lambda: told.append(True))
    await write(reply, [*WORDS, *WORDS])
    await reply.settled()
    (shown,) = surface.shown
    assert told == [True]
    assert shown.endswith(f"-# {texts.curtailed()}")
    assert CURSOR not in shown
    assert surface.controls == {1000: (Control.RETRY,)}
    assert surface.refused == 1


async def test_typing_is_shown_until_the_first_text_and_no_longer(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    await asyncio.sleep(20)
    assert surface.typed == 3
    await write(reply, WORDS[:50], per_second=1)
    await reply.settled()
    assert surface.typed == 3


@pytest.mark.parametrize(("delay", "fails"), [(20.0, False), (0.1, True)])
async def test_typing_that_hangs_or_fails_holds_no_text_back(
    dispatcher: Dispatcher, delay: float, *, fails: bool
) -> None:
    surface = FakeSurface(typing_delay=delay, typing_fails=fails)
    reply = dispatcher.open(surface, Draft())
    await asyncio.sleep(0.4)
    assert surface.typed == 1
    reply.push("Hello")
    await asyncio.sleep(0.6)
    assert len(surface.log) == 1


async def test_a_quick_answer_shows_no_typing(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS[:5])
    await reply.settled()
    assert surface.typed == 0


async def test_nothing_is_sent_when_nothing_new_can_be_shown(dispatcher: Dispatcher) -> None:
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    reply.push("Hello")
    await asyncio.sleep(60)
    assert len(surface.log) == 1
    reply.end("", ())
    await reply.settled()
    assert surface.shown == ["Hello"]


async def test_what_waits_goes_as_soon_as_more_is_allowed(dispatcher: Dispatcher) -> None:
    dispatcher.allow(0)
    surface = FakeSurface()
    reply = dispatcher.open(surface, Draft())
    await write(reply, WORDS)
    assert surface.log == []
    assert dispatcher.demand().wanted == 1
    dispatcher.allow(1)
    await asyncio.sleep(0.01)
    assert [kind for _, kind, _ in surface.log] == ["post"]


async def test_another_request_waits_for_its_turn_among_the_replies(dispatcher: Dispatcher) -> None:
    await asyncio.sleep(0)
    dispatcher.allow(1)
    returned = await dispatcher.admit()
    surface = FakeSurface()
    dispatcher.open(surface, Draft()).push("Hello")
    await asyncio.sleep(5)
    assert surface.log == []
    returned()
    await asyncio.sleep(1.1)
    assert [kind for _, kind, _ in surface.log] == ["post"]


async def test_a_request_that_is_cancelled_while_it_waits_is_not_counted(
    dispatcher: Dispatcher,
) -> None:
    await asyncio.sleep(0)
    dispatcher.allow(0)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await dispatcher.admit()
    assert dispatcher.demand().wanted == 0


async def test_where_nobody_serves_no_request_waits() -> None:
    dispatcher = Dispatcher(FakeClock(), Planner(0))
    async with asyncio.timeout(10):
        (await dispatcher.admit())()
