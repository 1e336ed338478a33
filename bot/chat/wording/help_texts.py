"""The sentences of /help, and those for a server that the bot has joined."""

from collections.abc import Sequence

from bot.chat.languages import _, command_name


def help_page(
    mention: str, usable: Sequence[tuple[str, str]], *, reads_all: bool, answers: str
) -> str:
    """Tell how to ask, and what else there is.

    *usable* are the commands with their descriptions; *reads_all* is whether the bot sees messages
    that do not mention it. *answers* is a sentence where it would answer nobody, empty elsewhere.
    """
    lines = [
        _("**How to ask me**"),
        _("- Write {mention} and your question, or reply to a message of mine.").format(
            mention=mention
        ),
        _("- Write me a direct message."),
        _("- Use `/{ask}`, or the menu of a message under “Apps”.").format(ask=command_name("ask")),
    ]
    if reads_all:
        lines.append(_("- In a thread that I take part in, just write."))
    else:
        lines.append(_("- I cannot read messages that do not mention me: do so in threads, too."))
    if answers:
        lines.append(answers)
    lines.append(_("**What you can use here**"))
    lines += (f"- `/{name}` {description}" for name, description in usable)
    lines.append(
        _("I remember what you ask me, to go on with the talk. `/{forget}` deletes it.").format(
            forget=command_name("forget me")
        )
    )
    return "\n".join(lines)


def greeting(mention: str) -> str:
    """Say hello to a server."""
    return _(
        "Hello! Write {mention} and a question, or use `/{ask}`, and watch the answer grow. `/{help}` "
        "tells more. Who manages the server sets with `/{config}` how and where I answer."
    ).format(
        mention=mention,
        ask=command_name("ask"),
        help=command_name("help"),
        config=command_name("config"),
    )
