"""The panel of /config on simcord."""

import json
from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.chat import texts
from bot.chat.settings import config_texts
from bot.chat.settings.config_names import GROUPS
from bot.client import Sharding, TokkiBot
from bot.core.config import table
from tests.cogs.office import Office, an_office, files_of, messages_of, said
from tests.cogs.world import CATALOGUE


class Panel:
    """The panel as somebody has it open."""

    def __init__(self, who: simcord.MemberActor, shown: simcord.InteractionResult) -> None:
        self.who = who
        (self.shown,) = messages_of(shown)

    @property
    def text(self) -> str:
        return self.shown.content

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """The selects and buttons by what they do."""
        rows = self.shown.components
        return {each["custom_id"].split(":")[2]: each for row in rows for each in row["components"]}

    def chosen(self, act: str) -> list[str]:
        return [each["value"] for each in self.parts[act]["options"] if each.get("default")]

    def offered(self, act: str) -> list[str]:
        return [each["value"] for each in self.parts[act]["options"]]

    async def choose(self, act: str, *values: object) -> simcord.InteractionResult:
        custom_id = self.parts[act]["custom_id"]
        return await self.who.select(self.shown, values, custom_id=custom_id)

    async def click(self, act: str) -> simcord.InteractionResult:
        return await self.who.click(self.shown, custom_id=self.parts[act]["custom_id"])

    async def write(self, act: str, values: dict[str, str]) -> simcord.InteractionResult:
        return await self.who.submit_modal(await self.click(act), values)

    async def go(self, group: str, option: str = "") -> None:
        await self.choose("group", group)
        if option:
            await self.choose("option", option)


async def opened(office: Office, who: simcord.MemberActor | None = None) -> Panel:
    who = who or office.sora
    shown = await who.slash(office.shop, "config panel")
    assert shown.ephemeral
    return Panel(who, shown)


async def test_it_leads_from_a_group_to_a_value() -> None:
    async with an_office() as office:
        panel = await opened(office)
        assert panel.offered("group") == list(GROUPS)
        await panel.choose("group", "looks")
        assert panel.offered("option") == list(GROUPS["looks"])
        assert "Parts: 5 messages · environment" in panel.text
        await panel.choose("option", "footer")
        assert panel.chosen("value") == ["yes"]
        await panel.choose("value", "no")
        assert panel.chosen("value") == ["no"]
        assert "Footer: yes (environment) → no\n" in panel.text
        assert await office.values() == {"footer": False}


async def test_a_change_is_undone_or_taken_back_to_the_default() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        assert not {"undo", "reset"} & set(panel.parts)
        await panel.choose("value", "no")
        await panel.click("undo")
        assert not await office.values()
        assert "undo" not in panel.parts
        await panel.choose("value", "no")
        await panel.click("reset")
        assert "Footer: no → yes (environment)" in panel.text
        assert not await office.values()


async def test_a_double_click_changes_once_and_says_so() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        old = panel.parts["value"]["custom_id"]
        for _ in range(2):
            await office.sora.select(panel.shown, ["no"], custom_id=old)
        assert "It was so before: nothing changed." in panel.text
        assert len(office.store.changes[office.guild.id]) == 1


async def test_an_undo_below_a_change_works_once() -> None:
    async with an_office() as office:
        result = await office.config("set", option="parts", value="3")
        message = result.response or result.followups[0]
        (button,) = message.components[0]["components"]
        clicked = await office.sora.click(message, custom_id=button["custom_id"])
        assert said(result).startswith("Parts: 3 messages → 5 messages (environment)")
        assert clicked.acknowledged
        assert not (result.response or result.followups[0]).components
        assert not await office.values()


@pytest.mark.parametrize("count", [60, 300])
async def test_an_undo_below_a_large_change_tells_all_that_it_changed(count: int) -> None:
    async with an_office() as office:
        quotas = {f"quota.role.{10**17 + n}.day.tokens": 5 for n in range(count)}
        document = {"version": 1, "server": quotas, "channels": {}}
        result = await office.config("import", file=("a.json", json.dumps(document).encode()))
        message = messages_of(result)[-1]
        (button,) = message.components[0]["components"]
        clicked = await office.sora.click(message, custom_id=button["custom_id"])
        shown = message.content + "".join(each.content for each in clicked.followups)
        for file in message.attachments:
            shown += (await file.read()).decode()
        assert shown.count("for <@&") == count
        assert "/config undo change:2" in shown
        assert not message.components


