"""Brings every open reply to Discord: the thin shell around the planner and the drafts.

One task looks when the planner next grants somebody a request; each request is a task of
its own, at most one per reply, and renders the text when it starts. A request is never
cancelled: discord.py would then hold the lane for longer (docs/decisions/0003).
"""

import asyncio
import logging
from collections.abc import Callable

from bot.chat import texts
from bot.chat.answers.live import LiveReply, look_behind
from bot.chat.languages import speak
from bot.chat.metering import NO_METER, Meter
from bot.chat.ports import Clock, Surface
from bot.chat.tracing import Facts, during
from bot.core.errors import (
    BlockedError,
    ForbiddenError,
    GoneError,
    HiddenError,
    RefusedError,
    StaleError,
    SurfaceError,
    UnavailableError,
)
from bot.core.reply.draft import Attach, Delete, Draft, Edit, Post, Step
from bot.core.reply.pacing import Demand, Planner, Urgency

log = logging.getLogger(__name__)

# A final text is worth waiting out an outage of Discord: without it a cursor stays for ever. After
# 15 minutes the token of an interaction is dead, too; then the reply is given up.
GIVE_UP_AFTER = 900.0
# A message that could not be edited for so long is posted afresh, in case only it is the trouble;
# not while others fail, too, for then it is Discord, and the reply would move for nothing.
FRESH_AFTER = 30.0
_LONGEST_BACKOFF = 15.0
_TYPING_PATIENCE = 0.5  # seconds


