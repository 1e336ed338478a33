"""The sentences that people read about an answer, in the language that is spoken now.

What the model is told stands here in English: it reads that best.
"""

import math

from bot.chat.languages import _, plural
from bot.chat.ports import Finish, FinishReason, Wait
from bot.core.account.prices import NANO_DOLLARS
from bot.core.config.limits import Measure, Subject, Window
from bot.core.config.quotas import Standing
from bot.core.errors import Fault
from bot.core.reply.draft import Control, Layout
from bot.core.wire.usage import Usage

# To the model.
PERSONA = (
    "You are Tokki, a friendly assistant in a Discord channel. Answer in the language of the "
    "question. Be clear and to the point. Use Discord's Markdown where it helps."
)
GO_ON = "Your last answer broke off. Go on exactly where it ended, without repeating anything."

FILE_NAME = "answer.md"


def nothing_asked() -> str:
    """Ask for the question behind a bare mention."""
    return _("What would you like to know? Write your question behind the mention.")


def no_memory(incident: str = "") -> str:
    """Say that the database is out of reach, with the number under which the log has it."""
    sentence = _(
        "My memory is out of reach, so I cannot answer just now. Please try again in a minute."
    )
    return _numbered(sentence, incident)


def not_allowed() -> str:
    """Refuse a command."""
    return _("You may not use this command here.")


def no_download() -> str:
    """Say that Discord did not hand out a file."""
    return _("I could not read the file from Discord. Please try again.")


def goes_on() -> str:
    """Say below a long answer that the rest will come as a file."""
    return _("The answer is longer: its whole text follows as a file.")


def in_file() -> str:
    """Say below a long answer that the rest is in the file."""
    return _("The whole text is in the file below.")


def blocked() -> str:
    """Stand in for an answer that AutoMod refuses."""
    return _("This server's AutoMod does not allow the answer.")


def layout(messages: int = 5) -> Layout:
    """Give what a reply says of itself when it has more than *messages* parts, or is blocked."""
    return Layout(messages, goes_on(), in_file(), blocked())


def not_yours() -> str:
    """Refuse a button."""
    return _("Only the person who asked, or who may manage messages, can do that.")


def control(which: Control) -> str:
    """Label a button below a reply."""
    labels = {
        Control.STOP: _("Stop"),
        Control.CONTINUE: _("Continue"),
        Control.REGENERATE: _("Regenerate"),
        Control.RETRY: _("Retry"),
    }
    return labels[which]


def no_longer_known() -> str:
    """Say that an exchange was forgotten."""
    return _("I no longer know this conversation. Please ask again.")


def not_writing() -> str:
    """Say that a Stop came too late."""
    return _("There is nothing to stop any more.")


def thinking() -> str:
    """Say that the model thinks before it writes."""
    return _("Thinking …")


def slow() -> str:
    """Say that the model has not begun yet."""
    return _("The language model is slow just now; your answer is still on its way …")


def asked() -> str:
    """Say that the waiting is over."""
    return _("It is your turn: the language model reads your question …")


def stopped() -> str:
    """Say below an answer that its asker stopped it."""
    return _("Stopped.")


def stopping() -> str:
    """Say below an answer that the bot was stopped."""
    return _("I was stopped while writing, so this is not complete.")


def curtailed() -> str:
    """Say below an answer that the bot lost the permission to send the rest of it."""
    return _(
        "I may not send anything more here, so this is not complete. "
        "Retry goes on once I may again."
    )


def thought(seconds: float) -> str:
    """Say how long the model thought before its first text."""
    return _("Thought for {seconds:.0f} s").format(seconds=seconds)


def waiting(wait: Wait) -> str:
    """Say why a question is not with the model yet."""
    if wait.until is not None:
        return _("The language model is overloaded; your answer goes on {when}.").format(
            when=moment(wait.until)
        )
    return _("Many are asking just now. You are number {place} in the queue.").format(
        place=wait.place
    )


def cut(reason: FinishReason) -> str:
    """Say why an answer that did not fail is not whole."""
    if reason is FinishReason.FILTERED:
        return _("Cut off by the provider's content filter.")
    return _("Cut off at the length limit.")


def fault_sentence(fault: Fault, incident: str = "") -> str:
    """Say what a failure of the model means, with the number under which the log has it."""
    sentences = {
        Fault.UNREACHABLE: _(
            "The language model is out of reach just now. Please try again in a minute."
        ),
        Fault.TIMED_OUT: _("The language model took too long to begin. Please try again."),
        Fault.OVERLOADED: _(
            "The language model is overloaded just now. Please try again in a minute."
        ),
        Fault.RATE_LIMITED: _(
            "The language model has been asked too much. Please try again in a minute."
        ),
        Fault.UNAUTHORIZED: _(
            "The language model does not accept my key. My operator has to mend that."
        ),
        Fault.FORBIDDEN: _(
            "The language model does not allow me this request. My operator has to look into it."
        ),
        Fault.UNPAID: _(
            "The account of the language model is empty. My operator has to mend that."
        ),
        Fault.KEY_REFUSED: _(
            "This server's own key for the language model was refused. Its admins can renew it "
            "with `/config key`."
        ),
        Fault.UNKNOWN_MODEL: _(
            "The language model that I am set to does not exist at its provider."
        ),
        Fault.REJECTED: _("The language model did not accept this question."),
        Fault.INVALID: _(
            "The language model does not understand how I am set up. My operator has to mend that."
        ),
        Fault.GARBLED: _("The language model sent no readable answer. Please try again."),
        Fault.EMPTY: _("The language model had nothing to say. Please ask in other words."),
        Fault.INTERRUPTED: _("The language model broke off here, so this is not complete."),
    }
    return _numbered(sentences[fault], incident)


