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


def fault_sentence(fault: Fault) -> str:
    """Say in one sentence what a failure of the model means for the asker."""
    return _FAULTS[fault]


def footer(finish: Finish, first_text: float, seconds: float) -> str:
    """Give the small print below a finished answer; times are in seconds since the question."""
    facts = [finish.model, f"{first_text:.1f} s to first text", f"{seconds:.1f} s"]
    if finish.usage:
        facts.append(f"{finish.usage.completion_tokens} tokens")
    line = " · ".join(facts)
    if finish.reason is FinishReason.LENGTH:
        return f"Cut off at the length limit.\n{line}"
    if finish.reason is FinishReason.FILTERED:
        return f"Cut off by the provider's content filter.\n{line}"
    return line


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
