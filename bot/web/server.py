"""The HTTP door: its routes, and how an answer is streamed through it."""

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import hdrs, web

from bot.chat import texts
from bot.chat.answers.conversing import Conversations, Stop
from bot.chat.beside import beside
from bot.chat.languages import language_of, speak, spoken
from bot.chat.readiness import Readiness
from bot.web.guard import DoorOptions, Guard, RefusedError
from bot.web.health import Ready, alive
from bot.web.metrics import Metrics
from bot.web.page import PAGE, page_policy
from bot.web.streaming import Outbox

log = logging.getLogger(__name__)

_LARGEST_BODY = 128 * 1024  # bytes: the longest message, all of it as \u escapes
_LONGEST_MESSAGE = 8000  # characters
_READ_WITHIN = 10.0  # seconds for a body
# A client that takes nothing for so long has gone, though nobody said so.
_WRITE_WITHIN = 30.0  # seconds
_STOP_WITHIN = 2.0  # seconds until open answers are stored and their ends sent
_KEEP_ALIVE = 75.0  # seconds; the default of an hour keeps the connections of whoever is long gone
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_STREAM = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would keep the text back
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def open_door(
    options: DoorOptions, conversations: Conversations, readiness: Readiness, metrics: Metrics
) -> AsyncIterator[str]:
    """Listen as *options* say, and give the door's address; OSError when that is not possible.

    In the end open answers are stopped and stored, and their readers are told.
    """
    door = _Door(options, conversations, metrics)
    runner = web.AppRunner(
        _app(door, Ready(readiness)),
        handler_cancellation=True,  # so that a client that goes away ends its request
        access_log=None,
        keepalive_timeout=_KEEP_ALIVE,
        shutdown_timeout=_STOP_WITHIN,
    )
    await runner.setup()
    async with beside(door.run()):
        try:
            await web.TCPSite(runner, options.host, options.port, backlog=1024).start()
            host, port = runner.addresses[0][:2]
            yield f"http://{f'[{host}]' if ':' in host else host}:{port}"
        finally:
            await door.close()
            await runner.cleanup()


def _app(door: "_Door", ready: Ready) -> web.Application:
    app = web.Application(middlewares=[door.guarded], client_max_size=_LARGEST_BODY)
    app.router.add_get("/", door.page)
    app.router.add_post("/api/session", door.session)
    app.router.add_post("/api/chat", door.chat)
    app.router.add_options("/api/{name}", door.preflight)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready.answer)
    app.router.add_get("/metrics", door.metrics)
    return app


