from dataclasses import replace

import pytest

from bot.core.errors import StorageError
from tests.databases import open_memory
from tests.fakes import a_question


async def test_an_error_is_one_line_and_quotes_no_row(url: str) -> None:
    question = replace(a_question("aardvark"), at=None)  # type: ignore[arg-type]  # it is wrong
    async with open_memory(url) as memory:
        with pytest.raises(StorageError) as caught:
            await memory.add_question(question)
    assert "aardvark" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
