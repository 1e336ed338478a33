"""Servers' own keys for the language model: tried once, kept sealed, and never shown again.

A server with a key pays for its questions itself. Its quotas hold as they are set, those in
dollars, too: they are its admins' own means against a large bill.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import StrEnum
from typing import Final

from bot.chat.ports import Clock
from bot.chat.settings.config_port import ConfigStore, Safe, SealedKey, SealError
from bot.chat.settings.configuring import Configuration
from bot.core.errors import Fault, ModelError, StorageError

log = logging.getLogger(__name__)

LONGEST_KEY: Final = 1000  # characters; the longest in use are tokens of some 900

# These tell nothing of the key: another time it may be taken.
_PASSING = frozenset(
    {
        Fault.UNREACHABLE,
        Fault.TIMED_OUT,
        Fault.OVERLOADED,
        Fault.RATE_LIMITED,
        Fault.GARBLED,
        Fault.INTERRUPTED,
    }
)

Trial = Callable[[str], Awaitable[None]]


class Verdict(StrEnum):
    """What came of a key that somebody gave; only a STORED one is kept."""

    STORED = "stored"
    MALFORMED = "malformed"  # it cannot be a key
    REFUSED = "refused"  # the provider does not accept it
    UNTRIED = "untried"  # the provider could not be asked


class ServerKeys:
    """The keys of all servers. Every coroutine raises StorageError.

    *trial* asks the default provider with a key; ModelError when there is no answer.
    """

    def __init__(
        self,
        configuration: Configuration,
        store: ConfigStore,
        safe: Safe,
        trial: Trial,
        clock: Clock,
    ) -> None:
        self._configuration = configuration
        self._store = store
        self._safe = safe
        self._trial = trial
        self._clock = clock

    @property
    def can_keep(self) -> bool:
        """Whether a key can be sealed, and so be kept."""
        return self._safe.can_seal

    async def standing(self, server_id: int) -> SealedKey | None:
        """Give who has set a server's key when; None where it has none."""
        return await self._configuration.key(server_id)

    async def put(self, server_id: int, key: str, author_id: int) -> Verdict:
        """Try a key, and keep it if the provider accepts it."""
        key = key.strip()
        if not _is_key(key):
            return Verdict.MALFORMED
        try:
            await self._trial(key)
        except ModelError as error:
            log.info("key.not_taken server=%d fault=%s", server_id, error.fault)
            return Verdict.UNTRIED if error.fault in _PASSING else Verdict.REFUSED
        sealed = self._safe.seal(f"{server_id} {key}")
        await self._change(server_id, sealed, author_id)
        return Verdict.STORED

    async def remove(self, server_id: int, author_id: int) -> bool:
        """Remove a server's key; False where it had none."""
        return await self._change(server_id, None, author_id)

    async def of(self, server_id: int) -> str | None:
        """Give a server's key, None where it has none.

        ModelError when it cannot be opened: nobody else pays for a server that has a key.
        """
        found = await self._configuration.key(server_id)
        if found is None:
            return None
        try:
            text, _ = self._safe.open(found.sealed)
        except SealError as error:
            raise _unreadable(server_id, str(error)) from None
        owner, _, key = text.partition(" ")
        if owner != f"{server_id}":
            raise _unreadable(server_id, "it was sealed for another server")
        return key

    async def renew(self) -> None:
        """Seal with the newest secret what older ones have sealed; a failure is only logged.

        What is left in the caches of the processes opens with the older ones, which they have.
        """
        renewed = 0
        try:
            for server_id, sealed in (await self._store.sealed_keys()).items():
                with suppress(SealError):  # whoever asks there is told of it
                    _, anew = self._safe.open(sealed)
                    if anew is not None:
                        await self._store.reseal(server_id, sealed, anew)
                        renewed += 1
        except StorageError as error:
            log.warning("keys.not_renewed error=%s: the next start tries again", error)
        if renewed:
            log.info("keys.renewed count=%d", renewed)

    async def _change(self, server_id: int, sealed: str | None, author_id: int) -> bool:
        changed = await self._store.put_key(server_id, sealed, author_id, self._clock.wall())
        self._configuration.changed(server_id)
        return changed


def _is_key(text: str) -> bool:
    """Tell whether *text* can stand in a header of HTTP as one word."""
    is_word = text.isascii() and text.isprintable() and " " not in text
    return is_word and 0 < len(text) <= LONGEST_KEY


def _unreadable(server_id: int, why: str) -> ModelError:
    log.error("key.unreadable server=%d error=%s: look at KEYS_SECRET", server_id, why)
    return ModelError(Fault.KEY_REFUSED, why)
