"""/usage: what was used, what it cost, and what is left of it."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot import chart
from bot.chat.books import Books, Selection
from bot.chat.settings import config_texts
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.quotas import Quotas
from bot.chat.wording import usage_texts
from bot.client import TokkiBot
from bot.core.account.prices import NANO_DOLLARS
from bot.core.config.layers import Asking
from bot.core.config.limits import Subject, Window
from bot.core.config.quotas import span
from cogs._acknowledging import answer, defer
from cogs._occasion import occasion_of

_DAYS = 30  # of the chart
_Ids = tuple[int | None, int | None, int | None]  # server, channel and person, as the books ask


class Usage(commands.Cog):
    """Sums up the books for one person."""

    def __init__(self, books: Books, configuration: Configuration, quotas: Quotas) -> None:
        self._books = books
        self._configuration = configuration
        self._quotas = quotas

    @app_commands.command(
        name=locale_str("usage"),
        description=locale_str("See what was used, what it cost, and what is left."),
    )
    @app_commands.rename(whose=locale_str("of"), window=locale_str("time"))
    @app_commands.describe(
        whose=locale_str("Whose usage: yours, this channel's, or the server's."),
        window=locale_str("Since the beginning of this day, or of this month (UTC)."),
    )
    @app_commands.choices(
        whose=[
            app_commands.Choice(name=locale_str("me"), value=Subject.PERSON.value),
            app_commands.Choice(name=locale_str("this channel"), value=Subject.CHANNEL.value),
            app_commands.Choice(name=locale_str("the server"), value=Subject.SERVER.value),
        ],
        window=[
            app_commands.Choice(name=locale_str("this day"), value=Window.DAY.value),
            app_commands.Choice(name=locale_str("this month"), value=Window.MONTH.value),
        ],
    )
    async def usage(
        self,
        interaction: discord.Interaction[TokkiBot],
        whose: str = Subject.PERSON.value,
        window: str = Window.DAY.value,
    ) -> None:
        """Answer with the sums, the limits and the chart."""
        subject = Subject(whose)
        if refusal := _refusal(interaction, subject):
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        await defer(interaction)
        asking = occasion_of(interaction).asking
        now = datetime.now(UTC)
        text = await self._text(asking, subject, Window(window), now)
        about, picture = await self._chart(_ids(asking, subject), now)
        file = discord.File(io.BytesIO(picture), usage_texts.CHART_FILE) if picture else None
        room = config_texts.MESSAGE_LIMIT - len(about)  # a server may have some 30 limits
        first, *others = config_texts.pages(text.splitlines(), room)
        await answer(interaction, first + about, file=file)
        for page in others:
            await interaction.followup.send(page, ephemeral=True)

    async def _text(self, asking: Asking, subject: Subject, window: Window, now: datetime) -> str:
        since, until = span(window, now.timestamp())
        which = Selection(since, until, *_ids(asking, subject))
        total = await self._books.totals(which)
        by_model = await self._books.by_model(which)
        standings = await self._quotas.left(await self._configuration.effective(asking))
        # All limits bound a person; a channel and a server have only their own.
        own = [each for each in standings if subject in (Subject.PERSON, each.limit.subject)]
        in_server = asking.server_id is not None
        return "\n".join(
            [
                usage_texts.title(subject, since, in_server=in_server),
                usage_texts.usage(total, by_model),
                usage_texts.left(own),
            ]
        )

    async def _chart(self, ids: _Ids, now: datetime) -> tuple[str, bytes]:
        """Give the sentence about the picture, and the picture; nothing where nothing was used."""
        today = now.date()
        first = today - timedelta(_DAYS - 1)
        begin = datetime.combine(first, datetime.min.time(), UTC)
        found = await self._books.by_day(Selection(begin.timestamp(), now.timestamp() + 1, *ids))
        if not found:
            return "", b""
        # Cost is only drawn where it is known: else days would look cheap that were not.
        money = not any(day.unpriced for day in found.values())
        used = {
            day: each.cost / NANO_DOLLARS if money else each.prompt_tokens + each.completion_tokens
            for day, each in found.items()
        }
        days = [first + timedelta(number) for number in range(_DAYS)]
        amounts = [(day, used.get(day, 0.0)) for day in days]
        name = usage_texts.dollars if money else usage_texts.tokens
        picture = await asyncio.to_thread(chart.draw_days, amounts, name)
        return f"\n{usage_texts.charted(money=money, days=_DAYS)}", picture


def _refusal(interaction: discord.Interaction[TokkiBot], subject: Subject) -> str:
    """Give the sentence for whom a usage is not; empty for whom it is."""
    may = interaction.permissions
    if subject is Subject.PERSON:
        return ""
    if interaction.guild_id is None:
        return usage_texts.not_here()
    if may.manage_guild or (subject is Subject.CHANNEL and may.manage_messages):
        return ""
    return usage_texts.not_for_you(subject)


def _ids(asking: Asking, subject: Subject) -> _Ids:
    """Give what the books sum over; direct messages are one channel with one person."""
    place = None if asking.server_id and subject is not Subject.CHANNEL else asking.place_id
    return asking.server_id, place, asking.person_id if subject is Subject.PERSON else None


async def setup(bot: TokkiBot) -> None:
    """Add the cog; discord.py calls this."""
    services = bot.services
    await bot.add_cog(Usage(services.books, services.configuration, services.quotas))
