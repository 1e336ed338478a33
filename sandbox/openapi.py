"""Checks requests and answers against Discord's own description of its API."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from sandbox.errors import Json

_ANSWERS = "urn:discord:answers"
_REQUESTS = "urn:discord:requests"
_REQUEST = "request"
_MOST_PROBLEMS = 3

Validator = jsonschema_rs.Draft202012Validator


class OpenApi:
    """Notes whatever does not fit the description."""

    def __init__(self, path: Path, violations: list[str]) -> None:
        self._description = _load(path)
        self._violations = violations

    def check_request(self, method: str, route: str, body: object) -> None:
        """Note what is wrong with the body of a request."""
        if body is not None:
            self._check(method, route, _REQUEST, body)

    def check_answer(self, method: str, route: str, status: int, body: object) -> None:
        """Note what is wrong with the body of an answer."""
        if body is not None:
            self._check(method, route, str(status), body)

    def _check(self, method: str, route: str, part: str, body: object) -> None:
        validator = self._description.validator(method, route, part)
        where = f"{method} {route} {part}"
        if validator is None:
            self._violations.append(f"{where}: no body is described")
            return
        for error in list(validator.iter_errors(body))[:_MOST_PROBLEMS]:
            place = "/".join(str(step) for step in error.instance_path) or "body"
            self._violations.append(f"{where}: {place}: {error.message}")


class Description:
    """A description of an API; a schema is compiled when it is first needed."""

    def __init__(self, raw: bytes) -> None:
        self._body: Json = orjson.loads(raw)
        lenient = orjson.loads(raw)
        # Discord writes ids as text but reads numbers too, and discord.py sends numbers.
        lenient["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        self._registry = jsonschema_rs.Registry(
            [(_ANSWERS, self._body), (_REQUESTS, lenient)], draft=jsonschema_rs.Draft202012
        )
        self._validators: dict[tuple[str, str, str], Validator | None] = {}

    def validator(self, method: str, route: str, part: str) -> Validator | None:
        """Give the validator for the request or for the answer of a status."""
        key = (method, route, part)
        if key not in self._validators:
            schema = self._schema(*key)
            self._validators[key] = None if schema is None else self._compile(part, schema)
        return self._validators[key]

    def _compile(self, part: str, schema: Json) -> Validator:
        base = _REQUESTS if part == _REQUEST else _ANSWERS
        return Validator(_absolute(schema, base), registry=self._registry)

    def _schema(self, method: str, route: str, part: str) -> Json | None:
        operation: Json = self._body["paths"].get(route, {}).get(method.lower(), {})
        place = operation.get("requestBody") if part == _REQUEST else self._answer(operation, part)
        content: Json = (place or {}).get("content", {}).get("application/json", {})
        return content.get("schema")

    def _answer(self, operation: Json, status: str) -> Json | None:
        answers: Json = operation.get("responses", {})
        answer: Json | None = answers.get(status) or answers.get(f"{status[0]}XX")
        if answer is not None and "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            answer = self._body["components"]["responses"][name]
        return answer


@cache
def _load(path: Path) -> Description:
    """Read a description once for all sandboxes of a process."""
    return Description(path.read_bytes())


def _absolute(schema: Any, base: str) -> Any:  # noqa: ANN401 - any part of a schema
    """Let references point into the description, wherever the schema itself stands."""
    if isinstance(schema, list):
        return [_absolute(each, base) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"{base}{value}" if key == "$ref" else _absolute(value, base)
        for key, value in schema.items()
    }
