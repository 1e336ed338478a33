"""Requests as they come in: JSON or forms with files."""

from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from sandbox.files import Upload
from sandbox.routes import ALL
from sandbox.routing import Match

PREFIX = "/api/v10"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request that has been read."""

    method: str
    path: str
    authorization: str
    query: dict[str, str]
    body: Any
    files: dict[int, Upload]
    match: Match | None


async def read(request: web.BaseRequest) -> Incoming:
    """Read a request and find its route."""
    path = request.rel_url.raw_path.removeprefix(PREFIX)
    body: Any = None
    files: dict[int, Upload] = {}
    if request.content_type == "multipart/form-data":
        body, files = await _read_parts(request)
    elif request.body_exists:
        body = _json(await request.content.read())
    return Incoming(
        request.method,
        path,
        request.headers.get("Authorization", ""),
        dict(request.query),
        body,
        files,
        ALL.find(request.method, path),
    )


async def _read_parts(request: web.BaseRequest) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    reader = await request.multipart()
    while isinstance(part := await reader.next(), BodyPartReader):
        name = part.name or ""
        data = bytes(await part.read())
        if name == "payload_json":
            body = _json(data)
        elif name.startswith("files["):
            kind = part.headers.get("Content-Type", "")
            files[int(name[6:-1])] = Upload(part.filename or "file", data, kind)
    return body, files


def _json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Read a body; what is no JSON counts as none, and routes that need one refuse that."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
