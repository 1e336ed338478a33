"""Checks requests and answers against Discord's own description of its API."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from sandbox.errors import Json

_ANSWERS = "urn:discord:answers"
_REQUESTS = "urn:discord:requests"
_REQUEST = "request"
_MOST_PROBLEMS = 3


class OpenApi:
    """Compiles a schema when it is first needed and notes whatever does not fit."""

    def __init__(self, path: Path, violations: list[str]) -> None:
        self._description: Json = orjson.loads(path.read_bytes())
        lenient = orjson.loads(path.read_bytes())
        # Discord writes ids as text but reads numbers too, and discord.py sends numbers.
        lenient["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        self._registry = jsonschema_rs.Registry(
            [(_ANSWERS, self._description), (_REQUESTS, lenient)],
            draft=jsonschema_rs.Draft202012,
        )
        self._violations = violations
        self._validators: dict[tuple[str, str, str], jsonschema_rs.Draft202012Validator | None] = {}

    def check_request(self, method: str, route: str, body: object) -> None:
        """Note what is wrong with the body of a request."""
        if body is not None:
            self._check(method, route, _REQUEST, body)

    def check_answer(self, method: str, route: str, status: int, body: object) -> None:
        """Note what is wrong with the body of an answer."""
        if body is not None:
            self._check(method, route, str(status), body)

    def _check(self, method: str, route: str, part: str, body: object) -> None:
        key = (method, route, part)
        if key not in self._validators:
            self._validators[key] = self._compile(*key)
        validator = self._validators[key]
        if validator is None:
            return
        errors = list(validator.iter_errors(body))
        for error in errors[:_MOST_PROBLEMS]:
            place = "/".join(str(step) for step in error.instance_path) or "body"
            self._violations.append(f"{method} {route} {part}: {place}: {error.message}")

    def _compile(
        self, method: str, route: str, part: str
    ) -> jsonschema_rs.Draft202012Validator | None:
        schema = self._schema(method, route, part)
        if schema is None:
            return None
        return jsonschema_rs.Draft202012Validator(
            _absolute(schema, _REQUESTS if part == _REQUEST else _ANSWERS), registry=self._registry
        )

    def _schema(self, method: str, route: str, part: str) -> Json | None:
        operation: Json | None = self._description["paths"].get(route, {}).get(method.lower())
        if operation is None:
            self._violations.append(f"{method} {route}: not in the description")
            return None
        place = operation.get("requestBody") if part == _REQUEST else self._answer(operation, part)
        content: Json = (place or {}).get("content", {}).get("application/json", {})
        if not content:
            self._violations.append(f"{method} {route} {part}: no body is described")
        schema: Json | None = content.get("schema")
        return schema

    def _answer(self, operation: Json, status: str) -> Json | None:
        answers = operation["responses"]
        answer: Json | None = answers.get(status) or answers.get(f"{status[0]}XX")
        if answer is not None and "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            answer = self._description["components"]["responses"][name]
        return answer


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
