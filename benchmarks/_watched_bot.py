"""Our bot as it is, and watched (benchmarks/_watching.py)."""

import sys

from bot import __main__, client

if __name__ == "__main__":
    client.EXTENSIONS += ("benchmarks._watching",)  # type: ignore[assignment]  # one more
    sys.exit(__main__.main([]))
