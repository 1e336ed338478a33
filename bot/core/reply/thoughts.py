"""What is shown of a model's thoughts, above its answer."""

from enum import StrEnum

# Enough to see how it thought; the answer below needs the room.
LONGEST = 900


class Reasoning(StrEnum):
    """How much of a model's thoughts people see."""

    NONE = "none"
    LINE = "line"  # one line of small print with their duration
    SPOILER = "spoiler"  # the line, and the thoughts behind a click


def heading(sentence: str, thought: str, reasoning: Reasoning) -> str:
    """Give what stands above the answer: *sentence* as small print, the *thought* as a spoiler."""
    if reasoning is Reasoning.NONE or not thought.strip():
        return ""
    line = f"-# {sentence}"
    return line if reasoning is Reasoning.LINE else f"{line}\n{spoiler(thought)}"


def spoiler(thought: str) -> str:
    """Hide *thought* behind a click, cut to LONGEST code points; nothing in it can end that."""
    words = thought.strip()
    if len(words) > LONGEST:
        words = words[: LONGEST - 1].rstrip() + "…"
    # A backslash would unhide the closing bars, and ticks could open code that swallows them.
    words = words.replace("\\", "⧵").replace("|", "∣").replace("`", "'")
    return f"||{words}||"
