"""Measures what reading a model's stream costs: `python benchmarks/wire.py [--json FILE]`.

Each reader takes the same floods of events from the same loopback server, in turns; counted
is the CPU time of this process. Then the delay from the sending of a first token to its
coming out is measured, beside a bare socket that searches for it.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import httpx
import httpx_sse

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.chat.ports import ModelRequest
from bot.composition import SystemClock
from bot.core.account.cards import Provider
from bot.core.account.ledger import Limits
from bot.core.talk.prompt import Message
from bot.core.talk.turns import Role
from bot.llm.catalogue import read_catalogue
from bot.llm.client import Deadlines
from bot.llm.hub import ModelHub
from bot.llm.opening import open_hub

# A reader takes the model's name; gives the text and, of the first text, when it came (monotonic ns).
Reader = Callable[[str], Awaitable[tuple[str, int]]]
Costs = tuple[float, float]  # seconds and CPU seconds

OURS, HTTPX_SSE, OPENAI, BARE = "tokki", "httpx-sse + json", "openai", "bare socket"
_BODY = {"messages": [{"role": "user", "content": "Hi"}], "stream": True}


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one reader; the events are None where only the delay was."""

    name: str
    events_per_second: float | None
    events_per_cpu_second: float | None
    microseconds_per_event: float | None
    first_token_p50_ms: float
    first_token_p95_ms: float


def ours(model: ModelHub) -> Reader:
    """Read as the bot reads: governed, metered and all."""

    async def read(name: str) -> tuple[str, int]:
        request = ModelRequest(name, (Message(Role.USER, "Hi"),), temperature=0.5, max_tokens=9)
        text, first = [], 0
        async with model.answer(request) as stream:
            async for delta in stream:
                first = first or time.monotonic_ns()
                text.append(delta.text)
        return "".join(text), first

    return read


def with_httpx_sse(client: httpx.AsyncClient, port: int) -> Reader:
    """Read with httpx-sse and the standard library's json."""
    url = f"http://127.0.0.1:{port}/v1/chat/completions"

    async def read(name: str) -> tuple[str, int]:
        text, first = [], 0
        body = {**_BODY, "model": name}
        async with httpx_sse.aconnect_sse(client, "POST", url, json=body) as source:
            async for event in source.aiter_sse():
                if event.data == "[DONE]":
                    break
                said = json.loads(event.data)["choices"][0]["delta"].get("content") or ""
                first = first or time.monotonic_ns()
                text.append(said)
        return "".join(text), first

    return read


def with_openai(port: int) -> Reader:
    """Read with the openai package's stream."""
    openai = import_module("openai")
    client = openai.AsyncOpenAI(api_key="key", base_url=f"http://127.0.0.1:{port}/v1")

    async def read(name: str) -> tuple[str, int]:
        text, first = [], 0
        async for chunk in await client.chat.completions.create(**_BODY, model=name):
            said = chunk.choices[0].delta.content or ""
            first = first or time.monotonic_ns()
            text.append(said)
        return "".join(text), first

    return read


