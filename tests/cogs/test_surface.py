from types import SimpleNamespace

import discord
import pytest

from bot.core.errors import ForbiddenError, GoneError, HiddenError, SurfaceError
from cogs._translating import translated


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, 50001, HiddenError),
        (403, 50013, ForbiddenError),
        (400, 160005, ForbiddenError),
        (401, 50027, ForbiddenError),
    ],
    ids=["unseen", "not allowed", "locked", "an old interaction"],
)
async def test_what_somebody_may_allow_again_is_told_from_what_stays_refused(
    status: int, code: int, kind: type[SurfaceError]
) -> None:
    response = SimpleNamespace(status=status, reason="No")
    with pytest.raises(SurfaceError) as raised:
        async with translated():
            raise discord.HTTPException(response, {"code": code, "message": "no"})  # type: ignore[arg-type]  # all that it reads
    assert type(raised.value) is kind
    assert raised.value.passing


def test_a_channel_that_cannot_be_seen_is_gone_so_that_nothing_is_sent_anew() -> None:
    assert issubclass(HiddenError, GoneError)
