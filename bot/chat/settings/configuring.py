"""Settings: what holds for a question, and everything that changes it.

An answer asks once and keeps what it was given. What another process changes is seen within
KEEP_SECONDS, or at once where `changed` is called; what this one changes, at once.
"""

import json
import logging
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from bot.chat.ports import Clock
from bot.chat.settings.config_port import Change, ConfigStore, SealedKey, Stored
from bot.chat.settings.effective import Effective
from bot.core.config import document, table
from bot.core.config.document import Slot, slot
from bot.core.config.kinds import Value
from bot.core.config.layers import Asking, Resolved, Scope, resolve
from bot.core.config.mistakes import ConfigError
from bot.core.config.options import Layer
from bot.core.config.personas import ASSISTANT, READY

log = logging.getLogger(__name__)

KEEP_SECONDS = 0.8  # with the query itself it is within a second
# A version tells whether what is kept still holds, but a server that was forgotten counts anew.
_TRUST_SECONDS = 60.0
_EVER = 2.0**40  # seconds since the epoch, some 35,000 years on
_MOST_KEPT = 10_000  # owners; with more, everything is read anew: a small query each


@dataclass(frozen=True, slots=True)
class _Kept:
    """The values of an owner by layer and scope, and when they were read (monotonic)."""

    version: int
    at: float
    by_scope: Mapping[tuple[Layer, int], Mapping[str, Value]]
    key: SealedKey | None = None


_NOTHING = _Kept(0, -math.inf, {})


