"""Sealing what must not be read in the database: Fernet, AES-128-CBC with an HMAC of SHA-256.

https://github.com/fernet/spec/blob/master/Spec.md
"""

from collections.abc import Sequence
from contextlib import suppress

from cryptography.fernet import Fernet, InvalidToken

from bot.chat.settings.config_port import SealError


class FernetSafe:
    """A Safe (bot.chat.settings.config_port); *secrets* are Fernet keys, the newest first."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._fernets = [Fernet(secret) for secret in secrets]

    @property
    def can_seal(self) -> bool:
        """Whether there is a secret."""
        return bool(self._fernets)

    def seal(self, text: str) -> str:
        """Seal *text* with the newest secret; SealError when there is none."""
        if not self._fernets:
            raise SealError("there is no secret to seal with")
        return self._fernets[0].encrypt(text.encode()).decode()

    def open(self, sealed: str) -> tuple[str, str | None]:
        """Give back what was sealed, and that sealed anew where an older secret has opened it.

        SealError when no secret opens it.
        """
        for fernet in self._fernets:
            with suppress(InvalidToken):
                text = fernet.decrypt(sealed).decode()
                return text, None if fernet is self._fernets[0] else self.seal(text)
        raise SealError("no secret opens what was sealed")
