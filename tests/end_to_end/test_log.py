"""What the log of a whole process says of a conversation, and what it never says."""

import json
import re
import signal
from pathlib import Path
from typing import Literal

from sandbox import Sandbox
from tests.end_to_end.talking import replies
from tests.end_to_end.test_process import finished, on, start
from tests.model_server import ModelServer

ASKED, ANSWERED = "aardvark", "zyzzyva"
KEY = "key-of-the-account-7391"
# A traceback, which no ordinary failure brings, would be indented below its line.
LINE = re.compile(r"\d\d:\d\d:\d\d (DEBUG|INFO|WARNING|ERROR) +[\w.]+  \S.*")


async def conversation(
    folder: Path, sandbox: Sandbox, model: ModelServer, form: Literal["console", "json"]
) -> list[str]:
    """Have a process answer, and fail to; gives the lines of its log."""
    model.words = [f"{ANSWERED}, ", "of ", "course."]
    environment = {**on(sandbox, model), "LLM_API_KEY": KEY, "LOG_FORMAT": form}
    mina, channel = sandbox.person("Mina"), sandbox.channel("general")
    async with start(folder, **environment) as process:
        await sandbox.ready()
        for status in (200, 400, 401):
            model.status, before = status, len(replies(sandbox, channel))
            await mina.say(channel, f"{sandbox.bot.mention} what is an {ASKED}?")
            await sandbox.until(lambda: len(replies(sandbox, channel)) > before, 20)  # noqa: B023 - it ends in this round
            await sandbox.until(lambda: "-# " in replies(sandbox, channel)[-1].content, 20)
        failed = await mina.slash(channel, "ask", prompt=f"and an {ASKED}?")
        await sandbox.until(lambda: failed.messages and "-# " in failed.messages[-1].content, 20)
        process.send_signal(signal.SIGTERM)
        code, out, err = await finished(process)
    assert (code, out) == (0, "")
    return err.splitlines()


def incidents(sandbox: Sandbox) -> set[str]:
    """The numbers that stand in the replies."""
    texts = [message.content for message in replies(sandbox, sandbox.channel("general"))]
    return {number for text in texts for number in re.findall(r"\(([0-9a-f]{6})\)$", text)}


async def test_the_log_for_people_has_a_line_per_event_and_nothing_that_was_said(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    lines = await conversation(tmp_path, sandbox, model, "console")
    log = "\n".join(lines)
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert log.count("answer.done") == 4
    assert len(incidents(sandbox)) == 3
    assert incidents(sandbox) == set(re.findall(r"model.failed incident=([0-9a-f]{6})", log))
    for secret in (ASKED, ANSWERED, KEY, sandbox.token, "Mina"):
        assert secret not in log


async def test_the_log_for_programs_is_an_object_per_event_with_its_fields(
    tmp_path: Path, sandbox: Sandbox, model: ModelServer
) -> None:
    lines = await conversation(tmp_path, sandbox, model, "json")
    events = [json.loads(line) for line in lines]
    done, *failed = [each["fields"] for each in events if each["event"] == "answer.done"]
    assert (done["state"], done["model"]) == ("complete", "test-model")
    assert (done["completion_tokens"], done["channel"]) == (3, sandbox.channel("general").id)
    assert [each["state"] for each in failed] == ["interrupted"] * 3
    told = [each["fields"] for each in events if each["event"] == "model.failed"]
    assert {each["incident"] for each in told} == incidents(sandbox)
    assert [each["error"] for each in told] == ["rejected: 400", *["unauthorized: 401"] * 2]
    for secret in (ASKED, ANSWERED, KEY, sandbox.token, "Mina"):
        assert secret not in "\n".join(lines)
