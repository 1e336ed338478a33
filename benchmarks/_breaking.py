"""The faults of a soak: each breaks something for some seconds and mends it again."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, Unpack

from benchmarks._asked import Asked
from benchmarks._moody_model import Mood, MoodyModel
from benchmarks._talkers import Talkers
from sandbox import Sandbox
from sandbox.faults import Effect

_ALWAYS = 10**6
# Documented, and not for good: 4004 and 4010 to 4014 end a bot.
_CLOSES = (4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009)
_LONGEST = 10.0  # seconds


class Server(Protocol):
    """A PostgreSQL or a Redis of our own."""

    def start(self) -> None:
        """Start it with what it has kept."""
        ...

    def kill(self) -> None:
        """End it as a crash would."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """All that can be broken; *database* is the file where it is SQLite."""

    sandbox: Sandbox
    model: MoodyModel
    talkers: Talkers
    chance: random.Random
    database: Server | Path
    redis: Server


Break = Callable[[Stage, float], Awaitable[None]]


async def _mood(mood: Mood, stage: Stage, seconds: float) -> None:
    stage.model.mood = mood
    await asyncio.sleep(seconds)
    if stage.model.mood == mood:
        stage.model.mood = "fine"


async def _refuse(
    stage: Stage, seconds: float, path: str = "/channels/**", **effect: Unpack[Effect]
) -> None:
    fault = stage.sandbox.faults.add("*", path, times=_ALWAYS, **effect)
    await asyncio.sleep(seconds)
    fault.times = 0


def _refusing(**effect: Unpack[Effect]) -> Break:
    async def refuse(stage: Stage, seconds: float) -> None:
        await _refuse(stage, seconds, **effect)

    return refuse


async def _server_error(stage: Stage, seconds: float) -> None:
    status, applied = stage.chance.choice((500, 502, 503)), stage.chance.random() < 1 / 2
    await _refuse(stage, seconds, status=status, applied=applied)


async def _no_interactions(stage: Stage, seconds: float) -> None:
    path = stage.chance.choice(("/interactions/**", "/webhooks/**"))
    # What a webhook took without saying so is repeated by discord.py, and has no nonce to be known by;
    # in private nobody can list what stands there besides.
    applied = path == "/interactions/**" and stage.chance.random() < 1 / 2
    await _refuse(stage, seconds, path, status=502, applied=applied)


async def _slow_rest(stage: Stage, seconds: float) -> None:
    path = stage.chance.choice(("/channels/**", "/webhooks/**"))
    await _refuse(stage, seconds, path, delay=2.0)


async def _close(stage: Stage, seconds: float) -> None:
    await stage.sandbox.close_gateway(stage.chance.choice(_CLOSES))
    await asyncio.sleep(seconds)


async def _invalidate(stage: Stage, seconds: float) -> None:
    stage.sandbox.gateway.invalidate(resumable=stage.chance.random() < 1 / 2)
    await asyncio.sleep(seconds)


async def _silence(stage: Stage, seconds: float) -> None:
    stage.sandbox.silence_gateway()
    await asyncio.sleep(seconds)


async def _restart(server: Server, seconds: float) -> None:
    await asyncio.to_thread(server.kill)
    try:
        await asyncio.sleep(seconds)
    finally:
        # Not here: the sandbox and the model live in this loop, and would hold their breath meanwhile.
        await asyncio.to_thread(server.start)


async def _no_database(stage: Stage, seconds: float) -> None:
    if isinstance(stage.database, Path):
        await asyncio.to_thread(_lock, stage.database, seconds)
    else:
        await _restart(stage.database, seconds)


def _lock(database: Path, seconds: float) -> None:
    with closing(sqlite3.connect(database, timeout=_LONGEST)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)


async def _no_redis(stage: Stage, seconds: float) -> None:
    await _restart(stage.redis, seconds)


def _to_one(act: Callable[[Stage, Asked], Awaitable[object]]) -> Break:
    """Let something happen to a question that is being answered."""

    async def happen(stage: Stage, seconds: float) -> None:
        if found := stage.talkers.open():
            await act(stage, stage.chance.choice(found))
        await asyncio.sleep(seconds)

    return happen


async def _delete(_stage: Stage, asked: Asked) -> None:
    if asked.message is not None:
        asked.by_person = True
        await asked.person.delete(asked.message)


async def _delete_reply(stage: Stage, asked: Asked) -> None:
    if asked.replies:
        asked.by_person = asked.holed = True
        await stage.sandbox.remove_message(stage.chance.choice(asked.replies))


async def _edit(stage: Stage, asked: Asked) -> None:
    await stage.talkers.edit(asked)


async def _stop(stage: Stage, asked: Asked) -> None:
    if asked.stop:
        asked.by_person = True
        await stage.talkers.press(asked, *asked.stop)


async def _delete_channel(stage: Stage, asked: Asked) -> None:
    if asked.channel.guild is not None:
        await stage.sandbox.remove_channel(asked.channel)
        stage.talkers.replace(asked.channel)


async def _remove(stage: Stage, seconds: float) -> None:
    """Throw the bot out of a server, and let it in again."""
    guild = stage.chance.choice(list(stage.sandbox.world.guilds.values()))
    for asked in stage.talkers.recent():
        asked.gone |= asked.channel.guild is guild
    await stage.sandbox.remove_guild(guild)
    await asyncio.sleep(seconds)
    await stage.sandbox.return_guild(guild)


# With how often each comes beside the others: for a minute after a missed acknowledgement the bot hears
# nothing (discord.py's time-out), and each new session makes it wait.
FAULTS: dict[str, tuple[float, Break]] = {
    "model down": (1, partial(_mood, "down")),
    "model slow": (1, partial(_mood, "slow")),
    "model silent": (1, partial(_mood, "silent")),
    "model cutting off": (1, partial(_mood, "cutting off")),
    "model cutting short": (1, partial(_mood, "cutting short")),
    "model 429": (1, partial(_mood, "429")),
    "Discord 429, user": (1, _refusing(status=429, scope="user")),
    "Discord 429, shared": (1, _refusing(status=429, scope="shared")),
    "Discord 429, global": (1, _refusing(status=429, scope="global")),
    "Discord 429, Cloudflare": (1, _refusing(status=429, cloudflare=True)),
    "Discord 5xx": (2, _server_error),
    "interactions 5xx": (1, _no_interactions),
    "REST latency 2 s": (1, _slow_rest),
    "gateway closed": (2, _close),
    "invalid session": (0.5, _invalidate),
    "heartbeat not acknowledged": (0.2, _silence),
    "database gone": (1, _no_database),
    "Redis gone": (1, _no_redis),
    "question deleted": (2, _to_one(_delete)),
    "reply deleted": (1, _to_one(_delete_reply)),
    "question edited": (2, _to_one(_edit)),
    "Stop pressed": (2, _to_one(_stop)),
    "channel deleted": (1, _to_one(_delete_channel)),
    "removed from a server": (0.5, _remove),
}
