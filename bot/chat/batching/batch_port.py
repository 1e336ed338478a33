"""A batch, and what its use case needs of a storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.chat.languages import Language
from bot.core.talk.batch import Result, Row


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of questions that somebody wants answered.

    *id* is that of the interaction that brought it, *name* the file's, *model* who is asked;
    without *instructions* it gets our own. *place_id* is the channel that it counts for, None where
    that is its own; a thread's is another. *message_id* is the message that shows the progress,
    None before there is one. *stopped* is set once somebody has stopped it. *language* is what
    its progress is told in.
    """

    id: int
    channel_id: int
    server_id: int | None
    person_id: int
    name: str
    model: str
    instructions: str = ""
    message_id: int | None = None
    stopped: bool = False
    language: str = Language.ENGLISH
    place_id: int | None = None

    @property
    def tenant(self) -> int:
        """The server, or the person in direct messages: each may have one batch at a time."""
        return self.server_id or self.person_id


class Batches(Protocol):
    """Where batches are kept until they have ended. Every method raises StorageError.

    Times are in seconds since the epoch.
    """

    async def add(self, batch: Batch, questions: Sequence[str], at: float) -> bool:
        """Store a batch as this process's own, alive as of *at*; False while its tenant has one."""
        ...

    async def claim(self, before: float, now: float) -> list[Batch]:
        """Make the batches not alive since *before* this process's own, and give them.

        No two processes are given the same one.
        """
        ...

    async def keep(self, batch: Batch, at: float) -> Batch | None:
        """Store that it is alive as of *at* (0 gives it up), and where its progress is shown.

        Gives it as it is stored now, None when it is not this process's own any more.
        """
        ...

    async def find(self, batch_id: int) -> Batch | None:
        """Give a batch, None if there is none."""
        ...

    async def stop(self, batch_id: int) -> None:
        """Mark a batch as stopped, whoever runs it."""
        ...

    async def rows(self, batch_id: int) -> list[Row]:
        """Give the questions of a batch in their order, with the results so far."""
        ...

    async def put_result(self, batch_id: int, number: int, result: Result) -> None:
        """Store what came of a question."""
        ...

    async def remove(self, batch_id: int) -> None:
        """Delete a batch and its questions."""
        ...
