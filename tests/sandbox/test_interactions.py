import asyncio
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from sandbox import Message, Sandbox
from sandbox.interactions import Interaction
from tests.sandbox.clients import Ask, Bot

COMMAND = {"name": "ask", "description": "Ask"}


class Form(ui.Modal, title="Feedback"):
    text: ui.TextInput["Form"] = ui.TextInput(label="What?", custom_id="text")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"thanks for {self.text.value}")


class Buttons(ui.View):
    @ui.button(label="Stop", custom_id="stop")
    async def stop_it(
        self, interaction: discord.Interaction, button: discord.ui.Button[Any]
    ) -> None:
        button.disabled = True
        await interaction.response.edit_message(content="stopped", view=self)

    @ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: object) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")

    @ui.button(label="Say", custom_id="say")
    async def say(self, interaction: discord.Interaction, _: object) -> None:
        await interaction.response.send_modal(Form())

    @ui.select(
        custom_id="model",
        options=[discord.SelectOption(label="A", value="a"), discord.SelectOption(label="B")],
    )
    async def choose(
        self, interaction: discord.Interaction, select: discord.ui.Select[Any]
    ) -> None:
        await interaction.response.send_message(f"chose {select.values[0]}", ephemeral=True)


@pytest.fixture
async def message(sandbox: Sandbox, bot: Bot) -> Message:
    general = sandbox.channel("general")
    await bot.get_channel(general.id).send("working", view=Buttons())
    return general.messages[0]


@pytest.fixture
async def asked(sandbox: Sandbox, ask: Ask) -> Interaction:
    """An interaction that no bot listens to: the tests answer it by hand."""
    await ask("POST", f"/applications/{sandbox.application_id}/commands", COMMAND)
    return await sandbox.person("Mina").slash(sandbox.channel("general"), "ask")


def _callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


def _webhook(sandbox: Sandbox, interaction: Interaction) -> str:
    return f"/webhooks/{sandbox.application_id}/{interaction.token}"


async def test_a_button_changes_its_message(sandbox: Sandbox, message: Message) -> None:
    mina = sandbox.person("Mina")
    await (await mina.press(message, "stop")).answered()
    assert message.content == "stopped"
    with pytest.raises(LookupError, match="'stop' is disabled"):
        await mina.press(message, "stop")
    with pytest.raises(LookupError, match="no component 'go'; it has: stop, later, say, model"):
        await mina.press(message, "go")


async def test_a_deferred_update_changes_its_message_afterwards(
    sandbox: Sandbox, message: Message
) -> None:
    await (await sandbox.person("Mina").press(message, "later")).answered()
    await sandbox.until(lambda: message.content == "later")


async def test_a_menu_offers_only_its_own_values(sandbox: Sandbox, message: Message) -> None:
    mina = sandbox.person("Mina")
    chosen = await mina.select(message, "model", ["a"])
    await chosen.answered()
    assert chosen.messages[0].content == "chose a"
    with pytest.raises(LookupError, match="does not offer 'c', only: a, B"):
        await mina.select(message, "model", ["c"])
    with pytest.raises(LookupError, match="takes from 1 to 1 values"):
        await mina.select(message, "model", ["a", "B"])


async def test_a_form_is_shown_filled_in_and_answered(sandbox: Sandbox, message: Message) -> None:
    mina = sandbox.person("Mina")
    shown = await mina.press(message, "say")
    await shown.answered()
    assert shown.modal
    assert shown.modal["title"] == "Feedback"
    with pytest.raises(LookupError, match="needs the field 'text'"):
        await mina.submit(shown, {})
    with pytest.raises(LookupError, match="no field 'name'"):
        await mina.submit(shown, {"name": "x"})
    sent = await mina.submit(shown, {"text": "everything"})
    await sent.answered()
    assert sent.messages[0].content == "thanks for everything"


async def test_an_interaction_is_acknowledged_once(ask: Ask, asked: Interaction) -> None:
    first = await ask("POST", _callback(asked), {"type": 4, "data": {"content": "x"}})
    second = await ask("POST", _callback(asked), {"type": 5})
    assert first.status == 204
    assert (second.status, second.said["code"]) == (400, 40060)


async def test_a_callback_can_ask_for_what_it_made(ask: Ask, asked: Interaction) -> None:
    body = {"type": 4, "data": {"content": "x", "flags": 64}}
    answer = await ask("POST", f"{_callback(asked)}?with_response=true", body)
    assert answer.said["interaction"]["response_message_ephemeral"] is True
    assert answer.said["resource"]["message"]["content"] == "x"


