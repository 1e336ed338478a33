"""What of a message is the question: without the mention of the bot, with names for ids."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

# Later an edit mends a typo in an old talk, and nobody waits for another answer.
EDIT_WITHIN = timedelta(minutes=5)
_LONGEST_QUOTE = 1500  # code points: enough to know what is meant
_MENTION = re.compile(r"<@[!&]?(\d+)>[ \t]?")


def question_text(content: str, own_ids: frozenset[int], names: Mapping[int, str]) -> str:
    """Give the question in a message's *content*; empty when there was only the mention.

    Mentions of *own_ids* (the bot and its own role) go, those of other people and roles
    become their names; *names* maps ids to them.
    """

    def named(found: re.Match[str]) -> str:
        mentioned = int(found[1])
        space = found[0][found[0].index(">") + 1 :]
        return "" if mentioned in own_ids else f"@{names.get(mentioned, 'someone')}{space}"

    return _MENTION.sub(named, content).strip()


def edited_soon(created: datetime, edited: datetime | None) -> bool:
    """Tell whether a message was edited by its author, and soon enough to ask anew.

    *edited* is None for the updates that Discord sends when a link preview appears.
    """
    return edited is not None and edited - created <= EDIT_WITHIN


def quoted(text: str, speaker: str = "", longest: int = _LONGEST_QUOTE) -> str:
    """Give a message that a question is about as a quote, cut to *longest* code points."""
    words = text.strip()
    if len(words) > longest:
        words = words[:longest].rstrip() + " …"
    lines = [f"@{speaker}", *words.splitlines()] if speaker else words.splitlines()
    return "\n".join(f"> {line}" for line in lines)
