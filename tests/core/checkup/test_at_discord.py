from dataclasses import replace

import pytest

from bot.core.checkup.at_discord import (
    Account,
    Commands,
    Gateway,
    Inquiry,
    Server,
    of_account,
    of_clock,
    of_commands,
    of_gateway,
    of_inquiry,
    of_intents,
    of_servers,
)
from bot.core.checkup.findings import Failed, Finding, Level
from bot.core.invitation import PERMISSIONS, invite_link

ALL = sum(PERMISSIONS.values())
ACCOUNT = Account("tokki", 42, "limited", 0.03)
WELL = Inquiry(
    ACCOUNT,
    Gateway(1, 998, 1000, 3600.0),
    [Server("Home", ALL)],
    Commands(same=True, arrive=True),
    ahead=0.2,
)


def is_helpful(finding: Finding) -> bool:
    """Whether it says what to do exactly where all is not well."""
    return bool(finding.advice) is (finding.level is not Level.OK)


def test_a_healthy_bot_has_only_good_findings_and_its_link() -> None:
    findings = list(of_inquiry(WELL))
    assert {finding.level for finding in findings} == {Level.OK}
    assert [finding.link for finding in findings if finding.link] == [invite_link(42)]
    assert all(map(is_helpful, findings))


def test_what_discord_does_not_tell_is_a_warning_and_hides_nothing_else() -> None:
    failed = Failed("no answer within 10 s")
    untold = replace(WELL, gateway=failed, servers=failed, commands=failed)
    findings = {finding.check: finding for finding in of_inquiry(untold)}
    assert findings.keys() == {finding.check for finding in of_inquiry(WELL)}
    for check in ("Gateway", "Servers", "Commands"):
        assert findings[check].level is Level.WARNING
        assert "no answer within 10 s" in findings[check].fact


def test_without_an_account_only_that_and_the_clock_are_told() -> None:
    findings = list(of_inquiry(Inquiry(Failed("401", refused=True), ahead=0.0)))
    assert [finding.check for finding in findings] == ["Discord", "Clock"]


def test_a_refused_token_is_not_taken_for_a_lost_network() -> None:
    refused, lost = of_account(Failed("no", refused=True)), of_account(Failed("no route"))
    assert "token" in refused.advice
    assert "no route" in lost.fact
    assert "network" in lost.advice


def test_without_the_intent_it_is_said_what_works_and_what_does_not() -> None:
    finding = of_intents(replace(ACCOUNT, content=None))
    assert finding.level is Level.WARNING
    for words in ("mentions", "replies", "direct messages", "commands", "plain messages"):
        assert words in finding.fact


@pytest.mark.parametrize(
    ("remaining", "level"), [(1000, Level.OK), (49, Level.WARNING), (0, Level.WRONG)]
)
def test_few_session_starts_are_told_before_none_is_left(remaining: int, level: Level) -> None:
    finding = of_gateway(Gateway(2, remaining, 1000, 7200.0))
    assert finding.level is level
    assert is_helpful(finding)


def test_each_server_that_grants_too_little_is_named_with_what_is_missing() -> None:
    poor = Server("Shop", ALL & ~PERMISSIONS["Attach Files"] & ~PERMISSIONS["View Channels"])
    good, bad = of_servers([Server("Home", ALL), poor])
    assert good.level is Level.OK
    assert bad.level is Level.WARNING
    assert bad.fact == "Shop does not grant: View Channels, Attach Files."


def test_so_many_poor_servers_are_counted_not_listed() -> None:
    findings = list(of_servers([Server(f"S{number}", 0) for number in range(50)]))
    assert len(findings) == 21
    assert "30 more servers" in findings[-1].fact
    assert all(map(is_helpful, findings))


def test_being_in_no_server_points_to_the_link() -> None:
    (finding,) = of_servers([])
    assert finding.level is Level.WARNING
    assert "link" in finding.advice


@pytest.mark.parametrize(
    ("commands", "level"),
    [
        (Commands(same=True, arrive=True), Level.OK),
        (Commands(same=False, arrive=True), Level.WARNING),
        (Commands(same=True, arrive=False), Level.WRONG),
    ],
)
def test_commands_are_well_when_they_are_registered_and_arrive(
    commands: Commands, level: Level
) -> None:
    finding = of_commands(commands)
    assert finding.level is level
    assert is_helpful(finding)


@pytest.mark.parametrize(
    ("ahead", "level", "words"),
    [
        (4.9, Level.OK, "within 5 s"),
        (-4.9, Level.OK, "within 5 s"),
        (61.0, Level.WARNING, "61 s ahead of"),
        (-7200.0, Level.WARNING, "7,200 s behind"),
    ],
)
def test_a_clock_that_is_off_is_told_with_its_direction(
    ahead: float, level: Level, words: str
) -> None:
    finding = of_clock(ahead)
    assert finding.level is level
    assert words in finding.fact
    assert is_helpful(finding)
