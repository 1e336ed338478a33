"""What one person sees, told piece by piece to a page that stays open."""

from collections.abc import Iterable
from typing import Any

import orjson

from sandbox import guild_render, render
from sandbox.errors import Json
from sandbox.events import Change, Watch
from sandbox.model import Channel, Message, MessageFlag, User, Version
from sandbox.page.stage import Stage
from sandbox.people import Person
from sandbox.recording import Request

_REQUESTS = 200  # how many past requests a page begins with

News = list[tuple[str, Any]]


class View:
    """Gives the news for one page: everything at first, later only what is new."""

    def __init__(self, stage: Stage, person: Person, watch: Watch) -> None:
        self._stage = stage
        self._person = person
        self._watch = watch
        self._told: dict[str, bytes] = {}
        self._requests = max(0, len(stage.rest.record.requests) - _REQUESTS)

    def everything(self) -> News:
        """Give all that there is to see."""
        self._watch.drain()
        messages = [self._message(each) for each in self._stage.messages(self._person)]
        return [("start", None), *self._parts(), *(("message", each) for each in messages)]

    def news(self) -> News:
        """Give what has happened since the last time."""
        return [*self._parts(), *self._changes(self._watch.drain())]

    def _parts(self) -> News:
        parts = {"people": self._people(), "places": self._places(), "status": self._status()}
        parts["commands"] = self._commands()
        fresh = [(name, part) for name, part in parts.items() if self._is_new(name, part)]
        requests = self._stage.rest.record.requests[self._requests :]
        self._requests += len(requests)
        return [*fresh, *(("request", _request(each)) for each in requests)]

    def _is_new(self, name: str, part: object) -> bool:
        packed = orjson.dumps(part)
        if self._told.get(name) == packed:
            return False
        self._told[name] = packed
        return True

    def _changes(self, changes: Iterable[Change]) -> News:
        news: News = []
        latest: dict[int, int] = {}  # many edits of one message are told once, as the last
        for change in changes:
            message = change.message
            if not self._sees(change.channel, message):
                continue
            if message is None:
                told = {"channel": str(change.channel.id), "user": str(change.user.id)}
                news.append(("typing", told))
            elif message.id not in latest:
                latest[message.id] = len(news)
                news.append(self._state_of(message))
        return news

    def _state_of(self, message: Message) -> tuple[str, Json]:
        if message.deleted_at is not None:
            return "gone", {"channel": str(message.channel.id), "id": str(message.id)}
        return "message", self._message(message)

    def _sees(self, channel: Channel, message: Message | None) -> bool:
        if channel not in self._stage.places(self._person):
            return False
        return message is None or self._stage.sees(self._person, message)

    def _message(self, message: Message) -> Json:
        return {
            **render.message(message, self._stage.world.bot),
            "versions": len(message.versions),
            "born": message.born,
            "edited": _is_edited(message),
            "command": self._command_of(message),
        }

    def _command_of(self, message: Message) -> str | None:
        if message.origin is None:
            return None
        interaction = self._stage.world.interactions.by_id(int(message.origin["id"]))
        return interaction.name if interaction and interaction.name else None

    def _people(self) -> Json:
        world = self._stage.world
        return {
            "me": str(self._person.id),
            "bot": str(world.bot.id),
            "cast": [each.name for each in self._stage.cast().values()],
            "users": [_user(each, world.role_names[each.id]) for each in world.users.values()],
            "roles": [
                guild_render.role(role)
                for guild in world.guilds.values()
                for role in guild.roles
                if role.position
            ],
        }

    def _places(self) -> list[Json]:
        return [_place(each) for each in self._stage.places(self._person)]

    def _commands(self) -> list[Json]:
        """Give the commands, each with the kinds of places where this person may use it."""
        person = self._person
        text = next((each for each in self._stage.places(person) if each.guild), None)
        offers = {"guild": [] if text is None else person.commands(text)}
        offers["dm"] = person.commands(person.dm())
        merged: dict[str, Json] = {}
        for where, commands in offers.items():
            for command in commands:
                merged.setdefault(command["id"], {**command, "where": []})["where"].append(where)
        return sorted(merged.values(), key=lambda each: (each["type"], each["name"]))

    def _status(self) -> Json:
        rest = self._stage.rest
        return {
            "connected": self._stage.gateway.is_ready(),
            "latency": rest.latency,
            "model": self._stage.relay.delay if self._stage.relay.used else None,
            "faults": [
                {
                    "method": each.method,
                    "path": each.path,
                    "status": each.status,
                    "left": each.times,
                }
                for each in rest.faults.waiting
            ],
        }


def _is_edited(message: Message) -> bool:
    """Tell whether people see "(edited)": what ends the thinking is no edit in their eyes."""
    return sum(not each.flags & MessageFlag.LOADING for each in message.versions) > 1


def version(shown: Version, since: float) -> Json:
    """Give one version of a message; *since* is the moment from which its time counts."""
    return {"at": round(shown.at - since, 3), "content": shown.content}


def _user(user: User, role: str) -> Json:
    return {"id": str(user.id), "name": user.name, "bot": user.bot, "role": role}


def _place(channel: Channel) -> Json:
    return {
        "id": str(channel.id),
        "name": channel.name,
        "kind": int(channel.kind),
        "guild": channel.guild.name if channel.guild else None,
        "parent": str(channel.parent.id) if channel.parent else None,
        "archived": channel.archived,
        "locked": channel.locked,
    }


def _request(asked: Request) -> Json:
    return {
        "at": asked.at,
        "method": asked.method,
        "path": asked.path,
        "status": asked.status,
        "bucket": asked.bucket,
        "remaining": asked.remaining,
        "limit": asked.limit,
        "scope": asked.scope,
    }
