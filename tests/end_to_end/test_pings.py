"""Whatever the model writes, it pings nobody; its asker is pinged by the reply itself."""

from collections.abc import Sequence

from sandbox import Message, Sandbox
from sandbox.model import MessageFlag
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask, button
from tests.model_server import ModelServer


def pinged(messages: Sequence[Message]) -> set[int]:
    """The people that any version of the messages pings; roles and everyone are never pinged."""
    mentions = [version.mentions for message in messages for version in message.versions]
    assert mentions
    assert not any(each.everyone or each.roles for each in mentions)
    return {user.id for each in mentions for user in each.users}


async def test_no_version_of_any_message_pings_whom_the_model_names(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    mina, joon = sandbox.person("Mina"), sandbox.person("Joon")
    general = sandbox.channel("general")
    assert general.guild is not None
    roles = "".join(f"<@&{role.id}>" for role in general.guild.roles)
    names = f"@everyone @here {joon.mention} {roles} "
    model.words, model.pause = [names, "and more. " * 200] * 2, 0.1
    async with start_bot():
        reply = await ask(sandbox, "greet them all")
        assert len(reply) > 1
        assert names.strip() in reply[0].content
        assert pinged(reply) == {mina.id}
        asked = await mina.slash(general, "ask", prompt="greet them again")
        await sandbox.until(lambda: len(asked.messages) > 1 and "-# " in asked.messages[-1].content)
        assert pinged(asked.messages) <= {sandbox.bot.id}  # a follow-up replies to what it follows
        shown = len(reply[-1].versions)
        await mina.press(reply[-1], button(reply[-1], "regenerate"))
        await sandbox.until(lambda: len(reply[-1].versions) > shown and "-# " in reply[-1].content)
        assert pinged(reply) == {mina.id}


async def test_discord_fetches_no_link_of_a_reply(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    link = "https://evil.example/?said=secret "
    model.words, model.pause = [link, "word " * 500, link], 0.1
    mina, general = sandbox.person("Mina"), sandbox.channel("general")
    async with start_bot():
        reply = await ask(sandbox, "where?")
        commands = (
            await mina.slash(general, "ask", prompt="where?"),
            await mina.slash(general, "ask", prompt="where?", private=True),
            await mina.slash(mina.dm(), "ask", prompt="where?"),
        )
        await sandbox.until(
            lambda: all(each.messages and "-# " in each.messages[-1].content for each in commands)
        )
    for shown in (reply, *(asked.messages for asked in commands)):
        assert len(shown) > 1
        told = [version for message in shown for version in message.versions if version.content]
        assert any(link.strip() in version.content for version in told)
        assert all(version.flags & MessageFlag.SUPPRESS_EMBEDS for version in told)


async def test_an_answer_to_a_command_whose_first_text_arrived_unheard_is_written_once(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    async with start_bot():
        sandbox.faults.add("POST", "/webhooks/*/*", drop="after")
        asked = await sandbox.person("Mina").slash(sandbox.channel("general"), "ask", prompt="why?")
        await sandbox.until(lambda: asked.messages and "-# " in asked.messages[-1].content)
    (answer,) = asked.messages
    assert answer.content.startswith("Because of light.")
    assert answer.flags & MessageFlag.SUPPRESS_EMBEDS