class Configuration:
    """The settings of all servers and people. Every method raises StorageError.

    *environment* are the values that the environment decides, by key; *offered* gives the models
    that can be asked, nothing while that is not known. *keep_seconds* may be long where no other
    process changes anything.
    """

    def __init__(
        self,
        store: ConfigStore,
        clock: Clock,
        environment: Mapping[str, Value],
        offered: Callable[[], Collection[str]],
        keep_seconds: float = KEEP_SECONDS,
    ) -> None:
        self._store = store
        self._clock = clock
        self._environment = environment
        self._offered = offered
        self._keep_seconds = keep_seconds
        self._kept: dict[int, _Kept] = {}
        self._changes = 0

    async def effective(self, asking: Asking) -> Effective:
        """Give what holds for who asks, and where; StorageError when it is not known."""
        layers = await self._layers(asking, self._keep_seconds)
        person = await self._read(asking.person_id, self._keep_seconds)
        layers[Layer.PERSON] = person.by_scope.get((Layer.PERSON, asking.person_id), {})
        return Effective(asking, resolve(layers))

    async def of_place(self, asking: Asking) -> Effective:
        """Give what holds in a place, whatever the person has set; StorageError as above.

        It is cheap enough to ask for every message of every server. What another process changes
        may come late, but Discord tells the same process of a server's messages and its commands.
        """
        layers = await self._layers(asking, max(self._keep_seconds, _TRUST_SECONDS))
        return Effective(asking, resolve(layers))

    def changed(self, owner_id: int) -> None:
        """Note that another process has changed settings."""
        self._changes += 1  # what is being read just now may be older
        self._kept.pop(owner_id, None)

    async def set(self, scope: Scope, key: str, text: str, author_id: int) -> list[Change]:
        """Set an option to what somebody typed; gives what changed, nothing if it was so before.

        ConfigError, whose mistakes name what is allowed.
        """
        _, option = slot(scope, key)
        return await self.put(scope, key, option.parse(text), author_id)

    async def put(self, scope: Scope, key: str, value: object, author_id: int) -> list[Change]:
        """Set an option to a value; else like `set`."""
        where, option = slot(scope, key)
        settings = {**await self._settings(scope.owner_id), where: option.check(value)}
        wrong = document.not_allowed(settings, scope) if option is table.MODEL else []
        if wrong := wrong or document.mistakes(settings, [where], self._offered()):
            raise ConfigError(*wrong)
        return await self._change(scope.owner_id, {where: settings[where]}, author_id)

    async def reset(self, scope: Scope, key: str, author_id: int) -> list[Change]:
        """Unset an option, so that the next layer holds; gives what changed.

        An own persona that goes is unset where it is in use, too.
        """
        where, _ = slot(scope, key)
        settings = await self._settings(scope.owner_id)
        name = key.removeprefix(table.OWN_PERSONA) if key.startswith(table.OWN_PERSONA) else None
        users = (
            each for each in settings if each.key == table.PERSONA.key and settings[each] == name
        )
        return await self._change(scope.owner_id, dict.fromkeys((where, *users)), author_id)

    async def show(self, scope: Scope) -> list[Resolved]:
        """Give every value as it holds in a scope, with where it comes from."""
        owned = (await self._read(scope.owner_id, self._keep_seconds)).by_scope
        layers = {Layer.ENVIRONMENT: self._environment}
        for each in {Scope.server(scope.owner_id), scope}:
            layers[each.layer] = owned.get((each.layer, each.id), {})
        return list(resolve(layers).by_key.values())

    async def key(self, server_id: int) -> SealedKey | None:
        """Give a server's own key as it is stored."""
        return (await self._read(server_id, self._keep_seconds)).key

    async def personas(self, server_id: int) -> dict[str, str]:
        """Give a server's own personas: their texts by name."""
        settings = await self._settings(server_id)
        names = document.own_personas(settings)
        of = {each.key: value for each, value in settings.items()}
        return {name: f"{of[table.OWN_PERSONA + name]}" for name in names}

    async def history(self, owner_id: int, limit: int = 20) -> list[Change]:
        """Give the newest changed values of a server (or a person), newest first."""
        return await self._store.history(owner_id, limit)

    async def undo(self, owner_id: int, author_id: int, number: int | None = None) -> list[Change]:
        """Undo the last change, or the one with a number, with all that was changed together.

        Gives what that changed. NoChangeError or ChangedSinceError, and then nothing is changed.
        """
        changes = await self._store.undo(owner_id, author_id, self._clock.wall(), number)
        self.changed(owner_id)
        return changes

    async def is_new(self, owner_id: int, name: str) -> bool:
        """Tell whether something happens for the first time on a server, and note that it did."""
        return await self._store.note(owner_id, name, _EVER, self._clock.wall())

    async def export(self, server_id: int) -> str:
        """Give all that is set in a server and its channels, as JSON."""
        return document.write(await self._settings(server_id))

    async def import_(self, server_id: int, text: str, author_id: int) -> list[Change]:
        """Set all that an export says, and nothing else; gives what changed.

        ConfigError with every mistake at once (at most a hundred), and then nothing is changed.
        """
        settings = document.read(text, server_id, self._offered())
        return await self._change(server_id, settings, author_id, whole=True)

    async def _change(
        self,
        owner_id: int,
        values: Mapping[Slot, Value | None],
        author_id: int,
        *,
        whole: bool = False,
    ) -> list[Change]:
        texts = {each: None if value is None else _text(value) for each, value in values.items()}
        at = self._clock.wall()
        changes = await self._store.change(owner_id, texts, author_id, at, whole=whole)
        self.changed(owner_id)
        return changes

    async def _layers(
        self, asking: Asking, keep_seconds: float
    ) -> dict[Layer, Mapping[str, Value]]:
        """Give the layers of a place."""
        layers = {Layer.ENVIRONMENT: self._environment}
        if asking.server_id is not None:
            owned = await self._read(asking.server_id, keep_seconds)
            for layer, scope_id in (
                (Layer.SERVER, asking.server_id),
                (Layer.CHANNEL, asking.place_id),
            ):
                layers[layer] = owned.by_scope.get((layer, scope_id), {})
        return layers

    async def _settings(self, owner_id: int) -> dict[Slot, Value]:
        owned = (await self._read(owner_id, self._keep_seconds)).by_scope
        return {
            Slot(layer, scope_id, key): value
            for (layer, scope_id), values in owned.items()
            for key, value in values.items()
        }

    async def _read(self, owner_id: int, keep_seconds: float) -> _Kept:
        now, changes = self._clock.now(), self._changes
        kept = self._kept.get(owner_id, _NOTHING)
        if now - kept.at < keep_seconds:
            return kept
        if now - kept.at > _TRUST_SECONDS:
            kept = _NOTHING
        stored = await self._store.load(owner_id, kept.version)
        if stored is None:
            kept = replace(kept, at=now)
        else:
            kept = _Kept(stored.version, now, _by_scope(stored), stored.key)
        if changes == self._changes:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[owner_id] = kept
        return kept


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _by_scope(stored: Stored) -> dict[tuple[Layer, int], dict[str, Value]]:
    """Give the values that this version of the bot understands."""
    found: dict[tuple[Layer, int], dict[str, Value]] = {}
    for where, text in stored.values.items():
        option = table.find(where.key)
        try:
            value = option.check(json.loads(text)) if option else None
        except ConfigError as error:
            log.warning("config.not_understood error=%s", error)
            continue
        if value is not None:
            found.setdefault((where.layer, where.scope_id), {})[where.key] = value
    own = document.own_personas(stored.values)
    for values in found.values():
        # The making of a persona can be undone while it is in use: it is, once it is there again.
        if values.get(table.PERSONA.key, ASSISTANT) not in (*READY, *own):
            del values[table.PERSONA.key]
    return found
