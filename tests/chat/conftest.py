"""The use cases are tested in virtual time (tests/conftest.py): a minute of waiting costs nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat.answers.delivery import Dispatcher
from tests.fakes import FakeClock


@pytest.fixture
async def dispatcher() -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher(FakeClock())
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(dispatcher.run())
        yield dispatcher
        serving.cancel()
