"""What the model is sent: the persona, the remembered turns, the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.talk.turns import Role, Turn

# Bytes of UTF-8 per token: a cautious average over Korean, English and code for the tokenizers
# of DeepSeek and o200k, where the true value lies between 3 and 4.
BYTES_PER_TOKEN = 3
# What a chat template adds around a message: role, separators, and a line end.
TOKENS_PER_MESSAGE = 6
# How much of the window is emptied when it overflows. In blocks, so that the beginning of the
# prompt stays the same from turn to turn and the provider's prefix cache hits.
TRIM_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the chat completion API takes it."""

    role: Role
    content: str


def estimate_tokens(text: str) -> int:
    """Estimate the tokens of *text*, rather too many than too few."""
    return len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN + TOKENS_PER_MESSAGE


def window(turns: Sequence[Turn], budget: int) -> Sequence[Turn]:
    """Give the newest turns that fit *budget* tokens, oldest first.

    Old turns leave in blocks: the first kept turn moves only each time the turns since the
    last move fill the budget, and then down to TRIM_SHARE of it. So the result for a longer
    conversation mostly begins like the one before. A window never opens with an answer
    whose question has left, and always holds the newest turn: that is the question itself.
    """
    start, total = 0, 0
    costs = [estimate_tokens(turn.text) for turn in turns]
    for end, cost in enumerate(costs):
        total += cost
        if total > budget:
            while start < end and total > budget * TRIM_SHARE:
                total -= costs[start]
                start += 1
    while start < len(turns) and turns[start].role is Role.ASSISTANT:
        start += 1
    return turns[start:]


def build_prompt(persona: str, turns: Sequence[Turn]) -> list[Message]:
    """Give the messages for the model: *persona* as the system's, then every turn.

    Where several people speak, each question opens with its speaker's name.
    """
    system = [Message(Role.SYSTEM, persona)] if persona else []
    several = len({turn.speaker for turn in turns if turn.role is Role.USER}) > 1
    return [*system, *(Message(turn.role, _said(turn, named=several)) for turn in turns)]


def _said(turn: Turn, *, named: bool) -> str:
    if turn.role is not Role.USER or not named:
        return turn.text
    # A colon or a line end in a name could pass for the end of the name.
    speaker = " ".join(turn.speaker.replace(":", " ").split()) or "someone"
    return f"{speaker}: {turn.text}"
