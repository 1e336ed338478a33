"""What the start of the bot needs before all else: its clock, and how it says that it cannot start."""

import time


class StartupError(Exception):
    """The bot cannot start or go on; the text is a sentence for the operator."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Give monotonic seconds."""
        return time.monotonic()

    def wall(self) -> float:
        """Give seconds since the epoch."""
        return time.time()
