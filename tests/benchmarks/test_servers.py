import os

import pytest

from benchmarks.servers import measure


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="reads /proc")  # noqa: PTH110
@pytest.mark.parametrize("kind", ["", "same", "usual"])
async def test_a_few_servers_are_measured(kind: str) -> None:
    cost = await measure(kind, servers=3, events=60, rate=200)

    assert cost.ready > cost.ready_cpu / 2 > 0
    assert cost.mib > 10
    assert cost.kib_per_server > 0
    assert cost.events_cpu >= 0
    assert cost.lag >= 0
