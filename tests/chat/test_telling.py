import asyncio

from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.telling import AGAIN_AFTER, SOON, Teller
from tests.fakes import FakeClock, FakeSurface


async def test_a_person_is_told_a_thing_once_a_minute_in_a_place(dispatcher: Dispatcher) -> None:
    teller, surfaces = Teller(dispatcher, FakeClock()), [FakeSurface() for _ in range(3)]
    for surface in surfaces:
        await teller.say(surface, 5, "refusal", "The limit is reached.")
    assert [surface.shown for surface in surfaces] == [["The limit is reached."], [], []]
    await asyncio.sleep(AGAIN_AFTER["refusal"])
    await teller.say(surfaces[1], 5, "refusal", "The limit is reached.")
    assert surfaces[1].shown == ["The limit is reached."]


async def test_who_tries_again_hears_that_it_failed_again(dispatcher: Dispatcher) -> None:
    teller, surface = Teller(dispatcher, FakeClock()), FakeSurface()
    await teller.say(surface, 5, "no_memory", "Try again.")
    await teller.say(surface, 5, "no_memory", "Try again.")
    await asyncio.sleep(SOON)
    await teller.say(surface, 5, "no_memory", "Try again.")
    assert surface.shown == ["Try again.", "Try again."]


async def test_others_elsewhere_and_other_things_are_told_all_the_same(
    dispatcher: Dispatcher,
) -> None:
    teller = Teller(dispatcher, FakeClock())
    here = FakeSurface()
    await teller.say(here, 5, "refusal", "No.")
    await teller.say(here, 6, "refusal", "No, too.")
    await teller.say(here, 5, "no_memory", "Later.")
    assert here.shown == ["No.", "No, too.", "Later."]
    command = FakeSurface(lane="interaction:7")
    await teller.say(command, 5, "refusal", "No.")
    assert command.shown == ["No."]
