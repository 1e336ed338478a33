"""JSON as servers send it, parsed leniently."""

import json
from typing import Any

import orjson


def parse(data: bytes) -> Any:  # noqa: ANN401 - any JSON value can come
    """Parse *data*; ValueError when it is no JSON, however it is no JSON."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:  # the standard library also takes NaN, lone surrogates and huge numbers
        return json.loads(data.decode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
