"""What settings and quotas need of a storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.config.document import Slot
from bot.core.errors import TokkiError


class NoChangeError(TokkiError):
    """There is no such change, or none that could be undone."""


class ChangedSinceError(TokkiError):
    """A change cannot be undone, because what it changed was changed again since."""


@dataclass(frozen=True, slots=True)
class Stored:
    """All that an owner has set, as JSON; *version* grows with every change."""

    version: int
    values: Mapping[Slot, str]


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

        NoChangeError, or ChangedSinceError when that would overwrite a later change.
        """
        ...

    async def history(self, owner_id: int, limit: int) -> list[Change]:
        """Give the newest *limit* changed values, newest first."""
        ...

    async def note(self, owner_id: int, name: str, until: float, now: float) -> bool:
        """Note that something was said, up to *until*; False when that was noted before."""
        ...
