"""Answering: remember the question, ask the model, let the reply grow, remember the answer.

Every exchange is known by the id of the message that asked. Its reply can be stopped, and
once it has ended it can be written anew or gone on with, also after a restart: all that is
needed for that stands in the memory.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.journal import Journal, TakenError
from bot.chat.answers.opened import Opened, OpenReplies
from bot.chat.answers.policy import Leave, Occasion, Policy, RefusedToAnswerError
from bot.chat.answers.recording import Recorder
from bot.chat.answers.recovering import Recoverer
from bot.chat.answers.seats import Seats
from bot.chat.answers.telling import Teller, is_shown, notify
from bot.chat.answers.writing import Writing
from bot.chat.outcome import CONTROLS, Outcome
from bot.chat.ports import ChatModel, Clock, Exchange, Memory, ModelRequest, Surface, Waiting
from bot.chat.remembering.prompting import Prompter, Style
from bot.core.errors import GoneError, StorageError, SurfaceError
from bot.core.reply.draft import Draft
from bot.core.talk.turns import Answer, Question, TurnState

log = logging.getLogger(__name__)

# Hosts send SIGKILL 10 s after SIGTERM; the connections have to be closed before that, too.
_STOP_WITHIN = 7.0
_STORE_WITHIN = 2.0  # a database that needs longer has no answer for us
_KILLED_WITHIN = 60.0  # so long a killed process's reply may look as if it were written


class Answerer:
    """The use case behind every question, wherever it was asked."""

    def __init__(
        self,
        model: ChatModel,
        memory: Memory,
        recorder: Recorder,
        dispatcher: Dispatcher,
        clock: Clock,
        policy: Policy,
    ) -> None:
        self._model = model
        self._memory = memory
        self._recorder = recorder
        self._dispatcher = dispatcher
        self._clock = clock
        self._policy = policy
        self._prompter = Prompter(memory)
        self._journal = Journal(memory, clock)
        self._seats = Seats()
        self._teller = Teller(dispatcher, clock)
        self._recoverer = Recoverer(memory, recorder, dispatcher, self._journal, clock)
        self._open = OpenReplies()
        self._edits: dict[int, Question] = {}  # the newest of each message that asked
        self._closed = False
        self._answered: Callable[[Question, Style, int], None] | None = None

    def when_answered(self, call: Callable[[Question, Style, int], None]) -> None:
        """Have *call* told what is stored with a whole or cut answer, its style and its channel."""
        self._answered = call

    async def answer(
        self, question: Question, surface: Surface, occasion: Occasion | None = None
    ) -> None:
        """Answer *question* on *surface*; returns when the reply has reached its final state.

        A question that was answered before (Discord repeats events after a resume) is left
        alone. Refusals and failures become sentences in the reply and facts in the log.
        """
        if self._closed:
            return
        try:
            async with self._leave(question, occasion) as leave:
                if await self._memory.add_question(question):
                    await self._recorder.catch_up()
                    await self._exchange(question, surface, leave)
        except RefusedToAnswerError as error:
            if not await self._is_known(question):
                await self.tell(surface, question.speaker_id, "refusal", str(error))
        except StorageError as error:
            incident, place = secrets.token_hex(3), question.channel_id
            log.warning("answer.no_memory incident=%s channel=%d error=%s", incident, place, error)
            await self.tell(surface, question.speaker_id, "no_memory", texts.no_memory(incident))
        except Exception:  # the boundary of a question: one that breaks stops no other
            incident = secrets.token_hex(3)
            log.exception("answer.failed incident=%s channel=%d", incident, question.channel_id)
            await self.tell(surface, question.speaker_id, "unexpected", texts.unexpected(incident))

    async def tell(self, surface: Surface, person_id: int, kind: str, sentence: str) -> None:
        """Reply with a sentence instead of an answer, unless one of this *kind* was told just now."""
        await self._teller.say(surface, person_id, kind, sentence)

    async def regenerate(
        self, exchange: Exchange, surface: Surface, occasion: Occasion | None = None
    ) -> None:
        """Answer anew in the same reply; a no-op while that reply is still being written.

        RefusedToAnswerError when a quota or a setting is against it, StorageError when the
        memory is out of reach.
        """
        if ended := await self._ended(exchange):
            messages = ended.answer.message_ids if ended.answer else ended.left
            async with self._leave(ended.question, occasion) as leave:
                await self._exchange(ended.question, surface, leave, messages)

    async def go_on(
        self, exchange: Exchange, surface: Surface, occasion: Occasion | None = None
    ) -> None:
        """Let the model go on from an answer that was cut or interrupted, in further messages.

        A complete one is shown again, for Discord did not take all of it. Raises as `regenerate`.
        """
        ended = await self._ended(exchange)
        if ended is None:
            return
        if ended.answer is None or not ended.answer.text:
            await self.regenerate(ended, surface, occasion)
            return
        messages = ended.answer.message_ids if ended.answer.state is TurnState.COMPLETE else ()
        async with self._leave(ended.question, occasion) as leave:
            await self._exchange(ended.question, surface, leave, messages, ended.answer)

    async def ask_anew(
        self, question: Question, surface: Surface, occasion: Occasion | None = None
    ) -> None:
        """Answer a question whose text was edited, in the reply that it has already.

        Other processes may be told, too: whichever writes that reply ends it first, and of all one
        can change the text. Of several edits that wait for that end the newest is answered. Raises
        what `regenerate` does.
        """
        key = question.message_id
        self._edits[key] = question
        try:
            known = await self.find(key, question.channel_id)
            if self._closed or known is None or known.question.text == question.text:
                return
            stored = await self._over(question)
            if stored is None or self._edits.get(key) is not question:
                return
            if await self._memory.change_question(question):
                await self._over(question)
                await self.regenerate(stored, surface, occasion)
        finally:
            if self._edits.get(key) is question:
                del self._edits[key]

    async def edited(self, question: Question) -> None:
        """Remember a question as it was edited, too late for another answer."""
        await self._memory.change_question(question)

    async def find(self, message_id: int, *places: int) -> Exchange | None:
        """Give a remembered exchange by the id of the message that asked, in the first of *places*.

        One that is being written is found without the memory, so that it can be stopped.
        """
        running = self._open.get(message_id)
        if running is not None and running.question.channel_id in places:
            return Exchange(running.question, running.earlier)
        for place_id in places:
            if found := await self._memory.exchange(place_id, message_id):
                return found
        return None

    async def is_new(self, channel_id: int) -> bool:
        """Tell whether nothing is remembered of a channel; also when the memory cannot tell."""
        try:
            return await self._memory.count(channel_id) == 0
        except StorageError:
            return True

    def stop(self, message_id: int) -> bool:
        """Stop the answer to message *message_id*; False when none is being written."""
        return self._open.stop(message_id)

    async def ended_elsewhere(self, exchange: Exchange) -> Exchange:
        """Give an exchange anew when another process, which a press reaches, too, ends it soon."""
        if not exchange.elsewhere:
            return exchange
        return await self._journal.ended(exchange.question) or exchange

    def stop_all(self, channel_id: int, person_id: int | None = None) -> int:
        """Stop the open answers of a channel, or a person's there; gives how many there were."""
        return self._open.stop_all(channel_id, person_id)

    async def deleted(self, channel_id: int, *message_ids: int) -> None:
        """Note that messages were deleted in Discord: questions, or parts of replies.

        What they held is forgotten. StorageError when the memory cannot.
        """
        writing = list(self._open.values())
        replies = [running.reply for running in writing] + self._recoverer.marking
        by_us = {each for reply in replies for each in reply.draft.condemned}
        gone = set(message_ids) - by_us
        if not gone:
            return
        for message_id in gone:
            self.stop(message_id)
        for running in [each for each in writing if each.reply.deleted(gone)]:
            await running.done.wait()  # so that it is not stored after this
        await self._memory.delete_message(channel_id, *gone)

    async def left(self, *, channel_id: int | None = None, server_id: int | None = None) -> None:
        """Note that the bot cannot reach a channel or a server any more: its open answers end."""
        found = list(self._open.within(channel_id, server_id))
        for running in found:
            running.reply.close(GoneError("the channel is gone, or the bot is gone from it"))
        for running in found:
            await running.done.wait()  # so that what is forgotten now is not stored after this

    async def recover(self, before: float, surface_for: Callable[[Question], Surface]) -> int:
        """Mark the replies that other processes left half-written; gives how many there were.

        They are known by not having been stored since *before*, in seconds since the epoch.
        Answers that the memory could not take are stored. StorageError when it cannot tell.
        """
        await self._recorder.catch_up()
        return await self._recoverer.recover(before, surface_for)

    def open(self) -> None:
        """Take questions, also after `close`: another connection follows."""
        self._closed = False
        self._recorder.open()

    async def close(self) -> None:
        """Take no more questions, stop the model, and wait until the open replies say so.

        A reply that cannot say so in time is left to the next process, as if killed.
        """
        self._closed = True
        for running in self._open.values():
            running.writing.stop(by_person=False)
        try:
            async with asyncio.timeout(_STOP_WITHIN):
                await self._stopped(list(self._open.values()))
        except TimeoutError:
            log.warning("answer.abandoned count=%d", len(self._open))
        self._recorder.close()

    async def _stopped(self, writing: list[Opened]) -> None:
        """Wait until all is shown and stored; TimeoutError when the memory does not store it."""
        for running in writing:
            with suppress(SurfaceError):
                await running.reply.settled()
        async with asyncio.timeout(_STORE_WITHIN):
            for running in writing:
                await running.done.wait()

    async def _ended(self, exchange: Exchange) -> Exchange | None:
        """Give the exchange as it stands when its reply has ended, None while it is written.

        Somebody may press a button as soon as it is there, before the reply is all settled.
        """
        question = exchange.question
        if running := self._open.get(question.message_id):
            if not running.writing.ended:
                return None
            await running.done.wait()
        await self._recoverer.marked(question)
        if self._closed:
            return None
        await self._recorder.catch_up()
        return await self._journal.ended(question)

    async def _over(self, question: Question) -> Exchange | None:
        """End a reply; gives the exchange once nobody writes it, None when somebody still does.

        None, too, when this process ends: another one, which is told of the same, goes on.
        """
        if running := self._open.get(question.message_id):
            running.writing.stop()
            await running.done.wait()
        ended = await self._journal.ended(question, _KILLED_WITHIN)
        return None if self._closed else ended

    async def _is_known(self, question: Question) -> bool:
        """Tell whether a question was let through before: then its event is a repetition."""
        try:
            return await self.find(question.message_id, question.channel_id) is not None
        except StorageError:
            return False

    @asynccontextmanager
    async def _leave(self, question: Question, occasion: Occasion | None) -> AsyncIterator[Leave]:
        """Open the door to the model, if settings and quotas let this question through."""
        terms = await self._policy.terms(occasion or Occasion.of(question))
        tokens = lambda: self._prompter.estimate(question, terms.style)  # noqa: E731 - it is asked late
        async with self._policy.leave(terms, tokens) as leave:
            await self._recoverer.release(question)
            with self._recorder.traced(question):
                yield leave

    async def _exchange(
        self,
        question: Question,
        surface: Surface,
        leave: Leave,
        messages: tuple[int, ...] = (),
        earlier: Answer | None = None,
    ) -> None:
        """Write an answer, in *messages* if there are any, or going on from an *earlier* one.

        With both of them the earlier one is written again.
        A no-op while another answer to the same question is open: somebody pressed twice.
        """
        if question.message_id in self._open:
            return
        style, place_id = leave.terms.style, leave.terms.effective.asking.place_id
        whole, earlier = (earlier, None) if messages else (None, earlier)
        reply = self._dispatcher.open(surface, Draft(messages, style.layout))
        writing = Writing(self._model, reply, self._clock, style.reasoning)
        if self._closed:  # while the question was being stored
            writing.stop(by_person=False)
        running = Opened(question, reply, writing, earlier, leave.terms)
        self._open[question.message_id] = running
        try:
            async with self._journal.keeping(question, reply, style.model, earlier):
                await surface.begin()
                outcome = await writing.run(lambda waiting: self._request(running, waiting), whole)
                reply.end(outcome.footer(facts=style.facts and not whole), outcome.controls)
                await self._recorder.book(question, outcome, place_id)
                await self._policy.settle(leave, outcome.model, outcome.usage)
                shown = await is_shown(reply)
            await self._remember(running, outcome, place_id, shown=shown)
        except TakenError:
            log.info("answer.taken channel=%d", place_id)
        finally:
            if not reply.draft.ended:  # something of ours broke
                reply.end(texts.stopping(), CONTROLS[TurnState.INTERRUPTED])
            await running.seats.aclose()
            del self._open[question.message_id]
            running.done.set()

    async def _remember(
        self, running: Opened, outcome: Outcome, place_id: int, *, shown: bool
    ) -> None:
        """Store an answer that has ended, and let the next one have its seats."""
        question, reply, style = running.question, running.reply, running.terms.style
        # Only now: a process that is killed before leaves the reply to `recover`.
        await self._recoverer.remember(question, reply, outcome, running.earlier)
        if outcome.finish and self._answered:
            self._answered(question, style, place_id)
        await running.seats.aclose()
        if shown and not reply.sealed:
            await notify(reply.surface, question.speaker_id, outcome, style.notice_after)

    @asynccontextmanager
    async def _request(self, running: Opened, waiting: Waiting) -> AsyncIterator[ModelRequest]:
        """Give what the model is asked, once person and channel have a seat.

        It is held until the answer is remembered: whoever comes next is answered from that.
        """
        question, terms = running.question, running.terms
        channel, rows = question.channel_id, running.seats
        own = self._seats.seat((channel, question.speaker_id), terms.own_at_once, waiting)
        await rows.enter_async_context(own)
        shared = self._seats.seat(channel, terms.style.side_by_side, waiting)
        await rows.enter_async_context(shared)
        yield await self._prompter.request(question, terms.style, running.earlier)
