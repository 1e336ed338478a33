"""What is told beside an answer: a sentence instead of one, and that a long one stands."""

import logging

from bot.chat import texts
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.live import LiveReply
from bot.chat.outcome import Outcome
from bot.chat.ports import Clock, Surface
from bot.core.errors import SurfaceError
from bot.core.reply.draft import Draft

log = logging.getLogger(__name__)

# A refusal holds for a while, and whoever floods is told of it once. A failure may be over soon,
# and who tries again has to hear what came of it.
AGAIN_AFTER = {"refusal": 60.0}  # seconds
SOON = 5.0  # seconds, for all other kinds


class Teller:
    """Says sentences instead of answers.

    Who floods a channel is told once: the same *kind* of sentence comes again after AGAIN_AFTER.
    """

    def __init__(self, dispatcher: Dispatcher, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._told: dict[tuple[str, int, str], float] = {}  # until when that is enough

    async def say(self, surface: Surface, person_id: int, kind: str, sentence: str) -> None:
        """Reply with *sentence* alone, unless this person was told such a one there just now."""
        now, key = self._clock.now(), (surface.lane, person_id, kind)
        self._told = {each: until for each, until in self._told.items() if until > now}
        if key in self._told:
            log.info("answer.told_before lane=%s kind=%s", surface.lane, kind)
            return
        self._told[key] = now + AGAIN_AFTER.get(kind, SOON)
        reply = self._dispatcher.open(surface.once(), Draft())
        reply.push(sentence)
        reply.end("", ())
        await is_shown(reply)


async def is_shown(reply: LiveReply) -> bool:
    """Wait until Discord shows the final text; gives whether it does."""
    try:
        await reply.settled()
    except SurfaceError as error:
        log.warning("answer.not_shown lane=%s error=%s", reply.surface.lane, error)
    return reply.lost is None


async def notify(surface: Surface, person_id: int, outcome: Outcome, after: float) -> None:
    """Ping the asker of an answer that took longer than *after* seconds; 0: never."""
    if not after or outcome.seconds <= after or outcome.finish is None:
        return
    try:
        await surface.notify(person_id, texts.ready(outcome.seconds))
    except SurfaceError as error:
        log.warning("answer.not_notified lane=%s error=%s", surface.lane, error)
