import pytest

from bot.core.talk.addressing import question_text

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