async def test_channels_and_roles_are_chosen_from_discords_own_lists() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("places", "channels")
        await panel.choose("value", office.shop, office.channel)
        assert await office.values() == {"channels": (office.shop.id, office.channel.id)}
        defaults = panel.parts["value"]["default_values"]
        assert {int(each["id"]) for each in defaults} == {office.shop.id, office.channel.id}
        await panel.choose("option", "roles")
        role = office.guild.create_role("patron")
        await panel.choose("value", role)
        assert (await office.values())["roles"] == (role.id,)
        await panel.choose("value")
        assert (await office.values())["roles"] == ()


async def test_nobody_limits_it_to_a_category_in_which_nobody_can_ask() -> None:
    async with an_office() as office:
        category = office.guild.create_category("shops")
        await office.config("set", option="channels", value=f"{category.id} {office.shop.id}")
        panel = await opened(office)
        await panel.go("places", "channels")
        shown = panel.parts["value"]
        assert discord.ChannelType.text.value in shown["channel_types"]
        assert discord.ChannelType.category.value not in shown["channel_types"]
        assert [int(each["id"]) for each in shown["default_values"]] == [office.shop.id]


async def test_a_channel_that_is_gone_does_not_stand_in_the_way() -> None:
    async with an_office() as office:
        await office.config("set", option="channels", value=f"12345 {office.shop.mention}")
        panel = await opened(office)
        await panel.go("places", "channels")
        (default,) = panel.parts["value"]["default_values"]
        assert int(default["id"]) == office.shop.id


async def test_models_are_chosen_with_their_prices() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("models", "allowed_models")
        assert "auto" in panel.offered("value")
        assert panel.parts["value"]["options"][1]["description"]
        await panel.choose("value", "auto")
        assert (await office.values())["allowed_models"] == ("auto",)
        await panel.choose("value")
        assert (await office.values())["allowed_models"] == ()


async def test_more_than_a_select_can_show_is_written_and_nothing_of_it_is_lost() -> None:
    async with an_office() as office:
        roles = [office.guild.create_role(f"role{number}") for number in range(30)]
        await office.config("set", option="roles", value=" ".join(each.mention for each in roles))
        panel = await opened(office)
        await panel.go("places", "roles")
        assert "value" not in panel.parts
        await panel.write("write", {"text": " ".join(str(each.id) for each in roles[1:])})
        assert (await office.values())["roles"] == tuple(each.id for each in roles[1:])
        await panel.write("write", {"text": f"{roles[0].id}"})
        assert "write" not in panel.parts
        assert "value" in panel.parts


async def test_models_that_a_select_cannot_have_do_not_stand_in_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = frozenset({"auto", "large", "long" * 30})
    async with an_office() as office:
        cog: Any = office.world.bot.get_cog("Config")
        monkeypatch.setattr(cog.choices, "_catalogue", lambda: replace(CATALOGUE, listed=listed))
        panel = await opened(office)
        await panel.go("models", "model")
        assert sorted(panel.offered("value")) == ["auto", "fake-model", "large"]


async def test_a_wrong_value_in_a_form_names_what_is_allowed_and_a_right_one_is_taken() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("memory", "memory_tokens")
        await panel.write("write", {"text": "few"})
        assert "Memory window has to be a number from 1000 to 1000000, not `few`." in panel.text
        await panel.write("write", {"text": "9,000"})
        assert await office.values() == {"memory_tokens": 9000}
        assert "16,000 tokens (environment) → 9,000 tokens" in panel.text
        form = await panel.click("write")
        assert '"9000"' in json.dumps(form.modal)


async def test_a_persona_is_written_and_chosen() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("personas")
        long = "You are a pirate. " * 10
        refused = await panel.write("new", {"name": "code", "text": long})
        assert "is a ready-made persona" in panel.text
        assert (await files_of(refused))["text.txt"].decode() == long
        await panel.write("new", {"name": "pirate", "text": long})
        await panel.choose("option", "persona")
        await panel.choose("value", "pirate")
        assert (await office.values())["persona"] == "pirate"


