"""Questions that come as an interaction: /ask, and the menus of a message."""

import discord

from bot.chat.answers.answering import Answerer
from bot.client import TokkiBot
from bot.core.talk.turns import Question
from cogs._occasion import is_inside, occasion_of
from cogs._surface import InteractionSurface


async def ask(
    answerer: Answerer,
    interaction: discord.Interaction[TokkiBot],
    text: str,
    *,
    private: bool = False,
    model: str | None = None,
) -> None:
    """Answer *text* as the answer to an interaction that was deferred, privately if it was so.

    *model* is what was chosen for this one question.
    """
    occasion = occasion_of(interaction, text=text, model=model)
    question = Question(
        channel_id=talk_of(interaction, private=private),
        server_id=occasion.asking.server_id,
        message_id=interaction.id,
        speaker_id=interaction.user.id,
        speaker=interaction.user.display_name,
        text=text,
        at=interaction.created_at.timestamp(),
    )
    await answerer.answer(question, InteractionSurface(interaction, private=private), occasion)


def talk_of(interaction: discord.Interaction[TokkiBot], *, private: bool) -> int:
    """Give the id under which a talk is remembered: the channel's, or the person's own.

    What nobody else sees must not be in the memory that a channel shares, nor what was asked
    where the bot is not inside: its messages there are not its own.
    """
    if private or not is_inside(interaction):
        return interaction.user.id
    return interaction.channel_id or interaction.user.id
