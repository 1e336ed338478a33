"""A collector of traces on the loopback: takes OTLP over HTTP and keeps the spans."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from benchmarks._app_server import AppServer


@dataclass
class Collector(AppServer):
    """`spans` holds what has come, `raw` the bytes of it, `service` who sent it."""

    spans: list[Span] = field(default_factory=list)
    raw: bytes = b""
    service: str = ""
    status: int = 200
    delay: float = 0.0  # seconds before it answers
    refused: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> Iterable[web.RouteDef]:
        yield web.post("/v1/traces", self._take)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something has come."""
        async with asyncio.timeout(10):
            while not condition():
                self._news.clear()
                await self._news.wait()

    def named(self, name: str) -> list[Span]:
        """The spans of a name, in the order in which they began."""
        found = [span for span in self.spans if span.name == name]
        return sorted(found, key=lambda span: span.start_time_unix_nano)

    async def _take(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.delay)
        if self.status != 200:
            self.refused += 1
            self._news.set()
            return web.Response(status=self.status)
        body = await request.read()
        self.raw += body
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            named = {each.key: each.value.string_value for each in resource.resource.attributes}
            self.service = named["service.name"]
            for scope in resource.scope_spans:
                self.spans.extend(scope.spans)
        self._news.set()
        return web.Response(
            body=ExportTraceServiceResponse().SerializeToString(),
            content_type="application/x-protobuf",
        )


def facts(span: Span) -> dict[str, object]:
    """The attributes of a span."""
    return {each.key: _plain(each.value) for each in span.attributes}


def _plain(value: AnyValue) -> object:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_plain(each) for each in value.array_value.values]
    return getattr(value, kind) if kind else None
