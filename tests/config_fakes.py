"""A fake that keeps the promises of bot.chat.settings.config_port, and settings to ask with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.chat.ports import Clock
from bot.chat.settings.config_port import (
    Change,
    ChangedSinceError,
    NoChangeError,
    SealedKey,
    SealError,
    Stored,
)
from bot.chat.settings.configuring import Configuration
from bot.core.config.document import Slot
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking
from bot.core.config.options import Layer
from bot.core.config.table import OWN_KEY
from bot.core.errors import ModelError, StorageError
from tests.fakes import FakeClock

ASKING = Asking(7, 1, 5)
MODELS = ("deepseek-chat", "small", "large")


@dataclass
class FakeConfigStore:
    """Keeps the changes in lists: what is set follows from them. `broken` fails every call."""

    changes: dict[int, list[Change]] = field(default_factory=dict)
    notes: dict[tuple[int, str], float] = field(default_factory=dict)
    keys: dict[int, SealedKey] = field(default_factory=dict)
    broken: bool = False
    loads: int = 0

    async def load(self, owner_id: int, known: int = 0) -> Stored | None:
        self._check()
        self.loads += 1
        version = self._version(owner_id)
        if version == known:
            return None
        return Stored(version, self._values(owner_id), self.keys.get(owner_id))

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
        known = [each for each in self.changes.get(owner_id, []) if each.slot.key != OWN_KEY]
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

    async def put_key(self, owner_id: int, sealed: str | None, author_id: int, at: float) -> bool:
        self._check()
        had = self.keys.pop(owner_id, None) is not None
        if sealed is not None:
            self.keys[owner_id] = SealedKey(sealed, author_id, at)
        elif not had:
            return False
        before, after = ('"set"', '"renewed"') if had else (None, '"set"')
        slot, number = Slot(Layer.SERVER, owner_id, OWN_KEY), self._version(owner_id) + 1
        told = after if sealed else None
        self._add(owner_id, [Change(number, slot, before, told, author_id, at)])
        return True

    async def sealed_keys(self) -> dict[int, str]:
        self._check()
        return {owner_id: key.sealed for owner_id, key in self.keys.items()}

    async def reseal(self, owner_id: int, sealed: str, anew: str) -> None:
        self._check()
        if (found := self.keys.get(owner_id)) and found.sealed == sealed:
            self.keys[owner_id] = replace(found, sealed=anew)

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
        changes = self.changes.get(owner_id, [])
        last = {each.slot: each.after for each in changes if each.slot.key != OWN_KEY}
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


class FakeSafe:
    """Writes backwards behind the name of a secret; *names* are the secrets, the newest first."""

    def __init__(self, *names: str) -> None:
        self.names = names

    @property
    def can_seal(self) -> bool:
        return bool(self.names)

    def seal(self, text: str) -> str:
        if not self.names:
            raise SealError("no secret")
        return f"{self.names[0]}:{text[::-1]}"

    def open(self, sealed: str) -> tuple[str, str | None]:
        name, _, text = sealed.partition(":")
        if name not in self.names:
            raise SealError("no such secret")
        text = text[::-1]
        return text, None if name == self.names[0] else self.seal(text)


@dataclass
class FakeTrial:
    """Notes the keys that it was to try; an `error` is raised."""

    error: ModelError | None = None
    keys: list[str] = field(default_factory=list)

    async def __call__(self, key: str) -> None:
        self.keys.append(key)
        if self.error is not None:
            raise self.error
