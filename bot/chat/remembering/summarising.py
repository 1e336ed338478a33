"""Folds old turns into the running summary of a channel, in the background.

What has not been folded stays where it is. So whatever goes wrong here, a model that fails or a
process that is killed, costs no turn: the same block is tried again after the next answer.
"""

import asyncio
import logging

from bot.chat.booking import Bookkeeper, Occasion
from bot.chat.books import Books
from bot.chat.outcome import Outcome
from bot.chat.ports import ChatModel, Clock, Memory, ModelRequest
from bot.chat.remembering.prompting import MemoryMode, Style
from bot.chat.tracing import NO_SPAN, Tracer, place, within
from bot.core.errors import ModelError, StorageError
from bot.core.talk.prompt import MAX_TURNS, Message, estimate_tokens
from bot.core.talk.summary import Block, longest, next_block, shortened, summary_prompt
from bot.core.talk.turns import Question, Summary

log = logging.getLogger(__name__)

PURPOSE = "summary"
WITHIN = 120.0  # seconds; a model that hangs must not hold up the other channels for longer
# Turns that may wait for their summary: what a model that fails for long leaves, or a deletion
# that took a summary along. Of more than these only the newest are told in short.
_LOOK_BACK = 4 * MAX_TURNS
_MOST_WAITING = 1000  # memories; of one that finds no place the next answer reminds us


class Summariser:
    """Writes one summary at a time. `run` has to run beside its users.

    Each answer leads to one request at most, however much there is to fold: nobody can make the
    bot spend more on summaries than on answers.
    """

    def __init__(
        self,
        model: ChatModel,
        memory: Memory,
        books: Books,
        clock: Clock,
        tracer: Tracer = NO_SPAN,
    ) -> None:
        self._model = model
        self._memory = memory
        self._bookkeeper = Bookkeeper(model, books, clock)
        self._clock = clock
        self._tracer = tracer
        self._waiting: dict[tuple[int, int], tuple[Question, Style, int]] = {}
        self._woken = asyncio.Event()

    def offer(self, question: Question, style: Style, place_id: int) -> None:
        """Note that *question* was answered in *style*: its channel may have grown too long.

        The summary counts for the channel *place_id*, which a thread stands in.
        """
        key = (question.channel_id, _person(question, style))
        has_place = key in self._waiting or len(self._waiting) < _MOST_WAITING
        if has_place and style.memory is not MemoryMode.CHAIN:
            self._waiting[key] = (question, style, place_id)
            self._woken.set()

    async def run(self) -> None:
        """Fold what is offered until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                key = next(iter(self._waiting))
                await self._try(*self._waiting.pop(key))

    async def _try(self, question: Question, style: Style, place_id: int) -> None:
        try:
            await self._fold(question, style, place_id)
        except (ModelError, StorageError, TimeoutError) as error:
            reason = str(error) or "it took too long"
            log.warning("summary.failed channel=%d error=%s", question.channel_id, reason)
        except Exception:  # the boundary of this task: one strange channel stops no other
            log.exception("summary.broken channel=%d", question.channel_id)

    async def _fold(self, question: Question, style: Style, place_id: int) -> None:
        """Write the next block of a channel into its summary, if it is time for that."""
        channel, person = question.channel_id, _person(question, style)
        revision = await self._memory.revision(channel)
        earlier = await self._memory.summary(channel, person)
        since = earlier.until if earlier else 0
        turns = await self._memory.recall(
            channel, question.message_id, _LOOK_BACK, person or None, since
        )
        before = earlier.text if earlier else ""
        room = _room(style, summary_prompt(before, ""))
        block = next_block(turns, style.room(before), room)
        if block is None:
            return
        most = longest(style.context_tokens)
        asked = place(question.server_id, channel, question.speaker_id)
        with within(self._tracer.part("summary", asked)):
            prompt = summary_prompt(before, block.record)
            text = await self._write(question, style, place_id, prompt)
        await self._keep(question, style, block, shortened(text, most), revision)

    async def _write(
        self, question: Question, style: Style, place_id: int, messages: list[Message]
    ) -> str:
        outcome = Outcome(self._clock.now(), model=style.model)
        limits = style.temperature, style.max_tokens
        request = ModelRequest(style.model, messages, *limits, question.tenant, spent=outcome.spend)
        try:
            async with asyncio.timeout(WITHIN):
                return await self._read(request, outcome, longest(style.context_tokens))
        finally:
            outcome.seconds = self._clock.now() - outcome.asked
            occasion = Occasion(
                question.server_id,
                place_id,
                question.speaker_id,
                question.message_id,
                PURPOSE,
            )
            await self._bookkeeper.book(occasion, outcome)

    async def _read(self, request: ModelRequest, outcome: Outcome, most: int) -> str:
        text = ""
        async with self._model.answer(request) as stream:
            try:
                async for delta in stream:
                    if delta.text and outcome.first_text is None:
                        outcome.first_text = self._clock.now() - outcome.asked
                    text += delta.text
                    if estimate_tokens(text) > most:
                        break  # the request has room for thoughts; the summary has not
            finally:
                outcome.spend(stream.model, stream.usage)
            outcome.finish = stream.finish
        return text

    async def _keep(
        self, question: Question, style: Style, block: Block, text: str, revision: int
    ) -> None:
        channel = question.channel_id
        if not text:
            log.warning("summary.empty channel=%d", channel)
            return
        summary = Summary(
            channel_id=channel,
            until=block.until,
            text=text,
            tokens=estimate_tokens(text),
            at=self._clock.wall(),
            speaker_id=_person(question, style),
        )
        is_kept = await self._memory.put_summary(summary, revision)
        log.info("summary.done channel=%d tokens=%d kept=%s", channel, summary.tokens, is_kept)


def _person(question: Question, style: Style) -> int:
    """Give whose memory a question belongs to, 0 for the channel's."""
    return question.speaker_id if style.memory is MemoryMode.PERSON else 0


def _room(style: Style, messages: list[Message]) -> int:
    """Give the tokens that a request has for what was said, beside *messages*."""
    taken = sum(estimate_tokens(message.content) for message in messages)
    return style.context_tokens - style.max_tokens - taken
