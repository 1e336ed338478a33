"""The commands of /config on simcord."""

import json
from typing import Any

import pytest
from discord.app_commands import CheckFailure

from bot.chat import texts
from bot.chat.languages import Language, speak
from bot.chat.settings import config_texts
from bot.chat.settings.config_names import GROUPS, group_of, option_help, option_name
from bot.core.config import table
from tests.cogs.office import an_office, files_of, said

WRITTEN = {"name": "pirate", "text": "You are a pirate in {server}."}
READS = ("show", "history", "persona list")
CHANGES: dict[str, dict[str, Any]] = {
    "set": {"option": "parts", "value": "3"},
    "reset": {"option": "parts"},
    "undo": {},
    "export": {},
    "import": {"file": ("a.json", b"{}")},
    "facts": {},
    "persona write": {},
    "persona delete": {"name": "pirate"},
    "quota": {"who": "server", "per": "day", "counting": "questions", "most": "5"},
}


async def test_it_is_offered_to_those_who_manage_channels_in_servers() -> None:
    async with an_office() as office:
        for member, channel, offered in (
            (office.mina, office.channel, False),
            (office.yuna, office.channel, False),
            (office.yuna, office.shop, True),
            (office.sora, office.channel, True),
        ):
            assert ("config show" in member.available_commands(channel)) is offered
        await office.mina.send_dm("hello")
        commands = office.mina.user.available_commands()
        assert "ask" in commands
        assert "config show" not in commands


async def test_who_manages_a_channel_sets_that_one_and_nothing_else() -> None:
    async with an_office() as office:
        change = {"option": "parts", "value": "3"}
        result = await office.yuna.slash(office.shop, "config set", channel=office.shop, **change)
        assert said(result).startswith(
            f"Parts in {office.shop.mention}: 5 messages (environment) → 3 messages\n"
        )
        assert await office.values(office.shop) == {"parts": 3}
        for command, options in CHANGES.items():
            refused = said(await office.yuna.slash(office.shop, f"config {command}", **options))
            if command == "undo":  # of her own change
                assert refused.startswith(f"Parts in {office.shop.mention}: 3 messages → not set\n")
            else:
                assert refused == config_texts.not_server_manager()
        result = await office.yuna.slash(
            office.shop, "config set", **change, channel=office.channel
        )
        assert said(result) == config_texts.not_channel_manager(office.channel.id)
        assert not await office.values()
        assert not await office.values(office.channel)
        assert all(isinstance(error, CheckFailure) for error in office.env.errors)


async def test_who_manages_a_channel_undoes_what_changed_nothing_else() -> None:
    async with an_office() as office:
        document = {"version": 1, "server": {}, "channels": {f"{office.shop.id}": {"parts": 3}}}
        await office.config("import", file=("a.json", json.dumps(document).encode()))
        document["server"] = {"footer": False}
        await office.config("import", file=("a.json", json.dumps(document).encode()))
        for number in (2, 9):
            refused = await office.yuna.slash(office.shop, "config undo", change=number)
            assert said(refused) == config_texts.nothing_to_undo()
        assert await office.values() == {"footer": False}
        await office.yuna.slash(office.shop, "config undo")
        assert not await office.values(office.shop)


@pytest.mark.parametrize("command", READS)
async def test_who_manages_a_channel_may_look(command: str) -> None:
    async with an_office() as office:
        await office.config("set", option="parts", value="3")
        assert "**" in said(await office.yuna.slash(office.shop, f"config {command}"))


async def test_a_change_says_what_was_what_is_and_how_to_undo_it() -> None:
    async with an_office() as office:
        change = {"option": "parts", "value": "3"}
        first = (
            "Parts: 5 messages (environment) → 3 messages\nUndo it with `/config undo change:1`."
        )
        assert said(await office.config("set", **change)) == first
        again = said(await office.config("set", **change))
        assert again == "It was so before: nothing changed."
        undone = said(await office.config("undo", change=1))
        assert undone.startswith("Parts: 3 messages → 5 messages (environment)\n")
        assert not await office.values()


