from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox import DiscordError, Permission, Sandbox, Upload
from sandbox.commands import CommandBook
from tests.sandbox.clients import Ask, Bot


class Shop(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="config", description="Settings")

    @app_commands.command(description="Show them")
    async def show(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("all is default", ephemeral=True)


def _teach(bot: Bot) -> None:
    tree = bot.tree

    @tree.command(description="Ask the model")
    @app_commands.describe(prompt="What to ask", times="How often")
    async def ask(interaction: discord.Interaction, prompt: str, times: int = 1) -> None:
        await interaction.response.defer()
        await interaction.followup.send(prompt * times)
        await interaction.edit_original_response(content="done")

    @tree.command(description="Look at things")
    async def look(
        interaction: discord.Interaction,
        who: discord.Member,
        where: discord.TextChannel,
        what: discord.Attachment,
    ) -> None:
        data = await what.read()
        await interaction.response.send_message(f"{who.name} {where.name} {data.decode()}")

    @tree.command(description="Choose a model")
    @app_commands.choices(speed=[app_commands.Choice(name="Fast", value="fast")])
    async def model(interaction: discord.Interaction, name: str, speed: str = "fast") -> None:
        await interaction.response.send_message(name)

    @model.autocomplete("name")
    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        known = ["deepseek-chat", "deepseek-reasoner", "gpt"]
        return [app_commands.Choice(name=x, value=x) for x in known if x.startswith(typed)]

    @tree.command(description="For moderators")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def purge(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("gone")

    @tree.context_menu(name="Ask about this")
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"about {message.content}")

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.Member) -> None:
        await interaction.response.send_message(f"hi {user.name}")

    tree.add_command(Shop())


@pytest.fixture
async def taught(bot: Bot) -> Bot:
    _teach(bot)
    await bot.tree.sync()
    return bot


async def test_a_deferred_command_is_answered_by_its_follow_up(
    sandbox: Sandbox, taught: Bot
) -> None:
    general = sandbox.channel("general")
    asked = await sandbox.person("Mina").slash(general, "ask", prompt="hi", times=2)
    await asked.answered()
    await sandbox.until(lambda: general.messages[0].content == "done")
    [answer] = general.messages
    assert [version.content for version in answer.versions] == ["", "hihi", "done"]
    assert asked.messages == [answer]
    assert asked.state == "answered"


