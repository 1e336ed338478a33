"""Half-written replies: what a process leaves behind that was killed or could not finish."""

import asyncio
import logging
from collections.abc import Callable

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher, LiveReply
from bot.chat.answers.journal import Journal
from bot.chat.answers.recording import Recorder
from bot.chat.outcome import CONTROLS
from bot.chat.ports import Clock, Exchange, Memory, Surface
from bot.core.errors import SurfaceError, UnavailableError
from bot.core.reply.draft import Draft
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)


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
        self._left: dict[int, Exchange] = {}  # claimed and not marked, by the message that asked
        self.marking: list[LiveReply] = []

    async def recover(self, before: float, surface_for: Callable[[Question], Surface]) -> int:
        """Mark the replies of other processes that were not stored since *before*; gives how many.

        One that Discord is out of reach for is tried again the next time. StorageError when
        the memory cannot tell.
        """
        for exchange in await self._memory.claim_unfinished(before, self._clock.wall()):
            self._left[exchange.question.message_id] = exchange
        left = list(self._left.values())
        async with asyncio.TaskGroup() as tasks:
            for exchange in left:
                tasks.create_task(self._mark(exchange, surface_for(exchange.question)))
        return len(left)

    async def _mark(self, exchange: Exchange, surface: Surface) -> None:
        """Show what there is of a reply, without a cursor, and remember it so."""
        question = exchange.question
        answer = exchange.answer or Answer("", TurnState.INTERRUPTED, "", (), 0.0)
        try:
            draft = await self._draft(answer, surface)
        except UnavailableError as error:
            log.warning("recover.later lane=%s error=%s", surface.lane, error)
            return
        reply = self._dispatcher.open(surface, draft)
        if answer.text:
            reply.push(answer.text)
        reply.end(texts.stopping(), CONTROLS[TurnState.INTERRUPTED])
        self.marking.append(reply)
        try:
            # The sign of life that keeps other processes from marking it, too.
            async with self._journal.keeping(question, reply, answer.model, None):
                is_over = await _is_over(reply)
        finally:
            self.marking.remove(reply)
        if is_over:
            await self._recorder.interrupted(question, answer, draft.message_ids)
            del self._left[question.message_id]

    async def _draft(self, answer: Answer, surface: Surface) -> Draft:
        """Give a draft over the messages that show *answer*, known or not."""
        draft = Draft(answer.message_ids, texts.layout())
        try:
            draft.adopt(await surface.left_behind(answer.message_ids))
        except UnavailableError:
            raise
        except SurfaceError as error:  # the bot may not read there any more: the known ones it is
            log.info("recover.not_searched lane=%s error=%s", surface.lane, error)
        return draft


async def _is_over(reply: LiveReply) -> bool:
    """Wait until a reply is marked; False when that has to be tried again."""
    try:
        await reply.settled()
    except UnavailableError as error:
        log.warning("recover.later lane=%s error=%s", reply.surface.lane, error)
        return False
    except SurfaceError as error:  # it is gone, or closed to the bot: that stays so
        log.info("recover.not_shown lane=%s error=%s", reply.surface.lane, error)
    return True
