"""The commands as Discord is told them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from discord.http import Route

from bot.client import TokkiBot, commands_of, point_at
from sandbox import Sandbox
from tests.cogs.world import World, a_world
from tests.end_to_end.conftest import OPENAPI

LOCALES = (None, "ko")
_SLASH = 1
# https://discord.com/developers/docs/interactions/application-commands#application-command-object
_NAME = re.compile(r"[-_'\w]{1,32}")


async def payloads(world: World) -> list[dict[str, Any]]:
    return await commands_of(world.bot.tree)


def named(given: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the commands, options and choices in a payload."""
    for each in given:
        yield each
        yield from named(each.get("options") or ())
        yield from named(each.get("choices") or ())


def in_locale(each: dict[str, Any], key: str, locale: str | None) -> str:
    translations = each.get(f"{key}_localizations") or {}
    return str(translations.get(locale, each[key]))


async def test_they_fit_discords_description_of_its_api() -> None:
    if not OPENAPI.exists():
        pytest.skip("Discord's API description is not here.")
    from sandbox.openapi import OpenApi  # noqa: PLC0415 - its validator may be missing

    violations: list[str] = []
    async with a_world() as world:
        given = await payloads(world)
    OpenApi(OPENAPI, violations).check_request(
        "PUT", "/applications/{application_id}/commands", given
    )
    assert violations == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_names_are_such_as_discord_takes(locale: str | None) -> None:
    async with a_world() as world:
        for command in await payloads(world):
            is_menu = command.get("type", _SLASH) != _SLASH
            for each in () if is_menu else (command, *named(command.get("options") or ())):
                name = in_locale(each, "name", locale)
                if "value" in each:  # a choice is only shown
                    assert 1 <= len(name) <= 100
                    continue
                assert _NAME.fullmatch(name), name
                assert name == name.lower()
                assert 1 <= len(in_locale(each, "description", locale)) <= 100


@pytest.mark.parametrize("locale", LOCALES)
async def test_no_two_of_a_kind_have_the_same_name(locale: str | None) -> None:
    def check(siblings: list[dict[str, Any]]) -> None:
        names = [(each.get("type"), in_locale(each, "name", locale)) for each in siblings]
        if any("value" in each for each in siblings) or not is_commands(siblings):
            names = [(None, name) for _, name in names]
        assert len(names) == len(set(names)), names
        for each in siblings:
            check(each.get("options") or [])
            check(each.get("choices") or [])

    def is_commands(siblings: list[dict[str, Any]]) -> bool:
        return siblings is given

    async with a_world() as world:
        given = await payloads(world)
        check(given)


async def test_everything_has_a_korean_name_and_description() -> None:
    async with a_world() as world:
        for each in named(await payloads(world)):
            assert (each.get("name_localizations") or {}).get("ko"), each["name"]
            if each.get("description"):
                assert (each.get("description_localizations") or {}).get("ko"), each["name"]


async def test_they_are_small_enough() -> None:
    # https://discord.com/developers/docs/interactions/application-commands, 8,000 characters of
    # names, descriptions and values; the longest localisation counts.
    async with a_world() as world:
        for command in await payloads(world):
            texts = [
                max(len(in_locale(each, key, locale)) for locale in LOCALES)
                for each in named([command])
                for key in ("name", "description", "value")
                if each.get(key)
            ]
            assert sum(texts) <= 8000


async def test_synchronising_twice_sends_nothing_the_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # it is put back
    async with a_world() as world:
        services = world.services
    async with Sandbox(openapi=OPENAPI if OPENAPI.exists() else None) as sandbox:
        point_at(sandbox.api_url, None)
        for _ in range(2):
            async with TokkiBot(services) as bot:
                await bot.login(sandbox.token)
            assert sandbox.command_writes == 1
        assert sandbox.violations == []
        names = {each["name"]: each["name_localizations"] for each in sandbox.commands}
        assert names["ask"] == {"ko": "질문"}
