"""Between the values of the talk and the rows of `exchanges`."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from bot.chat.ports import Exchange
from bot.core.talk.turns import Answer, Question, Role, Turn, TurnState
from bot.storage.schema import exchanges
from bot.storage.transactions import clean

# What an exchange has for a prompt: anything that was said and is no longer being written.
SAID = or_(
    exchanges.c.question != "",
    and_(exchanges.c.answer != "", exchanges.c.state != TurnState.WRITING),
)
TURN_COLUMNS = (
    exchanges.c.exchange_id,
    exchanges.c.speaker_id,
    exchanges.c.speaker,
    exchanges.c.question,
    exchanges.c.answer,
    exchanges.c.state,
)
NO_ANSWER: dict[str, Any] = dict.fromkeys(
    (
        "state",
        "answer",
        "message_ids",
        "model",
        "answered_at",
        "prompt_tokens",
        "completion_tokens",
        "cached_tokens",
        "owner",
        "touched",
    )
)


def is_exchange(channel_id: int, exchange_id: int) -> ColumnElement[bool]:
    """Give the condition of one exchange."""
    return and_(exchanges.c.channel_id == channel_id, exchanges.c.exchange_id == exchange_id)


def question_row(question: Question) -> dict[str, Any]:
    """Give the columns of an exchange that has no answer yet."""
    return {
        "channel_id": question.channel_id,
        "exchange_id": question.message_id,
        "server_id": question.server_id,
        "speaker_id": question.speaker_id,
        "speaker": clean(question.speaker)[:100],
        "question": clean(question.text),
        "asked_at": question.at,
        "replies_to": question.replies_to,
        "revision": 0,
    }


def answer_row(answer: Answer, owner: str) -> dict[str, Any]:
    """Give the columns of an answer; one that is being written belongs to *owner*."""
    is_open = answer.state is TurnState.WRITING
    return {
        "state": answer.state,
        "answer": clean(answer.text),
        "message_ids": json.dumps(answer.message_ids),
        "model": clean(answer.model)[:200],
        "answered_at": answer.at,
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "cached_tokens": answer.cached_tokens,
        "owner": owner if is_open else None,
        "touched": answer.at if is_open else None,
    }


def exchange_of(row: Row[Any], owner: str) -> Exchange:
    """Read a whole row, as *owner* sees it."""
    question = Question(
        channel_id=row.channel_id,
        server_id=row.server_id,
        message_id=row.exchange_id,
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        text=row.question,
        at=row.asked_at,
        replies_to=row.replies_to,
    )
    shown = tuple(json.loads(row.message_ids or "[]"))
    if row.state is None:
        return Exchange(question, None, shown)
    answer = Answer(
        text=row.answer,
        state=TurnState(row.state),
        model=row.model,
        message_ids=shown,
        at=row.answered_at,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        cached_tokens=row.cached_tokens,
    )
    return Exchange(question, answer, elsewhere=row.owner not in (None, owner))


def turns_of(row: Row[Any]) -> Iterator[Turn]:
    """Read the turns of a row of TURN_COLUMNS that have something to say."""
    if row.question:
        yield Turn(
            Role.USER,
            row.speaker,
            row.question,
            exchange_id=row.exchange_id,
            speaker_id=row.speaker_id,
        )
    if row.answer and row.state != TurnState.WRITING:
        yield Turn(Role.ASSISTANT, "", row.answer, TurnState(row.state), row.exchange_id)
