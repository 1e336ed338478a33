"""A model endpoint on the loopback that knows a few good answers, for the pictures."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

MODEL = "deepseek-flash"
QUESTION = "How do I fetch many pages at once with asyncio?"
KOREAN_QUESTION = "파이썬에서 asyncio는 언제 쓰면 좋아요?"

_ENGLISH = """\
Start one task per page. While a page is on its way, **asyncio** lets the others go on, all in one thread:

```python
import asyncio

async def size(session, url):
    async with session.get(url) as response:
        return len(await response.read())

async def sizes(session, urls):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(size(session, url)) for url in urls]
    return [task.result() for task in tasks]  # all are done here
```
If one fetch fails, the `TaskGroup` cancels the others, so nothing is left running.

| Your program | Use |
| --- | --- |
| waits for the network | `asyncio` |
| waits for a blocking library | `asyncio.to_thread` |
| computes all the time | `ProcessPoolExecutor` |
"""
_KOREAN = """\
**asyncio**는 프로그램이 주로 *기다릴 때* 좋아요. 네트워크, 데이터베이스, 다른 서비스를 기다리는 동안 \
스레드 하나가 수천 개의 연결을 돌볼 수 있어요.

```python
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch("서울"))
        group.create_task(fetch("부산"))
```
`TaskGroup`은 작업 하나가 실패하면 나머지를 취소해요. 그래서 남아서 도는 작업이 없어요.

| 도구 | 어울리는 일 |
| --- | --- |
| `asyncio` | 네트워크 기다리기 |
| `asyncio.to_thread` | 블로킹 라이브러리 부르기 |
| `ProcessPoolExecutor` | 쉬지 않고 계산하기 |
"""
_ANSWERS: Mapping[str, str] = {QUESTION: _ENGLISH, KOREAN_QUESTION: _KOREAN}

# About what the endpoints write that people use: half a second until the first token, then 50 a
# second. A token is some four letters or two syllables of Hangul.
_FIRST_TOKEN = 0.5  # seconds
_TOKENS_PER_SECOND = 50
_TOKEN = re.compile(r"\s*(?:[가-힣]{1,2}|[^\s가-힣]{1,4})|\s+")


@asynccontextmanager
async def scripted_model() -> AsyncIterator[str]:
    """Serve MODEL; gives its base URL."""
    app = web.Application()
    app.router.add_get("/v1/models", _models)
    app.router.add_post("/v1/chat/completions", _answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def _models(_request: web.Request) -> web.Response:
    return web.json_response({"object": "list", "data": [{"id": MODEL}, {"id": "deepseek-v4-pro"}]})


async def _answer(request: web.Request) -> web.StreamResponse:
    body = await request.json()
    said = " ".join(message["content"] for message in body["messages"])
    text = next(answer for question, answer in _ANSWERS.items() if question in said)
    tokens = _TOKEN.findall(text)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    loop = asyncio.get_running_loop()
    started = loop.time() + _FIRST_TOKEN
    for number, token in enumerate(tokens):
        await asyncio.sleep(max(0.0, started + number / _TOKENS_PER_SECOND - loop.time()))
        await _send(response, {"choices": [{"index": 0, "delta": {"content": token}}]})
    usage = {"prompt_tokens": len(said) // 4, "completion_tokens": len(tokens)}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    await _send(response, {"choices": [end], "usage": usage})
    await response.write(b"data: [DONE]\n\n")
    return response


async def _send(response: web.StreamResponse, chunk: dict[str, Any]) -> None:
    await response.write(f"data: {json.dumps({'model': MODEL, **chunk})}\n\n".encode())
