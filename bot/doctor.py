"""The doctor: one line for every part of the bot, with what to do where it is not well."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.core.checkup.findings import Finding, Level, summary
from bot.examination import examine

_FINE, _FAILED, _WRONG_SETTINGS = 0, 1, 2
_LOOKS = {Level.OK: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.WRONG: ("✗", "red")}


async def run(
    environment: Mapping[str, str], *, as_json: bool, console: Console | None = None
) -> int:
    """Examine and print; gives 0, 1 when something is wrong, 2 when that is a setting."""
    console = console or Console()
    if as_json:
        findings = await examine(environment)
        console.out(_document(findings), highlight=False)
        return exit_code(findings)
    with console.status("Looking at every part …"):
        findings = await examine(environment)
    if console.is_terminal:
        _draw(findings, console)
    else:
        for finding in findings:
            console.out(_line(finding), highlight=False)
        console.out(summary(findings), highlight=False)
    return exit_code(findings)


def exit_code(findings: Sequence[Finding]) -> int:
    """Give 0 if nothing is wrong; 2 if a setting is, else 1."""
    wrong = {finding.check for finding in findings if finding.level is Level.WRONG}
    if "Settings" in wrong:
        return _WRONG_SETTINGS
    return _FAILED if wrong else _FINE


def _document(findings: Sequence[Finding]) -> str:
    document = {
        "summary": summary(findings),
        "exit_code": exit_code(findings),
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _line(finding: Finding) -> str:
    words = (f"{finding.level:<7}", f"{finding.check}:", finding.fact, finding.advice, finding.link)
    return " ".join(filter(None, words))


def _draw(findings: Sequence[Finding], console: Console) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for finding in findings:
        mark, colour = _LOOKS[finding.level]
        told = Text(finding.fact)
        if finding.advice:
            told.append(f"\n{finding.advice}", colour)
        table.add_row(Text(mark, colour), finding.check, told)
    worst = max((finding.level for finding in findings), key=list(Level).index)
    console.print(table)
    console.print(Text(f"\n{summary(findings)}", f"bold {_LOOKS[worst][1]}"))
    for link in filter(None, (finding.link for finding in findings)):
        console.print(Text(f"\n{link}", "cyan"), soft_wrap=True)  # whole, to be clicked or copied
