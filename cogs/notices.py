"""Tells admins when a limit of their server is nearly or wholly used up."""

import logging

import discord
from discord.ext import commands

from bot.chat import texts
from bot.chat.languages import language_of, speak
from bot.chat.settings.quotas import Notice
from bot.client import TokkiBot
from bot.core.config.limits import Subject

log = logging.getLogger(__name__)


class Notices(commands.Cog):
    """Posts each notice where the server wants Discord's own, else to its owner."""

    def __init__(self, bot: TokkiBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_quota_notice(self, server_id: int, notice: Notice) -> None:
        """Post a notice; one that reaches nobody stays in the log."""
        guild = self._bot.get_guild(server_id)
        if guild is None:
            return
        speak(language_of(guild.preferred_locale.value))
        sentence = texts.nearly_used_up(notice.standing, notice.percent, _subject(guild, notice))
        for place in (guild.public_updates_channel, guild.system_channel):
            if place is not None and await self._posted(place, sentence):
                return
        try:  # without the intent for members the owner is only an id
            owner = guild.owner or await self._bot.fetch_user(guild.owner_id or 0)
        except discord.HTTPException as error:
            log.info("notice.no_owner server=%d error=%s", server_id, error)
        else:
            await self._posted(owner, sentence)

    async def _posted(self, place: discord.abc.Messageable, sentence: str) -> bool:
        try:
            await place.send(sentence)
        except discord.HTTPException as error:
            log.info("notice.not_posted place=%s error=%s", type(place).__name__, error)
            return False
        return True


def _subject(guild: discord.Guild, notice: Notice) -> str:
    match notice.standing.limit.subject:
        case Subject.PERSON:
            return f"<@{notice.subject_id}>"
        case Subject.CHANNEL:
            return f"<#{notice.subject_id}>"
        case Subject.SERVER:
            return guild.name


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    await bot.add_cog(Notices(bot))
    bot.services.policy.when_noticed(lambda *news: bot.dispatch("quota_notice", *news))
