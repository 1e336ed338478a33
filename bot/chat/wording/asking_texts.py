"""The sentences of /ask and of the menus of a message."""

from bot.chat.languages import _, plural
from bot.core.talk.attaching import LARGEST_FILE


def file_too_large() -> str:
    """Refuse a file."""
    return _("The file is too large: at most {size} KB are allowed.").format(
        size=LARGEST_FILE // 1024
    )


def file_not_text() -> str:
    """Refuse a file."""
    return _("I can only read files of plain text, in UTF-8: this one is something else.")


def file_name(name: str) -> str:
    """Name a file for the model."""
    return _("The file {name}").format(name=name)


def no_words() -> str:
    """Refuse a message that holds no text."""
    return _("There is no text in this message that I could read.")


def nothing_to_read() -> str:
    """Say that no message could be read, for the intent is missing or all are pictures."""
    return _("I could read no text from there on.")


def history_forbidden() -> str:
    """Refuse a summary of what the reader may not read."""
    return _("You may not read the earlier messages here.")


def history_unreadable() -> str:
    """Say that the bot may not read earlier messages."""
    return _("I may not read the earlier messages here: I need “Read Message History”.")


def about_title() -> str:
    """Name the window that asks for a question."""
    return _("Ask about this")


def about_label() -> str:
    """Name the field for a question."""
    return _("What would you like to know?")


def summary_title() -> str:
    """Name the window that asks who shall see a summary."""
    return _("Summarise from here")


def who_sees() -> str:
    """Name the field for who shall see a summary."""
    return _("Who shall see the summary?")


def only_me() -> str:
    """Name a choice."""
    return _("Only I")


def everybody() -> str:
    """Name a choice."""
    return _("Everybody in this channel")


def summary_task() -> str:
    """Ask the model for a summary."""
    return _(
        "Summarise this talk: what it was about, what was decided, and what is still open. "
        "Say who said what where that matters."
    )


def talk_name() -> str:
    """Name the talk for the model."""
    return _("The talk")


def not_all_read(count: int) -> str:
    """Say that a talk was too long for one summary."""
    return plural(
        "The summary is of the first {count} message: more did not fit.",
        "The summary is of the first {count} messages: more did not fit. Choose a later message to go on.",
        count,
    ).format(count=count)