async def test_a_value_is_reset_to_the_layer_below() -> None:
    async with an_office() as office:
        await office.config("set", option="parts", value="3")
        await office.config("set", option="parts", value="4", channel=office.shop)
        result = said(await office.config("reset", option="parts", channel=office.shop))
        assert result.startswith(
            f"Parts in {office.shop.mention}: 4 messages → 3 messages (server)\n"
        )
        assert (await office.values()) == {"parts": 3}


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("parts", "99", "Parts has to be a number from 1 to 20, not `99`."),
        ("parts", "many", "Parts has to be a number from 1 to 20, not `many`."),
        ("footer", "perhaps", "Footer cannot be `perhaps`. Allowed: `yes`, `no`."),
        ("model", "huge", "Allowed: `auto`, `deepseek-chat`, `small`, `large`."),
        ("persona", "pirate", "Allowed: `assistant`, `support`, `code`, `translator`."),
        ("channels", "general", "written like #channel or @role, not `general`."),
        ("colour", "red", "There is no setting `colour`: `/config panel` shows them all."),
        ("quota.person.day.dollars", "-1", "Dollars a day, per person has to be a number from 0"),
    ],
)
async def test_a_wrong_value_names_what_is_allowed(option: str, value: str, sentence: str) -> None:
    async with an_office() as office:
        answer = said(await office.config("set", option=option, value=value))
        assert sentence in answer
        assert answer.endswith("Nothing was changed.")
        assert not await office.values()


async def test_what_belongs_to_the_server_cannot_be_set_for_a_channel() -> None:
    async with an_office() as office:
        change = {"option": "memory_days", "value": "3", "channel": office.shop}
        assert "Retention can be set here only: server." in said(
            await office.config("set", **change)
        )


async def test_show_lists_every_value_with_where_it_comes_from() -> None:
    async with an_office() as office:
        await office.config("set", option="language", value="ko")
        await office.config("quota", who="server", per="day", counting="dollars", most="5")
        await office.config("set", option="channels", value=office.shop.mention)
        await office.config("set", option="parts", value="7", channel=office.shop)
        shown = said(await office.config("show", channel=office.shop))
        limited = ("quota.server.day.dollars", "quota.person.minute.questions")
        silent = [each for each in table.QUOTAS if each.key not in limited]
        for option in table.OPTIONS:
            assert (f"\n{option_name(option.key)}: " in shown) is (option not in silent)
        assert shown.count("\nNo other limit · built-in") == 2
        assert shown.count("\nNo limit · built-in") == 1
        assert f"\nChannels: {office.shop.mention} · server" in shown
        assert "\nLanguage: `ko` (한국어) · server" in shown
        assert "\nParts: 7 messages · channel" in shown
        assert "\nDollars a day, of the server: $5 · server" in shown
        assert "\nFooter: yes · environment" in shown
        assert "\nThreads: no · built-in" in shown
        assert "Parts: 5 messages · environment" in said(await office.config("show"))


async def test_a_list_that_fits_no_few_messages_is_a_file() -> None:
    async with an_office() as office:
        personas = {f"personas.{'x' * 45}{n}": "y" * 90 for n in range(20)}
        quotas = {f"quota.role.{10**17 + n}.day.tokens": 5 for n in range(200)}
        document = {"version": 1, "server": {**personas, **quotas}, "channels": {}}
        result = await office.config("import", file=("a.json", json.dumps(document).encode()))
        assert said(result) == config_texts.in_a_file()
        (text,) = (await files_of(result)).values()
        assert len(text.decode().splitlines()) == 221


async def test_history_tells_who_changed_what_and_pings_nobody() -> None:
    async with an_office() as office:
        assert said(await office.config("history")) == "Nothing was changed here yet."
        await office.config("set", option="roles", value="<@&5>")
        await office.config("undo")
        head, second, first = said(await office.config("history")).splitlines()
        assert head == "**Changes of this server**"
        assert first.startswith("**1** <t:")
        assert first.endswith(f"<@{office.sora.id}> Roles: not set → <@&5>")
        assert second.startswith("**2** (undoes 1) ")
        bodies = [each.json for each in office.env.http_requests if each.json]
        (rule,) = [each["allowed_mentions"] for each in bodies if "**2**" in f"{each}"]
        assert rule["parse"] == []


async def test_a_change_that_was_changed_since_is_not_undone() -> None:
    async with an_office() as office:
        assert said(await office.config("undo")) == config_texts.nothing_to_undo()
        await office.config("set", option="parts", value="3")
        await office.config("set", option="parts", value="4")
        assert said(await office.config("undo", change=1)) == config_texts.changed_since()
        assert await office.values() == {"parts": 4}


