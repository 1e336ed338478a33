"""What a collector is told of the answers, and that nobody waits for one."""

import asyncio
import logging
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from bot.composition import StartupError
from sandbox import Sandbox, Upload
from tests.collector import Collector, facts
from tests.end_to_end.conftest import StartBot
from tests.end_to_end.talking import ask, body, replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

SAID = "aardvark"  # what is asked and answered
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")  # milliseconds between two batches


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    async with Collector() as server:
        yield server


def kind(span: Span) -> object:
    """What failed."""
    return facts(span).get("error.type")


async def test_a_question_is_one_trace_with_its_waiting_its_model_and_its_edits(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, collector: Collector
) -> None:
    model.words, model.pause = [f"{SAID} "] * 30, 0.1
    async with start_bot(otel_exporter_otlp_endpoint=collector.url):
        await ask(sandbox, f"what is an {SAID}?")
    [root], [asked] = collector.named("question"), collector.named("model")
    [queue], edits = collector.named("queue"), collector.named("edit")

    assert collector.service == "tokki"
    assert len({span.trace_id for span in collector.spans}) == 1
    assert not root.parent_span_id
    assert all(span.parent_span_id == root.span_id for span in (queue, asked, *edits))
    assert all(
        root.start_time_unix_nano <= span.start_time_unix_nano
        and span.end_time_unix_nano <= root.end_time_unix_nano
        for span in collector.spans
    )
    channel = sandbox.channel("general")
    assert (
        facts(root).items()
        >= {
            "tokki.server": str(sandbox.guild.id),
            "tokki.channel": str(channel.id),
            "tokki.model": "test-model",
            "tokki.outcome": "complete",
            "tokki.parts": 1,
        }.items()
    )
    assert facts(queue) == {"tokki.queue": "account"}
    assert (
        facts(asked).items()
        >= {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "test-model",
            "gen_ai.response.finish_reasons": ["complete"],
            "gen_ai.usage.output_tokens": 30,
            "tokki.attempt": 1,
        }.items()
    )
    [event] = asked.events
    assert event.name == "first token"
    assert asked.start_time_unix_nano < event.time_unix_nano < asked.end_time_unix_nano
    steps = [facts(span)["tokki.step"] for span in edits]
    assert steps[0] == "post"
    assert set(steps[1:]) == {"edit"}
    assert all(facts(span)["tokki.part"] == 0 for span in edits)


async def test_no_trace_tells_what_was_said_or_by_whom(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, collector: Collector
) -> None:
    model.words = [f"{SAID} is the answer"]
    mina = sandbox.person("Mina")
    async with start_bot(otel_exporter_otlp_endpoint=collector.url):
        await ask(sandbox, f"what is an {SAID}?")
        await mina.say(mina.dm(), f"and a second {SAID}?")
        await collector.until(lambda: len(collector.named("question")) == 2)
    assert len(collector.named("question")) == 2
    private = {"tokki.private": "yes", "tokki.outcome": "complete"}
    assert facts(collector.named("question")[1]).items() >= private.items()
    secrets = (SAID, "Mina", str(mina.id), str(mina.dm().id), sandbox.token)
    assert not [each for each in secrets if each.encode() in collector.raw]


async def test_every_try_of_a_model_is_a_span_with_what_failed(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, collector: Collector
) -> None:
    model.status = 500
    async with start_bot(otel_exporter_otlp_endpoint=collector.url):
        [reply] = await ask(sandbox, "why?")
        await collector.until(lambda: collector.named("question"))
    tries, [root] = collector.named("model"), collector.named("question")
    assert [facts(each)["tokki.attempt"] for each in tries] == [1, 2, 3]
    assert {kind(each) for each in (*tries, root)} == {"overloaded"}
    assert all(each.status.code == Status.STATUS_CODE_ERROR for each in (*tries, root))
    incident = facts(root)["tokki.incident"]
    assert f"({incident})" in reply.content  # what the person quotes leads to the trace


async def test_a_summary_and_each_row_of_a_batch_are_traces_without_what_was_said(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, collector: Collector
) -> None:
    jun = sandbox.person("Jun", role="moderator")
    file = Upload("questions.txt", f"an {SAID}?\nand another {SAID}?".encode())
    model.words = [f"{SAID} is the answer"]
    room = {"memory_tokens": 3000}  # of which the answer may have 2000: three turns fill it
    async with start_bot(otel_exporter_otlp_endpoint=collector.url, **room) as services:
        for _ in range(3):
            await ask(sandbox, f"what is an {SAID}? " * 70)
        await collector.until(lambda: collector.named("summary"))
        await jun.slash(sandbox.channel("general"), "batch", file=file)
        await collector.until(lambda: len(collector.named("row")) == 2)
        model.status = 422
        await sandbox.until(lambda: not services.batches._jobs)
        await jun.slash(sandbox.channel("general"), "batch", file=file)
        await collector.until(lambda: len(collector.named("row")) == 4)
    summary, *rows = (*collector.named("summary"), *collector.named("row"))
    asked = {span.parent_span_id: span for span in collector.named("model")}
    where = {"tokki.server": str(sandbox.guild.id), "tokki.outcome": "complete"}
    for span in (summary, *rows[:2]):
        assert not span.parent_span_id
        assert facts(span).items() >= where.items()
        assert asked[span.span_id].trace_id == span.trace_id
    assert {kind(span) for span in rows} == {None, "invalid"}
    secrets = (SAID, "Mina", "Jun", str(jun.id), "questions.txt")
    assert not [each for each in secrets if each.encode() in collector.raw]


