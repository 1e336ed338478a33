from datetime import UTC, datetime, timedelta

import pytest

from bot.core.talk.addressing import EDIT_WITHIN, edited_soon, question_text

OWN = frozenset({1, 2})
NAMES = {5: "Mina", 6: "moderators"}


@pytest.mark.parametrize(
    ("content", "question"),
    [
        ("<@1> why is the sky blue?", "why is the sky blue?"),
        ("<@!1>why?", "why?"),
        ("why, <@1>?", "why, ?"),
        ("<@&2> hello", "hello"),
        ("<@1> tell <@5> about <@&6>", "tell @Mina about @moderators"),
        ("<@1> who is <@99>?", "who is @someone?"),
        ("<@1>", ""),
        ("  <@1>  \n ", ""),
        ("<@1> keep    my   spaces\n    and indents", "keep    my   spaces\n    and indents"),
    ],
)
def test_the_question_is_what_is_left_without_the_mention(content: str, question: str) -> None:
    assert question_text(content, OWN, NAMES) == question


def test_only_an_edit_within_five_minutes_asks_anew() -> None:
    asked = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert not edited_soon(asked, None)
    assert edited_soon(asked, asked + EDIT_WITHIN)
    assert not edited_soon(asked, asked + EDIT_WITHIN + timedelta(seconds=1))
