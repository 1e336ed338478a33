"""Whether many answers at once come whole and soon through the HTTP door, and who feels a slow reader.

Run it from the root of the project: ``python -m benchmarks.web [--json FILE]``. A scripted model
writes 200 answers at 50 words a second each. The delay of a word is the time from its writing by
the model to its reading here. Then all of it again beside readers that take nothing until the
others have ended, and once more with readers who leave in mid-answer.
"""

import argparse
import asyncio
import json
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, astuple, dataclass, field
from itertools import accumulate
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks._children import Child, child
from benchmarks._model_server import MODEL
from benchmarks._script import pieces, question

_ROOT = Path(__file__).resolve().parent.parent
_WORDS = 250
_SLOW = 1000  # the numbers of slow readers' answers begin here
_LEAVE_AFTER = 4.0  # seconds
_PER_ADDRESS = 10  # streams: less than the door allows one address


@dataclass(slots=True)
class Heard:
    """What one reader was told: how many characters were there from which moment on."""

    number: int
    text: str = ""
    end: str = ""
    seen: list[tuple[float, int]] = field(default_factory=list)
    asked: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the model said, and ended well."""
        return self.end == "done" and self.text == "".join(pieces(_WORDS, self.number))

    def delays(self, written: Sequence[float]) -> list[float]:
        """Give the seconds from the writing of each word until it was here."""
        ends = accumulate(len(piece) for piece in pieces(_WORDS, self.number))
        seen, found = iter(self.seen), list[float]()
        at, characters = 0.0, 0
        for wrote, end in zip(written, ends, strict=False):
            while characters < end:
                at, characters = next(seen)
            found.append(at - wrote)
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one run; times in milliseconds."""

    name: str
    streams: int
    broken: int
    asked_p95: float  # from the question until the model begins to write: 400 of these are its own
    first_p95: float
    delay_p50: float
    delay_p95: float
    delay_max: float
    cpu_seconds: float
    peak_mib: float


