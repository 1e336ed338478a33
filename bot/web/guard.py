"""Who may come in: origins, the token, sessions, and how much one address may ask for."""

import hmac
import math
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.web.limits import AddressLimits, address_of
from bot.web.sessions import Sessions

_BURST, _PER_SECOND = 20, 0.5  # requests of one address: 20 at once, then 30 a minute
_OPEN_STREAMS = 20  # of one address: an office or a school shares one
_MOST_STREAMS = 1000  # of all; each costs some 50 KiB
_BEARER = "Bearer "
_PORT = re.compile(r":\d*$")
_ASK_TOKEN = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class DoorOptions:
    """Where the door is and who may come in; port 0 takes a free one.

    *origins* are the sites whose pages may ask and may embed the page, besides the door itself.
    """

    host: str
    port: int
    token: str | None = field(default=None, repr=False)
    origins: tuple[str, ...] = ()

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)


class RefusedError(Exception):
    """A request is not answered: *status* is HTTP's, *code* for programs, *sentence* for people."""

    def __init__(
        self, status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.code = code
        self.sentence = sentence
        self.headers = headers or {}


class Guard:
    """Lets requests in, or raises RefusedError."""

    def __init__(self, options: DoorOptions) -> None:
        self._options = options
        self._hosts = {urlsplit(origin).netloc for origin in options.origins}
        self._limits = AddressLimits(_BURST, _PER_SECOND, _OPEN_STREAMS)
        secret = options.token.encode() if options.token else secrets.token_bytes(32)
        self.sessions = Sessions(secret)

    @property
    def open_streams(self) -> int:
        """How many answers are being streamed."""
        return self._limits.open_streams

    def check_host(self, request: web.BaseRequest) -> None:
        """Refuse other names for this machine: a page elsewhere may have one that leads here."""
        if not self._options.is_loopback or request.host in self._hosts:
            return
        if not is_loopback(_PORT.sub("", request.host)):
            raise RefusedError(403, "host", "This address is not one of mine.")

    def check_origin(self, request: web.BaseRequest) -> str | None:
        """Give the allowed origin of a page that asks, None when no page of another site does."""
        origin = request.headers.get(hdrs.ORIGIN)
        # Behind a proxy with TLS the scheme is another, so only the hosts are compared.
        if origin in (None, f"http://{request.host}", f"https://{request.host}"):
            return None
        if origin not in self._options.origins:
            raise RefusedError(403, "origin", "Pages of this site may not ask here.")
        return origin

    def check_newcomer(self, request: web.BaseRequest) -> None:
        """Refuse who asks for a session: a page that may ask needs no token, all others do."""
        self._check_address(request)
        if hdrs.ORIGIN not in request.headers and not self._has_token(request):
            raise RefusedError(401, "token", "The token is missing or wrong.", _ASK_TOKEN)

    def session(self, request: web.BaseRequest, session: object) -> int:
        """Give the number of a session that may ask now."""
        self._check_address(request)
        number = self.sessions.read(session) if isinstance(session, str) else None
        if number is None:
            raise RefusedError(401, "session", "This session is not valid. Ask for a new one.")
        return number

    @contextmanager
    def stream(self, request: web.BaseRequest) -> Iterator[None]:
        """Hold a place among the open streams."""
        if self._limits.open_streams >= _MOST_STREAMS:
            raise RefusedError(503, "busy", "Too many are asking just now.", {"Retry-After": "5"})
        with self._limits.stream(_address(request)) as has_place:
            if not has_place:
                raise RefusedError(429, "limit", "Too many answers are open at your address.")
            yield

    def check_operator(self, request: web.BaseRequest) -> None:
        """Refuse who is neither on this machine nor has the token."""
        is_here = self._options.is_loopback and hdrs.X_FORWARDED_FOR not in request.headers
        if is_here:
            return
        if self._options.token is None or not self._has_token(request):
            raise RefusedError(401, "token", "The token is missing or wrong.", _ASK_TOKEN)

    def _check_address(self, request: web.BaseRequest) -> None:
        wait = math.ceil(self._limits.ask(_address(request), time.monotonic()))
        if wait:
            sentence = f"That was too much at once. Please wait {wait} s."
            raise RefusedError(429, "limit", sentence, {"Retry-After": f"{wait}"})

    def _has_token(self, request: web.BaseRequest) -> bool:
        """Tell whether a request shows the token; without one there is none to show."""
        if self._options.token is None:
            return True
        shown = request.headers.get(hdrs.AUTHORIZATION, "").removeprefix(_BEARER)
        return hmac.compare_digest(
            shown.encode("utf-8", "surrogateescape"), self._options.token.encode()
        )


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _address(request: web.BaseRequest) -> str:
    return address_of(request.remote, request.headers.get(hdrs.X_FORWARDED_FOR))
