"""The sentences about what is remembered."""

from bot.chat.languages import _, plural
from bot.chat.remembering.keeping import Overview
from bot.chat.remembering.prompting import MemoryMode

SUMMARY_FILE = "summary.txt"


def not_moderator() -> str:
    """Refuse what is for moderators."""
    return _("Only who may manage messages here can do that.")


def export() -> str:
    """Stand above the export of a person's data."""
    return _("All that I have stored of what you asked me, as JSON.")


def export_channel() -> str:
    """Stand above the export of a channel."""
    return _("All that I have stored of this channel, as JSON.")


def summary_in_file() -> str:
    """Say that a long summary is in the file."""
    return _("The summary is in the file.")


def _mode(mode: MemoryMode) -> str:
    modes = {
        MemoryMode.CHANNEL: _("Everybody in this channel shares one memory."),
        MemoryMode.PERSON: _("Everybody in this channel has a memory of their own; this is yours."),
        MemoryMode.CHAIN: _(
            "I remember a chain of replies: reply to an answer of mine to go on with it. "
            "A question that is no reply starts with nothing."
        ),
    }
    return modes[mode]


def overview(found: Overview, *, with_summary: bool = True) -> str:
    """Say what the model would be sent in a channel now."""
    lines = [
        _mode(found.mode),
        _("**Turns** {turns:,}, about {tokens:,} tokens ({stored} of this channel stored)").format(
            turns=found.turns, tokens=found.turn_tokens, stored=_turns(found.stored)
        ),
        _("**Room** about {room:,} tokens for the turns, the summary and the next question").format(
            room=found.room
        ),
        _("**Kept** {days}").format(days=_days(found.days)),
    ]
    if found.summary is None:
        lines.append(_("**Summary** none yet: it begins when the turns fill their room."))
    else:
        lines.append(
            _("**Summary** of what was said before, about {tokens:,} tokens").format(
                tokens=found.summary.tokens
            )
        )
        quote = "\n".join(f"> {line}" for line in found.summary.text.splitlines())
        lines.append(quote if with_summary else summary_in_file())
    return "\n".join(lines)


def export_name(number: int, total: int) -> str:
    """Name a file of an export, counted from 1."""
    return "memory.json" if total == 1 else f"memory-{number}-of-{total}.json"


def too_much(sent: int, total: int) -> str:
    """Say that an export has more files than are sent."""
    return _("There is more than I can send: these are the first {sent} of {total} files.").format(
        sent=sent, total=total
    )


def forgotten_channel(turns: int) -> str:
    """Confirm how much of a channel was forgotten."""
    if not turns:
        return _("There was nothing to forget in this channel.")
    return _("Forgotten: {turns} of this channel, and every summary of them.").format(
        turns=_turns(turns)
    )


def forgotten_person(turns: int) -> str:
    """Confirm how much of a person was forgotten."""
    if not turns:
        return _("There was nothing of yours to forget here.")
    return _(
        "Forgotten: {turns}, your questions here and the answers to them, "
        "and every summary that told of them."
    ).format(turns=_turns(turns))


def _turns(count: int) -> str:
    return plural("{count:,} turn", "{count:,} turns", count).format(count=count)


def _days(days: int) -> str:
    if not days:
        return _("until somebody forgets it")
    return plural(
        "{days:,} day, then it is deleted", "{days:,} days, then it is deleted", days
    ).format(days=days)