class Site:
    """A door, its model, and readers from many addresses."""

    def __init__(
        self, client: aiohttp.ClientSession, url: str, model_url: str, door: Child
    ) -> None:
        self._client = client
        self._url = url
        self._model_url = model_url
        self.door = door

    async def body(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Begin a conversation; gives the headers and the body of its question."""
        headers = {"X-Forwarded-For": f"198.51.100.{number // _PER_ADDRESS}"}
        async with self._client.post(f"{self._url}/api/session", headers=headers) as answer:
            session = (await answer.json())["session"]
        return headers, {"session": session, "message": question(_WORDS, number)}

    async def read(self, number: int, leave_after: float | None = None) -> Heard:
        """Ask and read, to the end or until it is time to leave."""
        heard = Heard(number)
        headers, body = await self.body(number)
        heard.asked = time.monotonic()
        try:
            async with (
                asyncio.timeout(leave_after),
                self._client.post(f"{self._url}/api/chat", json=body, headers=headers) as answer,
            ):
                await _listen(answer, heard)
        except TimeoutError:
            heard.end = "left"
        return heard

    async def read_late(self, number: int, others: asyncio.Event) -> Heard:
        """Ask, take nothing until *others* have ended, and then read all."""
        headers, body = await self.body(number)
        heard = Heard(number)
        with socket.socket() as narrow:
            narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            narrow.setblocking(False)  # noqa: FBT003 - the library's own
            port = int(self._url.rpartition(":")[2])
            await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", port))
            reader, writer = await asyncio.open_connection(sock=narrow, limit=1024)
            text = json.dumps(body)
            lines = ("POST /api/chat HTTP/1.0", "Host: 127.0.0.1", "Content-Type: application/json")
            more = (f"Content-Length: {len(text)}", *(f"{k}: {v}" for k, v in headers.items()))
            writer.write("\r\n".join((*lines, *more, "", text)).encode())
            await others.wait()
            await reader.readuntil(b"\r\n\r\n")
            _take(await reader.read(-1), heard)
            writer.close()
        return heard

    async def written(self) -> dict[int, list[float]]:
        """Give when the model wrote each word, by the numbers of the answers."""
        async with self._client.get(f"{self._model_url}/written") as answer:
            return {int(number): times for number, times in (await answer.json()).items()}


async def _listen(answer: aiohttp.ClientResponse, heard: Heard) -> None:
    async for line in answer.content:
        _take(line, heard)


def _take(lines: bytes, heard: Heard) -> None:
    for line in lines.splitlines():
        if line.startswith(b"event: "):
            heard.end = line[7:].decode()
        elif heard.end == "delta" and line.startswith(b"data: "):
            heard.text += json.loads(line[6:])["text"]
            heard.seen.append((time.monotonic(), len(heard.text)))


@asynccontextmanager
async def _site() -> AsyncIterator[Site]:
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
            log = folder / "door.log"
            async with (
                child(("-m", "benchmarks._web_door"), python | settings, log) as door,
                aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
            ):
                if await door.line() != "open":
                    raise RuntimeError(log.read_text("utf-8"))
                yield Site(client, f"http://127.0.0.1:{port}", model_url, door)


async def measure(name: str, streams: int, slow: int = 0) -> Row:
    """Let *streams* read at once beside *slow* readers."""
    async with _site() as site, asyncio.TaskGroup() as tasks:
        await site.read(9999)
        cpu, others = site.door.cpu_seconds, asyncio.Event()
        late = [tasks.create_task(site.read_late(_SLOW + n, others)) for n in range(slow)]
        heard = await asyncio.gather(*(site.read(number) for number in range(streams)))
        others.set()
        every = [*heard, *[await each for each in late]]
        written = await site.written()
        delays = [each.delays(written[each.number]) for each in heard]
        words = sorted(1000 * delay for of_one in delays for delay in of_one)
        waits = sorted(1000 * (written[each.number][0] - each.asked) for each in heard)
        firsts = sorted(1000 * of_one[0] for of_one in delays if of_one)
        return Row(
            name,
            len(every),
            sum(not each.is_whole for each in every),
            _share(waits, 0.95),
            _share(firsts, 0.95),
            statistics.median(words),
            _share(words, 0.95),
            words[-1],
            site.door.cpu_seconds - cpu,
            site.door.peak_mib,
        )


async def leaving(streams: int) -> list[float]:
    """Let all leave in mid-answer; gives for how many milliseconds the model went on writing."""
    async with _site() as site:
        left = await asyncio.gather(*(_left(site, number) for number in range(streams)))
        await asyncio.sleep(1)
        written = await site.written()
        return sorted(
            max(0.0, 1000 * (written[n][-1] - at)) for n, at in enumerate(left) if written.get(n)
        )


async def _left(site: Site, number: int) -> float:
    await site.read(number, _LEAVE_AFTER)
    return time.monotonic()


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _table(rows: Sequence[Row]) -> Table:
    table = Table(title="Answers through /api/chat (times in ms)")
    titles = ("", "n", "broken", "asked p95", "first p95", "p50", "p95", "max", "CPU s", "MiB")
    for title in titles:
        table.add_column(title, justify="right" if title else "left", no_wrap=True)
    for row in rows:
        cells = astuple(row)
        table.add_row(cells[0], *(f"{cell:.3g}" for cell in cells[1:]))
    return table


async def run(streams: int, slow: int) -> tuple[list[Row], list[float]]:
    """Measure everything."""
    rows = [
        await measure("alone", 1),
        await measure("together", streams),
        await measure(f"+ {slow} slow", streams, slow),
    ]
    return rows, await leaving(streams)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Measure the HTTP door.")
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--slow", type=int, default=10)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    rows, went_on = asyncio.run(run(options.streams, options.slow))
    Console(width=100).print(_table(rows))
    print(
        f"The model went on for {statistics.median(went_on):.0f} ms (median) and {went_on[-1]:.0f} ms "
        f"(at most) after one of {len(went_on)} readers had left."
    )
    if options.json:
        found = {"rows": [asdict(row) for row in rows], "went_on_ms": went_on}
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 1 if any(row.broken for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
