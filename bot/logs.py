"""The log: one line per event, for people or as JSON.

A message's text, a key or a token never stands in it at the level info.
"""

import json
import logging
import sys
import time
from typing import Literal

# Libraries that tell at info what only their own developers need.
_CHATTY = ("discord", "alembic")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message and, if any, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for *record*."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _shorten_reconnects(record: logging.LogRecord) -> bool:
    """Reduce discord.py's traceback at every lost gateway to one line with the reason."""
    if record.exc_info and "reconnect" in str(record.msg):
        reason = record.exc_info[1]
        record.msg = f"Discord's gateway is out of reach ({type(reason).__name__}). {record.msg}"
        record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def set_up(level: str, form: Literal["console", "json"]) -> None:
    """Send the log to standard error, from *level* on, in the given form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_shorten_reconnects)
    if form == "json":
        handler.setFormatter(JsonFormatter())
    else:
        pattern = "%(asctime)s %(levelname)-7s %(name)s  %(message)s"
        handler.setFormatter(logging.Formatter(pattern, "%H:%M:%S"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _CHATTY:
        chatty = logging.getLogger(name)
        chatty.setLevel(logging.WARNING if level == "info" else logging.NOTSET)
