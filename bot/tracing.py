"""Traces: the one door to OpenTelemetry, whose packages are the group `tracing`.

A thread of the library sends the spans as OTLP over HTTP. It never holds up an answer: what it
cannot get rid of is dropped. Headers, sampling and the like are the library's own variables
(OTEL_…), which it reads by itself.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from threading import Thread

import requests
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import INVALID_SPAN, Span, StatusCode, Tracer, set_span_in_context

from bot.chat.tracing import Facts
from bot.core.checkup.findings import Failed

log = logging.getLogger(__name__)

_END_WITHIN = 2.0  # seconds that a stop waits for the last spans


@asynccontextmanager
async def open_tracer(endpoint: str) -> AsyncIterator["OtelSpan"]:
    """Give a Tracer (bot.chat.tracing) whose spans go to the collector at *endpoint*."""
    # It would tell of every batch that is not taken; see _Telling.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    # What the environment says of the service comes last, so that it holds.
    resource = Resource.create({SERVICE_NAME: "tokki"}).merge(OTELResourceDetector().detect())
    exporter = _Telling(OTLPSpanExporter(f"{endpoint}/v1/traces"))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        yield OtelSpan(provider.get_tracer("tokki"), INVALID_SPAN)
    finally:
        # The library would wait for 30 s; a thread of the loop's own would be waited for, too.
        ending = Thread(target=provider.shutdown, daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, _END_WITHIN)
        exporter.shutdown()


async def probe_collector(endpoint: str, seconds: float) -> float | Failed:
    """Send the collector at *endpoint* no spans; gives after how long it takes them, or why not."""
    session, said = requests.Session(), list[str]()
    session.hooks["response"].append(
        lambda response, **_: said.append(f"HTTP {response.status_code}")
    )
    exporter = OTLPSpanExporter(f"{endpoint}/v1/traces", timeout=seconds, session=session)
    began = time.monotonic()
    result = await asyncio.to_thread(exporter.export, [])
    session.close()
    if result is SpanExportResult.SUCCESS:
        return time.monotonic() - began
    return Failed(said[-1] if said else f"no answer at {endpoint}")


class OtelSpan:
    """A Span (bot.chat.tracing), or a Tracer where it stands for no span."""

    def __init__(self, tracer: Tracer, span: Span) -> None:
        self._tracer = tracer
        self._span = span

    def part(self, name: str, facts: Facts | None = None) -> "OtelSpan":
        """See Tracer."""
        context = set_span_in_context(self._span, Context())
        return OtelSpan(self._tracer, self._tracer.start_span(name, context, attributes=facts))

    def know(self, facts: Facts) -> None:
        """See Span."""
        self._span.set_attributes(facts)

    def mark(self, event: str) -> None:
        """See Span."""
        self._span.add_event(event)

    def fail(self, kind: str) -> None:
        """See Span."""
        self._span.set_status(StatusCode.ERROR)
        self._span.set_attribute("error.type", kind)

    def end(self) -> None:
        """See Span."""
        if self._span.is_recording():
            self._span.end()


class _Telling(SpanExporter):
    """Says once that nobody takes the spans, and once that somebody does again."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._taken = True

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        taken = result is SpanExportResult.SUCCESS
        if taken is not self._taken:
            self._taken = taken
            log.warning("traces.back" if taken else "traces.lost: the collector takes no spans")
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()
