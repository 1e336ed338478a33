"""Sessions: signed strings, so that none has to be stored and nobody can guess another's."""

import base64
import binascii
import hashlib
import hmac
import secrets

_RANDOM = 16  # bytes
_SIGNATURE = 16


class Sessions:
    """Issues sessions and reads them; *secret* signs them, and another one makes them invalid."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self) -> str:
        """Give a new session."""
        random = secrets.token_bytes(_RANDOM)
        return base64.urlsafe_b64encode(random + self._signature(random)).decode().rstrip("=")

    def read(self, session: str) -> int | None:
        """Give the number of a session, a negative one of 62 bits; None when it is none of ours.

        -1 and 0 are no session's: -1 is the channel that the doctor probes a database with.
        """
        try:
            padding = "=" * (-len(session) % 4)
            raw = base64.b64decode(session + padding, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        random, signature = raw[:_RANDOM], raw[_RANDOM:]
        if not hmac.compare_digest(signature, self._signature(random)):
            return None
        return -2 - (int.from_bytes(random[:8]) >> 2)

    def _signature(self, random: bytes) -> bytes:
        return hmac.digest(self._secret, b"session" + random, hashlib.sha256)[:_SIGNATURE]
