"""A fake that keeps the promises of bot.chat.settings.config_port, and settings to ask with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.ports import Clock
from bot.chat.settings.config_port import Change, ChangedSinceError, NoChangeError, Stored
from bot.chat.settings.configuring import Configuration
from bot.core.config.document import Slot
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking
from bot.core.errors import StorageError
from tests.fakes import FakeClock

ASKING = Asking(7, 1, 5)
MODELS = ("deepseek-chat", "small", "large")


@dataclass
class FakeConfigStore:
    """Keeps the changes in lists: what is set follows from them. `broken` fails every call."""

    changes: dict[int, list[Change]] = field(default_factory=dict)
    notes: dict[tuple[int, str], float] = field(default_factory=dict)
    broken: bool = False
    loads: int = 0

    async def load(self, owner_id: int, known: int = 0) -> Stored | None:
        self._check()
        self.loads += 1
        version = self._version(owner_id)
        return None if version == known else Stored(version, self._values(owner_id))

    async def change(
        self,
        owner_id: int,
        values: Mapping[Slot, str | None],
        author_id: int,
        at: float,
        *,
        whole: bool = False,
    ) -> list[Change]:
        self._check()
        current, number = self._values(owner_id), self._version(owner_id) + 1
        wanted = {**dict.fromkeys(current if whole else ()), **values}
        return self._add(
            owner_id,
            [
                Change(number, slot, current.get(slot), after, author_id, at)
                for slot, after in wanted.items()
                if current.get(slot) != after
            ],
        )

    async def undo(
        self, owner_id: int, author_id: int, at: float, number: int | None = None
    ) -> list[Change]:
        self._check()
        known = self.changes.get(owner_id, [])
        number = number or self._last(known)
        undone = [each for each in known if each.number == number]
        if not undone:
            raise NoChangeError
        current, new = self._values(owner_id), self._version(owner_id) + 1
        if any(current.get(each.slot) != each.after for each in undone):
            raise ChangedSinceError
        return self._add(
            owner_id,
            [
                Change(new, each.slot, each.after, each.before, author_id, at, number)
                for each in undone
            ],
        )

    async def history(self, owner_id: int, limit: int) -> list[Change]:
        self._check()
        known = self.changes.get(owner_id, [])
        order = sorted(known, key=lambda each: (-each.number, each.slot.scope_id, each.slot.key))
        return order[:limit]

    async def note(self, owner_id: int, name: str, until: float, now: float) -> bool:
        self._check()
        self.notes = {key: end for key, end in self.notes.items() if end > now}
        is_new = (owner_id, name) not in self.notes
        self.notes[owner_id, name] = until
        return is_new

    def _add(self, owner_id: int, changes: list[Change]) -> list[Change]:
        self.changes.setdefault(owner_id, []).extend(changes)
        return changes

    def _values(self, owner_id: int) -> dict[Slot, str]:
        last = {each.slot: each.after for each in self.changes.get(owner_id, [])}
        return {slot: value for slot, value in last.items() if value is not None}

    def _version(self, owner_id: int) -> int:
        return max((each.number for each in self.changes.get(owner_id, [])), default=0)

    def _last(self, known: list[Change]) -> int | None:
        holding = dict.fromkeys((each.number for each in known), True)
        for each in sorted(known, key=lambda each: -each.number):
            if each.undoes and holding[each.number]:
                holding[each.undoes] = False
        numbers = [each.number for each in known if not each.undoes and holding[each.number]]
        return max(numbers, default=None)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("the disk is full")


def a_configuration(
    store: FakeConfigStore,
    clock: Clock | None = None,
    environment: Mapping[str, Value] | None = None,
) -> Configuration:
    return Configuration(store, clock or FakeClock(), environment or {}, lambda: MODELS)
