"""The permissions that the invite link asks for are enough, and each of them is needed."""

from pathlib import Path

import pytest

from bot.core.invitation import PERMISSIONS
from bot.settings import Settings
from sandbox import Channel, Sandbox
from sandbox.permissions import BOT, Permission
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask, replies
from tests.model_server import ModelServer

GRANTED = Permission(sum(PERMISSIONS.values()))
LONG = [f"Sentence {number} of a long story. " for number in range(100)]


@pytest.fixture
def settings(model: ModelServer, tmp_path: Path) -> Settings:
    """An answer of more than one message ends as a file."""
    return Settings.from_env(
        {
            "LLM_BASE_URL": model.url,
            "LLM_MODEL": "test-model",
            "DATABASE_URL": f"sqlite:///{tmp_path}/tokki.db",
            "REPLY_MESSAGES": "1",
        }
    )


def grant(sandbox: Sandbox, channel: Channel, permissions: Permission) -> None:
    """Let the bot do nothing in *channel* but what is named."""
    sandbox.deny(channel, *(each for each in Permission if each & BOT & ~permissions))


async def is_well(sandbox: Sandbox, channel: Channel, wait: float = 15) -> bool:
    """Ask for a long answer; tell whether it came, as a reply, with its file."""
    try:
        await ask(sandbox, "write", channel, wait)
        await sandbox.until(
            lambda: any(each.attachments for each in replies(sandbox, channel)), wait
        )
    except TimeoutError:
        return False
    first = replies(sandbox, channel)[0]
    return first.reference_id is not None and not any(
        request.status in (400, 403) for request in sandbox.requests
    )


async def test_what_the_link_asks_for_is_enough(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    model.words = LONG
    general = sandbox.channel("general")
    grant(sandbox, general, GRANTED)
    thread = sandbox.start_thread(general, "talk")
    async with start_bot():
        assert await is_well(sandbox, general)
        assert await is_well(sandbox, thread)


@pytest.mark.parametrize("name", PERMISSIONS)
async def test_without_one_of_them_something_fails(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, name: str
) -> None:
    model.words = LONG
    general = sandbox.channel("general")
    grant(sandbox, general, GRANTED & ~Permission(PERMISSIONS[name]))
    thread = sandbox.start_thread(general, "talk")
    async with start_bot():
        assert not await is_well(sandbox, thread if "Threads" in name else general, wait=2)
