from collections.abc import Iterator

import pytest

from tests.valkey import Valkey, running_valkey


@pytest.fixture(scope="package")
def steady() -> Iterator[Valkey]:
    with running_valkey() as valkey:
        yield valkey


@pytest.fixture
def shaky() -> Iterator[Valkey]:
    """One that a test may end."""
    with running_valkey() as valkey:
        yield valkey
