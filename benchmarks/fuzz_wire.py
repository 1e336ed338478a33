"""Feeds the wire readers damaged streams: `python benchmarks/fuzz_wire.py --inputs 1000000`.

Seeded, so a crash that it prints comes again with `--first SEED --inputs 1`.
"""

import argparse
import random
import resource
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.core.wire.completion import CompletionReader
from bot.core.wire.failure import read_failure_body
from bot.core.wire.sse import EventTooLargeError
from tests.core.wire.streams import cut, mutated

_MAX_SHOWN = 10
_RARE = 10  # of how many inputs one is pure noise


def one_input(seed: int) -> bytes:
    """Make the input of *seed*: mostly damaged streams, some pure noise."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    if chance.randrange(_RARE) == 0:
        return chance.randbytes(chance.randrange(300))
    return mutated(chance)


def check(stream: bytes, seed: int) -> None:
    """Read *stream* in every way that there is; whatever it raises is a crash."""
    reader = CompletionReader()
    try:
        for piece in cut(stream, seed, (1, 2, 7, 40, 400)):
            reader.feed(piece)
    except EventTooLargeError:
        pass
    reader.finish()
    CompletionReader().whole(stream)
    read_failure_body(stream, 400)


def main() -> int:
    """Run and print one line; gives 1 when an input crashed a reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first input")
    options = parser.parse_args()
    crashes, started = 0, time.perf_counter()
    for seed in range(options.first, options.first + options.inputs):
        try:
            check(one_input(seed), seed)
        except Exception:  # noqa: BLE001 - finding it is the purpose
            crashes += 1
            if crashes <= _MAX_SHOWN:
                print(f"seed {seed}\n{traceback.format_exc()}", file=sys.stderr)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in KiB
    print(
        f"inputs {options.inputs:,} · seconds {seconds:.1f} · peak memory {peak:.0f} MiB · "
        f"crashes {crashes}"
    )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
