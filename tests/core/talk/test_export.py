import json
from typing import Any

from bot.core.talk.export import moment, write_export
from bot.core.talk.turns import Record, Role, TurnState


def record(number: int = 1, text: str = "왜 {Why}?") -> Record:
    return Record(
        Role.USER, 2**60, 7, 5, "Mina", text, TurnState.COMPLETE, (number,), 1_790_000_000.0, 44
    )


def read(files: list[str]) -> list[dict[str, Any]]:
    return [json.loads(file) for file in files]


def test_an_export_is_readable_for_people_and_programs() -> None:
    (file,) = write_export({"of": "민아"}, [record()], 9000)
    assert "왜 {Why}?" in file
    (found,) = read([file])
    assert found["about"] == {"of": "민아"}
    assert found["turns"] == [
        {
            "role": "user",
            "channel_id": str(2**60),
            "server_id": "7",
            "speaker_id": "5",
            "speaker": "Mina",
            "text": "왜 {Why}?",
            "state": "complete",
            "message_ids": ["1"],
            "at": "2026-09-21T14:13:20+00:00",
            "replies_to": "44",
        }
    ]


def test_an_export_of_nothing_is_an_object_too() -> None:
    assert read(write_export({}, [], 9000)) == [{"about": {}, "turns": []}]


def test_a_large_export_comes_in_files_that_are_each_complete() -> None:
    records = [record(number, "가나다 " * 20) for number in range(100)]
    files = write_export({"of": "Mina"}, records, 5000)
    assert len(files) > 1
    assert all(len(file.encode()) <= 5000 for file in files)
    found = read(files)
    assert [each["about"] for each in found] == [{"of": "Mina"}] + [{}] * (len(files) - 1)
    assert [turn["message_ids"] for each in found for turn in each["turns"]] == [
        [str(number)] for number in range(100)
    ]


def test_a_moment_is_in_universal_time() -> None:
    assert moment(0.0) == "1970-01-01T00:00:00+00:00"