async def test_a_stopped_answer_and_a_refused_edit_are_seen(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, collector: Collector
) -> None:
    model.words, model.pause = ["word "] * 200, 0.05
    channel = sandbox.channel("general")
    async with start_bot(otel_exporter_otlp_endpoint=collector.url):
        await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} write")
        await sandbox.until(lambda: replies(sandbox, channel))
        sandbox.faults.add(method="PATCH", path="/channels/*/messages/*", status=400, code=30046)
        await asyncio.sleep(2.5)
        await sandbox.remove_message(replies(sandbox, channel)[-1])
        await sandbox.until(lambda: model.cancelled == 1)
        await collector.until(lambda: collector.named("question"))
    assert "StaleError" in {kind(span) for span in collector.named("edit")}
    [asked], [root] = collector.named("model"), collector.named("question")
    assert facts(root)["tokki.outcome"] == "interrupted"
    assert "gen_ai.response.finish_reasons" not in facts(asked)


async def test_a_collector_that_is_away_costs_one_warning_and_no_answer(
    sandbox: Sandbox,
    model: ModelServer,
    start_bot: StartBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.2")
    async with start_bot(otel_exporter_otlp_endpoint=NOBODY):
        for _ in range(3):
            [reply] = await ask(sandbox, "why?")
            assert body([reply]) == "Because of light."
            await asyncio.sleep(0.5)
    warnings = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert [each.getMessage().split(":")[0] for each in warnings] == ["traces.lost"]


async def test_a_collector_that_hangs_holds_up_neither_answers_nor_the_end(
    sandbox: Sandbox, model: ModelServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "8")  # seconds that the library would wait
    async with Collector(delay=60) as collector:
        async with start_bot(otel_exporter_otlp_endpoint=collector.url):
            [reply] = await ask(sandbox, "why?")
            assert body([reply]) == "Because of light."
            began = time.monotonic()
        assert time.monotonic() - began < 6
    senders = "OtelBatchSpanRecordProcessor"
    await sandbox.until(lambda: senders not in {each.name for each in threading.enumerate()})


async def test_a_collector_that_comes_back_is_told_of(
    start_bot: StartBot,
    sandbox: Sandbox,
    collector: Collector,
    caplog: pytest.LogCaptureFixture,
) -> None:
    collector.status = 400
    async with start_bot(otel_exporter_otlp_endpoint=collector.url):
        await ask(sandbox, "why?")
        await collector.until(lambda: collector.refused)
        collector.status = 200
        await ask(sandbox, "and now?")
        await collector.until(lambda: collector.named("question"))
    told = [each.getMessage().split(":")[0] for each in caplog.records]
    assert [each for each in told if each.startswith("traces.")] == ["traces.lost", "traces.back"]


async def test_an_endpoint_without_the_library_is_a_sentence_at_the_start(
    start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.tracing", raising=False)
    for name in [each for each in sys.modules if each.split(".")[0] == "opentelemetry"]:
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed
    with pytest.raises(StartupError, match="uv sync --group tracing"):
        async with start_bot(otel_exporter_otlp_endpoint=NOBODY):
            pass


async def test_a_process_reads_what_a_file_says_to_the_library(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer, collector: Collector
) -> None:
    lines = (
        f"OTEL_EXPORTER_OTLP_ENDPOINT={collector.url}/",
        "OTEL_SERVICE_NAME=rabbit",
        "OTEL_BSP_SCHEDULE_DELAY=50",
    )
    (tmp_path / ".env").write_text("\n".join(lines))
    async with start(tmp_path, **on(sandbox, model)) as process:
        await sandbox.ready()
        await ask(sandbox, "why?")
        await collector.until(lambda: collector.named("question"))
        process.send_signal(signal.SIGTERM)
        code, _, err = await finished(process)
    assert (code, collector.service) == (0, "rabbit")
    assert {span.name for span in collector.spans} == {"question", "queue", "model", "edit"}
    assert "traces" not in err
