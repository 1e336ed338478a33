"""What the model is asked: the persona, what is remembered, and the question."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.chat import texts
from bot.chat.ports import Memory, ModelRequest
from bot.core.reply.draft import Layout
from bot.core.reply.thoughts import Reasoning
from bot.core.talk.addressing import quoted
from bot.core.talk.prompt import MAX_TURNS, Message, build_prompt, ending, estimate_tokens, window
from bot.core.talk.turns import Answer, Question, Role, Summary, Turn


class MemoryMode(StrEnum):
    """What an answer is given of what was said before."""

    CHANNEL = "channel"  # what everybody said in the channel
    PERSON = "person"  # what this person said in the channel
    CHAIN = "chain"  # the messages that were replied to, one after the other


@dataclass(frozen=True, slots=True)
class Style:
    """How answers are made.

    *context_tokens* is what a request and its answer may have together. *facts* is whether
    model, times and tokens stand below an answer; an answer that took longer than
    *notice_after* seconds ends with a ping for its asker (0: never). So many as *side_by_side*
    are written in a channel at once; further questions wait. A *simple* model is too
    small for more than this persona: no other one is put in its place, and nobody is named.
    """

    model: str
    persona: str = texts.PERSONA
    temperature: float = 0.7
    max_tokens: int = 2000
    context_tokens: int = 16000
    facts: bool = True
    notice_after: float = 60.0
    reasoning: Reasoning = Reasoning.LINE
    memory: MemoryMode = MemoryMode.CHANNEL
    side_by_side: int = 5
    simple: bool = False
    layout: Layout = field(default_factory=texts.layout)

    def room(self, *beside: str) -> int:
        """Give the tokens that are left for the turns, with *beside* in the prompt, too."""
        taken = sum(map(estimate_tokens, (self.persona, *beside)))
        return self.context_tokens - self.max_tokens - taken


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is remembered for an answer: the turns that fit, and a summary of those before."""

    turns: Sequence[Turn]
    summary: Summary | None = None

    def messages(self, style: Style, *, named: bool) -> list[Message]:
        """Give what the model is sent of it; *named* is whether several people may speak."""
        text = self.summary.text if self.summary else ""
        named = named and style.memory is not MemoryMode.PERSON and not style.simple
        return build_prompt(style.persona, self.turns, summary=text, named=named)


class Prompter:
    """Makes requests from what is remembered. Every method raises StorageError."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def request(
        self, question: Question, style: Style, earlier: Answer | None = None
    ) -> ModelRequest:
        """Give the request for an answer, or for more of an *earlier* one."""
        # Of an answer that fills the model alone its end is enough to go on from.
        said = ending(earlier.text, max(1, style.room(question.text) // 2)) if earlier else ""
        found = await self.recollect(question, style, said)
        turns = list(found.turns)
        own = question.message_id
        if turns and (turns[-1].role, turns[-1].exchange_id) == (Role.ASSISTANT, own):
            turns.pop()  # the answer that is to be replaced, or stands in *earlier*
        if not turns or turns[-1].exchange_id != own:  # forgotten meanwhile
            turns.append(question.turn)
        if quote := await self._quote(question, turns):
            turns[-1] = replace(turns[-1], text=f"{quote}\n{turns[-1].text}")
        in_server = question.server_id is not None
        messages = replace(found, turns=turns).messages(style, named=in_server)
        if said:
            messages += [Message(Role.ASSISTANT, said), Message(Role.USER, texts.GO_ON)]
        return ModelRequest(
            style.model,
            messages,
            style.temperature,
            style.max_tokens,
            question.tenant,
            question.text,
        )

    async def estimate(self, question: Question, style: Style) -> int:
        """Give about how many tokens the request for an answer has."""
        found = await self.recollect(question, style)
        said = (turn.text for turn in found.turns)
        texts_sent = (question.text, found.summary.text if found.summary else "", *said)
        return style.context_tokens - style.max_tokens - style.room(*texts_sent)

    async def recollect(self, question: Question, style: Style, beside: str = "") -> Recollection:
        """Give what is remembered up to *question*, as far as it fits the model.

        *beside* is what stands in the prompt, too.
        """
        channel, until = question.channel_id, question.message_id
        if style.memory is MemoryMode.CHAIN:
            chain = await self._memory.chain(channel, until, MAX_TURNS)
            return Recollection(window(chain, style.room(beside)))
        person = question.speaker_id if style.memory is MemoryMode.PERSON else 0
        summary = await self._memory.summary(channel, person)
        since = summary.until if summary else 0
        turns = await self._memory.recall(channel, until, MAX_TURNS, person or None, since)
        room = style.room(beside, summary.text if summary else "")
        return Recollection(window(turns, room), summary)

    async def _quote(self, question: Question, turns: Sequence[Turn]) -> str:
        """Give the message that *question* replies to, where that stands no more in *turns*."""
        if question.replies_to is None:
            return ""
        exchange = await self._memory.find_message(question.channel_id, question.replies_to)
        if exchange is None or any(
            turn.exchange_id == exchange.question.message_id for turn in turns
        ):
            return ""
        asked = exchange.question.message_id == question.replies_to
        text = exchange.question.text if asked or not exchange.answer else exchange.answer.text
        return quoted(text)
