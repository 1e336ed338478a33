"""The first response, which only one process gives."""

import pytest

from tests.cogs.world import a_world


@pytest.mark.parametrize("command", ["ask", "help", "memory show", "models", "usage"])
async def test_what_another_process_acknowledged_is_left_to_it(
    command: str, caplog: pytest.LogCaptureFixture
) -> None:
    options = {"ask": {"prompt": "why?"}}.get(command, {})
    caplog.set_level("INFO")
    async with a_world() as world:
        world.env.inject_error("POST", "/interactions/*", status=400, code=40060, times=None)
        before = len(world.env.http_requests)
        await world.mina.slash(world.channel, command, **options)
        paths = [each.path for each in world.env.http_requests[before:]]
        assert not [path for path in paths if path.startswith("/webhooks/")]
        assert not world.model.requests
        assert "command.answered_elsewhere" in caplog.text
        assert len(world.env.errors) == 1
