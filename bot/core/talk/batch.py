"""A batch: a file of independent questions in, a CSV of their answers out."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import TokkiError
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage

# Discord takes files of 10 MB from everybody
# (https://discord.com/developers/docs/reference#uploading-files); the margin is for the rest of the form.
MAX_FILE = 9_000_000
COLUMNS = (
    *("number", "question", "answer", "outcome", "why", "model"),
    *("prompt_tokens", "cached_tokens", "completion_tokens", "cost_usd"),
)
_QUESTION_HEADERS = frozenset({"question", "질문"})
_LINE_END = re.compile(r"\r\n|\r|\n")
# What a spreadsheet takes for the beginning of a formula, full-width signs included
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NANO = 10**9
_BOM = "\ufeff"  # without it Excel reads UTF-8 in the machine's own code page
_OUTCOMES = {
    TurnState.COMPLETE: "complete",
    TurnState.CUT: "cut",
    TurnState.STOPPED: "stopped",
    TurnState.INTERRUPTED: "failed",
}
_ANSWERED = (TurnState.COMPLETE, TurnState.CUT)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most *size* bytes of a file, questions in it, and code points of each question."""

    size: int = 1024 * 1024
    questions: int = 1000
    characters: int = 4000


class Problem(StrEnum):
    """Why a file of questions cannot be taken."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    BROKEN = "broken"  # no CSV, most often for a missing quotation mark
    EMPTY = "empty"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"


class BatchFileError(TokkiError):
    """The file cannot be taken; *number* is the question that is too long, counted from 1."""

    def __init__(self, problem: Problem, number: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.number = number


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question.

    *why* says in a sentence why an answer is not complete. *usage* is None where no request
    reached the model; *cost* is in nano-dollars, None when the model has no known price.
    """

    state: TurnState
    answer: str
    why: str
    model: str
    usage: Usage | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its *number* counted from 1, and what came of it; None: nothing yet."""

    number: int
    question: str
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a batch is; *cost* is in nano-dollars and leaves out the *unpriced* answers."""

    total: int
    answered: int
    failed: int
    tokens: int
    cost: int
    unpriced: int

    @property
    def done(self) -> int:
        """How many questions are answered or failed."""
        return self.answered + self.failed


def tally(rows: Sequence[Row]) -> Tally:
    """Count what came of *rows*."""
    results = [row.result for row in rows if row.result]
    asked = [(each.usage, each.cost) for each in results if each.usage]
    return Tally(
        total=len(rows),
        answered=sum(each.state in _ANSWERED for each in results),
        failed=sum(each.state is TurnState.INTERRUPTED for each in results),
        tokens=sum(usage.prompt_tokens + usage.completion_tokens for usage, _ in asked),
        cost=sum(cost or 0 for _, cost in asked),
        unpriced=sum(cost is None for _, cost in asked),
    )


def bar(done: int, total: int, width: int = 20) -> str:
    """Draw how much of *total* is done."""
    full = width * done // total
    return "█" * full + "░" * (width - full)


def read_questions(name: str, data: bytes, limits: Limits) -> list[str]:
    """Read the questions of the file *name*; BatchFileError when it cannot be taken.

    A `.csv` or `.tsv` is a table, with the questions in the column `question` (or `질문`) or, if
    none is called so, in the first. Any other file is text with a question per line. Blank ones
    are skipped. UTF-8, UTF-16 with its mark, and CP949 (Korean Excel) are understood.
    """
    if len(data) > limits.size:
        raise BatchFileError(Problem.TOO_LARGE)
    text = decode(data)
    is_table = name.casefold().endswith((".csv", ".tsv"))
    found = _column(text) if is_table else _LINE_END.split(text)
    questions = [question for each in found if (question := each.strip())]
    if not questions:
        raise BatchFileError(Problem.EMPTY)
    if len(questions) > limits.questions:
        raise BatchFileError(Problem.TOO_MANY)
    for number, question in enumerate(questions, 1):
        if len(question) > limits.characters:
            raise BatchFileError(Problem.TOO_LONG, number)
    return questions


def decode(data: bytes) -> str:
    """Read a text file in UTF-8, UTF-16 with its mark, or CP949; BatchFileError when it is none."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BatchFileError(Problem.NOT_TEXT)


def _column(text: str) -> Iterable[str]:
    """Give the cells of the questions' column, without its header."""
    delimiter = max(",;\t", key=_LINE_END.split(text.lstrip(), 1)[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [row for row in lines if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BatchFileError(Problem.BROKEN) from error
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    column = next((at for at, cell in enumerate(header) if cell in _QUESTION_HEADERS), None)
    rows = rows if column is None else rows[1:]
    if len(header) == 1:  # what is written into one column by hand has commas without quotes
        return (delimiter.join(row) for row in rows)
    return ("".join(row[(column or 0) :][:1]) for row in rows)


def write_csv(rows: Iterable[Row], not_asked: str, limit: int = MAX_FILE) -> list[str]:
    """Write the results; more than one file only where one would exceed *limit* bytes.

    *not_asked* is the sentence that says why a question without a result was not asked.
    """
    head = _BOM + _line(COLUMNS)
    files, size = [[head]], len(head.encode())
    for row in rows:
        line = _line(_cells(row, not_asked))
        length = len(line.encode("utf-8", "replace"))
        if size + length > limit and len(files[-1]) > 1:
            files.append([head])
            size = len(head.encode())
        files[-1].append(line)
        size += length
    return ["".join(lines) for lines in files]


def _cells(row: Row, not_asked: str) -> Sequence[object]:
    result = row.result
    if result is None:
        return (row.number, _harmless(row.question), "", "not asked", not_asked, *[""] * 5)
    words = (result.answer, _OUTCOMES[result.state], result.why, result.model)
    return (row.number, *map(_harmless, (row.question, *words)), *_numbers(result))


def _numbers(result: Result) -> Sequence[object]:
    usage = result.usage
    if usage is None:
        return ("",) * 4
    tokens = (usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
    if result.cost is None:
        return (*tokens, "unknown")
    dollars, rest = divmod(result.cost, _NANO)
    return (*tokens, f"{dollars}.{rest:09d}")


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running *text* as a formula: the apostrophe makes it text."""
    return f"'{text}" if _FORMULA.match(text) else text


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()
