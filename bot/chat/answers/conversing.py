"""Answering over a stream: a question asked on a site, through the same parts as one in Discord.

A session is a direct message of its own: one negative number (Discord's ids are positive) is its
channel and its person, and it has no server. So the sums and settings of servers stay their own,
and the sweeper, which looks for the servers that the bot has left, finds none here. Its messages
are numbered by the microseconds since the epoch: they grow, and Discord's ids are far higher.
The quotas are those of direct messages.

Open answers are not in the journal: what a killed process leaves half-written could be marked
in Discord, but not in a browser, which has seen the connection break.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace

from bot.chat.answers.policy import Leave, Occasion, Policy, RefusedToAnswerError
from bot.chat.answers.recording import Recorder
from bot.chat.answers.seats import Seats
from bot.chat.answers.writing import ask
from bot.chat.outcome import Outcome
from bot.chat.ports import ChatModel, Clock, Memory, Wait
from bot.chat.remembering.prompting import MemoryMode, Prompter, Style
from bot.core.config.layers import Asking
from bot.core.errors import StorageError
from bot.core.talk.turns import Question
from bot.core.wire.completion import Delta

log = logging.getLogger(__name__)

_SPEAKER = "visitor"
_PLACE = "the website"  # in a persona, in place of server and channel
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Queued:
    """The question waits; see Wait."""

    wait: Wait


@dataclass(frozen=True, slots=True)
class Thinking:
    """The model thinks, and has written nothing yet."""


@dataclass(frozen=True, slots=True)
class Said:
    """More text of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more comes, and the answer is stored."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no answer: a setting or a quota is against it, as *sentence* says."""

    sentence: str


Event = Queued | Thinking | Said | Ended | Refused
Tell = Callable[[Event], None]


class Stop:
    """Ends one answer from outside: its waiting and the model's request, but never its storing.

    A driver of a database that is interrupted may leave it locked.
    """

    def __init__(self) -> None:
        self.pulled = False
        self.by_person = False
        self._task: asyncio.Task[object] | None = None

    def pull(self, *, by_person: bool = True) -> None:
        """End the answer; what there is of it is stored. A second time changes nothing."""
        if self.pulled:
            return
        self.pulled, self.by_person = True, by_person
        if self._task is not None:
            self._task.cancel()

    async def unless(self, work: Coroutine[object, object, object]) -> None:
        """Do *work* until it ends or this is pulled; does nothing of it when this was."""
        if self.pulled:
            work.close()
            return
        async with asyncio.TaskGroup() as tasks:
            self._task = tasks.create_task(work)
        self._task = None


class Conversations:
    """The use case behind every question that is asked over a stream."""

    def __init__(
        self, model: ChatModel, memory: Memory, recorder: Recorder, clock: Clock, policy: Policy
    ) -> None:
        self._model = model
        self._memory = memory
        self._recorder = recorder
        self._clock = clock
        self._policy = policy
        self._prompter = Prompter(memory)
        self._seats = Seats()  # the next question of a session is answered from this answer
        self._last_id = 0
        self._answered: Callable[[Question, Style, int], None] | None = None

    def when_answered(self, call: Callable[[Question, Style, int], None]) -> None:
        """Have *call* told every question whose answer is complete or cut, once it is stored."""
        self._answered = call

    async def answer(self, session_id: int, text: str, locale: str, tell: Tell, stop: Stop) -> None:
        """Answer *text* in a session; *tell* hears what comes, and must neither wait nor raise.

        It never raises: what settings, quotas, model or memory are against or fail at, and what of
        ours breaks, the last event says, Ended or Refused.
        """
        question = self._question(session_id, text)
        answering = _Answering(self._clock, tell, stop)
        last: Event = Ended(answering.outcome)
        try:
            await self._recorder.catch_up()
            async with self._leave(question, locale) as leave:
                await self._memory.add_question(question)
                async with AsyncExitStack() as stack:
                    seat = self._seats.seat(session_id, 1, answering.wait)
                    await stop.unless(stack.enter_async_context(seat))
                    await self._write(question, answering, leave)
        except RefusedToAnswerError as error:
            last = Refused(str(error))
        except StorageError as error:
            outcome = answering.outcome
            outcome.no_memory, outcome.incident = True, secrets.token_hex(3)
            log.warning("answer.no_memory incident=%s error=%s", outcome.incident, error)
        except Exception:  # the boundary of a question: one that breaks stops no other
            answering.outcome.incident = secrets.token_hex(3)
            log.exception("answer.failed incident=%s", answering.outcome.incident)
        finally:
            tell(last)

    @asynccontextmanager
    async def _leave(self, question: Question, locale: str) -> AsyncIterator[Leave]:
        asking = Asking(None, question.channel_id, question.speaker_id)
        terms = await self._policy.terms(Occasion(asking, _PLACE, _PLACE, locale))
        # A session is one person's, and nothing in it is a reply to a message.
        terms = replace(terms, style=replace(terms.style, memory=MemoryMode.CHANNEL))
        tokens = lambda: self._prompter.estimate(question, terms.style)  # noqa: E731 - it is asked late
        async with self._policy.leave(terms, tokens) as leave:
            with self._recorder.traced(question):
                yield leave

    async def _write(self, question: Question, answering: "_Answering", leave: Leave) -> None:
        outcome, style = answering.outcome, leave.terms.style
        request = await self._prompter.request(question, style)
        asking = ask(
            self._model, lambda _: nullcontext(request), answering.wait, answering.take, outcome
        )
        await answering.stop.unless(asking)
        outcome.stopped = answering.stop.by_person
        outcome.seconds = self._clock.now() - outcome.asked
        await self._recorder.book(question, outcome)
        await self._policy.settle(leave, outcome.model, outcome.usage)
        await self._recorder.keep(question, outcome, "".join(answering.said))
        if outcome.finish and self._answered:
            self._answered(question, style, question.channel_id)

    def _question(self, session_id: int, text: str) -> Question:
        at = self._clock.wall()
        self._last_id = max(self._last_id + 1, int(at * _MICROSECONDS))
        return Question(session_id, None, self._last_id, session_id, _SPEAKER, text, at)


class _Answering:
    """One answer on its way to who listens."""

    def __init__(self, clock: Clock, tell: Tell, stop: Stop) -> None:
        self.stop = stop
        self._clock = clock
        self._tell = tell
        self._thinks = False
        self.said: list[str] = []
        self.outcome = Outcome(clock.now())

    def wait(self, wait: Wait) -> None:
        self._tell(Queued(wait))

    def take(self, delta: Delta) -> None:
        if delta.text:
            if self.outcome.first_text is None:
                self.outcome.first_text = self._clock.now() - self.outcome.asked
            self.said.append(delta.text)
            self._tell(Said(delta.text))
        elif not self._thinks:
            self._thinks = True
            self._tell(Thinking())
