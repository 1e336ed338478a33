import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.chat.ports import ModelRequest
from bot.core.errors import ModelError
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.llm.client import Deadlines, Endpoint, OpenAIModel
from bot.llm.retry import RetryPolicy
from tests.llm.wire_case import DONE, d, document, sse, stop
from tests.llm.wire_server import Script, WireServer

REQUEST = ModelRequest("a-model", (Message(Role.USER, "Hi"),), temperature=0.5, max_tokens=100)
GOOD = sse(d("Hel"), d("lo"), stop(), DONE)
SHORT = Deadlines(connect=0.3, first_text=0.4, between_texts=0.3, whole=1.0, after_finish=0.15)

MakeModel = Callable[..., OpenAIModel]


class Naps:
    """A sleep that only notes how long it would have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


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
def make_model(session: aiohttp.ClientSession, naps: Naps) -> MakeModel:
    def make(
        server: WireServer,
        deadlines: Deadlines = SHORT,
        retry: RetryPolicy | None = None,
        concurrency: int = 0,
    ) -> OpenAIModel:
        return OpenAIModel(
            session, Endpoint(server.url, "key"), deadlines, retry, concurrency, naps
        )

    return make


async def text_of(model: OpenAIModel) -> str:
    async with model.answer(REQUEST) as stream:
        return "".join([delta.text async for delta in stream])


async def failure_of(model: OpenAIModel) -> ModelError:
    with pytest.raises(ModelError) as failure:
        await text_of(model)
    return failure.value


def failing(status: str, *headers: str, code: str = "") -> Script:
    return document({"error": {"message": "m", "code": code}}, status, *headers)
