import pytest

from bot.core.checkup.findings import (
    Finding,
    Level,
    of_refusal,
    of_settings,
    short,
    summary,
    without,
)

OK, WARNING, WRONG = (Finding("Part", level, "Fact.") for level in Level)


def test_every_mistake_of_the_settings_is_a_finding_of_its_own() -> None:
    findings = of_settings(["A is wrong.", "B is wrong."])
    assert [finding.fact for finding in findings] == ["A is wrong.", "B is wrong."]
    assert {finding.level for finding in findings} == {Level.WRONG}
    assert [finding.level for finding in of_settings([])] == [Level.OK]


def test_a_refusal_is_parted_into_fact_and_advice() -> None:
    finding = of_refusal("Discord", "X is missing: copy it: now.")
    assert (finding.fact, finding.advice) == ("X is missing.", "Copy it: now.")


def test_secrets_are_taken_out_of_fact_and_advice() -> None:
    finding = Finding("Part", Level.WRONG, "geheim was refused.", "Not geheim.")
    cleaned = without(["geheim", ""], finding)
    assert (cleaned.fact, cleaned.advice) == ("[secret] was refused.", "Not [secret].")


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        ([OK, OK], "All is well."),
        ([OK, WARNING], "Nothing is wrong, 1 warning."),
        ([WRONG, OK], "1 wrong."),
        ([WRONG, WARNING, WARNING, WRONG], "2 wrong, 2 warnings."),
    ],
)
def test_the_summary_counts_what_is_not_well(findings: list[Finding], sentence: str) -> None:
    assert summary(findings) == sentence


def test_the_words_of_a_library_become_one_short_line() -> None:
    assert short("No\n  way.") == "No way"
    assert len(short("x" * 5000)) < 400
