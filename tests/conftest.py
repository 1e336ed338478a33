"""What holds for all tests, and which run in virtual time."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.virtual_time import VirtualTimeLoop

# A machine that is busy with something else is no failure of ours.
settings.register_profile(
    "patient", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

_VIRTUAL = Path(__file__).parent / "chat"


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    if item.path.is_relative_to(_VIRTUAL):
        return {"virtual": VirtualTimeLoop}
    return {"real": asyncio.new_event_loop}
