"""Half-written replies of processes that died: found at the start and then again and again."""

import logging
import time

from discord.ext import commands, tasks

from bot.chat.answers.answering import Answerer
from bot.client import TokkiBot
from bot.core.errors import StorageError
from bot.core.talk.turns import Question
from cogs._surface import ChannelSurface

log = logging.getLogger(__name__)

_EVERY = 10.0  # seconds


class Recovery(commands.Cog):
    """Lets the answerer mark what has not been touched for *grace* seconds."""

    def __init__(self, bot: TokkiBot, answerer: Answerer, grace: float) -> None:
        self._bot = bot
        self._answerer = answerer
        self._grace = grace
        self._outage = float("-inf")  # when the database last failed

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Begin; Discord says "ready" again after every new session."""
        if not self._look.is_running():
            _ = self._look.start()  # the loop itself holds its task

    async def cog_unload(self) -> None:
        """End."""
        self._look.cancel()

    @tasks.loop(seconds=_EVERY)
    async def _look(self) -> None:
        now = time.time()
        # Nobody could show a sign of life while the database was away: that counts from its return.
        before = now - self._grace if now - self._outage >= self._grace else float("-inf")
        try:
            count = await self._answerer.recover(before, self._surface)
        except StorageError as error:
            self._outage = now
            log.warning("recovery.failed error=%s", error)
        except Exception:  # discord.py would end the loop for good
            log.exception("recovery.broken")
        else:
            if count:
                log.info("recovery.marked count=%d", count)

    def _surface(self, question: Question) -> ChannelSurface:
        # Also for /ask: an interaction does not outlive its process, its message does.
        return ChannelSurface(self._bot, question.channel_id, question.message_id)


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Recovery(bot, bot.services.answerer, bot.services.grace))
