"""A finding: one sentence of fact, and one of what to do where all is not well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

_MOST_WORDS = 300  # characters of what somebody else's program says


class Level(StrEnum):
    """Wrong is what is set and does not work; a warning is what could work better."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a *check*; *link* is an address that belongs to it."""

    check: str
    level: Level
    fact: str
    advice: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be found out; *refused* is whether Discord refuses the token."""

    reason: str
    refused: bool = False


def of_settings(mistakes: Sequence[str]) -> list[Finding]:
    """Tell every mistake of the settings and of models.toml."""
    if not mistakes:
        return [Finding("Settings", Level.OK, "All of them can be read.")]
    advice = "Mend it where it is set; .env.example explains every name."
    return [Finding("Settings", Level.WRONG, mistake, advice) for mistake in mistakes]


def of_refusal(check: str, words: str) -> Finding:
    """Tell what cannot even be tried; *words* are the fact, a colon, and the advice."""
    fact, _, advice = words.partition(": ")
    return Finding(check, Level.WRONG, f"{fact}.", f"{advice[:1].upper()}{advice[1:].rstrip('.')}.")


def without(secrets: Iterable[str], finding: Finding) -> Finding:
    """Take *secrets* out of what a library may have put into its words."""
    fact, advice = finding.fact, finding.advice
    for secret in filter(None, secrets):
        fact, advice = fact.replace(secret, "[secret]"), advice.replace(secret, "[secret]")
    return replace(finding, fact=fact, advice=advice)


def summary(findings: Sequence[Finding]) -> str:
    """Say in one sentence how well all is."""
    levels = [finding.level for finding in findings]
    wrong, warnings = levels.count(Level.WRONG), levels.count(Level.WARNING)
    if wrong:
        return f"{wrong} wrong, {counted(warnings, 'warning')}." if warnings else f"{wrong} wrong."
    return f"Nothing is wrong, {counted(warnings, 'warning')}." if warnings else "All is well."


def short(words: str) -> str:
    """Give what a library says as one short line without its full stop."""
    line = " ".join(words.split())
    line = line if len(line) <= _MOST_WORDS else f"{line[:_MOST_WORDS]} …"
    return line.rstrip(".")


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def milliseconds(seconds: float) -> str:
    """Give a delay as people read it."""
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.1f} s"