async def test_options_arrive_with_the_things_that_they_name(sandbox: Sandbox, taught: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    asked = await mina.slash(
        general, "look", who=mina, where=sandbox.channel("random"), what=Upload("a.txt", b"text")
    )
    await asked.answered()
    assert general.messages[0].content == "mina random text"


async def test_a_subcommand_answers_for_one_person_only(sandbox: Sandbox, taught: Bot) -> None:
    general = sandbox.channel("general")
    asked = await sandbox.person("Mina").slash(general, "config show")
    await asked.answered()
    assert asked.messages[0].ephemeral
    assert asked.messages[0].content == "all is default"
    assert general.messages == []


async def test_a_bot_completes_what_is_being_typed(sandbox: Sandbox, taught: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    choices = await mina.autocomplete(general, "model", "name", "deep")
    assert [each["value"] for each in choices] == ["deepseek-chat", "deepseek-reasoner"]


async def test_menus_work_on_messages_and_on_people(sandbox: Sandbox, taught: Bot) -> None:
    general, mina = sandbox.channel("general"), sandbox.person("Mina")
    said = await mina.say(general, "rabbits")
    await (await mina.menu(said, "Ask about this")).answered()
    await (await mina.menu(sandbox.person("Joon"), "Greet", general)).answered()
    assert [m.content for m in general.messages] == ["rabbits", "about rabbits", "hi joon"]


@pytest.mark.parametrize(
    ("command", "options", "complaint"),
    [
        ("nothing", {}, "no command 'nothing' here; registered are: Ask about this, Greet, ask"),
        ("ask", {}, "needs the option 'prompt'"),
        ("ask", {"prompt": "x", "loud": True}, "no option 'loud'; it has: prompt, times"),
        ("ask", {"prompt": 3}, "takes str, not 3"),
        ("ask", {"prompt": "x", "times": "three"}, "takes int, not 'three'"),
        ("model", {"name": "x", "speed": "slow"}, "offers: fast; not 'slow'"),
        ("config", {}, "needs one of its subcommands"),
        ("config hide", {}, "no subcommand 'hide'; it has: show"),
        ("config show", {"all": True}, "/config show has no option 'all'"),
        ("look", {"who": "Mina", "where": 1, "what": 2}, "neither a person nor a channel"),
        ("purge", {}, "Mina is not allowed to use /purge"),
    ],
)
async def test_a_command_that_does_not_fit_is_explained(
    sandbox: Sandbox, taught: Bot, command: str, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(LookupError, match=complaint):
        await sandbox.person("Mina").slash(sandbox.channel("general"), command, **options)


async def test_moderators_reach_what_members_do_not(sandbox: Sandbox, taught: Bot) -> None:
    moderator = sandbox.person("Joon", role="moderator")
    await (await moderator.slash(sandbox.channel("general"), "purge")).answered()
    with pytest.raises(LookupError, match="not offered in private channels"):
        await moderator.slash(moderator.dm(), "purge")


async def test_commands_work_in_private(sandbox: Sandbox, taught: Bot) -> None:
    mina = sandbox.person("Mina")
    await (await mina.slash(mina.dm(), "ask", prompt="psst")).answered()


async def test_registering_keeps_ids_and_counts_every_write(sandbox: Sandbox, taught: Bot) -> None:
    before = {each["name"]: each["id"] for each in sandbox.commands}
    assert sandbox.command_writes == 1
    await taught.tree.fetch_commands()
    assert sandbox.command_writes == 1
    await taught.tree.sync()
    assert sandbox.command_writes == 2
    assert {each["name"]: each["id"] for each in sandbox.commands} == before


async def test_commands_of_one_guild_stay_there(sandbox: Sandbox, bot: Bot) -> None:
    _teach(bot)
    other = sandbox.add_channel("talk", sandbox.add_guild("Other"))
    bot.tree.copy_global_to(guild=discord.Object(sandbox.guild.id))
    await bot.tree.sync(guild=discord.Object(sandbox.guild.id))
    mina = sandbox.person("Mina")
    await (await mina.slash(sandbox.channel("general"), "ask", prompt="x")).answered()
    with pytest.raises(LookupError, match="registered are: none"):
        await mina.slash(other, "ask", prompt="x")


async def test_single_commands_are_created_changed_and_deleted(sandbox: Sandbox, ask: Ask) -> None:
    path = f"/applications/{sandbox.application_id}/commands"
    korean = {"ko": "질문"}
    given = {"name": "ask", "description": "Ask", "name_localizations": korean}
    created = await ask("POST", path, given)
    assert created.status == 201
    assert (await ask("POST", path, given)).status == 200
    one = f"{path}/{created.said['id']}"
    changed = await ask("PATCH", one, {"description": "Ask anything"})
    assert changed.said["description"] == "Ask anything"
    assert (await ask("GET", one)).said["name"] == "ask"
    listed = await ask("GET", path)
    assert "name_localizations" not in listed.said[0]
    localised = await ask("GET", f"{path}?with_localizations=true")
    assert localised.said[0]["name_localizations"] == korean
    assert (await ask("DELETE", one)).status == 204
    assert (await ask("GET", one)).said["code"] == 10063


async def test_people_type_commands_in_their_own_language(sandbox: Sandbox, ask: Ask) -> None:
    path = f"/applications/{sandbox.application_id}/commands"
    await ask(
        "POST", path, {"name": "ask", "description": "Ask", "name_localizations": {"ko": "질문"}}
    )
    general = sandbox.channel("general")
    asked = await sandbox.person("Mina", locale="ko").slash(general, "질문")
    assert asked.state == "waiting"
    with pytest.raises(LookupError):
        await sandbox.person("Max", locale="de").slash(general, "질문")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Ask", "description": "d"},
        {"name": "two words", "description": "d"},
        {"name": "ask"},
        {"name": "ask", "description": "d" * 101},
        {"name": "ask", "description": "d", "options": [{"type": 3, "name": "x"}]},
    ],
)
async def test_commands_that_discord_would_refuse_are_refused(wrong: dict[str, Any]) -> None:
    book = CommandBook(lambda: 1, 1)
    with pytest.raises(DiscordError, match="Invalid Form Body"):
        book.put(None, wrong)
    assert book.writes == 0


async def test_people_are_offered_the_commands_that_they_may_use(
    sandbox: Sandbox, ask: Ask
) -> None:
    moderators = int(Permission.MANAGE_MESSAGES)
    commands = [
        {"name": "open", "description": "For all"},
        {"name": "tidy", "description": "For some", "default_member_permissions": moderators},
        {"name": "here", "description": "In guilds", "contexts": [0]},
    ]
    await ask("PUT", f"/applications/{sandbox.application_id}/commands", commands)
    mina, joon = sandbox.person("Mina"), sandbox.person("Joon", role="moderator")
    general = sandbox.channel("general")
    offered = {each["name"] for each in mina.commands(general)}
    assert offered == {"open", "here"}
    assert {each["name"] for each in joon.commands(general)} == {"open", "tidy", "here"}
    assert {each["name"] for each in mina.commands(mina.dm())} == {"open", "tidy"}