async def test_what_somebody_else_changed_meanwhile_is_shown() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        await office.config("set", option="parts", value="9")
        await office.config("set", option="footer", value="no")
        await panel.choose("option", "footer")
        assert "Parts: 9 messages · server" in panel.text
        assert panel.chosen("value") == ["no"]


async def test_who_manages_a_channel_has_the_panel_of_that_one() -> None:
    async with an_office() as office:
        panel = await opened(office, office.yuna)
        assert panel.text == config_texts.heading(office.shop.id)
        assert "quotas.server" not in panel.offered("group")
        await panel.go("memory")
        assert "memory_days" not in panel.offered("option")
        await panel.choose("option", "memory_mode")
        await panel.choose("value", "chain")
        assert await office.values(office.shop) == {"memory_mode": "chain"}
        refused = await panel.click("scope")
        assert said(refused).endswith(config_texts.not_server_manager())
        assert panel.text.startswith(config_texts.heading(office.shop.id))


async def test_who_manages_the_server_goes_to_and_fro_between_it_and_a_channel() -> None:
    async with an_office() as office:
        panel = await opened(office)
        assert panel.text == config_texts.heading(0)
        await panel.click("scope")
        assert panel.text == config_texts.heading(office.shop.id)
        await panel.click("scope")
        assert panel.text == config_texts.heading(0)


async def test_who_may_no_longer_is_refused() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        office.env.backend.get_guild(office.guild.id).members[office.sora.id].role_ids.clear()
        refused = await panel.choose("value", "no")
        assert said(refused) == config_texts.not_server_manager()
        assert not await office.values()


async def test_panels_and_forms_survive_a_restart() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "parts")
        form = await panel.click("write")
        assert isinstance(office.env.bot, TokkiBot)
        await office.env.restart_bot(TokkiBot(office.env.bot.services, Sharding(1)))
        await office.sora.submit_modal(form, {"text": "7"})
        assert await office.values() == {"parts": 7}
        await panel.choose("option", "footer")
        await panel.choose("value", "no")
        assert await office.values() == {"parts": 7, "footer": False}


async def test_a_click_that_discord_has_given_up_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with an_office() as office:
        panel = await opened(office)
        office.env.inject_error(
            "POST", "/interactions/*", status=404, code=10062, message="Unknown interaction"
        )
        await panel.choose("group", "looks")
        assert "panel.too_late act=group" in caplog.text
        await panel.choose("group", "looks")
        assert "Footer" in panel.text


async def test_settings_out_of_reach_are_a_sentence() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        office.store.broken = True
        assert texts.no_memory() in said(await panel.choose("value", "no"))


async def test_an_unexpected_failure_is_answered_with_a_number() -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        message = discord.Object(0)
        office.store.changes[office.guild.id] = [message]  # type: ignore[list-item]  # no change
        assert "Something went wrong on my side." in said(await panel.choose("value", "no"))


@pytest.mark.parametrize("in_channel", [False, True])
async def test_discord_takes_the_panel_for_every_option(*, in_channel: bool) -> None:
    async with an_office() as office:
        panel = await opened(office)
        if in_channel:
            await panel.click("scope")
        seen = set()
        for group in panel.offered("group"):
            await panel.choose("group", group)
            for option in panel.offered("option"):
                await panel.choose("option", option)
                assert panel.chosen("option") == [option]
                seen.add(option)
        layer = "channel" if in_channel else "server"
        assert seen == {each.key for each in table.OPTIONS if layer in each.scopes}


async def test_a_panel_with_more_than_a_message_holds_says_where_the_rest_is() -> None:
    async with an_office() as office:
        personas = {f"personas.{'x' * 45}{n}": "y" * 90 for n in range(20)}
        document = {"version": 1, "server": personas, "channels": {}}
        await office.config("import", file=("a.json", json.dumps(document).encode()))
        panel = await opened(office)
        await panel.choose("group", "looks")
        assert "…" not in panel.text
        await panel.choose("group", "personas")
        assert panel.text.endswith("\n… `/config show`")
        assert len(panel.text) <= 2000


async def test_korean_people_have_a_korean_panel(korean: None) -> None:
    async with an_office() as office:
        panel = await opened(office)
        await panel.go("looks", "footer")
        assert panel.parts["group"]["placeholder"] == "무엇을 설정할까요?"
        await panel.choose("value", "no")
        assert "꼬리말: 예 (환경 변수) → 아니요" in panel.text
