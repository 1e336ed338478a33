"""What is stored, as JSON files for the people whom it is about."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from bot.core.talk.turns import Record

# JavaScript and spreadsheets would round Discord's ids: they are written as text.
_IDS = ("channel_id", "server_id", "speaker_id", "replies_to")
_FRAME = '{{"about": {about},\n"turns": [\n{turns}\n]}}\n'


def write_export(about: Mapping[str, object], records: Iterable[Record], limit: int) -> list[str]:
    """Write objects of "about" and "turns", a turn a line; *about* stands in the first one.

    There is more than one only where one would exceed *limit* bytes.
    """
    heads, files = [json.dumps(about, ensure_ascii=False)], [list[str]()]
    size = _bytes(_FRAME + heads[0])
    for record in records:
        line = json.dumps(_told(record), ensure_ascii=False)
        if files[-1] and size + _bytes(line) > limit:
            heads.append("{}")
            files.append([])
            size = _bytes(_FRAME)
        files[-1].append(line)
        size += _bytes(line) + len(",\n")
    return [
        _FRAME.format(about=head, turns=",\n".join(lines))
        for head, lines in zip(heads, files, strict=True)
    ]


def moment(at: float) -> str:
    """Write a time, in seconds since the epoch, so that people and programs can read it."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _told(record: Record) -> dict[str, object]:
    told = {name: value for name, value in asdict(record).items() if value is not None}
    told |= {name: str(told[name]) for name in _IDS if name in told}
    return told | {
        "message_ids": [str(each) for each in record.message_ids],
        "at": moment(record.at),
    }


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
