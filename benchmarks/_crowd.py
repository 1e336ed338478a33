"""A sandbox with many servers, in a process of its own, whose people talk with each other.

Arguments: how many servers, and how many things happen in a second. It prints its addresses and
the token; for every number on its standard input so many things happen, and it prints `done`.
"""

import asyncio
import random
import sys
import time

from sandbox import Guild, Message, Sandbox
from sandbox.drafts import Form
from sandbox.model import Channel, Member, User
from sandbox.talk import Post

_CHANNELS, _PEOPLE = 10, 20  # of each server, beside the roles that the sandbox gives it
# What happens: half is new messages, the rest is what comes with them.
_MIX = ("post",) * 5 + ("type",) * 3 + ("edit", "delete")
_RECENT = 100  # messages, one of which is edited or deleted


class Crowd:
    """People of many servers; none of them speaks to the bot."""

    def __init__(self, sandbox: Sandbox, servers: int) -> None:
        self._sandbox = sandbox
        self._random = random.Random(servers)  # noqa: S311 - to be repeated, not to be secret
        self._recent: list[Message] = []
        self._guilds = [self._settle(f"server {number}") for number in range(servers)]

    async def live(self, events: int, rate: float) -> None:
        """Let so many things happen."""
        began = time.monotonic()
        for number in range(events):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            self._happen(self._random.choice(_MIX))

    def _settle(self, name: str) -> Guild:
        world = self._sandbox.world
        guild = self._sandbox.add_guild(name)
        for number in range(_CHANNELS):
            self._sandbox.add_channel(f"channel-{number}", guild)
        for number in range(_PEOPLE):
            # Not by `add_user`, with which everybody joins every server.
            user = User(world.make_id(), f"person {number} of {name}")
            guild.members[user.id] = Member(user, tuple(guild.roles[:2]), time.time())
        return guild

    def _happen(self, what: str) -> None:
        talk = self._sandbox.talk
        if what in ("edit", "delete") and self._recent:
            message = self._recent.pop(self._random.randrange(len(self._recent)))
            if what == "edit":
                talk.edit(message, Form({"content": f"{message.content}, I mean"}))
            else:
                talk.delete(message)
            return
        channel, user = self._somewhere()
        if what == "type":
            talk.type(channel, user)
            return
        text = "Did anybody see where the rabbit went? I looked for it behind the house."
        self._recent.append(talk.post(Post(channel, user, Form({"content": text}))))
        del self._recent[:-_RECENT]

    def _somewhere(self) -> tuple[Channel, User]:
        guild = self._random.choice(self._guilds)
        people = [member.user for member in guild.members.values() if not member.user.bot]
        return self._random.choice(list(guild.channels.values())), self._random.choice(people)


async def _main(servers: int, rate: float) -> None:
    async with Sandbox() as sandbox:
        crowd = Crowd(sandbox, servers)
        print("settled")
        print(sandbox.api_url, sandbox.gateway_url, sandbox.token, flush=True)
        loop = asyncio.get_running_loop()
        # Whoever started this process holds its standard input: closed means that it is over.
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await crowd.live(int(line), rate)
            print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), float(sys.argv[2])))
