"""What all of /config shares: who may change what, and how the outcome is told."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.utils import MISSING

from bot.chat import texts
from bot.chat.settings import config_texts
from bot.chat.settings.config_port import Change, ChangedSinceError, NoChangeError
from bot.chat.settings.configuring import Configuration
from bot.core.config.layers import Scope, Values
from bot.core.config.mistakes import ConfigError
from bot.core.config.options import Layer
from bot.core.errors import SurfaceError
from cogs._acknowledging import answer
from cogs._files import read_file
from cogs._surface import file_of

# Nobody asks in categories; private ones have no server; media channels are not in Discord's own
# description of what an option may name.
_NOT_OFFERED = (
    *(discord.ChannelType.category, discord.ChannelType.media),
    *(discord.ChannelType.private, discord.ChannelType.group),
)
ASKED_IN = [each for each in discord.ChannelType if each not in _NOT_OFFERED]
_MOST_MESSAGES = 4  # then a file is easier to read
_LOOK_BACK = 1000  # changes among which who manages a channel finds one to undo
FOR_CHANNEL = app_commands.locale_str("Only for this channel; left out: for the whole server.")
NO_PINGS = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change: what is said, and its number, 0 where nothing changed."""

    lines: list[str]
    number: int = 0
    failed: bool = False


async def outcome_of(
    configuration: Configuration, scope: Scope, change: Callable[[], Awaitable[Sequence[Change]]]
) -> Outcome:
    """Make a change in a scope, and give what to say of it; StorageError is for others to answer."""
    held = await _values(configuration, scope)
    try:
        changes = await change()
    except ConfigError as error:
        return Outcome(config_texts.mistakes(error.mistakes), failed=True)
    except NoChangeError:
        return Outcome([config_texts.nothing_to_undo()], failed=True)
    except ChangedSinceError:
        return Outcome([config_texts.changed_since()], failed=True)
    lines = config_texts.changed(changes, scope, held, await _values(configuration, scope))
    return Outcome(lines, changes[0].number if changes else 0)


async def _values(configuration: Configuration, scope: Scope) -> Values:
    return Values({each.option.key: each for each in await configuration.show(scope)})


class ChannelScope(app_commands.Transformer):
    """A channel that has settings, for whoever may manage it; of a thread, its parent."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Let Discord offer channels."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Offer where people can ask on a server."""
        return ASKED_IN

    async def transform(
        self,
        interaction: discord.Interaction[Any],
        value: app_commands.AppCommandChannel | app_commands.AppCommandThread,
        /,
    ) -> Scope:
        """Give the channel's scope; CheckFailure for who may not manage it."""
        parent_id = value.parent_id if isinstance(value, app_commands.AppCommandThread) else None
        return scope_of(interaction, parent_id or value.id)


Channel = app_commands.Transform[Scope, ChannelScope]


def place_of(interaction: discord.Interaction[Any]) -> int:
    """Give the channel whose settings hold where somebody is."""
    parent_id = getattr(interaction.channel, "parent_id", None)  # threads alone have one
    return parent_id or interaction.channel_id or 0


def scope_of(interaction: discord.Interaction[Any], channel_id: int = 0) -> Scope:
    """Give the scope of a channel, or with 0 of the server; CheckFailure for who may not change it."""
    server_id = interaction.guild_id or 0
    if channel_id and _manages(interaction, channel_id):
        return Scope.channel(server_id, channel_id)
    if channel_id:
        raise app_commands.CheckFailure(config_texts.not_channel_manager(channel_id))
    if not interaction.permissions.manage_guild:
        raise app_commands.CheckFailure(config_texts.not_server_manager())
    return Scope.server(server_id)


def _manages(interaction: discord.Interaction[Any], channel_id: int) -> bool:
    permissions = interaction.permissions
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if channel_id != place_of(interaction) and isinstance(interaction.user, discord.Member):
        of_channel = channel.permissions_for(interaction.user) if channel else None
        return permissions.manage_guild or bool(of_channel and of_channel.manage_channels)
    return permissions.manage_guild or permissions.manage_channels


async def undo(
    configuration: Configuration, interaction: discord.Interaction[Any], number: int | None
) -> list[Change]:
    """Undo a change, or the last one. Who does not manage the server can undo those of a channel.

    NoChangeError, ChangedSinceError.
    """
    server_id, person_id = interaction.guild_id or 0, interaction.user.id
    if not interaction.permissions.manage_guild:
        changes = await configuration.history(server_id, _LOOK_BACK)
        number = _of_channels(interaction, changes, number)
    return await configuration.undo(server_id, person_id, number)


def _of_channels(
    interaction: discord.Interaction[Any], changes: Sequence[Change], number: int | None
) -> int:
    """Give the number of the change to undo, which changed only channels that the person manages."""
    slots = {each.slot for each in changes}
    managed = {
        slot
        for slot in slots
        if slot.layer is Layer.CHANNEL and _manages(interaction, slot.scope_id)
    }
    # Of the oldest change that was read, there may be more.
    others = {changes[-1].number} if len(changes) == _LOOK_BACK else set()
    others |= {each.number for each in changes if each.slot not in managed}
    undone = {each.undoes for each in changes}
    for each in changes:
        is_meant = each.number == number if number else not each.undoes
        if is_meant and each.number not in others and (number or each.number not in undone):
            return each.number
    raise NoChangeError


async def send(
    interaction: discord.Interaction[Any],
    lines: Iterable[str],
    view: discord.ui.View | None = None,
) -> None:
    """Answer a deferred interaction privately, in a few messages or else in a file.

    The *view*, or nothing, takes the place of the buttons that were there.
    """
    pages = config_texts.pages(lines)
    if len(pages) > _MOST_MESSAGES:
        file = file_of("settings.md", "\n".join(pages))
        await answer(interaction, config_texts.in_a_file(), file=file, view=view)
        return
    first, *others = pages
    await answer(interaction, first, view=None if others else view)
    for page in others:
        last = page is others[-1]
        await interaction.followup.send(
            page,
            view=view if view and last else MISSING,
            allowed_mentions=NO_PINGS,
            ephemeral=True,
        )


async def text_of(file: discord.Attachment, most: int) -> str | Outcome:
    """Read a text file of at most *most* bytes, or give why it cannot be read."""
    wrong = Outcome([config_texts.not_a_text_file(most // 1024)], failed=True)
    if file.size > most:
        return wrong
    try:
        return (await read_file(file, most)).decode("utf-8-sig")
    except UnicodeDecodeError:
        return wrong
    except SurfaceError:
        return Outcome([texts.no_download()], failed=True)
