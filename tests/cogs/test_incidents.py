"""Whatever breaks behind a button, a form or an event: who pressed it is told, with a number."""

import re
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.chat import texts
from tests.cogs.world import a_world, answer_of, is_out_of_reach

NUMBER = re.compile(r"Something went wrong on my side\. .* as ([0-9a-f]{6})\.")


def is_told(sentence: str, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether the number in a sentence stands in the log, too."""
    found = NUMBER.fullmatch(sentence)
    assert found, sentence
    return f"command.failed incident={found[1]}" in caplog.messages


async def breaks(*_given: object, **_named: object) -> None:
    raise ZeroDivisionError


async def test_a_button_that_breaks_before_anything_was_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        monkeypatch.setattr(world.services.answerer, "find", breaks)
        result = await world.mina.click(world.last(), label="Regenerate")
        assert result.followups[-1].ephemeral
        assert is_told(answer_of(result), caplog)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_what_discord_does_not_take_a_response_for_is_a_line_of_the_log_and_no_failure(
    code: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def comes_too_late(*_given: object, **_named: object) -> None:
        response: Any = SimpleNamespace(status=404, reason="Not Found")
        raise discord.NotFound(response, {"code": code, "message": "Unknown interaction"})

    caplog.set_level("INFO")
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        monkeypatch.setattr(world.services.answerer, "find", comes_too_late)
        result = await world.mina.click(world.last(), label="Regenerate")
        assert result.followups == []
    assert "incident=" not in caplog.text
    assert "command.too_late" in caplog.text or "command.answered_elsewhere" in caplog.text


async def test_a_button_whose_event_breaks_later(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        monkeypatch.setattr(world.services.answerer, "regenerate", breaks)
        result = await world.mina.click(world.last(), label="Regenerate")
        assert is_told(result.followups[-1].content, caplog)
        assert [type(error) for error in world.env.errors] == [ZeroDivisionError]


async def test_a_form_that_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_world() as world:
        message = await world.mina.send(world.channel, "Rabbits dig.")
        monkeypatch.setattr(world.services.answerer, "answer", breaks)
        asked = await world.mina.context_menu(world.channel, "Ask about this", message)
        result = await world.mina.submit_modal(asked, {"question": "Why?"})
        assert is_told(answer_of(result), caplog)


async def test_an_event_that_nobody_waits_for_has_a_number_in_the_log_at_least(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_world() as world:
        monkeypatch.setattr(world.services.configuration, "of_place", breaks)
        await world.mina.send(world.channel, "hello everybody")
        assert [type(error) for error in world.env.errors] == [ZeroDivisionError]
        assert any(
            re.fullmatch("event.failed incident=[0-9a-f]{6} event=on_message", each)
            for each in caplog.messages
        )


@pytest.mark.parametrize("call", ["find", "regenerate"])
async def test_a_memory_out_of_reach_is_a_sentence_of_its_own_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, call: str
) -> None:
    async with a_world() as world:
        await world.mina.send(world.channel, f"{world.mention} why?")
        monkeypatch.setattr(world.services.answerer, call, is_out_of_reach)
        result = await world.mina.click(world.last(), label="Regenerate")
        incident = answer_of(result).removeprefix(f"{texts.no_memory()} (").removesuffix(")")
        assert f"command.no_memory incident={incident} error=the disk is full" in caplog.messages
        assert not any(record.exc_info for record in caplog.records)
        assert len(world.env.errors) == (call == "regenerate")  # simcord sees those of events
