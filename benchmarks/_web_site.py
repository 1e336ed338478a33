"""The bot's HTTP door as a process, a model that writes by the clock, and readers of all kinds."""

import asyncio
import json
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import aiohttp

from benchmarks._children import Child, child
from benchmarks._model_server import MODEL
from benchmarks._script import pieces, question

_ROOT = Path(__file__).resolve().parent.parent
_PER_ADDRESS = 10  # streams: less than the door allows one address
_NARROW = 2048  # bytes that the system keeps for a reader who takes nothing


@dataclass(slots=True)
class Heard:
    """What one reader was told: how many characters were there from which moment on."""

    number: int
    words: int
    text: str = ""
    end: str = ""
    seen: list[tuple[float, int]] = field(default_factory=list)
    asked: float = 0.0
    left: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the model said, and ended well."""
        return self.end == "done" and self.text == "".join(pieces(self.words, self.number))

    def delays(self, written: Sequence[float]) -> list[float]:
        """Give the seconds from the writing of each word until it was here."""
        ends = accumulate(len(piece) for piece in pieces(self.words, self.number))
        seen, found = iter(self.seen), list[float]()
        at, characters = 0.0, 0
        for wrote, end in zip(written, ends, strict=False):
            while characters < end:
                at, characters = next(seen)
            found.append(at - wrote)
        return found

    def take(self, lines: bytes) -> None:
        """Hear whole lines of the stream."""
        for line in lines.splitlines():
            if line.startswith(b"event: "):
                self.end = line[7:].decode()
            elif self.end == "delta" and line.startswith(b"data: "):
                self.text += json.loads(line[6:])["text"]
                self.seen.append((time.monotonic(), len(self.text)))


class Site:
    """A door, its model, and readers from many addresses; an answer's number is asked for once."""

    def __init__(
        self, client: aiohttp.ClientSession, url: str, model_url: str, door: Child
    ) -> None:
        self._client = client
        self._url = url
        self._model_url = model_url
        self.door = door

    async def read(self, number: int, words: int, leaving: asyncio.Barrier | None = None) -> Heard:
        """Ask for so many words and read them, to the end or until all have begun and leave."""
        heard, (headers, body) = Heard(number, words), await self._begin(number, words)
        heard.asked = time.monotonic()
        async with self._client.post(f"{self._url}/api/chat", json=body, headers=headers) as answer:
            async for line in answer.content:
                heard.take(line)
                if leaving is not None and heard.text:
                    await leaving.wait()
                    answer.close()
                    heard.left = time.monotonic()
                    break
        return heard

    async def read_raw(self, number: int, words: int, begin: asyncio.Event) -> Heard:
        """Ask, take nothing until it is time to *begin*, and then read all, as cheaply as it goes."""
        heard, (headers, body) = Heard(number, words), await self._begin(number, words)
        with socket.socket() as raw:
            if not begin.is_set():
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _NARROW)
            raw.setblocking(False)  # noqa: FBT003 - the library's own
            port = int(self._url.rpartition(":")[2])
            await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
            limit = 64 * 1024 if begin.is_set() else _NARROW // 2
            reader, writer = await asyncio.open_connection(sock=raw, limit=limit)
            text = json.dumps(body)
            lines = ("POST /api/chat HTTP/1.0", "Host: 127.0.0.1", "Content-Type: application/json")
            more = (f"Content-Length: {len(text)}", *(f"{k}: {v}" for k, v in headers.items()))
            writer.write("\r\n".join((*lines, *more, "", text)).encode())
            await begin.wait()
            await reader.readuntil(b"\r\n\r\n")
            heard.take(await reader.read(-1))
            writer.close()
        return heard

    async def written(self) -> dict[int, list[float]]:
        """Give when the model wrote each word, by the numbers of the answers."""
        async with self._client.get(f"{self._model_url}/written") as answer:
            return {int(number): times for number, times in (await answer.json()).items()}

    async def _begin(self, number: int, words: int) -> tuple[dict[str, str], dict[str, str]]:
        """Begin a conversation; gives the headers and the body of its question."""
        place = number // _PER_ADDRESS
        headers = {"X-Forwarded-For": f"10.{place >> 16}.{place >> 8 & 255}.{place & 255}"}
        async with self._client.post(f"{self._url}/api/session", headers=headers) as answer:
            session = (await answer.json())["session"]
        return headers, {"session": session, "message": question(words, number)}


@asynccontextmanager
async def open_site(*arguments: str) -> AsyncIterator[Site]:
    """Open both; *arguments* are the door's."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    python = {"PYTHONPATH": str(_ROOT)}
    with tempfile.TemporaryDirectory(prefix="tokki-bench-") as name:
        folder = Path(name)
        async with child(("-m", "benchmarks._model_server"), python, folder / "model.log") as model:
            model_url = f"http://127.0.0.1:{int(await model.line())}"
            settings = {
                "LLM_BASE_URL": f"{model_url}/v1",
                "LLM_MODEL": MODEL,
                "DATABASE_URL": f"sqlite:///{folder.as_posix()}/bench.db",
                "WEB_PORT": str(port),
                **dict.fromkeys(("LLM_RPM", "LLM_TPM", "LLM_CONCURRENCY"), "0"),
            }
            log, command = folder / "door.log", ("-m", "benchmarks._web_door", *arguments)
            async with (
                child(command, python | settings, log) as door,
                aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
            ):
                if await door.line() != "open":
                    raise RuntimeError(log.read_text("utf-8"))
                yield Site(client, f"http://127.0.0.1:{port}", model_url, door)
