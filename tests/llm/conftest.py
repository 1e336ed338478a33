import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.chat.ports import ModelRequest
from bot.core.account.cards import ModelCard
from bot.core.account.ledger import Limits
from bot.core.errors import ModelError
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.llm.account import ModelAccount
from bot.llm.client import Deadlines, Endpoint, OpenAIClient
from bot.llm.governor import Governor, LocalLedger
from bot.llm.retry import RetryPolicy
from tests.fakes import FakeClock
from tests.llm.wire_case import DONE, d, document, sse, stop
from tests.llm.wire_server import Script, WireServer

REQUEST = ModelRequest("a-model", (Message(Role.USER, "Hi"),), temperature=0.5, max_tokens=100)
GOOD = sse(d("Hel"), d("lo"), stop(), DONE)
SHORT = Deadlines(connect=0.3, first_text=0.4, between_texts=0.3, whole=1.0, after_finish=0.15)

CARD = ModelCard("a-model", "a-model", "default")

MakeModel = Callable[..., ModelAccount]


class Naps:
    """A sleep that only notes how long it would have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


class NapClock(FakeClock):
    """A clock that knows of the naps that were not taken."""

    def __init__(self, naps: Naps) -> None:
        self._naps = naps

    def now(self) -> float:
        return super().now() + sum(self._naps.taken)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as session:
        yield session


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate for loopback, made for this run only."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-days", "1", "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603 - our own arguments
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture
async def make_model(session: aiohttp.ClientSession, naps: Naps) -> AsyncIterator[MakeModel]:
    """Make accounts, each with its governor at work."""
    governing: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as tasks:

        def make(
            server: WireServer,
            deadlines: Deadlines = SHORT,
            retry: RetryPolicy | None = None,
            limits: Limits | None = None,
            sleep: Callable[[float], Awaitable[None]] = naps,
            key: str = "key",
        ) -> ModelAccount:
            clock = NapClock(naps)
            governor = Governor(LocalLedger(limits or Limits(), clock), clock)
            governing.append(tasks.create_task(governor.run()))
            client = OpenAIClient(session, Endpoint(server.url, key), deadlines)
            return ModelAccount(client, governor, clock, retry, sleep)

        yield make
        for task in governing:
            task.cancel()


async def text_of(model: ModelAccount) -> str:
    async with model.answer(REQUEST, CARD) as stream:
        return "".join([delta.text async for delta in stream])


async def failure_of(model: ModelAccount) -> ModelError:
    with pytest.raises(ModelError) as failure:
        await text_of(model)
    return failure.value


def failing(status: str, *headers: str, code: str = "") -> Script:
    return document({"error": {"message": "m", "code": code}}, status, *headers)
