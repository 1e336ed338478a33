"""Texts that come with a question: a file, or what people said before. They are data, no request."""

import re
from collections.abc import Iterable

from bot.core.talk.prompt import estimate_tokens, spoken_by

LARGEST_FILE = 100 * 1024  # bytes
# Discord's reference, "Image Formatting", and what it signs addresses for.
_HOSTS = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
# Nothing in it that some reader of addresses could take for the end of another name.
_ORIGIN = re.compile(r"(https?://[\w.:\[\]-]+)/", re.ASCII)
_FENCES = re.compile(r"`{3,}")


def with_data(question: str, name: str, text: str) -> str:
    """Put *text*, which is called *name*, behind a question, in a fence that it cannot close."""
    longest = max((len(found) for found in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{question}\n\n{name}:\n{fence}\n{text.strip()}\n{fence}"


def is_discords(url: str, api: str) -> bool:
    """Tell whether a file's address is at Discord: at its own hosts, or beside the *api* in use."""
    origin, ours = _ORIGIN.match(url), _ORIGIN.match(api)
    return origin is not None and origin[1] in {*_HOSTS, ours and ours[1]}


def transcript(said: Iterable[tuple[str, str]], most_tokens: int) -> tuple[str, int]:
    """Write down what was said, as speakers and their words, as far as it fits *most_tokens*.

    Gives the text and how many messages are in it: at least the first one. What holds no words is
    skipped, uncounted.
    """
    lines: list[str] = []
    for speaker, words in said:
        if not words.strip():
            continue
        line = spoken_by(speaker, words.strip())
        most_tokens -= estimate_tokens(line)
        if most_tokens < 0 and lines:
            break
        lines.append(line)
    return "\n".join(lines), len(lines)
