"""Quotas: who may ask now, decided before the model is called and settled after it.

Days and months are summed from the books; minutes, and what is held for answers that have not
ended, from the memory of this process, which all questions of a server go through. A restart
forgets a minute. Where the books are out of reach, only what the memory knows counts: a quota is
worth less than an answer.
"""

import asyncio
import itertools
import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.chat.books import Books, Selection
from bot.chat.ports import Clock
from bot.chat.settings.config_port import Change, ConfigStore
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.effective import Effective
from bot.core.config.layers import Asking, Scope
from bot.core.config.limits import Limit, Subject, Use, Window
from bot.core.config.quotas import NOTICES, Standing, Till, span
from bot.core.config.table import lift_key, quota_key
from bot.core.errors import StorageError

log = logging.getLogger(__name__)

_MOST_TILLS = 1000  # then those of the idle are thrown away


@dataclass(frozen=True, slots=True)
class Admission:
    """Leave to ask the model, to be settled once; *held* is reserved until then."""

    number: int
    effective: Effective
    held: Use


@dataclass(frozen=True, slots=True)
class Notice:
    """What admins are told once: a limit has come to *percent* (80 or 100).

    *standing* is how it stands, *subject_id* whose it is: the person, the channel or the server;
    *until* is when its day or month ends, in seconds since the epoch.
    """

    standing: Standing
    subject_id: int
    percent: int
    until: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question does not fit a quota; of several, *standing* is the one that is back last."""

    standing: Standing
    notices: Sequence[Notice] = ()


@dataclass(slots=True)
class _Till(Till):
    # Between reading the books and holding, nobody else may do the same.
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Quotas:
    """The quotas of all servers, over the books."""

    def __init__(
        self, books: Books, store: ConfigStore, configuration: Configuration, clock: Clock
    ) -> None:
        self._books = books
        self._store = store
        self._configuration = configuration
        self._clock = clock
        self._tills: dict[int, _Till] = {}
        self._numbers = itertools.count()

    async def admit(self, effective: Effective, estimate: Use) -> Admission | Refusal:
        """Decide whether a question may go to the model, and hold what it may use if so.

        *estimate* is the most that it will use: what it uses beyond that can exceed a limit.
        """
        asking = effective.asking
        till = self._till(asking)
        async with till.lock:
            standings = await self._standings(till, effective, estimate)
            refused = [each for each in standings if not each.fits]
            if not refused:
                admission = Admission(next(self._numbers), effective, estimate)
                till.hold(admission.number, asking, estimate, self._clock.wall())
                return admission
        used_up = [each for each in refused if each.booked + each.needed > each.limit.most]
        notices = await self._notices(asking, used_up, refused=True)
        return Refusal(max(refused, key=lambda each: each.back or math.inf), notices)

    async def settle(self, admission: Admission, used: Use | None) -> list[Notice]:
        """Release what was held, once what was *used* is booked; gives what admins are told.

        *used* is None where no request reached the model. A second call changes nothing.
        """
        asking = admission.effective.asking
        till = self._till(asking)
        is_first = till.settle(admission.number, used, self._clock.wall())
        if not is_first or used is None:
            return []
        standings = await self._standings(till, admission.effective, None)
        return await self._notices(asking, standings)

    async def left(self, effective: Effective) -> list[Standing]:
        """Give how every limit stands for who asks, and when more of it is there."""
        return await self._standings(self._till(effective.asking), effective, None)

    async def lift(
        self, server_id: int, person_id: int, until: float, author_id: int
    ) -> list[Change]:
        """Free a person from the quotas of persons and roles, up to *until* (since the epoch).

        It is a change of settings like any other: in the history, and to be undone. ConfigError
        when *until* is no time, StorageError.
        """
        scope, key = Scope.server(server_id), lift_key(person_id)
        return await self._configuration.put(scope, key, int(until), author_id)

    def _till(self, asking: Asking) -> _Till:
        if len(self._tills) > _MOST_TILLS:
            now = self._clock.wall()
            for till in self._tills.values():
                till.expire(now)
            self._tills = {
                owner_id: till
                for owner_id, till in self._tills.items()
                if till.open or till.recent or till.lock.locked()
            }
        return self._tills.setdefault(asking.server_id or asking.person_id, _Till())

    async def _standings(
        self, till: _Till, effective: Effective, needed: Use | None
    ) -> list[Standing]:
        now, asking = self._clock.wall(), effective.asking
        limits = effective.limits(now)
        before = dict(till.open)  # what is booked while the books are read may not be in the sums
        booked = await self._booked(asking, limits, now)
        till.expire(now)
        held = (before | till.open).values()
        return [till.stand(limit, asking, booked, held, needed) for limit in limits]

    async def _booked(
        self, asking: Asking, limits: Iterable[Limit], now: float
    ) -> dict[tuple[Subject, Window], tuple[float, Use]]:
        """Sum what was used in the days and months that are limited, each once."""
        found: dict[tuple[Subject, Window], tuple[float, Use]] = {}
        for subject, window in dict.fromkeys((each.subject, each.window) for each in limits):
            if window is Window.MINUTE:
                continue
            since, until = span(window, now)
            channel = subject is Subject.CHANNEL or asking.server_id is None
            try:
                totals = await self._books.totals(
                    Selection(
                        since,
                        until,
                        asking.server_id,
                        asking.place_id if channel else None,
                        asking.person_id if subject is Subject.PERSON else None,
                    )
                )
            except StorageError:
                log.exception("quota.unknown subject=%s window=%s", subject, window)
                continue
            tokens = totals.prompt_tokens + totals.completion_tokens
            found[subject, window] = until, Use(totals.answers, tokens, totals.cost)
        return found

    async def _notices(
        self, asking: Asking, standings: Iterable[Standing], *, refused: bool = False
    ) -> list[Notice]:
        """Give what admins of a server have not been told of a limit in this day or month."""
        found: list[Notice] = []
        now = self._clock.wall()
        for each in standings:
            limit = each.limit
            percent = 100 if refused else 100 * each.booked // limit.most
            reached = [level for level in NOTICES if level <= percent]
            if limit.window is Window.MINUTE or asking.server_id is None or not reached:
                continue
            _, until = span(limit.window, now)
            subject_id = _subject_id(limit.subject, asking)
            key = quota_key(limit.subject, limit.window, limit.measure)
            name = f"{key}:{subject_id}:{limit.most}"  # one that was changed is another
            try:
                new = [
                    level
                    for level in reached
                    if await self._store.note(asking.server_id, f"{name}:{level}", until, now)
                ]
            except StorageError:
                log.exception("quota.not_noted name=%s", name)
                continue
            if new:
                found.append(Notice(each, subject_id, new[-1], until))
        return found


def _subject_id(subject: Subject, asking: Asking) -> int:
    match subject:
        case Subject.PERSON:
            return asking.person_id
        case Subject.CHANNEL:
            return asking.place_id
        case Subject.SERVER:
            return asking.server_id or 0
