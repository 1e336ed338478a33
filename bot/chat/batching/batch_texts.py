"""The sentences of a batch."""

from bot.chat.languages import _, plural
from bot.core.account.prices import NANO_DOLLARS
from bot.core.talk.batch import BatchFileError, Limits, Problem, Tally, bar

INSTRUCTIONS = "Answer the question in its own language, clearly, to the point, in plain text."


def stop() -> str:
    """Label the button that stops a batch."""
    return _("Stop")


def already_running() -> str:
    """Refuse a second batch."""
    return _("A batch is running here already. Stop it, or wait until it has ended.")


def not_permitted() -> str:
    """Say which permissions a batch needs."""
    return _("I need to see this channel, write here and attach files before I can do that.")


def not_yours() -> str:
    """Refuse to stop somebody else's batch."""
    return _("Only the person who started the batch, or who may manage messages, can stop it.")


def not_running() -> str:
    """Say that a Stop came too late."""
    return _("This batch is not running any more.")


def stopping() -> str:
    """Confirm a Stop."""
    return _("Stopping the batch …")


def paused() -> str:
    """Say that a batch waits for the bot to be back."""
    return _("I am being restarted. The batch goes on by itself as soon as I am back.")


def stopped() -> str:
    """Say that a batch was stopped."""
    return _("**Stopped.**")


def complete() -> str:
    """Say that a batch is done."""
    return _("**Done.**")


def stopped_before() -> str:
    """Say that a batch was stopped before a question was asked."""
    return _("The batch was stopped before this question.")


def no_file() -> str:
    """Say that Discord refused the file."""
    return _("Discord did not take the file with the answers.")


def started(count: int) -> str:
    """Confirm that a batch has begun."""
    return _(
        "Started: {questions}. The progress stands in the channel, the file follows there."
    ).format(questions=_questions(count))


def problem(error: BatchFileError, limits: Limits) -> str:
    """Say why a file cannot be taken."""
    sentences = {
        Problem.TOO_LARGE: _("The file is too large: at most {size} KB are allowed."),
        Problem.NOT_TEXT: _("The file is no text: save it as .txt or .csv, in UTF-8."),
        Problem.BROKEN: _("The file cannot be read as CSV: is a quotation mark missing?"),
        Problem.EMPTY: _("The file holds no question."),
        Problem.TOO_MANY: _(
            "The file holds too many questions: at most {questions:,} are allowed."
        ),
        Problem.TOO_LONG: _(
            "Question {number} is too long: at most {characters:,} characters are allowed."
        ),
    }
    return sentences[error.problem].format(
        size=limits.size // 1024,
        questions=limits.questions,
        number=error.number,
        characters=limits.characters,
    )


def progress(name: str, tally: Tally) -> str:
    """Show how far a batch is."""
    failed = f" · {_failed(tally)}" if tally.failed else ""
    count = _("{done} of {questions}").format(done=tally.done, questions=_questions(tally.total))
    return f"{name}\n{bar(tally.done, tally.total)} {count}{failed}"


def ended(name: str, reason: str, tally: Tally) -> str:
    """Say what came of a batch; *reason* says why it ended."""
    questions = _questions(tally.total)
    parts = [_("{done} of {questions} answered").format(done=tally.answered, questions=questions)]
    if tally.failed:
        parts.append(_failed(tally))
    tokens = plural("{count:,} token", "{count:,} tokens", tally.tokens)
    parts += [tokens.format(count=tally.tokens), _cost(tally)]
    return f"{name}\n{reason} {' · '.join(parts)}"


def halted(sentence: str) -> str:
    """Say that a batch ended early; *sentence* tells what happened to the model."""
    return _("**Ended early.** {sentence}").format(sentence=sentence)


def not_asked(sentence: str) -> str:
    """Say why a question was not asked; *sentence* tells what happened to the model."""
    return _("Not asked: {sentence}").format(sentence=sentence)


def _questions(count: int) -> str:
    return plural("{count:,} question", "{count:,} questions", count).format(count=count)


def _failed(tally: Tally) -> str:
    return _("{count} failed").format(count=tally.failed)


def _cost(tally: Tally) -> str:
    if tally.unpriced and not tally.cost:
        return _("cost unknown")
    dollars = f"${tally.cost / NANO_DOLLARS:.6f}"
    if not tally.unpriced:
        return dollars
    return _("{dollars}, {count} of unknown cost").format(dollars=dollars, count=tally.unpriced)
