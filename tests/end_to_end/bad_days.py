"""What people do on a bad day of Discord, and what they see of it."""

from sandbox import Channel, Message, Sandbox
from tests.end_to_end.talking import answers, body, has_ended, replies
from tests.model_server import ModelServer


def write(model: ModelServer, words: int = 20, pause: float = 0.04) -> None:
    """Let the model write so many words, *pause* seconds apart."""
    model.words, model.pause = [f"word{number} " for number in range(words)], pause


async def ask(
    sandbox: Sandbox, channel: Channel | None = None, person: str = "Mina", text: str = "write"
) -> Message:
    """Mention the bot; gives the question."""
    channel = channel or sandbox.channel("general")
    return await sandbox.person(person).say(channel, f"{sandbox.bot.mention} {text}")


async def begun(sandbox: Sandbox, channel: Channel | None = None, person: str = "Mina") -> Message:
    """Mention the bot and wait for the first text; gives the question."""
    question = await ask(sandbox, channel, person)
    await sandbox.until(lambda: answers(question))
    return question


async def ended(sandbox: Sandbox, *questions: Message, wait: float = 15) -> None:
    """Wait until every question has an answer that has ended."""
    await sandbox.until(lambda: all(map(has_ended, questions)), wait)


def assert_whole(sandbox: Sandbox, model: ModelServer, *questions: Message) -> None:
    """Every question has one answer, with every word once, and its channel has no more of them."""
    for question in questions:
        (answer,) = answers(question)
        assert has_ended(question)
        assert body([answer]).split() == "".join(model.words).split()
    for channel in {question.channel for question in questions}:
        asked = [each for each in questions if each.channel is channel]
        assert len(replies(sandbox, channel)) == len(asked)


async def limit(sandbox: Sandbox, questions: int) -> None:
    """Let an admin allow a person so many questions a minute."""
    jun, channel = sandbox.person("Jun", role="admin"), sandbox.channel("general")
    option = "quota.person.minute.questions"
    shown = await jun.slash(channel, "config set", option=option, value=str(questions))
    await sandbox.until(lambda: "undo" in str([each.content for each in shown.messages]))
