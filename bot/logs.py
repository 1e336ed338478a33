"""The log: one line per event, for people or as JSON.

A message's text never stands in it at the level info, and a secret at no level.
"""

import json
import logging
import math
import re
import sys
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Literal
from urllib.parse import quote

_OURS = ("bot", "cogs")
_FIELD = re.compile(r"(\w+)=%")  # in the template of a message
# Libraries that tell at info what only their own developers need.
_CHATTY = ("discord", "alembic")
# At debug it tells every event as it came, with what people wrote into forms: keys, too.
_TELLS_ALL = "discord.gateway"
# All that it warns of are 429s, in two lines each; `bot.traffic` tells them in one.
_TELLS_TWICE = "discord.http"
_BLACK = "•••"
# A shorter one would black out ordinary words; in an address its place gives it away.
SHORTEST = 6
_NOTHING = re.compile(r"(?!)")
_LIKE_A_SECRET = re.compile(
    r"(://[^\s:/@]*:)[^\s/]+(?=@)"  # the password of an address
    r"|\b((?i:bearer) +)[^\s'\",]+"
    r"|\b(sk-)[\w-]{8,}"  # how most providers of models begin their keys
    r"|(/(?:webhooks|interactions)/\d+/)[\w-]{20,}"  # whoever has it may answer for the bot
)

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Mask:
    """Blacks out secrets: those that it knows, and what looks like one."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern = _NOTHING

    def hide(self, secrets: Iterable[str]) -> None:
        """Black out *secrets* from now on, also as JSON, Python and addresses write them."""
        for secret in secrets:
            if len(secret) >= SHORTEST:
                written = (
                    json.dumps(secret)[1:-1],
                    repr(secret)[1:-1],
                    quote(secret, "", errors="replace"),
                )
                self._known |= {secret, *written}
        longest_first = sorted(self._known, key=len, reverse=True)
        if longest_first:
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def __call__(self, text: str) -> str:
        """Give *text* without the secrets."""
        # The known ones first: what looks like one may be the beginning of a longer one.
        return _LIKE_A_SECRET.sub(_blackened, self._pattern.sub(_BLACK, text))


def _blackened(found: re.Match[str]) -> str:
    return "".join(filter(None, found.groups())) + _BLACK


masked = Mask()  # a process has one log
hide = masked.hide


class ConsoleFormatter(logging.Formatter):
    """A line for people; a traceback follows indented, so that nothing in it passes for a line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Give the line; people can put line ends and colours into names."""
        return _one_line(masked(super().formatMessage(record)))

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Give the traceback."""
        lines = masked(super().formatException(ei)).splitlines()
        return "\n".join(f"    {_one_line(line)}" for line in lines)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message and, if any, fields and the traceback.

    Of a message like `answer.done channel=7 seconds=1.5` the event and its fields stand by
    themselves, too. They are known by the template: no value can pass for another field.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for *record*."""
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if record.name.startswith(_OURS):
            line["event"] = str(record.msg).partition(" ")[0].rstrip(":")
            names = _FIELD.findall(str(record.msg))
            line["fields"] = dict(zip(names, map(_plain, record.args or ()), strict=False))
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        return _one_line(json.dumps(line, ensure_ascii=False))


def _plain(value: object) -> object:
    """Give *value* as JSON has it: a number as a number, all else as its text."""
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return value if is_number else masked(str(value))


def _one_line(text: str) -> str:
    """Write what is no printable character as JSON escapes it: line ends, terminal codes."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


# The first connection of a shard, and every later one.
_OUT_OF_REACH = re.compile("Failed to connect|reconnect")


def _shorten_reconnects(record: logging.LogRecord) -> bool:
    """Reduce discord.py's traceback at every lost gateway to one line with the reason."""
    if record.exc_info and _OUT_OF_REACH.search(str(record.msg)):
        reason = record.exc_info[1]
        record.msg = f"Discord's gateway is out of reach ({type(reason).__name__}). {record.msg}"
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def set_up(level: str, form: Literal["console", "json"]) -> None:
    """Send the log to standard error, from *level* on, in the given form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_shorten_reconnects)
    handler.setFormatter(JsonFormatter() if form == "json" else ConsoleFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _CHATTY:
        chatty = logging.getLogger(name)
        chatty.setLevel(logging.WARNING if level == "info" else logging.NOTSET)
    logging.getLogger(_TELLS_ALL).setLevel(logging.INFO if level == "debug" else logging.NOTSET)
    logging.getLogger(_TELLS_TWICE).setLevel(logging.NOTSET if level == "debug" else logging.ERROR)
