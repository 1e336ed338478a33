"""An answer as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).

wait      {"place": 2, "until": null}      the account is busy; `until` is when it goes on
thinking  {}
delta     {"text": "…"}
usage     {"model": …, "prompt_tokens": …, "completion_tokens": …, "cached_tokens": …, "estimated": …}
done      {"state": "complete" | "cut" | "stopped", "message": "…"}      the end, or
error     {"code": "…", "message": "…", "incident": "…"}                 the end
"""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.chat.answers.conversing import Ended, Event, Queued, Refused, Said, Thinking
from bot.chat.outcome import Outcome
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage

_SIGN_OF_LIFE = b":\n\n"  # a comment: proxies close a connection on which nothing comes
_SIGN_EVERY = 10.0  # seconds
_MOMENT = re.compile(r"<t:(\d+):R>")


class Outbox:
    """What a client has not been sent yet. Putting in never waits: it is as long as an answer is.

    What comes while the client reads is sent together.
    """

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._news = asyncio.Event()
        self._ended = False

    def put(self, event: Event) -> None:
        """Put in an event; Ended or Refused is the last one."""
        self._events.append(event)
        self._ended = isinstance(event, Ended | Refused)
        self._news.set()

    async def take(self) -> bytes:
        """Give what to send next, nothing once all has been given."""
        if self._ended and not self._events:
            return b""
        try:
            async with asyncio.timeout(_SIGN_EVERY):
                await self._news.wait()
        except TimeoutError:
            return _SIGN_OF_LIFE
        self._news.clear()
        events, self._events = self._events, []
        return b"".join(_told(events))


def _told(events: Iterable[Event]) -> Iterator[bytes]:
    """Write events, those that say something one after the other as one."""
    said: list[str] = []
    for event in events:
        if isinstance(event, Said):
            said.append(event.text)
            continue
        yield from _delta(said)
        said.clear()
        yield from _one(event)
    yield from _delta(said)


def _delta(said: Sequence[str]) -> Iterator[bytes]:
    if said:
        yield _event("delta", {"text": "".join(said)})


def _one(event: Queued | Thinking | Ended | Refused) -> Iterator[bytes]:
    match event:
        case Queued(wait):
            yield _event("wait", {"place": wait.place, "until": wait.until})
        case Thinking():
            yield _event("thinking", {})
        case Ended(outcome):
            yield from _end(outcome)
        case Refused(sentence):
            yield _event("error", _failure("refused", _dated(sentence), ""))


def _end(outcome: Outcome) -> Iterator[bytes]:
    if outcome.usage is not None:
        yield _event("usage", _usage(outcome.model, outcome.usage))
    sentence = outcome.footer(facts=False)
    if outcome.state is TurnState.INTERRUPTED:
        kind = outcome.failure or "stopping"
        yield _event("error", _failure(kind, sentence, outcome.incident))
    else:
        yield _event("done", {"state": outcome.state, "message": sentence})


def _usage(model: str, usage: Usage) -> dict[str, object]:
    return {
        "model": model,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "cached_tokens": usage.cached_tokens,
        "estimated": usage.estimated,
    }


def _dated(sentence: str) -> str:
    """Give a sentence with its moments in UTC: only Discord reads its own form of them."""
    return _MOMENT.sub(
        lambda at: f"{datetime.fromtimestamp(int(at[1]), UTC):%Y-%m-%dT%H:%M:%SZ}", sentence
    )


def _failure(code: str, sentence: str, incident: str) -> dict[str, object]:
    return {"code": code, "message": sentence, "incident": incident}


def _event(name: str, data: dict[str, object]) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    return f"event: {name}\ndata: {text}\n\n".encode("utf-8", "replace")