async def test_an_export_is_imported_as_it_was() -> None:
    async with an_office() as office:
        await office.config("set", option="persona", value="support")
        await office.config("set", option="parts", value="4", channel=office.shop)
        files = await files_of(await office.config("export"))
        await office.config("reset", option="persona")
        await office.config("set", option="footer", value="no")
        result = said(await office.config("import", file=("a.json", files["settings.json"])))
        assert "Footer: no → yes (environment)" in result
        assert await office.values() == {"persona": "support"}
        await office.config("undo")
        assert await office.values() == {"footer": False}


async def test_an_export_is_imported_after_the_making_of_a_persona_in_use_was_undone() -> None:
    async with an_office() as office:
        await office.sora.submit_modal(await office.config("persona write"), WRITTEN)
        await office.config("set", option="persona", value="pirate")
        await office.config("undo", change=1)
        assert "\nPersona: `assistant` (general assistant) · built-in" in said(
            await office.config("show")
        )
        files = await files_of(await office.config("export"))
        await office.config("set", option="footer", value="no")
        await office.config("import", file=("a.json", files["settings.json"]))
        assert not await office.values()


async def test_an_import_with_mistakes_names_them_all_and_changes_nothing() -> None:
    async with an_office() as office:
        document = {
            "version": 1,
            "server": {"parts": 99, "colour": 1, "footer": False},
            "channels": {"5": {"memory_days": 1}},
        }
        data = json.dumps(document).encode()
        answer = said(await office.config("import", file=("a.json", data)))
        assert sorted(answer.splitlines()) == [
            "<#5> Retention can be set here only: server.",
            "Nothing was changed.",
            "Parts has to be a number from 1 to 20, not `99`.",
            "There is no setting `colour`: `/config panel` shows them all.",
        ]
        assert not await office.values()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "That is no file from `/config export`."),
        (b"\xff\xfe\x00", config_texts.not_a_text_file(2048)),
        (b" " * (2 * 2**20 + 1), config_texts.not_a_text_file(2048)),
    ],
)
async def test_a_file_that_is_no_export_is_refused(data: bytes, sentence: str) -> None:
    async with an_office() as office:
        assert sentence in said(await office.config("import", file=("a.json", data)))


async def test_options_and_their_values_are_offered() -> None:
    async with an_office() as office:

        async def offered(command: str, name: str, typed: str, **filled: str) -> list[str]:
            found = await office.sora.autocomplete(
                office.channel, f"config {command}", name, typed, **filled
            )
            return [each["value"] for each in found]

        assert (await offered("set", "option", ""))[:2] == ["model", "allowed_models"]
        assert await offered("set", "option", "thought") == []
        assert await offered("set", "option", "month, per ch") == [
            f"quota.channel.month.{measure}" for measure in ("questions", "tokens", "dollars")
        ]
        assert await offered("set", "value", "", option="footer") == ["yes", "no"]
        assert await offered("set", "value", "sp", option="reasoning") == ["spoiler"]
        assert "fake-model" in await offered("set", "value", "fake", option="model")
        many = await offered("set", "value", "auto,fake", option="allowed_models")
        assert "auto,fake-model" in many
        assert await offered("set", "value", "", option="nothing") == []
        assert await offered("reset", "option", "") == []
        await office.config("set", option="parts", value="3")
        assert await offered("reset", "option", "") == ["parts"]
        assert "support" in await offered("persona write", "name", "")
        assert await offered("persona delete", "name", "") == []


async def test_a_persona_is_written_in_a_form_chosen_and_deleted() -> None:
    async with an_office() as office:
        form = await office.config("persona write")
        result = await office.sora.submit_modal(form, WRITTEN)
        assert said(result).startswith("Persona `pirate`: not set → `You are a pirate in")
        await office.config("set", option="persona", value="pirate", channel=office.shop)
        again = await office.config("persona write", name="pirate")
        assert WRITTEN["text"] in json.dumps(again.modal)
        assert "- `pirate`: `You are a pirate" in said(await office.config("persona list"))
        await office.config("persona delete", name="pirate")
        assert not await office.values()
        assert not await office.values(office.shop)
        missing = said(await office.config("persona delete", name="pirate"))
        assert missing == config_texts.no_persona("pirate", [])


async def test_a_ready_made_persona_is_there_to_be_copied() -> None:
    async with an_office() as office:
        form = await office.config("persona write", name="support")
        assert "customer support of {server}" in json.dumps(form.modal)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("code", "Persona `code` is a ready-made persona: choose another name."),
        (".dot", config_texts.wrong_persona_name()),
    ],
)
async def test_what_was_written_in_vain_comes_back_as_a_file(name: str, sentence: str) -> None:
    async with an_office() as office:
        form = await office.config("persona write")
        text = "You are patient. " * 20
        result = await office.sora.submit_modal(form, {"name": name, "text": text})
        assert sentence in said(result)
        assert (await files_of(result))["text.txt"].decode() == text


