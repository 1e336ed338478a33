"""How a person's press, command or form becomes an interaction of the gateway."""

from collections.abc import Callable

from sandbox import render
from sandbox.commands import CommandKind
from sandbox.errors import Json
from sandbox.events import Event
from sandbox.files import FILE_LIMIT, Upload
from sandbox.interactions import Interaction, InteractionKind
from sandbox.model import Attachment, Channel, Message, User
from sandbox.options import fill, full_name, leaf, nest
from sandbox.permissions import DIRECT, allows
from sandbox.world import World

_GUILD_CONTEXT, _BOT_DM_CONTEXT = 0, 1


class Asking:
    """Builds and sends the interactions of one person."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self._user = user
        self.locale = user.locale

    def offered(self, channel: Channel) -> list[Json]:
        """Give the commands that this person may use in a channel."""
        book = self._world.commands
        scopes = [] if channel.guild_id is None else book.all(channel.guild_id)
        return [
            each for each in [*scopes, *book.all(None)] if self._hindrance(channel, each) is None
        ]

    def command(self, channel: Channel, path: str, values: dict[str, object]) -> Json:
        """Give the data of a slash command."""
        command, inner, names = self._slash(channel, path)
        filled = fill(inner, values, self.locale, self._keeper(channel))
        data = _command_data(command, nest(command, names, filled.options))
        if filled.resolved:
            data["resolved"] = self._with_members(channel, filled.resolved)
        return data

    def completion(
        self, channel: Channel, path: str, values: dict[str, object], focused: str
    ) -> Json:
        """Give the data of a slash command that is still being typed."""
        command, inner, names = self._slash(channel, path)
        declared = {each["name"]: each for each in inner.get("options") or []}
        if not declared.get(focused, {}).get("autocomplete"):
            raise LookupError(f"/{path} does not complete the option {focused!r}.")
        options = [
            {"type": declared[name]["type"], "name": name, "value": value}
            for name, value in values.items()
            if name in declared
        ]
        for option in options:
            if option["name"] == focused:
                option["focused"] = True
        return _command_data(command, nest(command, names, options))

    def message_menu(self, message: Message, name: str) -> Json:
        """Give the data of a menu on a message."""
        command = self._command(message.channel, CommandKind.MESSAGE, name)
        shown = render.message(message, self._world.bot)
        resolved = {"messages": {str(message.id): shown}}
        return {**_command_data(command, []), "target_id": str(message.id), "resolved": resolved}

    def user_menu(self, channel: Channel, user: User, name: str) -> Json:
        """Give the data of a menu on a person."""
        command = self._command(channel, CommandKind.USER, name)
        resolved = {"users": {str(user.id): render.user(user)}}
        return {
            **_command_data(command, []),
            "target_id": str(user.id),
            "resolved": self._with_members(channel, resolved),
        }

    def send(
        self, kind: InteractionKind, channel: Channel, data: Json, message: Message | None
    ) -> Interaction:
        """Open an interaction and dispatch it to the bot."""
        number = self._world.make_id()
        interaction = Interaction(
            number,
            kind,
            channel,
            self._user,
            self._origin(number, kind, channel, data, message),
            self._world.feed.beat,
            name=full_name(data),
            message=message,
        )
        self._world.interactions.open(interaction)
        body = self._body(interaction, data)
        self._world.emit(Event("INTERACTION_CREATE", body, channel.guild_id))
        return interaction

    def _body(self, interaction: Interaction, data: Json) -> Json:
        channel = interaction.channel
        body: Json = {
            "id": str(interaction.id),
            "application_id": str(self._world.application_id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": {
                **render.channel(channel, self._world.bot),
                "permissions": self._granted(channel),
            },
            "locale": self.locale,
            "entitlements": [],
            "app_permissions": str(int(_told_to_app(channel))),
            "authorizing_integration_owners": _owners(channel),
            "attachment_size_limit": FILE_LIMIT,
            **self._who(channel),
        }
        if interaction.message is not None:
            body["message"] = render.message(interaction.message, self._world.bot)
        return body

    def _who(self, channel: Channel) -> Json:
        guild = channel.guild
        if guild is None:
            return {"user": render.user(self._user), "context": _BOT_DM_CONTEXT}
        member = render.member(guild.members[self._user.id])
        return {
            "member": {**member, "permissions": self._granted(channel)},
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "context": _GUILD_CONTEXT,
        }

    def _granted(self, channel: Channel) -> str:
        return str(int(self._world.permissions(self._user, channel)))

    def _origin(
        self,
        number: int,
        kind: InteractionKind,
        channel: Channel,
        data: Json,
        message: Message | None,
    ) -> Json:
        origin: Json = {
            "id": str(number),
            "type": int(kind),
            "user": render.user(self._user),
            "authorizing_integration_owners": _owners(channel),
        }
        if kind is InteractionKind.COMPONENT and message is not None:
            origin["interacted_message_id"] = str(message.id)
        if kind is InteractionKind.MODAL:
            origin["triggering_interaction_metadata"] = {
                **origin,
                "type": int(InteractionKind.COMMAND),
            }
        if data.get("target_id") and data["type"] == CommandKind.MESSAGE:
            origin["target_message_id"] = data["target_id"]
        elif data.get("target_id"):
            origin["target_user"] = data["resolved"]["users"][data["target_id"]]
        return origin

    def _slash(self, channel: Channel, path: str) -> tuple[Json, Json, list[str]]:
        name, *deeper = path.split()
        command = self._command(channel, CommandKind.SLASH, name)
        inner, names = leaf(command, deeper, self.locale)
        return command, {**inner, "name": " ".join([command["name"], *names])}, names

    def _command(self, channel: Channel, kind: CommandKind, name: str) -> Json:
        book = self._world.commands
        command = book.find(channel.guild_id, kind, name, self.locale)
        if command is None:
            known = ", ".join(book.names(channel.guild_id)) or "none"
            raise LookupError(f"There is no command {name!r} here; registered are: {known}.")
        hindrance = self._hindrance(channel, command)
        if hindrance is not None:
            raise LookupError(hindrance)
        return command

    def _hindrance(self, channel: Channel, command: Json) -> str | None:
        wanted = command["default_member_permissions"]
        if channel.guild is None:
            contexts = command["contexts"]
            reachable = (
                command["dm_permission"] if contexts is None else _BOT_DM_CONTEXT in contexts
            )
            if not reachable:
                return f"/{command['name']} is not offered in private channels."
        elif wanted is not None:
            granted = self._world.permissions(self._user, channel)
            # A command that asks for nothing at all is for administrators only.
            if not allows(granted, int(wanted) or ~0):
                return f"{self._user.name} is not allowed to use /{command['name']}."
        return None

    def _with_members(self, channel: Channel, resolved: Json) -> Json:
        if channel.guild is not None and "users" in resolved:
            members = {each: channel.guild.members.get(int(each)) for each in resolved["users"]}
            resolved["members"] = {
                key: {**render.member(member, with_user=False), "permissions": "0"}
                for key, member in members.items()
                if member is not None
            }
        return resolved

    def _keeper(self, channel: Channel) -> Callable[[Upload], Attachment]:
        def keep(upload: Upload) -> Attachment:
            return self._world.files.keep(upload, channel.id)

        return keep


def _told_to_app(channel: Channel) -> int:
    """Give what an interaction tells the bot of its rights: of a direct talk, not that it may write.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
    """
    return channel.bot_permissions if channel.guild is not None else DIRECT


def _owners(channel: Channel) -> Json:
    return {"0": str(channel.guild_id or 0)}


def _command_data(command: Json, options: list[Json]) -> Json:
    data = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if options:
        data["options"] = options
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