class Dispatcher:
    """Sends what the open replies have to show, as the planner allows."""

    def __init__(
        self, clock: Clock, planner: Planner | None = None, meter: Meter = NO_METER
    ) -> None:
        self._clock = clock
        self._planner = planner or Planner()
        self._meter = meter
        self._something_new = asyncio.Event()
        self._open: set[LiveReply] = set()
        self._requests = asyncio.TaskGroup()
        self._running = False

    def open(self, surface: Surface, draft: Draft) -> LiveReply:
        """Begin a reply on *surface*; until its first text comes, typing is shown."""
        reply = LiveReply(surface, self._poke, self._forget, draft)
        self._open.add(reply)
        self._planner.open(reply, surface.lane)
        self._poke(reply, Urgency.TYPING)
        return reply

    @property
    def open_replies(self) -> int:
        """How many replies have not reached their final state."""
        return len(self._open)

    def demand(self) -> Demand:
        """Tell how many requests a second there are, and how many there would be."""
        return self._planner.demand(self._clock.now())

    def allow(self, requests: float) -> None:
        """Change how many requests a second there may be, at once."""
        self._planner.allow(requests)
        self._something_new.set()

    def observe(self, lane: str, *, edit: bool, remaining: int) -> None:
        """Pass on what the headers of Discord's answers say."""
        self._planner.observe(lane, edit=edit, remaining=remaining)

    def refused(self, lane: str | None, retry_after: float) -> None:
        """Pass on a 429, for one lane or (None) for the whole token."""
        self._planner.refused(lane, retry_after, self._clock.now())

    async def admit(self) -> Callable[[], None]:
        """Wait until the token has room for a request that is no reply's.

        Gives what has to be called once that has returned. Before and after `run` nobody waits.
        """
        turn = asyncio.Event()

        def returned() -> None:
            self._planner.close(turn, self._clock.now())
            self._something_new.set()

        self._planner.open(turn, f"request:{id(turn)}")
        self._planner.want(turn, Urgency.DECISIVE, self._clock.now())
        self._something_new.set()
        try:
            if self._running:
                await turn.wait()
        except asyncio.CancelledError:
            returned()
            raise
        return returned

    async def run(self) -> None:
        """Serve until cancelled."""
        self._running = True
        try:
            async with self._requests:
                while True:
                    self._grant()
                    await self._pause(self._planner.next_due(self._clock.now()))
        finally:
            self._running = False

    def _grant(self) -> None:
        for key, urgency in self._planner.grant(self._clock.now()):
            if isinstance(key, LiveReply):
                self._requests.create_task(self._serve(key, urgency))
            elif isinstance(key, asyncio.Event):
                key.set()

    async def _pause(self, until: float | None) -> None:
        self._something_new.clear()
        delay = None if until is None else max(0.0, until - self._clock.now())
        try:
            async with asyncio.timeout(delay):
                await self._something_new.wait()
        except TimeoutError:
            pass

    def _forget(self, reply: LiveReply) -> None:
        """A reply was closed, whether a request of its is under way or not."""
        self._open.discard(reply)
        self._planner.close(reply, self._clock.now())
        self._something_new.set()

    def _poke(self, reply: LiveReply, urgency: Urgency) -> None:
        if reply.closed:
            return
        now = self._clock.now()
        if urgency is not Urgency.TYPING and reply.unseen_since is None:
            reply.unseen_since = now
        if self._planner.want(reply, urgency, now):
            self._something_new.set()

    async def _serve(self, reply: LiveReply, urgency: Urgency) -> None:
        """Do one granted request, whatever comes of it."""
        speak(reply.language)  # the buttons have labels
        try:
            perform = self._typing if urgency is Urgency.TYPING else self._show
            if await perform(reply):
                self._planner.settle(reply, self._clock.now(), taken=True)
            else:
                self._planner.give_back(reply)
            reply.failures, reply.failing_since = 0, None
        except UnavailableError as error:
            await self._back_off(reply, error)
        except BlockedError as error:
            self._block(reply, error)
        except (GoneError, RefusedError) as error:
            self._lose(reply, error)
        except Exception as error:  # the boundary of this task: one broken reply stops no other
            log.exception("reply.failed lane=%s", reply.surface.lane)
            reply.close(RefusedError(str(error)))
        self._carry_on(reply)
        self._something_new.set()  # what it wanted meanwhile can be granted from now on

    async def _typing(self, reply: LiveReply) -> bool:
        if reply.draft.begun or reply.draft.ended:
            return False
        hint = self._requests.create_task(_show_typing(reply.surface))
        # A message ends the hint, so it must come behind it; but it does not wait for a slow one.
        await asyncio.wait([hint], timeout=_TYPING_PATIENCE)
        return True

    async def _show(self, reply: LiveReply) -> bool:
        step = reply.draft.step()
        if reply.in_doubt and not isinstance(step, Post):  # which would tell
            await look_behind(reply.surface, reply.draft)
            reply.in_doubt = False
            return True
        if step is None:
            return False
        reply.begun = reply.draft.begun
        since, reply.unseen_since = reply.unseen_since, None
        try:
            with during(reply.span.part("edit", _told(step))):
                await self._perform(reply, step)
        except (StaleError, GoneError) as error:
            if not isinstance(step, Edit) or isinstance(error, HiddenError):
                raise
            log.info("reply.message_lost lane=%s error=%s", reply.surface.lane, error)
            if isinstance(error, StaleError):
                reply.draft.renew(step.index)
            else:
                reply.deleted({step.message_id})
        except UnavailableError:
            reply.unseen_since = since
            raise
        else:
            lag = self._clock.now() - since if since is not None else 0.0
            self._meter.shown(lag, edit=isinstance(step, Edit))
        return True

    async def _perform(self, reply: LiveReply, step: Step) -> None:
        surface, draft = reply.surface, reply.draft
        match step:
            case Post():
                if step.index:  # a process that is killed now would leave what nobody knows
                    reply.news.set()
                await self._post(reply, step)
                reply.news.set()
            case Edit():
                await surface.edit(step.message_id, step.text, step.controls)
                draft.done(step)
            case Delete():
                await surface.delete(step.message_id)
                draft.done(step)
            case Attach():
                draft.done(step, await surface.attach(texts.FILE_NAME, step.text))

    async def _post(self, reply: LiveReply, step: Post) -> None:
        """Send a message; one that is neither there nor refused may have arrived."""
        surface, doubted, reply.in_doubt = reply.surface, reply.in_doubt, True
        try:
            message_id = await surface.post(step.text, step.controls, first=step.index == 0)
        except (GoneError, RefusedError):
            reply.in_doubt = doubted
            raise
        reply.in_doubt = False
        reply.draft.done(step, message_id, certain=not doubted)
        if message_id in reply.gone:  # which was told before the request returned
            reply.deleted({message_id})

    def _lose(self, reply: LiveReply, error: GoneError | RefusedError) -> None:
        """Give the reply up, unless what stands of it can be ended, or a file is taken instead."""
        draft = reply.draft
        may_end = draft.begun and draft.message_ids and not reply.sealed
        if isinstance(error, RefusedError if reply.as_file else ForbiddenError) and may_end:
            log.info("reply.curtailed lane=%s error=%s", reply.surface.lane, error)
            reply.curtail(texts.curtailed())
        elif type(error) is RefusedError and draft.begun and not reply.as_file:
            reply.as_file = True
            draft.only_file()
        else:
            log.info("reply.lost lane=%s error=%s", reply.surface.lane, error)
            self._meter.failed("not_shown")
            reply.close(error)
            return
        self._planner.settle(reply, self._clock.now(), taken=True)

    def _block(self, reply: LiveReply, error: BlockedError) -> None:
        """Show a notice instead of a text that is not allowed, and give up if not even that is."""
        log.info("reply.blocked lane=%s error=%s", reply.surface.lane, error)
        if reply.sealed:
            reply.close(error)
            return
        reply.seal()
        reply.draft.block()
        self._planner.settle(reply, self._clock.now(), taken=True)

    async def _back_off(self, reply: LiveReply, error: UnavailableError) -> None:
        now = self._clock.now()
        reply.failing_since = reply.failing_since or now
        reply.failures += 1
        if now - reply.failing_since > GIVE_UP_AFTER:
            reply.close(error)
            return
        lasted = now - reply.failing_since > FRESH_AFTER
        if lasted and self._fails_alone(reply) and isinstance(step := reply.draft.step(), Edit):
            reply.draft.renew(step.index)
        self._planner.refused(reply.surface.lane, error.retry_after, now)
        wait = min(_LONGEST_BACKOFF, max(error.retry_after, 0.5 * 2**reply.failures))
        log.warning("reply.retry lane=%s wait=%.1f error=%s", reply.surface.lane, wait, error)
        await asyncio.sleep(wait)
        self._planner.settle(reply, self._clock.now(), taken=False)

    def _fails_alone(self, reply: LiveReply) -> bool:
        return not any(other.failures for other in self._open if other is not reply)

    def _carry_on(self, reply: LiveReply) -> None:
        """Decide what the reply wants next, now that its request has returned."""
        draft = reply.draft
        if draft.ended and not reply.closed and not reply.in_doubt and draft.step() is None:
            reply.close()
        if reply.closed:
            return
        if draft.ended or reply.failures or draft.behind:
            first_or_last = draft.ended or not (reply.begun and draft.message_ids)
            self._poke(reply, Urgency.DECISIVE if first_or_last else Urgency.COSMETIC)
        elif not draft.begun:
            self._poke(reply, Urgency.TYPING)


def _told(step: Step) -> Facts:
    """Say of a step what it does, and to which message of the reply."""
    told: dict[str, str | int] = {"tokki.step": type(step).__name__.lower()}
    if isinstance(step, Post | Edit):
        told["tokki.part"] = step.index
    return told


async def _show_typing(surface: Surface) -> None:
    """Show the hint; what becomes of it is no matter."""
    try:
        await surface.show_typing()
    except SurfaceError as error:
        log.info("typing.failed lane=%s error=%s", surface.lane, error)
