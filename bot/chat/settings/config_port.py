"""What settings and quotas need of a storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.config.document import Slot
from bot.core.errors import TokkiError


class NoChangeError(TokkiError):
    """There is no such change, or none that could be undone."""


class ChangedSinceError(TokkiError):
    """A change cannot be undone, because what it changed was changed again since."""


class SealError(TokkiError):
    """No secret that is known opens what was sealed."""


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A server's own key for the language model, and who has set it when (seconds, epoch)."""

    sealed: str = field(repr=False)
    author_id: int
    at: float


@dataclass(frozen=True, slots=True)
class Stored:
    """All that an owner has set, as JSON; *version* grows with every change."""

    version: int
    values: Mapping[Slot, str]
    key: SealedKey | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One value that somebody changed.

    *number* counts the changes of an owner from 1; what was changed together shares it. *before*
    and *after* are JSON, None for not set. *at* is in seconds since the epoch; *undoes* is the
    number of the change that this one undid.
    """

    number: int
    slot: Slot
    before: str | None
    after: str | None
    author_id: int
    at: float
    undoes: int | None = None


class ConfigStore(Protocol):
    """Where settings are kept. Every method raises StorageError when it cannot.

    An owner is a server, or a person. Changes of an owner come one after the other.
    """

    async def load(self, owner_id: int, known: int = 0) -> Stored | None:
        """Give all that an owner has set; None when its version is the *known* one.

        The version of an owner that has never set anything is 0.
        """
        ...

    async def change(
        self,
        owner_id: int,
        values: Mapping[Slot, str | None],
        author_id: int,
        at: float,
        *,
        whole: bool = False,
    ) -> list[Change]:
        """Set values (None: not set any more), all or none; gives what that changed.

        *whole* unsets everything else.
        """
        ...

    async def undo(
        self, owner_id: int, author_id: int, at: float, number: int | None = None
    ) -> list[Change]:
        """Undo a change, or the last one that is no undoing and was not undone; gives the new one.

        NoChangeError, or ChangedSinceError when that would overwrite a later change. Changes of
        the key are none that could be undone.
        """
        ...

    async def put_key(self, owner_id: int, sealed: str | None, author_id: int, at: float) -> bool:
        """Keep a key in place of an earlier one, or with None no key any more.

        The history has it as a change of OWN_KEY, without the key. False, and nothing is changed,
        when there was none to remove.
        """
        ...

    async def sealed_keys(self) -> dict[int, str]:
        """Give every owner's key as it is sealed."""
        ...

    async def reseal(self, owner_id: int, sealed: str, anew: str) -> None:
        """Replace how a key is sealed; a no-op when the key is no longer sealed like that."""
        ...

    async def history(self, owner_id: int, limit: int) -> list[Change]:
        """Give the newest *limit* changed values, newest first."""
        ...

    async def note(self, owner_id: int, name: str, until: float, now: float) -> bool:
        """Note that something was said, up to *until*; False when that was noted before."""
        ...


class Safe(Protocol):
    """Seals what must not be read where it is stored."""

    @property
    def can_seal(self) -> bool:
        """Whether there is a secret to seal with."""
        ...

    def seal(self, text: str) -> str:
        """Seal *text* with the newest secret; SealError when there is none."""
        ...

    def open(self, sealed: str) -> tuple[str, str | None]:
        """Give back what was sealed, and that sealed anew where an older secret has opened it.

        SealError when no secret opens it.
        """
        ...
