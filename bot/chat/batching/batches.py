"""Batches: answer a file of questions beside the talk, show how far it is, hand the file back.

All that a batch knows is stored as soon as it is known. A process that runs one says so every
two seconds; one that has been silent for a while is taken up by whoever looks first, and goes
on where it was. So a crash, a restart and a database that fails need no other cure.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.live import LiveReply
from bot.chat.batching import batch_texts
from bot.chat.batching.batch_port import Batch, Batches
from bot.chat.batching.batch_rows import RowAsker
from bot.chat.languages import Language, speak
from bot.chat.ports import Clock, Surface
from bot.core.errors import (
    Fault,
    ForbiddenError,
    GoneError,
    HiddenError,
    ModelError,
    RefusedError,
    StorageError,
    SurfaceError,
)
from bot.core.reply.draft import Control, Draft
from bot.core.talk.batch import Row, tally, write_csv

log = logging.getLogger(__name__)

SHOW_EVERY = 2.0  # seconds between two edits of the progress, and between two signs of life
GRACE = 30.0  # seconds without a sign of life after which a batch has no process
RESUME_EVERY = 15.0  # seconds
# Where the bot may not write, somebody may let it again; the waits grow, as for answers.
FIRST_WAIT, LONGEST_WAIT, GIVE_UP_AFTER = 10.0, 600.0, 86_400.0  # seconds
STOP_WITHIN = 7.0  # seconds; as for answers, hosts kill 10 s after they ask to end
AT_ONCE = 3  # questions of one batch
RESULT_NAME = "answers.csv"
# Every further question would end the same way, until the operator has mended it.
_FOR_GOOD = frozenset({Fault.UNAUTHORIZED, Fault.UNPAID, Fault.KEY_REFUSED, Fault.UNKNOWN_MODEL})


class _End(Enum):
    """Why no further question is asked."""

    STOPPED = auto()  # by a person
    HALTED = auto()  # the model is down for good
    LOST = auto()  # nobody can see it any more
    TAKEN = auto()  # another process runs it
    PAUSED = auto()  # this process ends


@dataclass(slots=True)
class _Job:
    """A batch that this process runs."""

    batch: Batch
    surface: Surface
    reply: LiveReply
    rows: list[Row] = field(default_factory=list)
    running: set[asyncio.Task[None]] = field(default_factory=set)
    end: _End | None = None
    halted: str = ""  # the sentence that says why
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self, end: _End) -> None:
        """Ask nothing more, and end the requests under way."""
        self.end = end
        for task in self.running:
            task.cancel()

    def halt(self, sentence: str) -> None:
        """Ask nothing more; requests under way may end by themselves."""
        self.end, self.halted = self.end or _End.HALTED, sentence


class BatchRunner:
    """Runs the batches of this process, each beside the others, *at_once* questions of each.

    A batch without a sign of life for *grace* seconds has no process; 0 is for a database of one.
    """

    def __init__(
        self,
        asker: RowAsker,
        batches: Batches,
        dispatcher: Dispatcher,
        clock: Clock,
        grace: float = GRACE,
        at_once: int = AT_ONCE,
    ) -> None:
        self._asker = asker
        self._batches = batches
        self._dispatcher = dispatcher
        self._clock = clock
        self._grace = grace
        self._at_once = at_once
        self._surface_of: Callable[[Batch], Surface] | None = None
        self._connected = asyncio.Event()
        self._jobs: dict[int, _Job] = {}
        self._closed_to: dict[int, tuple[float, float]] = {}  # since when, and until it tries again
        self._tasks = asyncio.TaskGroup()
        self._closed = False

    def connect(self, surface_of: Callable[[Batch], Surface]) -> None:
        """Tell where a batch is shown; nothing runs before, nor after `close`."""
        self._surface_of, self._closed = surface_of, False
        self._connected.set()

    async def run(self) -> None:
        """Run batches until cancelled."""
        async with self._tasks:
            await self._connected.wait()
            while True:
                await self.resume_all()
                await asyncio.sleep(RESUME_EVERY)

    async def resume_all(self) -> None:
        """Take up the batches that nobody runs."""
        now = self._clock.wall()
        try:
            found = [] if self._closed else await self._batches.claim(now - self._grace, now)
        except StorageError as error:
            log.warning("batch.not_resumed error=%s", error)
            return
        for batch in found:
            _, due = self._closed_to.get(batch.id, (0.0, 0.0))
            if batch.id not in self._jobs and due <= self._clock.now():
                log.info("batch.resumed id=%d", batch.id)
                self._launch(batch)

    async def start(self, batch: Batch, questions: Sequence[str]) -> bool:
        """Begin a batch; False while its server, or in direct messages its person, has one."""
        if not await self._batches.add(batch, questions, self._clock.wall()):
            return False
        log.info("batch.started id=%d questions=%d", batch.id, len(questions))
        self._launch(batch)
        return True

    async def find(self, batch_id: int) -> Batch | None:
        """Give a batch that has not ended."""
        return await self._batches.find(batch_id)

    async def stop(self, batch_id: int) -> None:
        """Stop a batch, whichever process runs it; a no-op when it has ended."""
        if job := self._jobs.get(batch_id):
            job.stop(_End.STOPPED)
        await self._batches.stop(batch_id)

    def deleted(self, message_id: int) -> None:
        """Note that a message was deleted in Discord; one that shows a progress ends its batch."""
        for job in self._jobs.values():
            if message_id in job.reply.draft.message_ids:
                job.reply.close(GoneError("the message of the progress was deleted"))

    async def close(self) -> None:
        """Ask nothing more, and leave what is open to the next start."""
        self._closed = True
        for job in self._jobs.values():
            job.stop(_End.PAUSED)
        try:
            async with asyncio.timeout(STOP_WITHIN):
                for job in list(self._jobs.values()):
                    await job.done.wait()
        except TimeoutError:
            log.warning("batch.abandoned count=%d", len(self._jobs))

    def _launch(self, batch: Batch) -> None:
        if self._closed or self._surface_of is None or batch.id in self._jobs:
            return
        speak(Language(batch.language))
        surface = self._surface_of(batch)
        shown = () if batch.message_id is None else (batch.message_id,)
        job = _Job(batch, surface, self._dispatcher.open(surface, Draft(shown)))
        job.end = _End.STOPPED if batch.stopped else None
        job.reply.when_lost(lambda: job.stop(_End.LOST))
        self._jobs[batch.id] = job
        self._tasks.create_task(self._run(job))

    async def _run(self, job: _Job) -> None:
        """Run a batch; what fails on the way is left to be taken up again."""
        try:
            await self._carry_out(job)
        except* (SurfaceError, StorageError) as group:
            log.warning("batch.postponed id=%d error=%s", job.batch.id, group.exceptions)
            with suppress(StorageError):  # else whoever takes it up does so later
                await self._keep(job, 0.0)
        except* Exception:  # the boundary of this task: one broken batch stops no other
            log.exception("batch.failed id=%d", job.batch.id)
        finally:
            job.reply.close()
            del self._jobs[job.batch.id]
            job.done.set()

    async def _carry_out(self, job: _Job) -> None:
        job.rows = await self._batches.rows(job.batch.id)
        if not job.rows:
            return  # whoever had it before has ended it just now
        try:
            async with asyncio.TaskGroup() as tasks:
                beating = tasks.create_task(self._beat(job))
                await self._work(job)
                await self._finish(job)
                beating.cancel()
        except* (GoneError, RefusedError) as group:
            if group.subgroup((HiddenError, ForbiddenError)) and self._may_wait(job.batch.id):
                raise
            log.warning("batch.lost id=%d error=%s", job.batch.id, group.exceptions)
            await self._batches.remove(job.batch.id)
        if job.end is _End.PAUSED:
            await self._keep(job, 0.0)

    def _may_wait(self, batch_id: int) -> bool:
        """Have a batch wait to be let write again; False once it has waited for long enough."""
        now = self._clock.now()
        since, _ = self._closed_to.pop(batch_id, (now, now))
        waited = now - since
        if waited >= GIVE_UP_AFTER:
            return False
        self._closed_to[batch_id] = since, now + min(max(FIRST_WAIT, waited), LONGEST_WAIT)
        return True

    async def _work(self, job: _Job) -> None:
        """Ask what has not been asked."""
        pending = iter([row for row in job.rows if row.result is None])
        try:
            async with asyncio.TaskGroup() as workers:
                for _ in range(self._at_once):
                    workers.create_task(self._ask(job, pending))
        except ExceptionGroup as group:
            if group.subgroup(StorageError):
                raise
            # To ask again would end the same way: hand over what there is.
            incident = secrets.token_hex(3)
            log.exception("batch.broken id=%d incident=%s", job.batch.id, incident)
            job.halt(texts.unexpected(incident))

    async def _ask(self, job: _Job, pending: Iterator[Row]) -> None:
        """Ask one question after the other; several do so side by side."""
        while job.end is None and (row := next(pending, None)):
            if refusal := await self._asker.refusal(job.batch):
                job.halt(refusal)
                return
            outcome, result = await self._asker.ask(job.batch, row.question, job.running)
            if outcome.stopped and job.end is not _End.STOPPED:
                return  # whoever goes on with the batch asks it again
            await self._batches.put_result(job.batch.id, row.number, result)
            job.rows[row.number - 1] = replace(row, result=result)
            if isinstance(outcome.error, ModelError) and outcome.error.fault in _FOR_GOOD:
                job.halt(texts.fault_sentence(outcome.error.fault, outcome.incident))

    async def _beat(self, job: _Job) -> None:
        """Show how far it is, and that this process is alive, until cancelled."""
        shown = ""
        while True:
            sentence = batch_texts.progress(job.batch.name, tally(job.rows))
            if sentence != shown:  # a needless wish would hold up the channel's other replies
                job.reply.notice(sentence)
                shown = sentence
            await asyncio.sleep(SHOW_EVERY)
            await self._keep(job, self._clock.wall())

    async def _keep(self, job: _Job, at: float) -> None:
        shown = job.reply.draft.message_ids
        job.batch = replace(job.batch, message_id=shown[0] if shown else None)
        stored = await self._batches.keep(job.batch, at)
        if job.end is None and (stored is None or stored.stopped):
            job.stop(_End.TAKEN if stored is None else _End.STOPPED)

    async def _finish(self, job: _Job) -> None:
        log.info("batch.ended id=%d end=%s", job.batch.id, job.end.name if job.end else "COMPLETE")
        if job.end is _End.LOST:
            raise job.reply.lost or RefusedError("the progress cannot be shown")
        if job.end is _End.PAUSED:
            await self._pause(job)
        elif job.end is not _End.TAKEN:
            await self._deliver(job)
            await self._batches.remove(job.batch.id)
            self._closed_to.pop(job.batch.id, None)

    async def _pause(self, job: _Job) -> None:
        job.reply.end(batch_texts.paused(), (Control.STOP,))
        try:
            await job.reply.settled()
        except SurfaceError as error:
            log.info("batch.pause_not_shown id=%d error=%s", job.batch.id, error)

    async def _deliver(self, job: _Job) -> None:
        """Send the file, then say what came of the batch where its progress was."""
        reason, not_asked = _reasons(job)
        try:
            for text in write_csv(job.rows, not_asked):
                await job.surface.attach(RESULT_NAME, text)
        except RefusedError as error:
            log.warning("batch.no_file id=%d error=%s", job.batch.id, error)
            reason += f" {batch_texts.no_file()}"
        job.reply.push(batch_texts.ended(job.batch.name, reason, tally(job.rows)))
        job.reply.end("", ())
        await job.reply.settled()


def _reasons(job: _Job) -> tuple[str, str]:
    """Give why a batch ended, and why its open questions were not asked."""
    if job.end is _End.HALTED:
        return batch_texts.halted(job.halted), batch_texts.not_asked(job.halted)
    if job.end is _End.STOPPED:
        return batch_texts.stopped(), batch_texts.stopped_before()
    return batch_texts.complete(), ""
