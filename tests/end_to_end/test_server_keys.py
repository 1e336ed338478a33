"""A server's own key over real sockets: given in a form, sent to the model, and found nowhere."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr

from sandbox import Interaction, Sandbox
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask
from tests.end_to_end.test_process import on, start
from tests.model_server import ModelServer

OPERATOR, OWN = "operators-key", "marker-of-a-servers-own-key"


def a_secret() -> SecretStr:
    return SecretStr(Fernet.generate_key().decode())


async def told(sandbox: Sandbox, interaction: Interaction) -> str:
    await sandbox.until(lambda: any(message.content for message in interaction.messages))
    return interaction.messages[-1].content


async def give(sandbox: Sandbox, key: str) -> str:
    """Send a key in the form of /config key; gives the answer."""
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    shown = await jun.slash(channel, "config key")
    await sandbox.until(lambda: shown.modal is not None)
    return await told(sandbox, await jun.submit(shown, {"key": key}))


async def remove(sandbox: Sandbox) -> str:
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    return await told(sandbox, await jun.slash(channel, "config key", remove=True))


@asynccontextmanager
async def process_with(
    folder: Path, sandbox: Sandbox, model: ModelServer, secrets: Sequence[str]
) -> AsyncIterator[list[bytes]]:
    """Run the program at the level debug; gives what it has printed once it has ended."""
    printed: list[bytes] = []
    settings = {
        **on(sandbox, model),
        "LLM_API_KEY": OPERATOR,
        "KEYS_SECRET": ",".join(secrets),
        "LOG_LEVEL": "debug",
    }
    async with start(folder, **settings) as process, asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(process.communicate())
        await sandbox.ready()
        yield printed
        process.send_signal(signal.SIGTERM)
        printed += await reading
        assert process.returncode == 0


async def test_a_servers_key_is_asked_with_from_the_next_question_on_and_stands_nowhere(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    async with process_with(tmp_path, sandbox, model, [old]) as first:
        await ask(sandbox, "why?")
        assert model.keys[-1] == OPERATOR
        assert "is set" in await give(sandbox, OWN)
        assert (model.keys[-1], model.requests[-1]["max_tokens"]) == (OWN, 1)
        await ask(sandbox, "and now?")
        assert model.keys[-1] == OWN
        files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    async with process_with(tmp_path, sandbox, model, [new, old]) as second:
        # Nobody asks in the server: the start alone seals its key anew.
        await ask(sandbox, "and here?", sandbox.person("Mina").dm())
        assert model.keys[-1] == OPERATOR
    async with process_with(tmp_path, sandbox, model, [new]) as third:
        before = len(model.keys)
        await ask(sandbox, "and sealed anew?")
        assert model.keys[before:] == [OWN]
        assert "removed" in await remove(sandbox)
        await ask(sandbox, "and without it?")
        assert model.keys[-1] == OPERATOR
    assert any(path.name.startswith("tokki.db") for path in files)
    printed = b"".join((*first, *second, *third))
    assert b"commands.synchronised" in printed
    seen = (printed, *files.values())
    seen += tuple(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert not [text for text in seen if b"marker" in text]
    said = f"{sandbox.channel('general').messages}"
    assert "marker" not in said


async def test_a_key_that_is_refused_is_a_sentence_and_the_operator_does_not_pay(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot(keys_secret=a_secret()):
        await give(sandbox, OWN)
        model.refuses = OWN
        before = len(model.keys)
        (reply,) = await ask(sandbox, "why?")
        assert "own key for the language model was refused" in reply.content
        assert "/config key" in reply.content
        assert model.keys[before:] == [OWN]
        assert "does not accept this key" in await give(sandbox, OWN)
        assert "is set" in await give(sandbox, "another-key")
        (reply, *_) = await ask(sandbox, "and now?")
        assert reply.content.startswith("Because of light.")


async def test_a_refused_key_concerns_nobody_but_its_server(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot(keys_secret=a_secret()):
        await give(sandbox, OWN)
        model.refuses = OWN
        private = sandbox.person("Mina").dm()
        await sandbox.person("Mina").say(private, "why?")
        await sandbox.until(lambda: "-# " in private.messages[-1].content)
        assert private.messages[-1].content.startswith("Because of light.")


async def test_an_unreachable_provider_leaves_the_key_unset(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot(keys_secret=a_secret()):
        model.status = 503
        assert "could not try the key" in await give(sandbox, OWN)
        model.status = 200
        await ask(sandbox, "why?")
        assert OWN not in model.keys[-1:]
