"""The sentences that people read, in one place."""

from bot.chat.ports import Finish, FinishReason
from bot.core.errors import Fault

PERSONA = (
    "You are Tokki, a friendly assistant in a Discord channel. Answer in the language of the "
    "question. Be clear and to the point. Use Discord's Markdown where it helps."
)
NOTHING_ASKED = "What would you like to know? Write your question behind the mention."
NO_MEMORY = "My memory is out of reach, so I cannot answer just now. Please try again in a minute."
NOT_ALLOWED = "You may not use this command here."
STOPPED = "Stopped."
GO_ON = "Your last answer broke off. Go on exactly where it ended, without repeating anything."
GOES_ON = "The answer is longer: its whole text follows as a file."
IN_FILE = "The whole text is in the file below."
FILE_NAME = "answer.md"
BLOCKED = "This server's AutoMod does not allow the answer."
NOT_YOURS = "Only the person who asked, or who may manage messages, can do that."
NO_LONGER_KNOWN = "I no longer know this conversation. Please ask again."
NOT_WRITING = "There is nothing to stop any more."
STOPPING = "I was stopped while writing, so this is not complete."

_FAULTS = {
    Fault.UNREACHABLE: "The language model is out of reach just now. Please try again in a minute.",
    Fault.TIMED_OUT: "The language model took too long to begin. Please try again.",
    Fault.OVERLOADED: "The language model is overloaded just now. Please try again in a minute.",
    Fault.UNAUTHORIZED: "The language model does not accept my key. My operator has to mend that.",
    Fault.UNPAID: "The account of the language model is empty. My operator has to mend that.",
    Fault.UNKNOWN_MODEL: "The language model that I am set to does not exist at its provider.",
    Fault.REJECTED: "The language model did not accept this question.",
    Fault.GARBLED: "The language model sent no readable answer. Please try again.",
    Fault.EMPTY: "The language model had nothing to say. Please ask in other words.",
    Fault.INTERRUPTED: "The language model broke off here, so this is not complete.",
}


CUT = {
    FinishReason.LENGTH: "Cut off at the length limit.",
    FinishReason.FILTERED: "Cut off by the provider's content filter.",
}


def fault_sentence(fault: Fault, incident: str = "") -> str:
    """Say what a failure of the model means, with the number under which the log has it."""
    return f"{_FAULTS[fault]} ({incident})" if incident else _FAULTS[fault]


def facts(finish: Finish, first_text: float, seconds: float) -> str:
    """Name model, times and tokens of an answer; times are in seconds since the question."""
    line = [finish.model, f"{first_text:.1f} s to first text", f"{seconds:.1f} s"]
    if finish.usage:
        line.append(f"{finish.usage.completion_tokens} tokens")
    return " · ".join(line)


def ready(seconds: float) -> str:
    """Tell the asker of a long answer that it stands; *seconds* is how long it took."""
    return f"your answer is complete ({seconds:.0f} s)."


def unexpected(incident: str) -> str:
    """Apologise for a failure of our own, with the number under which the log has it."""
    return f"Something went wrong on my side. Whoever runs me finds it in the log as {incident}."


def forgotten(turns: int) -> str:
    """Confirm how much was forgotten."""
    if not turns:
        return "There was nothing to forget in this channel."
    return f"Forgotten: {turns} {'turn' if turns == 1 else 'turns'} of this channel."


def status(
    *, model: str, endpoint: str, latency: float, open_replies: int, turns: int | None
) -> str:
    """Give the answer to /status; *latency* is the gateway's, in seconds, *turns* None if unknown."""
    memory = "out of reach" if turns is None else f"{turns} turns of this channel"
    delay = f"{latency * 1000:.0f} ms" if latency == latency else "not measured yet"  # noqa: PLR0124 - NaN
    return (
        f"**Model** {model} {endpoint}\n"
        f"**Discord's gateway** {delay}\n"
        f"**Open replies** {open_replies}\n"
        f"**Memory** {memory}"
    )
