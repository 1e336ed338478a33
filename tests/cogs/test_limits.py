"""What people type into commands is bounded: by Discord, by the command, or by the answer."""

from collections.abc import Iterator

import discord
import pytest
from discord import app_commands

from bot.client import TokkiBot
from tests.cogs.office import an_office, said

LONGEST = "x" * 6000  # what Discord takes for an option that says nothing else
MOST_WE_TAKE = 4000
# What is given beside the text, so that the command comes to look at it.
BESIDE = {
    "ask": {"prompt": "why?"},
    "config set": {"value": "5"},
    "config quota": {"who": "person", "per": "day", "counting": "tokens"},
}


def open_texts(bot: TokkiBot) -> Iterator[tuple[str, str]]:
    """The commands with a text option to which they set no bound, and its name."""
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            for option in command.parameters:
                is_text = option.type is discord.AppCommandOptionType.string and not option.choices
                if is_text and option.max_value is None:
                    yield command.qualified_name, f"{option.display_name}"


async def test_a_text_without_a_bound_of_its_own_is_looked_up_and_refused_in_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with an_office() as office:
        found = list(open_texts(office.world.bot))
        assert {"ask", "config set", "model"} <= {name for name, _ in found}
        for name, option in found:
            given = {**BESIDE.get(name, {}), option: LONGEST}
            result = await office.sora.slash(office.channel, name, **given)
            shown = f"{result.modal}" if result.modal else said(result)
            assert "x" * 200 not in shown, name
        assert not office.world.model.requests
    assert "command.failed" not in caplog.text


async def test_every_other_text_has_a_bound() -> None:
    async with an_office() as office:
        bounds = [
            option.max_value
            for command in office.world.bot.tree.walk_commands()
            if isinstance(command, app_commands.Command)
            for option in command.parameters
            if option.type is discord.AppCommandOptionType.string and option.max_value
        ]
    assert bounds
    assert max(bounds) <= MOST_WE_TAKE
