"""Accounts that servers have of their own at the default provider, each with its own key.

An account is opened with the first question and closed some time after the last one. Until then it
knows what its key has used, so its limits hold and a 429 pauses nobody else. Servers that share a
key share its account, as they do at the provider.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Never

from bot.core.account.cards import ModelCard
from bot.llm.account import ModelAccount

# Longer than anything that an account has to remember: a minute of use, five of a pause.
IDLE = 600.0  # seconds
# With more, the idlest is closed early, and only then may a key pass its limits, for a minute. One
# takes 9 KB, and with Redis a call every 5 s.
MOST_OPEN = 1000

Opening = Callable[[str], AbstractAsyncContextManager[ModelAccount]]
Trial = Callable[[str, ModelCard], Awaitable[None]]


def _nowhere(*_: object) -> Never:
    raise NotImplementedError("there is no provider to open an account at")


@dataclass(slots=True, eq=False)
class _Lent:
    key: str = field(repr=False)
    account: asyncio.Future[ModelAccount] = field(default_factory=asyncio.Future)
    task: asyncio.Task[None] | None = None
    users: int = 0
    left_at: float = 0.0  # when somebody last used it, in the loop's seconds


class OwnAccounts:
    """Lends accounts by their keys, as *opening* opens them. `run` has to run beside its users.

    *try_key* asks a model for one token with a key; ModelError when the provider refuses.
    """

    def __init__(self, opening: Opening = _nowhere, try_key: Trial = _nowhere) -> None:
        self.try_key = try_key
        self._opening = opening
        self._lent: dict[str, _Lent] = {}
        self._wanted: asyncio.Queue[_Lent] = asyncio.Queue()

    @property
    def open(self) -> int:
        """How many accounts are open."""
        return len(self._lent)

    @property
    def waiting(self) -> int:
        """How many questions wait for one of these accounts."""
        done = (each.account for each in self._lent.values() if each.account.done())
        return sum(each.result().waiting for each in done)

    @asynccontextmanager
    async def account(self, key: str) -> AsyncIterator[ModelAccount]:
        """Lend the account of *key* for the block."""
        if (lent := self._lent.get(key)) is None:
            self._make_room()
            lent = self._lent[key] = _Lent(key)
            self._wanted.put_nowait(lent)
        lent.users += 1
        try:
            yield await asyncio.shield(lent.account)  # others may wait for it as well
        finally:
            lent.users -= 1
            lent.left_at = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Open what is wanted, and keep it until it is idle or this is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                lent = await self._wanted.get()
                lent.task = tasks.create_task(self._keep(lent))

    def _make_room(self) -> None:
        """Close the idlest account if there are too many; all in use stay."""
        open_ = self._lent.values()
        idle = [
            (each.left_at, each.key, each.task) for each in open_ if each.task and not each.users
        ]
        if len(open_) >= MOST_OPEN and idle:
            _, key, task = min(idle)
            del self._lent[key]
            task.cancel()

    async def _keep(self, lent: _Lent) -> None:
        loop = asyncio.get_running_loop()
        async with self._opening(lent.key) as account:
            lent.account.set_result(account)
            is_idle = False
            while not is_idle:
                await asyncio.sleep(IDLE)
                is_idle = not lent.users and loop.time() >= lent.left_at + IDLE
            del self._lent[lent.key]
