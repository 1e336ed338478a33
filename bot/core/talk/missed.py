"""What was said while a session of the gateway was gone: where it is, and behind which message."""

from collections.abc import Mapping

WINDOW = 120.0  # seconds: whoever waits longer has asked again, or does not wait any more
MOST_CHANNELS = 50  # that are looked at in one server
_EPOCH = 1_420_070_400_000  # ms: https://discord.com/developers/docs/reference#snowflakes
_TIME_BITS = 22


def missed(newest: Mapping[int, int], heard: Mapping[int, int], now: float) -> dict[int, int]:
    """Give the channels in which something was missed, each with the id behind which that stands.

    *newest* and *heard* are the ids of the last message of each channel, as Discord has it and as
    the session that ended told it. What is older than WINDOW at *now*, in seconds since the
    epoch, counts as heard. Of more than MOST_CHANNELS channels those that spoke last are given.
    """
    oldest = max(0, int((now - WINDOW) * 1000) - _EPOCH) << _TIME_BITS
    behind = {channel: max(oldest, heard.get(channel, 0)) for channel in newest}
    open_ = [channel for channel, last in newest.items() if last > behind[channel]]
    latest = sorted(open_, key=newest.__getitem__, reverse=True)[:MOST_CHANNELS]
    return {channel: behind[channel] for channel in latest}