def _numbered(sentence: str, incident: str) -> str:
    return f"{sentence} ({incident})" if incident else sentence


def stood_in(model: str, meant: str) -> str:
    """Say that another model answered than the one that was meant."""
    return _("{meant} could not answer, so {model} did.").format(meant=meant, model=model)


def facts(finish: Finish, usage: Usage | None, first_text: float, seconds: float) -> str:
    """Name model, times and tokens of an answer; times are in seconds since the question."""
    line = [
        finish.model,
        _("{seconds:.1f} s to first text").format(seconds=first_text),
        _("{seconds:.1f} s").format(seconds=seconds),
    ]
    if usage:
        count = usage.completion_tokens
        tokens = plural("{count:,} token", "{count:,} tokens", count).format(count=count)
        line.append(_("about {tokens}").format(tokens=tokens) if usage.estimated else tokens)
        if usage.cached_tokens:
            line.append(
                _("{cached:,} of {prompt:,} read from the cache").format(
                    cached=usage.cached_tokens, prompt=usage.prompt_tokens
                )
            )
    return " · ".join(line)


def ready(seconds: float) -> str:
    """Tell the asker of a long answer that it stands; *seconds* is how long it took."""
    return _("your answer is complete ({seconds:.0f} s).").format(seconds=seconds)


def unexpected(incident: str) -> str:
    """Apologise for a failure of our own, with the number under which the log has it."""
    return _(
        "Something went wrong on my side. Whoever runs me finds it in the log as {incident}."
    ).format(incident=incident)


def not_here() -> str:
    """Say that a server's settings want no answers in a channel."""
    return _("I am set to answer in other channels of this server only.")


def not_for_you() -> str:
    """Say that a server's settings want no answers to a person."""
    return _("On this server only certain roles may ask me.")


def refused(standing: Standing) -> str:
    """Say which quota a question does not fit, and when there is room again."""
    limit = quota(standing)
    if standing.needed > standing.limit.most:
        return _("One question needs more than is allowed here ({limit}).").format(limit=limit)
    if standing.back is None or math.isinf(standing.back):
        return used_up(standing)
    return _("The limit is reached ({limit}). You can ask again {when}.").format(
        limit=limit, when=moment(standing.back)
    )


def used_up(standing: Standing) -> str:
    """Say which quota is used up."""
    return _("The limit is reached ({limit}).").format(limit=quota(standing))


def nearly_used_up(standing: Standing, percent: int, subject: str) -> str:
    """Tell admins that a limit has come to *percent*; *subject* mentions whose it is."""
    return _("A limit of {subject} is used up to {percent}%: {limit}.").format(
        percent=percent, subject=subject, limit=quota(standing)
    )


def moment(at: float) -> str:
    """Give a moment as every reader's own Discord shows it, counting down."""
    return f"<t:{at:.0f}:R>"


def quota(standing: Standing) -> str:
    """Name a limit: how much, of what, in which time and for whom."""
    limit = standing.limit
    windows = {
        Window.MINUTE: _("a minute"),
        Window.DAY: _("a day"),
        Window.MONTH: _("a month"),
    }
    subjects = {
        Subject.PERSON: _("per person"),
        Subject.CHANNEL: _("in this channel"),
        Subject.SERVER: _("on this server"),
    }
    return _("{amount} {window} {subject}").format(
        amount=amount(limit.measure, limit.most),
        window=windows[limit.window],
        subject=subjects[limit.subject],
    )


def amount(measure: Measure, count: int) -> str:
    """Say how much of something a limit is about; money is in nano-dollars."""
    if measure is Measure.DOLLARS:
        return f"${count / NANO_DOLLARS:,.4f}".rstrip("0").rstrip(".")
    if measure is Measure.TOKENS:
        return plural("{count:,} token", "{count:,} tokens", count).format(count=count)
    return plural("{count:,} question", "{count:,} questions", count).format(count=count)


def status(
    *, model: str, endpoint: str, latency: float, open_replies: int, turns: int | None
) -> str:
    """Give the answer to /status; *latency* is the gateway's, in seconds, *turns* None if unknown."""
    memory = _("out of reach")
    if turns is not None:
        memory = plural("{count} turn of this channel", "{count} turns of this channel", turns)
    delay = f"{latency * 1000:.0f} ms" if math.isfinite(latency) else _("not measured yet")
    return "\n".join(
        [
            _("**Model** {model} {endpoint}").format(model=model, endpoint=endpoint),
            _("**Discord's gateway** {delay}").format(delay=delay),
            _("**Open replies** {count}").format(count=open_replies),
            _("**Memory** {memory}").format(memory=memory.format(count=turns)),
        ]
    )
