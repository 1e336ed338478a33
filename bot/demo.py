"""The demo: the real bot on a Discord of its own, for a person with a browser or a terminal."""

import asyncio
import re
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from bot import composition
from bot.chat.beside import beside
from bot.client import Services, point_at
from bot.core.talk.turns import TurnState
from bot.settings import Settings
from sandbox import Channel, Message, Person, Sandbox

_LOOK_EVERY = 0.05  # seconds between two looks at the channel
_FINE, _FAILED = 0, 1
_SMALL_PRINT = "-# "
_TIME = re.compile(r"<t:(\d+)(?::\w)?>")
_COMMAND_TIMEOUT = 10.0
_REMEMBERED_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class _Stage:
    """Who plays in the demo, and where."""

    sandbox: Sandbox
    services: Services
    person: Person
    channel: Channel
    console: Console


@dataclass(frozen=True, slots=True)
class Options:
    """What to show: *ask* is asked once, else page and terminal take questions.

    The page is on *port* (0: any free one) and is opened in the browser unless *browser* says no.
    """

    ask: str | None = None
    port: int = 0
    browser: bool = True


async def run(settings: Settings, options: Options, console: Console | None = None) -> int:
    """Show the bot; gives 0, or 1 if the one question has no complete answer."""
    console, question = console or Console(), options.ask
    async with _stage(settings, options.port, console) as stage:
        if question is None:
            await _show_page(stage, open_it=options.browser)
            await _converse(stage)
            return _FINE
        message = await _ask(stage, question)
        _print_versions(stage, message)
        return _FINE if await _is_complete(stage, message) else _FAILED


@asynccontextmanager
async def _stage(settings: Settings, port: int, console: Console) -> AsyncIterator[_Stage]:
    """Open sandbox, model and bot; the memory lasts as long as the sandbox, which is the demo."""
    async with AsyncExitStack() as stack:
        with console.status("Starting a Discord of its own, the model and the bot …"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tokki-")))
            private = {"database_url": f"sqlite:///{folder.as_posix()}/demo.db"}
            settings = settings.model_copy(update=private)
            sandbox = await _open_sandbox(stack, port)
            point_at(sandbox.api_url, sandbox.gateway_url)
            side = await stack.enter_async_context(
                composition.open_model(settings, sandbox.relay.through)
            )
            services = await stack.enter_async_context(composition.open_services(settings, side))
            bot = composition.serve(services, sandbox.token)
            await stack.enter_async_context(beside(bot))
            await sandbox.ready()
        person = sandbox.person("You", role="admin")
        _greet(console, services, local=settings.wants_local_model)
        yield _Stage(sandbox, services, person, sandbox.channel("general"), console)


async def _open_sandbox(stack: AsyncExitStack, port: int) -> Sandbox:
    try:
        return await stack.enter_async_context(Sandbox(port))
    except OSError as error:
        raise composition.StartupError(f"Port {port} cannot be used: {error.strerror}.") from error


async def _show_page(stage: _Stage, *, open_it: bool) -> None:
    address = stage.sandbox.page_url
    stage.console.print(f"Its Discord is at [bold cyan]{address}[/]")
    if open_it:  # in a thread: some systems wait until the browser has started
        await asyncio.to_thread(webbrowser.open, address)


def _greet(console: Console, services: Services, *, local: bool) -> None:
    console.print(f"[bold]Tokki[/] answers with [cyan]{services.model}[/] {services.endpoint}.")
    if local:
        console.print(
            "[yellow]This model is tiny (135 million parameters): it shows how the bot feels, "
            "and most of what it says is wrong.[/]"
        )


async def _converse(stage: _Stage) -> None:
    """Take questions and commands from the terminal until it closes."""
    stage.console.print(
        "[dim]Write there, or here: a question, or a command like /ask or /status. "
        "Ctrl-D or /quit ends the demo.[/]"
    )
    while (line := await _read_line(stage.console)) is not None:
        if line == "/quit":
            return
        if line.startswith("/"):
            await _command(stage, line[1:])
        elif line:
            await _ask(stage, line)


async def _read_line(console: Console) -> str | None:
    """Read a line without blocking the loop; None at the end of the input.

    The thread is a daemon: an executor's thread would hold the process until Enter is hit.
    """
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str | None] = loop.create_future()

    def deliver(text: str | None) -> None:
        if not line.done():
            line.set_result(text)

    def read() -> None:
        text: str | None = None
        with suppress(EOFError, OSError):
            text = console.input("\n[bold green]You[/] ").strip()
        with suppress(RuntimeError):  # the loop has closed meanwhile
            loop.call_soon_threadsafe(deliver, text)

    threading.Thread(target=read, daemon=True).start()
    return await line


