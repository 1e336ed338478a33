"""/config key: a form takes a server's own key, and nothing ever shows it again."""

import json
import logging

import pytest
from discord.app_commands import CheckFailure

from bot.chat import texts
from bot.chat.settings import config_texts, key_texts
from bot.chat.settings.keys import Verdict
from bot.core.errors import Fault, ModelError
from tests.cogs.office import Office, an_office, files_of, said
from tests.config_fakes import FakeSafe, FakeTrial

KEY = "marker-of-a-key-of-more-than-a-hundred-characters-" * 3


def trial_of(office: Office) -> FakeTrial:
    trial = office.world.services.keys._trial
    assert isinstance(trial, FakeTrial)
    return trial


async def give(office: Office, key: str = KEY) -> str:
    """Send a key in the form; gives the answer."""
    form = await office.config("key")
    return said(await office.sora.submit_modal(form, {"key": key}))


async def test_a_key_is_given_in_a_form_and_never_seen_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    async with an_office() as office:
        assert await give(office) == key_texts.verdict(Verdict.STORED)
        assert trial_of(office).keys == [KEY]
        assert await office.world.services.keys.of(office.guild.id) == KEY
        seen = [json.dumps((await office.config("key")).modal)]
        seen += [said(await office.config(each)) for each in ("show", "history", "panel", "undo")]
        exported = await office.config("export")
        seen += [said(exported), *(f"{data!r}" for data in (await files_of(exported)).values())]
    assert "marker" not in "".join(seen) + caplog.text + f"{office.world.services.keys!r}"


async def test_show_and_history_tell_who_has_set_a_key() -> None:
    async with an_office() as office:
        assert said(await office.config("show")).endswith("Own key: not set")
        await give(office)
        shown = said(await office.config("show")).splitlines()[-1]
        assert shown.startswith(f"Own key: set by <@{office.sora.id}> <t:")
        await give(office, "another")
        await office.config("key", remove=True)
        history = said(await office.config("history")).splitlines()[1:]
        assert [line.partition("> ")[2].partition("> ")[2] for line in history] == [
            "Own key: `set` → not set",
            "Own key: `set` → `renewed`",
            "Own key: not set → `set`",
        ]
        assert all(f"<@{office.sora.id}>" in line for line in history)


async def test_a_key_is_removed_and_cannot_be_brought_back_by_an_undo() -> None:
    async with an_office() as office:
        assert said(await office.config("key", remove=True)) == key_texts.none()
        await give(office)
        assert said(await office.config("key", remove=True)) == key_texts.removed()
        await office.config("undo")
        await office.config("undo", change=1)
        assert await office.world.services.keys.of(office.guild.id) is None


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [(Fault.UNAUTHORIZED, Verdict.REFUSED), (Fault.UNREACHABLE, Verdict.UNTRIED)],
)
async def test_a_key_that_was_not_taken_is_told_and_not_sent_back(
    fault: Fault, verdict: Verdict
) -> None:
    async with an_office() as office:
        trial_of(office).error = ModelError(fault, "no")
        form = await office.config("key")
        result = await office.sora.submit_modal(form, {"key": KEY})
        assert said(result) == key_texts.verdict(verdict)
        assert not await files_of(result)
        assert await office.world.services.keys.of(office.guild.id) is None


async def test_what_is_no_key_is_told() -> None:
    async with an_office() as office:
        assert await give(office, "two words") == key_texts.verdict(Verdict.MALFORMED)


async def test_without_a_secret_the_operator_is_named_and_a_key_can_still_be_removed() -> None:
    async with an_office() as office:
        await give(office)
        office.world.services.keys._safe = FakeSafe()
        result = await office.config("key")
        assert result.modal is None
        assert said(result) == key_texts.not_switched_on()
        assert said(await office.config("key", remove=True)) == key_texts.removed()


async def test_who_manages_only_a_channel_can_neither_give_nor_remove_a_key() -> None:
    async with an_office() as office:
        await give(office)
        for remove in (False, True):
            result = await office.yuna.slash(office.shop, "config key", remove=remove)
            assert said(result) == config_texts.not_server_manager()
        assert all(isinstance(error, CheckFailure) for error in office.env.errors)
        standing = await office.world.services.keys.standing(office.guild.id)
        assert standing
        assert standing.author_id == office.sora.id


async def test_who_may_no_longer_manage_the_server_cannot_send_the_form() -> None:
    async with an_office() as office:
        form = await office.config("key")
        office.env.backend.get_guild(office.guild.id).members[office.sora.id].role_ids.clear()
        result = await office.sora.submit_modal(form, {"key": KEY})
        assert said(result) == config_texts.not_server_manager()
        assert not trial_of(office).keys


async def test_a_storage_that_fails_is_a_sentence() -> None:
    async with an_office() as office:
        form = await office.config("key")
        office.store.broken = True
        result = await office.sora.submit_modal(form, {"key": KEY})
        assert texts.no_memory() in said(result)
