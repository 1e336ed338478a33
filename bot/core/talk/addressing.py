"""What of a message is the question: without the mention of the bot, with names for ids."""

import re
from collections.abc import Mapping

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
