"""Child processes that are watched: what they cost in CPU time and memory (read from /proc)."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_STOP_WITHIN = 15.0
_KIB_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Look:
    """How a bot is that is watched (benchmarks/_watching.py).

    *tasks* is how many there are, *blocks* how many pieces of memory Python holds, and *lag* the
    longest that the loop was held up since the last look, in seconds.
    """

    tasks: int
    blocks: int
    lag: float


@dataclass(frozen=True, slots=True)
class Child:
    """A running Python process of ours."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def cpu_seconds(self) -> float:
        """CPU time that all its threads have used so far, in user and kernel."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def mib(self) -> float:
        """The memory that it has resident."""
        return self._memory("VmRSS")

    @property
    def peak_mib(self) -> float:
        """The most memory it has had resident so far."""
        return self._memory("VmHWM")

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.returncode is None

    async def line(self) -> str:
        """Read the next line that it prints."""
        if self.process.stdout is None:
            return ""
        return (await self.process.stdout.readline()).decode().strip()

    @property
    def end_of_log(self) -> str:
        """The last of what it had to say."""
        return self.log.read_text("utf-8")[-2000:]

    async def prints(self, line: str) -> None:
        """Wait until it prints that line; RuntimeError with the end of its log when it does not."""
        if (told := await self.line()) != line:
            raise RuntimeError(f"{told!r}, not {line!r}; its log ends with:\n{self.end_of_log}")

    async def send(self, line: str) -> None:
        """Write a line to its standard input."""
        if self.process.stdin is not None:
            self.process.stdin.write(f"{line}\n".encode())
            await self.process.stdin.drain()

    async def look(self) -> Look:
        """Ask a bot that is watched how it is."""
        self.process.send_signal(signal.SIGUSR1)
        return Look(**json.loads(await self.line()))

    def _memory(self, name: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith(name))
        return int(line.split()[1]) / _KIB_PER_MIB


@asynccontextmanager
async def child(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> AsyncIterator[Child]:
    """Run this Python with *arguments* as long as the block lasts; its errors go to *log*."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            env=environment,  # and nothing of ours: no proxy, no key
            cwd=log.parent,  # where no .env lies
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
        try:
            yield Child(process, log)
        finally:
            await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
