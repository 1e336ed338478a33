"""Half-written replies: of a killed process, or where Discord did not let this one finish."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.journal import Journal, TakenError
from bot.chat.answers.live import LiveReply, look_behind
from bot.chat.answers.recording import Recorder
from bot.chat.outcome import CONTROLS, Outcome
from bot.chat.ports import Clock, Exchange, Memory, Surface
from bot.core.errors import SurfaceError, UnavailableError
from bot.core.reply.draft import Draft
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)

# Where the bot may not write, somebody may let it again; each try costs two refusals, and Discord
# bans who collects 10,000 of them in ten minutes.
_FIRST_WAIT, _LONGEST_WAIT = 10.0, 600.0  # seconds
_GIVE_UP_AFTER = 86_400.0


@dataclass(slots=True)
class _Left:
    """A reply that is this process's to mark, since *since*, and again when it is *due*."""

    exchange: Exchange
    since: float
    due: float = 0.0
    wait: float = _FIRST_WAIT
    marking: asyncio.Lock = field(default_factory=asyncio.Lock)


class Recoverer:
    """Marks replies that nobody writes any more; `marking` are those it is busy with."""

    def __init__(
        self,
        memory: Memory,
        recorder: Recorder,
        dispatcher: Dispatcher,
        journal: Journal,
        clock: Clock,
    ) -> None:
        self._memory = memory
        self._recorder = recorder
        self._dispatcher = dispatcher
        self._journal = journal
        self._clock = clock
        self._left: dict[int, _Left] = {}  # by the message that asked
        self.marking: list[LiveReply] = []

    async def recover(self, before: float, surface_for: Callable[[Question], Surface]) -> int:
        """Mark what is due, with the replies of others not stored since *before*; gives how many.

        One that Discord is out of reach for is tried again the next time, one where the bot may
        not write at growing intervals for a day. StorageError when the memory cannot tell.
        """
        for exchange in await self._memory.claim_unfinished(before, self._clock.wall()):
            self._later(exchange)
        left, now = list(self._left.values()), self._clock.now()
        due = [each for each in left if each.due <= now]
        for each in left:
            if each not in due and each.exchange.answer:  # as a sign of life
                answer = replace(each.exchange.answer, at=self._clock.wall())
                await self._memory.put_answer(each.exchange.question, answer)
        async with asyncio.TaskGroup() as tasks:
            for each in due:
                tasks.create_task(self._mark(each, surface_for(each.exchange.question)))
        return len(due)

    async def remember(
        self, question: Question, reply: LiveReply, outcome: Outcome, earlier: Answer | None
    ) -> None:
        """Store an answer; where Discord did not take its end, that is tried again."""
        answer = await self._recorder.remember(question, reply, outcome, earlier)
        if reply.unfinished:
            self._later(Exchange(question, answer))

    async def marked(self, question: Question) -> None:
        """Wait until a reply that is being marked is stored so, or left for later."""
        if left := self._left.get(question.message_id):
            async with left.marking:
                pass

    async def release(self, question: Question) -> None:
        """Leave a reply to whoever writes it anew, once nothing is marked there any more."""
        await self.marked(question)
        self._left.pop(question.message_id, None)

    def _later(self, exchange: Exchange) -> None:
        self._left[exchange.question.message_id] = _Left(exchange, self._clock.now())

    async def _mark(self, left: _Left, surface: Surface) -> None:
        """Mark a reply, unless it was left to somebody else meanwhile."""
        question = left.exchange.question
        async with left.marking:
            is_ours = self._left.get(question.message_id) is left
            if is_ours and await self._is_marked(left, question, surface):
                del self._left[question.message_id]

    async def _is_marked(self, left: _Left, question: Question, surface: Surface) -> bool:
        """Show what there is of a reply, without a cursor, and remember it so; False: not yet."""
        answer = left.exchange.answer or Answer("", TurnState.INTERRUPTED, "", (), 0.0)
        draft = Draft(answer.message_ids, texts.layout())
        try:
            await look_behind(surface, draft)
        except UnavailableError as error:
            log.warning("recover.later lane=%s error=%s", surface.lane, error)
            return False
        reply = self._dispatcher.open(surface, draft)
        if answer.text:
            reply.push(answer.text)
        reply.end(texts.stopping(), CONTROLS[TurnState.INTERRUPTED])
        self.marking.append(reply)
        try:
            # The sign of life that keeps other processes from marking it, too.
            async with self._journal.keeping(question, reply, answer.model, None):
                is_over = await self._is_over(reply, left)
        except TakenError:
            return True
        finally:
            self.marking.remove(reply)
        if is_over:
            await self._recorder.interrupted(question, answer, draft)
        return is_over

    async def _is_over(self, reply: LiveReply, left: _Left) -> bool:
        """Wait until a reply is marked; False when that has to be tried again."""
        try:
            await reply.settled()
        except SurfaceError as error:
            now = self._clock.now()
            if error.passing and now - left.since < _GIVE_UP_AFTER:
                log.warning("recover.later lane=%s error=%s", reply.surface.lane, error)
                if not isinstance(error, UnavailableError):
                    left.due, left.wait = now + left.wait, min(2 * left.wait, _LONGEST_WAIT)
                return False
            log.info("recover.not_shown lane=%s error=%s", reply.surface.lane, error)
        return True
