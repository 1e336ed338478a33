"""What one address may ask for, so that one visitor cannot take the place of all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address

_MOST_KNOWN = 10_000  # addresses; then those that have waited long enough are forgotten


class AddressLimits:
    """Lets an address ask *burst* times at once, then *rate* times a second, with *open* streams.

    Times are in monotonic seconds.
    """

    def __init__(self, burst: int, rate: float, most_open: int) -> None:
        self._burst = burst
        self._rate = rate
        self._most_open = most_open
        self._free_at: dict[str, float] = {}  # when the whole burst is there again
        self._open = Counter[str]()

    def ask(self, address: str, now: float) -> float:
        """Count a request; gives 0, or in how many seconds the next one is allowed."""
        free_at = max(now, self._free_at.get(address, now)) + 1 / self._rate
        if (too_early := free_at - now - self._burst / self._rate) > 0:
            return too_early
        if len(self._free_at) >= _MOST_KNOWN:
            self._free_at = {each: at for each, at in self._free_at.items() if at > now}
        self._free_at[address] = free_at
        return 0.0

    @contextmanager
    def stream(self, address: str) -> Iterator[bool]:
        """Hold a stream for the body; gives whether the address may have one more."""
        self._open[address] += 1
        try:
            yield self._open[address] <= self._most_open
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    @property
    def open_streams(self) -> int:
        """How many streams there are."""
        return self._open.total()


def address_of(peer: str | None, forwarded_for: str | None) -> str:
    """Give whose request it is; all of an IPv6 network of 64 bits count as one.

    What a proxy says (the last of X-Forwarded-For) counts only from one that is near: on this
    machine or in its private network. Everybody else could say anything.
    """
    try:
        address = _address(peer or "")
        if forwarded_for and not address.is_global:
            address = _address(forwarded_for.rpartition(",")[2])
    except ValueError:
        return peer or ""
    is_v6 = isinstance(address, IPv6Address)
    return str(IPv6Address(int(address) >> 64 << 64) if is_v6 else address)


def _address(text: str) -> IPv4Address | IPv6Address:
    address = ip_address(text.strip())
    # A socket for both kinds shows an IPv4 address inside of an IPv6 one.
    return getattr(address, "ipv4_mapped", None) or address
