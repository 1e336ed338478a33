"""The sentences about what is remembered."""

from bot.chat.keeping import Overview
from bot.chat.prompting import MemoryMode

NOT_MODERATOR = "Only who may manage messages here can do that."
EXPORT = "All that I have stored of you here, as JSON."
EXPORT_CHANNEL = "All that I have stored of this channel, as JSON."
SUMMARY_FILE = "summary.txt"
SUMMARY_IN_FILE = "The summary is in the file."
_MODES = {
    MemoryMode.CHANNEL: "Everybody in this channel shares one memory.",
    MemoryMode.PERSON: "Everybody in this channel has a memory of their own; this is yours.",
    MemoryMode.CHAIN: (
        "I remember a chain of replies: reply to an answer of mine to go on with it. "
        "A question that is no reply starts with nothing."
    ),
}


def overview(found: Overview, *, with_summary: bool = True) -> str:
    """Say what the model would be sent in a channel now."""
    stored = f"{_turns(found.stored)} of this channel"
    lines = [
        _MODES[found.mode],
        f"**Turns** {found.turns:,}, about {found.turn_tokens:,} tokens ({stored} stored)",
        f"**Room** about {found.room:,} tokens for the turns, the summary and the next question",
        f"**Kept** {_days(found.days)}",
    ]
    if found.summary is None:
        lines.append("**Summary** none yet: it begins when the turns fill their room.")
    else:
        lines.append(f"**Summary** of what was said before, about {found.summary.tokens:,} tokens")
        quote = "\n".join(f"> {line}" for line in found.summary.text.splitlines())
        lines.append(quote if with_summary else SUMMARY_IN_FILE)
    return "\n".join(lines)


def export_name(number: int, total: int) -> str:
    """Name a file of an export, counted from 1."""
    return "memory.json" if total == 1 else f"memory-{number}-of-{total}.json"


def too_much(sent: int, total: int) -> str:
    """Say that an export has more files than are sent."""
    return f"There is more than I can send: these are the first {sent} of {total} files."


def forgotten_channel(turns: int) -> str:
    """Confirm how much of a channel was forgotten."""
    if not turns:
        return "There was nothing to forget in this channel."
    return f"Forgotten: {_turns(turns)} of this channel, and every summary of them."


def forgotten_person(turns: int) -> str:
    """Confirm how much of a person was forgotten."""
    if not turns:
        return "There was nothing of yours to forget here."
    return (
        f"Forgotten: {_turns(turns)}, your questions here and the answers to them, "
        "and every summary that told of them."
    )


def _turns(count: int) -> str:
    return f"{count:,} {'turn' if count == 1 else 'turns'}"


def _days(days: int) -> str:
    if not days:
        return "until somebody forgets it"
    return f"{days:,} {'day' if days == 1 else 'days'}, then it is deleted"
