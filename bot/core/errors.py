"""Every failure that the use cases know, as one family.

TokkiError
├── ModelError              the model side failed; `fault` says how
├── CatalogueError          the file of models is not usable; `sentences` say why
├── StorageError            the database did not store or find something
└── SurfaceError            Discord did not take a message
    ├── GoneError           the message or the channel does not exist any more
    │   └── HiddenError     the bot may not see it now: for it there is none
    ├── RefusedError        Discord refuses this, however often it is sent
    │   ├── ForbiddenError  the bot may not do this here now: permissions, a locked thread
    │   ├── StaleError      this message cannot be edited any more; a new one can be sent
    │   └── BlockedError    this text is not allowed here; another one is
    └── UnavailableError    Discord is out of reach or overloaded; later it may work

Adapters translate at their door with `from`; nobody above meets a library's own errors.
The texts in here are for logs. What people read is made from `fault` in bot.chat.texts.
"""

from enum import StrEnum


class Fault(StrEnum):
    """What went wrong on the model side, in the words of the logs."""

    UNREACHABLE = "unreachable"  # no connection, or it broke before the first text
    TIMED_OUT = "timed_out"  # no first text in time
    OVERLOADED = "overloaded"  # 408, 409, 5xx
    RATE_LIMITED = "rate_limited"  # 429: the account has asked too much
    UNAUTHORIZED = "unauthorized"  # 401: the key
    FORBIDDEN = "forbidden"  # 403: the key may not do this
    UNPAID = "unpaid"  # 402, insufficient_quota
    KEY_REFUSED = "key_refused"  # one of the last three, of a server's own key
    UNKNOWN_MODEL = "unknown_model"  # 404
    REJECTED = "rejected"  # 400 and other answers that a repetition will not change
    INVALID = "invalid"  # 422: a field or its value
    GARBLED = "garbled"  # an answer that is no completion: HTML, broken JSON
    EMPTY = "empty"  # the model ended without a word
    INTERRUPTED = "interrupted"  # the stream broke off after text had come


RETRYABLE = frozenset({Fault.UNREACHABLE, Fault.OVERLOADED, Fault.RATE_LIMITED})


class TokkiError(Exception):
    """Base of all expected failures."""


class ModelError(TokkiError):
    """The model side failed.

    *fault* is the kind, *detail* what we know of it, for logs. *said* is what the server said: it
    may repeat the question, so it is no part of the text. *retry_after* are the seconds that
    the server asks to wait, None when it does not say.
    """

    def __init__(
        self,
        fault: Fault,
        detail: str = "",
        retry_after: float | None = None,
        *,
        said: str = "",
    ) -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail
        self.said = said
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.fault in RETRYABLE


class CatalogueError(TokkiError):
    """The file of models is not usable; *sentences* say why, one mistake each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class StorageError(TokkiError):
    """The database did not store or find something; the detail is for logs."""


class SurfaceError(TokkiError):
    """Discord did not take a message.

    Where it is *passing*, the same may be taken in minutes or hours.
    """

    passing = False


class GoneError(SurfaceError):
    """The message or its channel does not exist any more."""


class HiddenError(GoneError):
    """The bot may not see the channel: for it there is none until somebody lets it see again."""

    passing = True


class RefusedError(SurfaceError):
    """Discord will not take this message, however often it is sent."""


class ForbiddenError(RefusedError):
    """The bot may not do this here, until somebody lets it."""

    passing = True


class StaleError(RefusedError):
    """This message cannot be edited any more, but a new one can be sent."""


class BlockedError(RefusedError):
    """This text is not allowed here: AutoMod or Discord's own filter."""


class UnavailableError(SurfaceError):
    """Discord is out of reach or overloaded; the same may work after *retry_after* seconds."""

    passing = True

    def __init__(self, detail: str, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
