import asyncio
from dataclasses import replace

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.remembering.prompting import Style
from tests.answerers import an_answerer
from tests.fakes import FakeMemory, FakeModel, FakeSurface, a_question

LONG: list[str | float] = [1.0, "more "] * 60


async def test_the_answers_of_a_person_or_a_whole_channel_are_stopped_at_once(
    dispatcher: Dispatcher,
) -> None:
    answerer = an_answerer(FakeModel(*LONG), FakeMemory(), dispatcher, Style("fake-model"))
    # By the message that asks: who asks, and where.
    asked = {100: (5, 1), 101: (5, 1), 102: (6, 1), 103: (5, 2)}
    surfaces = {message: FakeSurface(lane=f"channel:{message}") for message in asked}
    async with asyncio.TaskGroup() as tasks:
        for message, (person, channel) in asked.items():
            question = a_question(message=message, channel=channel)
            question = replace(question, speaker_id=person)
            tasks.create_task(answerer.answer(question, surfaces[message]))
        await asyncio.sleep(10)
        assert answerer.stop_all(9) == 0
        assert answerer.stop_all(1, 5) == 2
        await asyncio.sleep(5)
        assert answerer.stop_all(1, 5) == 0
        assert stopped(surfaces) == [100, 101]
        assert answerer.stop_all(1) == 1
        await asyncio.sleep(5)
        assert stopped(surfaces) == [100, 101, 102]
        assert answerer.stop_all(2) == 1


def stopped(surfaces: dict[int, FakeSurface]) -> list[int]:
    sentence = texts.stopped()
    return [message for message, each in surfaces.items() if sentence in each.shown[-1]]
