"""/config and /model over real sockets: what is set holds for the next answer, and is undone."""

from sandbox import Interaction, Sandbox
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask
from tests.model_server import ModelServer


async def answer_to(sandbox: Sandbox, interaction: Interaction) -> str:
    await sandbox.until(lambda: any(message.content for message in interaction.messages))
    return interaction.messages[-1].content


async def test_what_an_admin_sets_holds_for_the_next_answer_and_is_undone(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot
) -> None:
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    async with start_bot():
        await answer_to(
            sandbox,
            await jun.slash(channel, "config set", option="temperature", value="0.1"),
        )
        changed = await jun.slash(channel, "config set", option="footer", value="no")
        assert "/config undo" in await answer_to(sandbox, changed)
        shown = await answer_to(sandbox, await jun.slash(channel, "config show"))
        assert "Temperature: 0.1 · server" in shown
        assert "Footer: no · server" in shown

        await jun.say(channel, f"{sandbox.bot.mention} why?")
        await sandbox.until(lambda: channel.messages[-1].content == "Because of light.")
        assert model.requests[-1]["temperature"] == 0.1

        await answer_to(sandbox, await jun.slash(channel, "config undo"))
        (reply, *_) = (await ask(sandbox, "and now?"))[-1:]
        assert "-# test-model" in reply.content


async def test_a_wrong_value_names_what_is_allowed(sandbox: Sandbox, start_bot: StartBot) -> None:
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    async with start_bot():
        wrong = await jun.slash(channel, "config set", option="parts", value="many")
        assert "20" in await answer_to(sandbox, wrong)


async def test_a_model_that_is_not_offered_is_refused_with_those_that_are(
    sandbox: Sandbox, start_bot: StartBot
) -> None:
    mina, channel = sandbox.person("Mina"), sandbox.channel("general")
    async with start_bot():
        refused = await mina.slash(channel, "model", name="gpt-0")
        assert "test-model" in await answer_to(sandbox, refused)
