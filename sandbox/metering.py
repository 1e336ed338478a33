"""Which rate limit holds for which route, and the buckets that are being drained."""

import hashlib
from dataclasses import dataclass

from sandbox.limits import Level, Rule, Verdict, Window, admit, drain

GLOBAL = Rule(50, 1.0)
DEFAULT = Rule(50, 1.0)
OLD_EDIT = Rule(3, 6.0)  # edits of messages older than an hour have a budget of their own
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_REACTION = f"{_MESSAGE}/reactions/{{emoji_name}}"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_FOLLOW = Rule(5, 2.0)


@dataclass(frozen=True, slots=True)
class Meter:
    """The rule of a route and the name under which Discord's headers show its bucket."""

    rule: Rule
    family: str

    @property
    def hash(self) -> str:
        """The opaque name in the headers."""
        return hashlib.md5(self.family.encode(), usedforsecurity=False).hexdigest()


# Posting and editing drain separate buckets, yet Discord gives both the same hash.
_METERS: dict[tuple[str, str], Meter] = {
    ("POST", _MESSAGES): Meter(Rule(5, 5.0), "messages"),
    ("PATCH", _MESSAGE): Meter(Rule(5, 5.0), "messages"),
    ("DELETE", _MESSAGE): Meter(Rule(5, 1.0), "delete"),
    ("POST", "/channels/{channel_id}/typing"): Meter(Rule(5, 5.0), "typing"),
    ("PUT", f"{_REACTION}/@me"): Meter(Rule(1, 0.25), "reactions"),
    ("DELETE", f"{_REACTION}/@me"): Meter(Rule(1, 0.25), "reactions"),
}
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")


@dataclass(frozen=True, slots=True)
class Charge:
    """What one request is charged to."""

    meter: Meter
    key: tuple[str, ...]
    counts_globally: bool


class Meters:
    """Drains the buckets of one token."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, ...], Level] = {}
        self._window: Window | None = None

    def pass_global(self, now: float) -> Verdict:
        """Count a request against the limit of the whole token."""
        self._window, verdict = admit(GLOBAL, self._window, now)
        return verdict

    def charge(self, charge: Charge, now: float) -> Verdict:
        """Drain the bucket of a request."""
        return self.drain(charge.meter.rule, charge.key, now)

    def drain(self, rule: Rule, key: tuple[str, ...], now: float) -> Verdict:
        """Drain any bucket by its key."""
        self._levels[key], verdict = drain(rule, self._levels.get(key), now)
        return verdict


def charge_for(method: str, route: str, params: dict[str, str]) -> Charge:
    """Tell what a request is charged to: interactions and webhooks stay out of the global limit."""
    major = tuple(params[name] for name in _MAJOR if name in params)
    if route.startswith(_WEBHOOK):
        return Charge(_WEBHOOK_METER, ("webhook", *major), counts_globally=False)
    if route.startswith("/interactions/"):
        return Charge(_CALLBACK_METER, ("interaction", *major), counts_globally=False)
    meter = _METERS.get((method, route))
    if meter is None:
        return Charge(_default_meter(method, route), (method, route, *major), counts_globally=True)
    lane = meter.family if meter.family != "messages" else method
    return Charge(meter, (lane, *major), counts_globally=True)


_WEBHOOK_METER = Meter(_FOLLOW, "webhook")
_CALLBACK_METER = Meter(_FOLLOW, "interaction")


def _default_meter(method: str, route: str) -> Meter:
    return Meter(DEFAULT, f"{method} {route}")