def with_bare_socket(port: int) -> Reader:
    """Read up to the first token and parse nothing: what the machine itself takes."""

    async def read(name: str) -> tuple[str, int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        body = json.dumps({**_BODY, "model": name}).encode()
        writer.write(b"POST /v1/x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await reader.readuntil(b'"content": "')
        first = time.monotonic_ns()
        text = (await reader.readuntil(b'"'))[:-1].decode()
        writer.close()
        return text, first

    return read


async def measure_flood(read: Reader, events: int) -> Costs:
    """Give the seconds and the CPU seconds of reading *events* events."""
    wall, cpu = time.perf_counter(), time.process_time()
    text, _ = await read(f"flood-{events}")
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    if len(text) < events:
        raise SystemExit("a reader has lost text")
    return seconds, cpu_seconds


async def measure_floods(readers: dict[str, Reader], events: int, rounds: int) -> dict[str, Costs]:
    """Give the seconds and CPU seconds of each reader's best round."""
    measured: dict[str, list[Costs]] = {name: [] for name in readers}
    for _ in range(rounds + 1):  # the first round warms up
        for name, read in readers.items():
            measured[name].append(await measure_flood(read, events))
    return {
        name: (min(wall for wall, _ in costs[1:]), min(cpu for _, cpu in costs[1:]))
        for name, costs in measured.items()
    }


async def measure_firsts(readers: dict[str, Reader], times: int) -> dict[str, list[float]]:
    """Give the delays of each reader's *times* first tokens in milliseconds, sorted."""
    delays: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(times):
        for name, read in readers.items():
            sent, came = await read("first")
            delays[name].append((came - int(sent)) / 1e6)
    return {name: sorted(each) for name, each in delays.items()}


async def measure(readers: dict[str, Reader], options: argparse.Namespace) -> list[Row]:
    """Measure all *readers* in turns, so that a busy moment of the machine hits all alike."""
    events = options.events
    flooded = {name: read for name, read in readers.items() if name != BARE}
    costs = await measure_floods(flooded, events, options.rounds)
    rows = []
    for name, delays in (await measure_firsts(readers, options.first_tokens)).items():
        p50, p95 = statistics.median(delays), delays[len(delays) * 95 // 100]
        if name in costs:
            wall, cpu = costs[name]
            rows.append(Row(name, events / wall, events / cpu, cpu / events * 1e6, p50, p95))
        else:
            rows.append(Row(name, None, None, None, p50, p95))
    return rows


def report(rows: list[Row]) -> dict[str, float]:
    """Print the table and what follows from it; gives the latter."""
    print(
        f"{'reader':<18}{'events/s':>12}{'events/CPU s':>14}{'µs/event':>10}{'first token p50':>17}{'p95':>10}"
    )
    for row in rows:
        figures = (
            f"{row.events_per_second:>12,.0f}{row.events_per_cpu_second:>14,.0f}"
            f"{row.microseconds_per_event:>10.2f}"
            if row.events_per_second
            else " " * 36
        )
        print(
            f"{row.name:<18}{figures}{row.first_token_p50_ms:>14.3f} ms{row.first_token_p95_ms:>7.3f} ms"
        )
    by_name = {row.name: row for row in rows}
    mine, results = by_name[OURS], {}
    for name in (HTTPX_SSE, OPENAI):
        if name in by_name:
            results[f"times {name}"] = (mine.events_per_cpu_second or 0.0) / (
                by_name[name].events_per_cpu_second or 1.0
            )
            print(
                f"{OURS} reads {results[f'times {name}']:.1f} times the events of {name} per CPU second"
            )
    added = mine.first_token_p95_ms - by_name[BARE].first_token_p95_ms
    results["added to the first token, p95, ms"] = added
    print(f"{OURS} adds {added:.3f} ms to the first token (p95)")
    if OPENAI not in by_name:
        print(f"{OPENAI}: not installed: pip install openai")
    return results


async def run(options: argparse.Namespace, port: int) -> None:
    """Measure against the server on *port* and report."""
    async with AsyncExitStack() as stack:
        provider = Provider("default", f"http://127.0.0.1:{port}/v1", "key")
        catalogue = read_catalogue(provider, "flood", {})
        opening = open_hub(catalogue, Limits(), Deadlines(), SystemClock(), None)
        hub = await stack.enter_async_context(opening)
        client = await stack.enter_async_context(httpx.AsyncClient())
        readers = {OURS: ours(hub), HTTPX_SSE: with_httpx_sse(client, port)}
        if find_spec("openai"):
            readers[OPENAI] = with_openai(port)
        readers[BARE] = with_bare_socket(port)
        rows = await measure(readers, options)
    results = report(rows)
    if options.json:
        document = {"rows": [asdict(row) for row in rows], "results": results}
        options.json.write_text(json.dumps(document, indent=2) + "\n")


def main() -> None:
    """Start the server in a child process and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000, help="in one flood")
    parser.add_argument("--rounds", type=int, default=5, help="of which the best counts")
    parser.add_argument("--first-tokens", type=int, default=300)
    parser.add_argument("--json", type=Path, metavar="FILE")
    command = [sys.executable, str(Path(__file__).with_name("_wire_server.py"))]
    pipe = subprocess.PIPE
    options = parser.parse_args()
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:  # noqa: S603 - our own
        if server.stdout is None:
            raise SystemExit("the server has no output")
        asyncio.run(run(options, int(server.stdout.readline())))
        server.communicate()  # closes its standard input


if __name__ == "__main__":
    main()
