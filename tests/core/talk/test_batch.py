import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from bot.core.talk.batch import (
    COLUMNS,
    BatchFileError,
    Limits,
    Problem,
    Result,
    Row,
    bar,
    read_questions,
    tally,
    write_csv,
)
from bot.core.talk.turns import TurnState
from bot.core.wire.usage import Usage

LIMITS = Limits()


def read(text: str, name: str = "q.csv", encoding: str = "utf-8") -> list[str]:
    return read_questions(name, text.encode(encoding), LIMITS)


def refused(name: str, data: bytes, limits: Limits = LIMITS) -> BatchFileError:
    with pytest.raises(BatchFileError) as caught:
        read_questions(name, data, limits)
    return caught.value


def result(answer: str = "Because.", state: TurnState = TurnState.COMPLETE) -> Result:
    return Result(state, answer, "", "fake-model", Usage(10, 3, 4), 1_234)


def parsed(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_text_has_a_question_per_line_and_blank_lines_are_skipped() -> None:
    assert read("Why?\r\n\r\n  How, then?  \rWho?\n", "q.txt") == ["Why?", "How, then?", "Who?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("name", ["q.csv", "q.txt"])
def test_the_encodings_of_korean_excel_are_read(encoding: str, name: str) -> None:
    assert read("하늘은 왜 파란가?\n달은?", name, encoding) == ["하늘은 왜 파란가?", "달은?"]


@pytest.mark.parametrize("header", ["question", "질문", " Question "])
def test_a_table_has_its_questions_in_the_column_of_that_name(header: str) -> None:
    assert read(f"id,{header},note\n1,Why?,x\n2,,x\n3,How?\n") == ["Why?", "How?"]


def test_without_that_column_the_first_one_is_taken_from_the_first_row_on() -> None:
    assert read("Why?,x\nHow?,y\n") == ["Why?", "How?"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiters_of_spreadsheets_are_understood(delimiter: str) -> None:
    line = delimiter.join
    text = "\n".join((line(("id", "question")), line(("1", '"Why,; ""so""\nhere?"'))))
    assert read(text) == ['Why,; "so"\nhere?']


def test_a_column_written_by_hand_keeps_its_commas() -> None:
    assert read("question\nWhy, then?\nHow?\n") == ["Why, then?", "How?"]


def test_what_is_no_text_is_refused() -> None:
    for data in (b"PK\x03\x04\x14\x00\x06\x00\x08", b"\xff\xfeW", bytes(range(256)), b"a\0b"):
        assert refused("q.txt", data).problem is Problem.NOT_TEXT


def test_a_file_without_a_question_is_refused() -> None:
    for name, data in (("q.txt", b" \n \n"), ("q.csv", b""), ("q.csv", b"question\n,\n")):
        assert refused(name, data).problem is Problem.EMPTY


def test_a_quotation_mark_that_swallows_the_rest_is_refused() -> None:
    assert refused("q.csv", b'a,"' + b"x\n" * 100_000).problem is Problem.BROKEN


def test_every_limit_is_kept_to_the_letter() -> None:
    limits = Limits(size=20, questions=3, characters=5)
    assert read_questions("q.txt", b"abcde\nabcde\nabcde\n", limits) == ["abcde"] * 3
    assert refused("q.txt", b"x" * 21, limits).problem is Problem.TOO_LARGE
    assert refused("q.txt", b"a\nb\nc\nd", limits).problem is Problem.TOO_MANY
    error = refused("q.txt", b"a\n\nabcdef", limits)
    assert (error.problem, error.number) == (Problem.TOO_LONG, 2)


@given(st.binary(max_size=200), st.sampled_from(["q.txt", "q.csv"]))
def test_any_bytes_are_questions_or_a_reason(data: bytes, name: str) -> None:
    questions: list[str] = []
    with suppress(BatchFileError):
        questions = read_questions(name, data, LIMITS)
    assert all(questions)


def test_the_file_tells_of_every_question() -> None:
    failed = Result(TurnState.INTERRUPTED, "", "It is overloaded.", "m", None, None)
    unpriced = Result(TurnState.CUT, "Bec", "Too long.", "m", Usage(1, 2), None)
    rows = [Row(1, "Why?", result()), Row(2, "How?", failed), Row(3, "Who?", unpriced), Row(4, "?")]
    (text,) = write_csv(rows, "Stopped.")
    assert parsed(text) == [
        list(COLUMNS),
        ["1", "Why?", "Because.", "complete", "", "fake-model", "10", "4", "3", "0.000001234"],
        ["2", "How?", "", "failed", "It is overloaded.", "m", "", "", "", ""],
        ["3", "Who?", "Bec", "cut", "Too long.", "m", "1", "0", "2", "unknown"],
        ["4", "?", "", "not asked", "Stopped.", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
def test_what_a_spreadsheet_could_run_is_made_text(sign: str) -> None:
    (text,) = write_csv([Row(1, "Why?", result(f"{sign}1+1"))], "")
    assert parsed(text)[1][2] == f"'{sign}1+1"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_texts_come_through_and_no_cell_is_a_formula(answers: list[str]) -> None:
    rows = [Row(number, "=1+1", result(text)) for number, text in enumerate(answers, 1)]
    (text,) = write_csv(rows, "")
    for answer, cells in zip(answers, parsed(text)[1:], strict=True):
        assert cells[1] == "'=1+1"
        assert cells[2] in (answer, f"'{answer}")
        assert not cells[2].startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_what_is_too_large_for_one_file_goes_into_several() -> None:
    rows = [Row(number, "Why?", result("한" * 100)) for number in range(1, 8)]
    limit = 1_500
    files = write_csv(rows, "", limit)
    assert len(files) > 1
    assert all(len(text.encode()) <= limit for text in files)
    numbers = [cells[0] for text in files for cells in parsed(text)[1:]]
    assert numbers == [str(number) for number in range(1, 8)]


def test_an_answer_that_is_larger_than_a_file_still_gets_one() -> None:
    rows = [Row(number, "Why?", result("x" * 500)) for number in (1, 2)]
    assert [len(parsed(text)) for text in write_csv(rows, "", 300)] == [2, 2]


def test_the_tally_counts_what_was_done_and_what_it_cost() -> None:
    unpriced = Result(TurnState.INTERRUPTED, "", "", "m", Usage(1, 2), None)
    stopped = Result(TurnState.STOPPED, "B", "", "m", None, None)
    rows = [Row(1, "a", result()), Row(2, "b", unpriced), Row(3, "c", stopped), Row(4, "d")]
    count = tally(rows)
    assert (count.total, count.answered, count.failed, count.done) == (4, 1, 1, 2)
    assert (count.tokens, count.cost, count.unpriced) == (16, 1_234, 1)


@given(st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_bar_is_full_at_the_end_and_only_then(counts: tuple[int, int]) -> None:
    done, total = counts
    drawn = bar(done, total)
    assert len(drawn) == 20
    assert ("░" not in drawn) == (done == total)
