"""Whether a live reply loses, doubles or changes anything: a corpus, streamed in random pieces.

Run it from the root of the project: ``python -m benchmarks.fidelity``. Each text goes as events of an
OpenAI-compatible stream, cut at random bytes, through the reader of completions and the draft of a reply into
the sandbox, which refuses what Discord refuses; every tenth goes there over HTTP. Then what is visible
is compared with what was written (benchmarks/_faithful.py), and every version on the way is looked at.
A text of more messages than a reply has is tried a second time as the file it becomes.
Exit code 0: all texts came through; 1: some did not, they are listed.
"""

import argparse
import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

import aiohttp

from benchmarks._corpus import Document, OfflineError, commonmark, own_texts
from benchmarks._faithful import complaints, faults_of, is_literal, sendable
from bot.core.reply.draft import Attach, Delete, Draft, Edit, Layout, Post, Step
from bot.core.wire.completion import CompletionReader
from sandbox import Channel, DiscordError, Message, Sandbox
from sandbox.drafts import Form
from sandbox.talk import Post as Said

_FOOTER = "scripted · 0.4 s to first text · 6.4 s · 300 tokens"
_NO_FILE = 1_000_000  # messages after which the text follows as a file: here it never does
_OVER_HTTP = 10  # every so many documents
_LOOKS = 120  # about so many versions of a document
_STEPS_AT_MOST = 400  # of one moment; more would be an endless loop
_PIECE_SIZES = (1, 2, 3, 4, 6, 9, 14, 30, 120)
_READ_SIZES = (1, 7, 60, 150, 300, 600)


class _Hand(Protocol):
    """Carries out what changes a message's text."""

    async def do(self, step: Post | Edit) -> int:
        """Send or edit; gives the message's id."""
        ...


@dataclass(slots=True)
class _Direct:
    """Straight into the sandbox's own store."""

    sandbox: Sandbox
    channel: Channel

    async def do(self, step: Post | Edit) -> int:
        form = Form({"content": step.text})
        if isinstance(step, Edit):
            self.sandbox.talk.edit(self.channel.held[step.message_id], form)
            return step.message_id
        return self.sandbox.talk.post(Said(self.channel, self.sandbox.bot, form)).id


@dataclass(slots=True)
class _OverHttp:
    """As a bot would, request by request."""

    sandbox: Sandbox
    channel: Channel
    session: aiohttp.ClientSession

    async def do(self, step: Post | Edit) -> int:
        url = f"{self.sandbox.api_url}/channels/{self.channel.id}/messages"
        method = "PATCH" if isinstance(step, Edit) else "POST"
        if isinstance(step, Edit):
            url += f"/{step.message_id}"
        headers = {"Authorization": f"Bot {self.sandbox.token}"}
        body = {"content": step.text}
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            if answer.status != 200:  # noqa: PLR2004 - Discord took it
                refusal = await answer.json()
                raise DiscordError(answer.status, refusal["code"], refusal["message"])
            return int((await answer.json())["id"])


@dataclass(slots=True)
class Result:
    """What came of one document."""

    document: Document
    messages: int = 0
    versions: int = 0
    literal: bool = False
    wrong: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    options = _parse(arguments)
    results = asyncio.run(_run(options.only, options.seed, offline=options.offline))
    if options.json:
        options.json.write_text(
            json.dumps([_facts(result) for result in results], indent=1), "utf-8"
        )
    return _report(results)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fidelity", description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--only", default="", metavar="NAME", help="only texts whose name begins so"
    )
    parser.add_argument("--seed", type=int, default=1, help="chooses where the stream is cut")
    parser.add_argument("--offline", action="store_true", help="without the CommonMark examples")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    return parser.parse_args(arguments)


async def _run(only: str, seed: int, *, offline: bool) -> list[Result]:
    documents = [each for each in _documents(offline=offline) if each.name.startswith(only)]
    results = []
    async with Sandbox(limits=False) as sandbox, aiohttp.ClientSession() as session:
        for number, document in enumerate(documents):
            channel = sandbox.add_channel(f"c{number}")
            hand: _Hand = _Direct(sandbox, channel)
            if number % _OVER_HTTP == 0:
                hand = _OverHttp(sandbox, channel, session)
            chance = random.Random(f"{seed} {document.name}")  # noqa: S311 - repeatable, not secret
            results.append(await _try(document, channel, hand, chance))
    return results


def _documents(*, offline: bool) -> Iterable[Document]:
    if offline:
        return own_texts()
    try:
        return [*commonmark(), *own_texts()]
    except OfflineError as error:
        print(f"fidelity: {error} The CommonMark examples are left out.", file=sys.stderr)
        return own_texts()


