"""What people can see and take along of the memory, and what goes from it by itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container
from dataclasses import asdict, dataclass

from bot.chat.books import Books, Selection
from bot.chat.ports import DIRECT, Clock, Memory
from bot.chat.remembering.prompting import MemoryMode, Prompter, Style
from bot.core.errors import StorageError
from bot.core.talk.batch import MAX_FILE
from bot.core.talk.export import moment, write_export
from bot.core.talk.prompt import estimate_tokens
from bot.core.talk.turns import Question, Record, Summary

log = logging.getLogger(__name__)

DAY = 86_400.0  # seconds
GRACE = 30 * DAY  # that a server's data stays after the bot was removed from it
USAGE = 400 * DAY  # that usage stays: a year, and the same month of the year before
CHANGES = 100  # of a server's settings, or of a person's, that the history has and undo can reach
RETRY = 600.0  # seconds, when the database could not


@dataclass(frozen=True, slots=True)
class Overview:
    """What the model would be sent in a channel now.

    *turns* of the *stored* ones, of about *turn_tokens*, beside the *summary*, in *room* tokens;
    everything is kept for *days* (0: for ever).
    """

    turns: int
    stored: int
    turn_tokens: int
    summary: Summary | None
    room: int
    mode: MemoryMode
    days: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose data: what fits everything that is given."""

    channel_id: int | None = None
    server_id: int | None = None
    person_id: int | None = None


class Keeper:
    """Shows what is stored. Every method raises StorageError."""

    def __init__(self, memory: Memory, books: Books, clock: Clock) -> None:
        self._memory = memory
        self._books = books
        self._clock = clock
        self._prompter = Prompter(memory)

    async def overview(self, question: Question, style: Style, days: int) -> Overview:
        """Say what would be remembered for *question*, which nobody has asked.

        *style* and *days* (0: for ever) are what holds where it would be asked.
        """
        found = await self._prompter.recollect(question, style)
        return Overview(
            turns=len(found.turns),
            stored=await self._memory.count(question.channel_id),
            turn_tokens=sum(estimate_tokens(turn.text) for turn in found.turns),
            summary=found.summary,
            room=style.room(),
            mode=style.memory,
            days=days,
        )

    async def export(self, scope: Scope) -> list[str]:
        """Give all that is stored of *scope* as JSON, in as many files as Discord needs."""
        records = await self._memory.export(scope.channel_id, scope.server_id, scope.person_id)
        now = self._clock.wall()
        usage = await self._books.by_day(
            Selection(0.0, now, scope.server_id, scope.channel_id, scope.person_id)
        )
        about = {
            "exported_at": moment(now),
            **{name: str(value) for name, value in asdict(scope).items() if value is not None},
            "usage_by_day": {str(day): asdict(totals) for day, totals in usage.items()},
            "summaries": [_told(each) for each in await self._summaries(records, scope)],
        }
        # A channel of years takes seconds to write: the loop has others to serve.
        return await asyncio.to_thread(write_export, about, records, MAX_FILE)

    async def _summaries(self, records: list[Record], scope: Scope) -> list[Summary]:
        """Give the person's own summaries, or all of a channel."""
        person = scope.person_id
        keys = {
            (record.channel_id, speaker)
            for record in records
            for speaker in ((person,) if person else (0, record.speaker_id))
        }
        found = [await self._memory.summary(*key) for key in sorted(keys)]
        return [summary for summary in found if summary]


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers that the bot is in, as far as this process sees: those of its shards."""

    present: frozenset[int]
    shard_ids: Container[int] = (0,)
    shard_count: int = 1

    def has_lost(self, server_id: int) -> bool:
        """Tell whether the bot is not in a server that this process would see."""
        # https://discord.com/developers/docs/events/gateway#sharding
        is_ours = (server_id >> 22) % self.shard_count in self.shard_ids
        return is_ours and server_id not in self.present


class Sweeper:
    """Removes what is too old, and what belongs to servers that the bot has left.

    *days* is how long turns are kept, 0 for ever; *days_of* gives what a server wants instead.
    `run` has to run beside the bot.
    """

    def __init__(
        self,
        memory: Memory,
        clock: Clock,
        days: int,
        days_of: Callable[[int], Awaitable[int]] | None = None,
    ) -> None:
        self._days_of = days_of
        self._memory = memory
        self._clock = clock
        self._days = days
        self._servers: Callable[[], Servers] | None = None
        self._connected = asyncio.Event()

    def connect(self, servers: Callable[[], Servers]) -> None:
        """Tell where the bot is, now and whenever it is asked; nothing is removed before."""
        self._servers = servers
        self._connected.set()

    async def run(self) -> None:
        """Sweep at once, and then daily, until cancelled."""
        await self._connected.wait()
        while True:
            try:
                await self.sweep()
            except StorageError as error:
                log.warning("sweep.failed error=%s", error)
                await asyncio.sleep(RETRY)
            else:
                await asyncio.sleep(DAY)

    async def sweep(self) -> None:
        """Remove what has to go by now; StorageError when the memory cannot."""
        if self._servers is not None:
            await self._compare(self._servers())
        turns = await self._sweep(DIRECT, self._days)
        for server_id in await self._memory.servers():
            days = await self._days_of(server_id) if self._days_of else self._days
            turns += await self._sweep(server_id, days)
        await self._memory.sweep_records(self._clock.wall() - USAGE, CHANGES)
        servers = await self._memory.sweep_left(self._clock.wall() - GRACE)
        log.info("sweep.done turns=%d servers=%d", turns, len(servers))

    async def _sweep(self, server_id: int, days: int) -> int:
        if not days:
            return 0
        return await self._memory.sweep(self._clock.wall() - days * DAY, server_id)

    async def left(self, server_id: int) -> None:
        """Note that the bot was removed from a server: the grace begins."""
        await self._memory.server_left(server_id, self._clock.wall())

    async def returned(self, server_id: int) -> None:
        """Note that the bot is in a server, again or for the first time."""
        await self._memory.server_returned(server_id)

    async def _compare(self, servers: Servers) -> None:
        """Note what happened while the bot was down, or the memory was."""
        for server_id in servers.present:
            await self.returned(server_id)
        for server_id in await self._memory.servers():
            if servers.has_lost(server_id):
                await self.left(server_id)


def _told(summary: Summary) -> dict[str, object]:
    told = asdict(summary) | {"at": moment(summary.at)}
    return told | {name: str(told[name]) for name in ("channel_id", "until", "speaker_id")}
