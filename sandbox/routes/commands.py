"""Application commands, for everywhere or for one guild."""

from sandbox.commands import without_localisations
from sandbox.errors import UNAUTHORIZED, Json, refusal
from sandbox.routing import NOTHING, Answer, Call, Handler, Routes

routes = Routes()


def _on_both(method: str, tail: str, handler: Handler) -> None:
    for scope in ("", "/guilds/{guild_id}"):
        routes.add(method, f"/applications/{{application_id}}{scope}/commands{tail}", handler)


def list_commands(call: Call) -> Answer:
    """List the commands of a scope."""
    commands = call.world.commands.all(_scope(call))
    if call.query.get("with_localizations") in ("true", "1", "True"):
        return Answer(body=commands)
    return Answer(body=[without_localisations(each) for each in commands])


def replace_commands(call: Call) -> Answer:
    """Replace all commands of a scope."""
    given: list[Json] = call.body if isinstance(call.body, list) else []
    return Answer(body=call.world.commands.put_all(_scope(call), given))


def create_command(call: Call) -> Answer:
    """Create a command, or replace the one with the same name."""
    command, is_new = call.world.commands.put(_scope(call), call.form)
    return Answer(201 if is_new else 200, command)


def get_command(call: Call) -> Answer:
    """Show one command."""
    return Answer(body=call.world.commands.get(_scope(call), call.id("command_id")))


def change_command(call: Call) -> Answer:
    """Change a command."""
    scope = _scope(call)
    return Answer(body=call.world.commands.change(scope, call.id("command_id"), call.form))


def delete_command(call: Call) -> Answer:
    """Delete a command."""
    call.world.commands.remove(_scope(call), call.id("command_id"))
    return NOTHING


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.world.application_id:
        raise UNAUTHORIZED
    if "guild_id" not in call.params:
        return None
    guild_id = call.id("guild_id")
    if guild_id not in call.world.guilds:
        raise refusal(50001)
    return guild_id


_on_both("GET", "", list_commands)
_on_both("PUT", "", replace_commands)
_on_both("POST", "", create_command)
_on_both("GET", "/{command_id}", get_command)
_on_both("PATCH", "/{command_id}", change_command)
_on_both("DELETE", "/{command_id}", delete_command)