async def test_the_facts_come_from_a_file_or_a_form() -> None:
    async with an_office() as office:
        data = ("\ufeff" + "배송은 사흘 걸립니다. " * 400).encode()
        result = said(await office.config("facts", file=("facts.txt", data)))
        assert result.startswith("Facts: 0 characters (built-in) → 5,200 characters")
        form = await office.config("facts")
        assert "takes the place of the longer text" in json.dumps(form.modal)
        form = await office.config("facts", channel=office.shop)
        await office.sora.submit_modal(form, {"text": "Open from 9 to 5."})
        assert await office.values(office.shop) == {"facts": "Open from 9 to 5."}
        form = await office.config("facts", channel=office.shop)
        assert "Open from 9 to 5." in json.dumps(form.modal)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * (50 * 1024 + 1)])
async def test_facts_that_are_no_small_text_are_refused(data: bytes) -> None:
    async with an_office() as office:
        result = await office.config("facts", file=("facts.txt", data))
        assert said(result) == config_texts.not_a_text_file(50)


async def test_quotas_are_set_for_everybody_roles_and_channels() -> None:
    async with an_office() as office:
        role = office.guild.create_role("patron")
        day = {"per": "day", "counting": "dollars"}
        await office.config("quota", who="person", most="0.50", **day)
        missing = await office.config("quota", who="role", most="2", **day)
        assert said(missing) == config_texts.no_role()
        result = await office.config("quota", who="role", most="2", role=role, **day)
        assert f"Dollars a day, for {role.mention}: not set → $2" in said(result)
        await office.config("quota", who="channel", most="3", channel=office.shop, **day)
        assert await office.values() == {
            "quota.person.day.dollars": 0.5,
            f"quota.role.{role.id}.day.dollars": 2.0,
        }
        assert await office.values(office.shop) == {"quota.channel.day.dollars": 3.0}
        wrong = await office.config("quota", who="person", most="3", channel=office.shop, **day)
        assert "can be set here only: server." in said(wrong)


async def test_a_persons_quotas_are_lifted_for_a_while_and_hold_again() -> None:
    async with an_office() as office:
        result = said(await office.config("lift", person=office.mina, duration=86_400))
        assert f"Freedom of quotas for {office.mina.mention}: not set → until <t:" in result
        assert list(await office.values()) == [f"lift.{office.mina.id}"]
        await office.config("lift", person=office.mina, duration=0)
        assert not await office.values()


async def test_in_a_thread_the_settings_are_those_of_its_channel() -> None:
    async with an_office() as office:
        thread = await office.world.thread()
        change = {"option": "parts", "value": "3", "channel": thread}
        await office.sora.slash(thread, "config set", **change)
        assert await office.values(office.channel) == {"parts": 3}


async def test_korean_people_read_korean(korean: None) -> None:
    async with an_office() as office:
        result = said(await office.config("set", option="footer", value="끄기"))
        speak(Language.KOREAN)
        assert result == (
            "꼬리말: 예 (환경 변수) → 아니요\n되돌리려면 `/설정 되돌리기 변경:1` 명령어를 쓰세요."
        )
        shown = said(await office.config("show"))
        assert "**이 서버 설정**" in shown
        assert "꼬리말: 아니요 · 서버" in shown


async def test_settings_out_of_reach_are_a_sentence() -> None:
    async with an_office() as office:
        office.store.broken = True
        for command in ("show", "history", "export", "panel"):
            assert said(await office.config(command)).startswith(texts.no_memory())
        assert len(office.env.errors) == 4


@pytest.mark.parametrize("language", Language)
def test_every_option_has_a_group_a_name_and_a_line_of_help(language: Language) -> None:
    speak(language)
    for option in table.OPTIONS:
        groups = [group for group, keys in GROUPS.items() if option.key in keys]
        assert groups == [group_of(option.key)]
        assert "`" not in option_name(option.key)
        assert bool(option_help(option.key)) is not option.key.startswith("quota.")
        assert len(option_help(option.key)) <= 100


def test_pages_hold_every_line_and_no_message_is_too_long() -> None:
    lines = ["x" * 700, "", "y" * 1400, "z" * 3000]
    found = config_texts.pages(lines)
    assert all(len(page) <= 2000 for page in found)
    assert "\n".join(found).splitlines()[:3] == lines[:3]
