"""One question of a batch: ask the model, book what it used, say what came of it."""

import asyncio
import logging
import secrets
from dataclasses import replace

from bot.chat.answers.policy import Policy
from bot.chat.batching import batch_texts
from bot.chat.batching.batch_port import Batch
from bot.chat.booking import Bookkeeper, Occasion
from bot.chat.books import Books
from bot.chat.outcome import Outcome
from bot.chat.ports import ChatModel, Clock, ModelRequest
from bot.chat.remembering.prompting import Style
from bot.chat.tracing import NO_SPAN, Tracer, place, within
from bot.core.config.layers import Asking
from bot.core.errors import ModelError
from bot.core.talk.batch import Result
from bot.core.talk.prompt import build_prompt
from bot.core.talk.turns import Role, Turn

log = logging.getLogger(__name__)

PURPOSE = "batch"


class RowAsker:
    """Asks and books the questions of batches; temperature and length are those of *style*."""

    def __init__(
        self,
        model: ChatModel,
        books: Books,
        clock: Clock,
        policy: Policy,
        style: Style,
        tracer: Tracer = NO_SPAN,
    ) -> None:
        self._model = model
        self._bookkeeper = Bookkeeper(model, books, clock)
        self._clock = clock
        self._policy = policy
        self._style = style
        self._tracer = tracer

    async def refusal(self, batch: Batch) -> str:
        """Give the sentence for a limit that is against a further question; empty where none is."""
        place_id = batch.place_id or batch.channel_id
        return await self._policy.used_up(Asking(batch.server_id, place_id, batch.person_id))

    async def ask(
        self, batch: Batch, question: str, running: set[asyncio.Task[None]]
    ) -> tuple[Outcome, Result]:
        """Ask *question*, and book it; StorageError when that fails.

        Cancel what is in *running* to end the request: the text so far is kept.
        """
        outcome, pieces = Outcome(self._clock.now(), model=batch.model), list[str]()
        whose = batch.server_id, batch.place_id or batch.channel_id, batch.person_id
        with within(self._tracer.part("row", place(*whose))):
            async with asyncio.TaskGroup() as tasks:
                request = replace(self._request(batch, question), spent=outcome.spend)
                work = self._read(request, outcome, pieces)
                task = tasks.create_task(work)
                running.add(task)
                task.add_done_callback(running.discard)
            outcome.stopped = task.cancelled()
            outcome.seconds = self._clock.now() - outcome.asked
            occasion = Occasion(*whose, batch.id, PURPOSE)
            cost = await self._bookkeeper.book(occasion, outcome)
        text, why = "".join(pieces), outcome.footer(facts=False)
        return outcome, Result(outcome.state, text, why, outcome.model, outcome.usage, cost)

    def _request(self, batch: Batch, question: str) -> ModelRequest:
        instructions = batch.instructions or batch_texts.INSTRUCTIONS
        messages = build_prompt(instructions, [Turn(Role.USER, "", question)])
        style = self._style
        limits = style.temperature, style.max_tokens
        return ModelRequest(batch.model, messages, *limits, batch.tenant, question)

    async def _read(self, request: ModelRequest, outcome: Outcome, pieces: list[str]) -> None:
        try:
            async with self._model.answer(request) as stream:
                try:
                    async for delta in stream:
                        if delta.text and outcome.first_text is None:
                            outcome.first_text = self._clock.now() - outcome.asked
                        pieces.append(delta.text)
                finally:
                    outcome.spend(stream.model, stream.usage)
                outcome.finish = stream.finish
        except ModelError as error:
            outcome.error, outcome.incident = error, secrets.token_hex(3)
            log.warning("batch.row_failed incident=%s error=%s", outcome.incident, error)
            log.debug("model.said incident=%s words=%s", outcome.incident, error.said)