class _Door:
    """Answers requests. `run` has to run beside them: it holds the answers of the model."""

    def __init__(
        self, options: DoorOptions, conversations: Conversations, metrics: Metrics
    ) -> None:
        self._conversations = conversations
        self._metrics = metrics
        self._guard = Guard(options)
        self._page_headers = {**_SAFE, "Content-Security-Policy": page_policy(options.origins)}
        self._tasks = asyncio.TaskGroup()
        self._answers: dict[asyncio.Task[None], Stop] = {}
        metrics.watch("open_streams", "Answers being streamed.", lambda: self._guard.open_streams)

    async def run(self) -> None:
        """Hold the answers until cancelled: they outlast their requests, until they are stored."""
        async with self._tasks:
            await asyncio.Event().wait()

    @web.middleware
    async def guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request in, or say in JSON why not; what breaks is told without its details."""
        origin: str | None = None
        speak(language_of(request.headers.get(hdrs.ACCEPT_LANGUAGE)))
        try:
            self._guard.check_host(request)
            origin = self._guard.check_origin(request)
            response = await handler(request)
        except RefusedError as refusal:
            response = _refused(refusal)
        except web.HTTPException as error:
            response = _refused(
                RefusedError(error.status, "http", f"{error.reason}.", error.headers)
            )
        except (ConnectionError, TimeoutError):
            raise
        except Exception:  # the boundary of a request
            incident = secrets.token_hex(3)
            log.exception("web.failed incident=%s path=%s", incident, request.path)
            response = _refused(RefusedError(500, "unexpected", texts.unexpected(incident)))
        if not response.prepared:
            response.headers.update(_cors(origin))
        return response

    async def page(self, _request: web.Request) -> web.Response:
        """Give the chat page."""
        return web.Response(text=PAGE, content_type="text/html", headers=self._page_headers)

    async def preflight(self, _request: web.Request) -> web.Response:
        """Tell a browser what a page of an allowed site may send."""
        allowed = {
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: "POST",
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Content-Type, Accept-Language",
            hdrs.ACCESS_CONTROL_MAX_AGE: "600",
        }
        return web.Response(status=204, headers=allowed)

    async def session(self, request: web.Request) -> web.Response:
        """Begin a conversation."""
        self._guard.check_newcomer(request)
        return web.json_response({"session": self._guard.sessions.issue()}, headers=_SAFE)

    async def metrics(self, request: web.Request) -> web.Response:
        """Give what was counted."""
        self._guard.check_operator(request)
        kind = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=self._metrics.text(), headers=kind)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Stream an answer; when the client goes away, the model is stopped."""
        session, message = await _question(request)
        number = self._guard.session(request, session)
        with self._guard.stream(request):
            cors = _cors(self._guard.check_origin(request))
            response = web.StreamResponse(headers={**_SAFE, **_STREAM, **cors})
            await response.prepare(request)
            await self._stream(request, response, number, message)
        return response

    async def _stream(
        self, request: web.Request, response: web.StreamResponse, session: int, message: str
    ) -> None:
        outbox, stop = Outbox(), Stop()
        answer = self._tasks.create_task(
            self._conversations.answer(session, message, spoken(), outbox.put, stop)
        )
        self._answers[answer] = stop
        answer.add_done_callback(self._answers.pop)
        try:
            await _send(response, outbox)
        except ConnectionError:
            pass
        except TimeoutError:
            log.info("web.stuck address=%s", request.remote)
            if request.transport is not None:
                request.transport.abort()
        finally:
            stop.pull()

    async def close(self) -> None:
        """Stop the open answers, and wait until they are stored."""
        for stop in self._answers.values():
            stop.pull(by_person=False)
        if self._answers:
            await asyncio.wait(list(self._answers), timeout=_STOP_WITHIN)


async def _send(response: web.StreamResponse, outbox: Outbox) -> None:
    """Send all that is put in; TimeoutError when the client does not take it."""
    while told := await outbox.take():
        async with asyncio.timeout(_WRITE_WITHIN):
            await response.write(told)
    async with asyncio.timeout(_WRITE_WITHIN):
        await response.write_eof()


async def _question(request: web.Request) -> tuple[object, str]:
    """Read session and message; RefusedError when they are not as they have to be."""
    if request.content_type != "application/json":  # a page elsewhere can send others unasked
        raise RefusedError(415, "type", "Send JSON, with its content type.")
    try:
        async with asyncio.timeout(_READ_WITHIN):
            body = json.loads(await request.read())
        session, message = body["session"], body["message"].strip()
    except TimeoutError:
        raise RefusedError(408, "late", "The question took too long to come.") from None
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        web.RequestPayloadError,
    ):
        sentence = 'Send {"session": "…", "message": "…"}.'
        raise RefusedError(400, "form", sentence) from None
    if not message:
        raise RefusedError(400, "empty", texts.nothing_asked())
    if len(message) > _LONGEST_MESSAGE:
        raise RefusedError(413, "long", f"A message has {_LONGEST_MESSAGE} characters at most.")
    return session, message


def _refused(refusal: RefusedError) -> web.Response:
    error = {"code": refusal.code, "message": refusal.sentence}
    headers = {**_SAFE, **{k: v for k, v in refusal.headers.items() if k != hdrs.CONTENT_TYPE}}
    return web.json_response({"error": error}, status=refusal.status, headers=headers)


def _cors(origin: str | None) -> dict[str, str]:
    return {hdrs.VARY: hdrs.ORIGIN} | ({hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin} if origin else {})
