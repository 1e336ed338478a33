"""Which tests run in virtual time."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.virtual_time import VirtualTimeLoop

_VIRTUAL = Path(__file__).parent / "chat"


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    if item.path.is_relative_to(_VIRTUAL):
        return {"virtual": VirtualTimeLoop}
    return {"real": asyncio.new_event_loop}