async def test_a_deferral_that_is_asked_about_tells_of_the_loading_message(
    ask: Ask, asked: Interaction
) -> None:
    answer = await ask("POST", f"{_callback(asked)}?with_response=1", {"type": 5})
    assert answer.said["interaction"]["response_message_loading"] is True
    assert asked.state == "deferred"


async def test_an_unknown_interaction_is_refused(ask: Ask) -> None:
    answer = await ask("POST", "/interactions/1/token/callback", {"type": 5})
    assert (answer.status, answer.said["code"]) == (404, 10062)


async def test_an_interaction_fails_when_nobody_answers_in_time(
    ask: Ask, asked: Interaction
) -> None:
    with pytest.raises(TimeoutError, match="still waiting after"):
        await asked.answered(timeout=0.01)
    asked.fail_if_unanswered()
    assert asked.state == "failed"
    answer = await ask("POST", _callback(asked), {"type": 5})
    assert answer.said["code"] == 10062


async def test_the_token_dies_after_fifteen_minutes(
    sandbox: Sandbox, ask: Ask, asked: Interaction
) -> None:
    await ask("POST", _callback(asked), {"type": 5})
    asked.age(901)
    answer = await ask("PATCH", f"{_webhook(sandbox, asked)}/messages/@original", {"content": "x"})
    assert (answer.status, answer.said["code"]) == (401, 50027)


async def test_follow_ups_need_a_first_answer(
    sandbox: Sandbox, ask: Ask, asked: Interaction
) -> None:
    answer = await ask("POST", _webhook(sandbox, asked), {"content": "x"})
    assert (answer.status, answer.said["code"]) == (404, 10015)


async def test_follow_ups_are_read_edited_and_deleted(
    sandbox: Sandbox, ask: Ask, asked: Interaction
) -> None:
    await ask("POST", _callback(asked), {"type": 4, "data": {"content": "first"}})
    hook = _webhook(sandbox, asked)
    more = (await ask("POST", f"{hook}?wait=true", {"content": "more"})).said
    one = f"{hook}/messages/{more['id']}"
    assert (await ask("PATCH", one, {"content": "more!"})).said["content"] == "more!"
    assert (await ask("GET", f"{hook}/messages/@original")).said["content"] == "first"
    assert (await ask("DELETE", one)).status == 204
    assert (await ask("GET", one)).said["code"] == 10008
    assert [message.content for message in asked.messages] == ["first", "more!"]


async def test_follow_ups_have_a_limit_of_their_own_outside_the_global_one(
    sandbox: Sandbox, ask: Ask, asked: Interaction
) -> None:
    await ask("POST", _callback(asked), {"type": 5})
    await asyncio.gather(*(ask("GET", f"/channels/{number}") for number in range(55)))
    path = f"{_webhook(sandbox, asked)}/messages/@original"
    answers = [await ask("PATCH", path, {"content": str(n)}) for n in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[5].said["retry_after"] <= 0.4


@pytest.mark.parametrize(
    "body",
    [
        {"type": 9, "data": {"title": "t" * 46, "custom_id": "x", "components": [{"type": 1}]}},
        {"type": 9, "data": {"title": "t", "custom_id": "x", "components": []}},
        {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}},
        {"type": 7, "data": {"content": "nothing to update"}},
        {"type": 99},
    ],
)
async def test_answers_that_discord_would_refuse_are_refused(
    unchecked: Sandbox, session: aiohttp.ClientSession, body: dict[str, Any]
) -> None:
    unchecked.world.commands.put(None, COMMAND)
    asked = await unchecked.person("Mina").slash(unchecked.channel("general"), "ask")
    answer = await Ask(session, unchecked.api_url, "")("POST", _callback(asked), body)
    assert answer.said["code"] == 50035
    assert asked.state == "waiting"


async def test_an_answer_may_ping_users_but_nobody_else_by_default(
    sandbox: Sandbox, ask: Ask, asked: Interaction
) -> None:
    text = f"@everyone {sandbox.person('Joon').mention}"
    await ask("POST", _callback(asked), {"type": 4, "data": {"content": text}})
    mentions = asked.messages[0].mentions
    assert mentions.users == (sandbox.person("Joon").user,)
    assert not mentions.everyone
