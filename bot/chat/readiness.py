"""Whether the parts that an answer needs are there."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.errors import TokkiError

log = logging.getLogger(__name__)

_WITHIN = 3.0  # seconds; a part that needs longer is of no use now
# Who asks often gets the same answer: looking costs a query and a request to the model's endpoint.
# Who waits for a part to come is not kept waiting.
_KEEP = {True: 15.0, False: 1.0}  # seconds, by whether it is there

Check = Callable[[], Awaitable[bool]]


@dataclass(slots=True)
class _Part:
    check: Check
    is_there: bool = False
    looked_at: float = -math.inf  # the loop's seconds


class Readiness:
    """Knows the parts by name, each with a check that tells, or fails with a TokkiError."""

    def __init__(self) -> None:
        self._parts: dict[str, _Part] = {}

    def watch(self, name: str, check: Check) -> None:
        """Have a part looked at, too; a later check of the same name takes the place."""
        self._parts[name] = _Part(check)

    async def look(self) -> dict[str, bool]:
        """Tell of each part whether it is there, as it was at most some seconds ago."""
        now = asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as tasks:
            for name, part in self._parts.items():
                if now - part.looked_at >= _KEEP[part.is_there]:
                    part.looked_at = math.inf  # until this look ends
                    tasks.create_task(self._look(name, part))
        return {name: part.is_there for name, part in self._parts.items()}

    async def _look(self, name: str, part: _Part) -> None:
        try:
            async with asyncio.timeout(_WITHIN):
                part.is_there = await part.check()
        except (TokkiError, TimeoutError) as error:
            log.warning("ready.not part=%s error=%s", name, str(error) or "it took too long")
            part.is_there = False
        finally:
            part.looked_at = asyncio.get_running_loop().time()
