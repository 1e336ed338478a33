"""The sentences of a batch."""

from bot.core.account.prices import NANO_DOLLARS
from bot.core.talk.batch import BatchFileError, Limits, Problem, Tally, bar

INSTRUCTIONS = "Answer the question in its own language, clearly, to the point, in plain text."
STOP = "Stop"
ALREADY_RUNNING = "A batch is running here already. Stop it, or wait until it has ended."
NO_DOWNLOAD = "I could not read the file from Discord. Please try again."
NOT_PERMITTED = "I need to see this channel, write here and attach files before I can do that."
NOT_YOURS = "Only the person who started the batch, or who may manage messages, can stop it."
NOT_RUNNING = "This batch is not running any more."
STOPPING = "Stopping the batch …"
PAUSED = "I am being restarted. The batch goes on by itself as soon as I am back."
STOPPED = "**Stopped.**"
COMPLETE = "**Done.**"
NOT_ASKED = "The batch was stopped before this question."
NO_FILE = "Discord did not take the file with the answers."


def started(count: int) -> str:
    """Confirm that a batch has begun."""
    return (
        f"Started: {_questions(count)}. The progress stands in the channel, the file follows there."
    )


def problem(error: BatchFileError, limits: Limits) -> str:
    """Say why a file cannot be taken."""
    sentences = {
        Problem.TOO_LARGE: f"The file is too large: at most {limits.size // 1024} KB are allowed.",
        Problem.NOT_TEXT: "The file is no text: save it as .txt or .csv, in UTF-8.",
        Problem.BROKEN: "The file cannot be read as CSV: is a quotation mark missing?",
        Problem.EMPTY: "The file holds no question.",
        Problem.TOO_MANY: f"The file holds too many questions: at most {limits.questions:,} are allowed.",
        Problem.TOO_LONG: (
            f"Question {error.number} is too long: "
            f"at most {limits.characters:,} characters are allowed."
        ),
    }
    return sentences[error.problem]


def progress(name: str, tally: Tally) -> str:
    """Show how far a batch is."""
    failed = f" · {tally.failed} failed" if tally.failed else ""
    count = f"{tally.done} of {_questions(tally.total)}"
    return f"{name}\n{bar(tally.done, tally.total)} {count}{failed}"


def ended(name: str, reason: str, tally: Tally) -> str:
    """Say what came of a batch; *reason* says why it ended."""
    parts = [f"{tally.answered} of {_questions(tally.total)} answered"]
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    parts += [f"{tally.tokens:,} tokens", _cost(tally)]
    return f"{name}\n{reason} {' · '.join(parts)}"


def halted(sentence: str) -> str:
    """Say that a batch ended early; *sentence* tells what happened to the model."""
    return f"**Ended early.** {sentence}"


def not_asked(sentence: str) -> str:
    """Say why a question was not asked; *sentence* tells what happened to the model."""
    return f"Not asked: {sentence}"


def _questions(count: int) -> str:
    return f"{count:,} {'question' if count == 1 else 'questions'}"


def _cost(tally: Tally) -> str:
    if tally.unpriced and not tally.cost:
        return "cost unknown"
    dollars = f"${tally.cost / NANO_DOLLARS:.6f}"
    return f"{dollars}, {tally.unpriced} of unknown cost" if tally.unpriced else dollars