async def _command(stage: _Stage, line: str) -> None:
    # Only /ask takes words; all others belong to a command's name, as in "forget channel".
    prompt = line.removeprefix("ask ")
    name, options = (line, {}) if prompt == line else ("ask", {"prompt": prompt})
    before = len(stage.channel.messages)
    try:
        interaction = await stage.person.slash(stage.channel, name, **options)
        await interaction.answered(timeout=_COMMAND_TIMEOUT)
    except (LookupError, TimeoutError) as error:
        stage.console.print(f"[red]{error}[/]")
        return
    await _watch(stage, lambda: [*interaction.messages, *_answers(stage, before)])


async def _ask(stage: _Stage, question: str) -> Message:
    """Say it in the channel and show the reply until it stands; gives the question."""
    before = len(stage.channel.messages)
    mention = stage.sandbox.bot.mention
    message = await stage.person.say(stage.channel, f"{mention} {question}")
    await _watch(stage, lambda: _answers(stage, before))
    return message


def _answers(stage: _Stage, before: int) -> list[Message]:
    """Give the bot's messages in the channel since there were *before* messages in all."""
    return [m for m in stage.channel.messages[before:] if m.author is stage.sandbox.bot]


async def _watch(stage: _Stage, reply: Callable[[], list[Message]]) -> None:
    """Show the reply growing in place until the bot has brought it to its final state."""
    with Live(console=stage.console, transient=True, auto_refresh=False) as live:
        while stage.services.dispatcher.open_replies or not any(m.content for m in reply()):
            live.update(_picture(stage, reply()), refresh=True)
            await asyncio.sleep(_LOOK_EVERY)
    stage.console.print(_picture(stage, reply()))


def _picture(stage: _Stage, messages: list[Message]) -> RenderableType:
    """Draw the messages as one box; the small print is dim."""
    if not any(message.content for message in messages):
        return Text("Tokki is typing …", style="dim")
    lines: list[RenderableType] = []
    for message in {message.id: message for message in messages}.values():
        body = _written_out(stage, message.content).splitlines()
        small: list[str] = []
        while body and body[-1].startswith(_SMALL_PRINT):
            small.insert(0, body.pop())
        lines.append(Markdown("  \n".join(body)))  # Discord keeps line ends, Markdown does not
        lines.extend(Text(line.removeprefix(_SMALL_PRINT), style="dim") for line in small)
    return Panel(Group(*lines), title="Tokki", title_align="left", border_style="blue")


def _written_out(stage: _Stage, text: str) -> str:
    """Write out what Discord draws in its own way: who is mentioned, and times."""
    for name, mention in (("Tokki", stage.sandbox.bot.mention), ("You", stage.person.mention)):
        text = text.replace(mention, f"@{name}")

    def as_read(time: re.Match[str]) -> str:
        return f"{datetime.fromtimestamp(int(time[1]), UTC).astimezone():%Y-%m-%d %H:%M}"

    return _TIME.sub(as_read, text)


def _print_versions(stage: _Stage, question: Message) -> None:
    """Print one line per version that was visible: seconds since the question, characters."""
    asked = question.versions[0].at
    versions = [
        version
        for message in stage.channel.messages
        if message.author is stage.sandbox.bot
        for version in message.versions
        if version.content
    ]
    for version in sorted(versions, key=lambda version: version.at):
        stage.console.print(f"{version.at - asked:7.2f} s  {len(version.content):5d} characters")


async def _is_complete(stage: _Stage, question: Message) -> bool:
    """Tell whether the memory holds a complete answer to the question; it comes a little later."""
    with suppress(TimeoutError):  # where nothing was asked, nothing comes
        async with asyncio.timeout(_REMEMBERED_WITHIN):
            while True:
                exchange = await stage.services.memory.exchange(stage.channel.id, question.id)
                answer = exchange.answer if exchange else None
                if answer is not None and answer.state is not TurnState.WRITING:
                    return answer.state is TurnState.COMPLETE
                await asyncio.sleep(_LOOK_EVERY)
    return False
