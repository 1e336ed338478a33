from types import SimpleNamespace

import discord
import pytest

from bot.core.errors import GoneError, RefusedError, SurfaceError
from cogs._surface import translated


@pytest.mark.parametrize(
    ("code", "kind"), [(50001, GoneError), (50013, RefusedError)], ids=["unseen", "not allowed"]
)
async def test_a_channel_that_cannot_be_seen_is_gone_and_no_file_is_tried_there(
    code: int, kind: type[SurfaceError]
) -> None:
    response = SimpleNamespace(status=403, reason="Forbidden")
    with pytest.raises(SurfaceError) as raised:
        async with translated():
            raise discord.Forbidden(response, {"code": code, "message": "no"})  # type: ignore[arg-type]  # all that it reads
    assert type(raised.value) is kind
