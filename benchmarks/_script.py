"""What the scripted model says: a question names a length and a number, and both decide the text."""

import random
import re

WORDS_PER_SECOND = 50
# Until the first word: about what a fast endpoint takes.
FIRST_WORD_AFTER = 0.4
# From this number on words are so long that an answer is more than a system keeps for a connection.
LOUD = 1_000_000
_LOUDNESS = 400
_PARAGRAPH = 45  # words
_ASKED = re.compile(rb"Write (\d+) words, number (\d+)\.")
_WORDS = (
    "a the of and to in is it for on that with as by one all any more less time year day way "
    "hare moon rabbit river field grass winter summer light shade quiet early small warm green "
    "runs leaps sleeps wakes listens hides waits looks finds keeps gives takes makes shows "
    "토끼 달 들판 밤 바람 봄 숲 강 길 눈"
)
_VOCABULARY = _WORDS.split()


def question(words: int, number: int) -> str:
    """Give the question that is answered with so many words; *number* makes each text another."""
    return f"Write {words} words, number {number}."


def asked(body: bytes) -> tuple[int, int]:
    """Read words and number out of a request's body: the last question in it counts."""
    found = _ASKED.findall(body)
    words, number = found[-1] if found else (b"5", b"0")
    return int(words), int(number)


def pieces(words: int, number: int) -> list[str]:
    """Give the answer as a model streams it: each word with the white space before it."""
    chance = random.Random(number)  # noqa: S311 - a text that is the same each time, not a secret
    spaces = ("" if n == 0 else " " if n % _PARAGRAPH else "\n\n" for n in range(words))
    times = _LOUDNESS if number >= LOUD else 1
    return [space + chance.choice(_VOCABULARY) * times for space in spaces]