async def _try(document: Document, channel: Channel, hand: _Hand, chance: random.Random) -> Result:
    """Stream one document; whatever goes wrong stands in the result."""
    result = Result(document)
    draft = Draft(layout=Layout(messages=_NO_FILE))
    try:
        await _stream(document.text, draft, hand, chance)
    except DiscordError as error:
        result.wrong.append(f"refused: {error}")
    except Exception as error:  # noqa: BLE001 - a crash on one text is a result, and others follow
        result.wrong.append(f"{type(error).__name__}: {error}")
    _judge(result, channel.messages)
    if result.messages > Layout().messages:
        result.wrong += _wrong_as_file(document.text)
    return result


def _wrong_as_file(text: str) -> list[str]:
    """Say what is wrong when the text is too long for messages: then it follows whole, as a file."""
    draft, files = Draft(), []
    draft.push(text)
    draft.end(_FOOTER)
    for number in range(_STEPS_AT_MOST):
        if (step := draft.step()) is None:
            break
        if isinstance(step, Attach):
            files.append(step.text)
        draft.done(step, number + 1)
    found = [] if files == [sendable(text)] else ["the file is not the text"]
    if len(draft.message_ids) > Layout().messages:
        found.append("more messages than the layout has")
    return found


async def _stream(text: str, draft: Draft, hand: _Hand, chance: random.Random) -> None:
    """Let the text grow through reader and draft, and bring the channel up to date now and then."""
    reader = CompletionReader()
    escaped = chance.random() < 0.5  # noqa: PLR2004 - servers do either
    events = (_event(piece, escaped=escaped) for piece in _pieces(text, chance))
    stream = "".join(events).encode() + b"data: [DONE]\n\n"
    reads = list(_cut(stream, chance))
    for read in reads:
        if delta := reader.feed(read).text:
            draft.push(delta)
        if chance.random() < _LOOKS / len(reads):
            await _perform(draft.step(), draft, hand)
    draft.end(_FOOTER)
    for _ in range(_STEPS_AT_MOST):
        if (step := draft.step()) is None:
            return
        await _perform(step, draft, hand)
    raise RuntimeError("the draft never comes to an end")


async def _perform(step: Step | None, draft: Draft, hand: _Hand) -> None:
    match step:
        case None:
            return
        case Post() | Edit():
            draft.done(step, await hand.do(step))
        case Attach() | Delete():
            raise RuntimeError(f"nobody asked for {step}")


def _event(piece: str, *, escaped: bool) -> str:
    chunk = {"choices": [{"index": 0, "delta": {"content": piece}}]}
    return f"data: {json.dumps(chunk, ensure_ascii=escaped)}\n\n"


def _pieces(text: str, chance: random.Random) -> Iterator[str]:
    at = 0
    while at < len(text):
        size = chance.choice(_PIECE_SIZES)
        yield text[at : at + size]
        at += size


def _cut(stream: bytes, chance: random.Random) -> Iterator[bytes]:
    at = 0
    while at < len(stream):
        size = chance.choice(_READ_SIZES)
        yield stream[at : at + size]
        at += size


def _judge(result: Result, messages: Sequence[Message]) -> None:
    versions = [version.content for message in messages for version in message.versions]
    result.messages, result.versions = len(messages), len(versions)
    visible = [message.content for message in messages]
    if visible:
        visible[-1] = visible[-1].removesuffix(f"-# {_FOOTER}")
    result.literal = is_literal(result.document.text, visible)
    result.wrong += complaints(result.document.text, visible)
    faults = Counter(chain.from_iterable(map(faults_of, versions)))
    result.wrong += [f"{count} versions with {fault}" for fault, count in faults.items()]


def _facts(result: Result) -> dict[str, object]:
    return {
        "name": result.document.name,
        "messages": result.messages,
        "versions": result.versions,
        "literal": result.literal,
        "wrong": result.wrong,
    }


def _report(results: Sequence[Result]) -> int:
    kinds = list(dict.fromkeys(_kind(result) for result in results))
    print(
        f"{'texts':<12}{'number':>8}{'versions':>10}{'came through':>15}{'letter for letter':>20}"
    )
    for kind in [*kinds, "all"]:
        chosen = [result for result in results if kind in ("all", _kind(result))]
        fine, literal = sum(not r.wrong for r in chosen), sum(r.literal for r in chosen)
        print(
            f"{kind:<12}{len(chosen):>8}{sum(r.versions for r in chosen):>10}"
            f"{_share(fine, len(chosen)):>15}{_share(literal, len(chosen)):>20}"
        )
    broken = [result for result in results if result.wrong]
    for result in broken:
        print(f"\n{result.document.name}: {'; '.join(result.wrong)}")
    return 1 if broken else 0


def _kind(result: Result) -> str:
    return result.document.name.partition("/")[0]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
