"""What a test does as a person on the sandbox, and what it reads there."""

from sandbox import Channel, Message, Sandbox


def replies(sandbox: Sandbox, channel: Channel) -> list[Message]:
    return [message for message in channel.messages if message.author is sandbox.bot]


def body(messages: list[Message]) -> str:
    """What can be read in the messages, without the small print."""
    text = "\n".join(message.content for message in messages)
    return "\n".join(line for line in text.splitlines() if not line.startswith("-# "))


async def ask(
    sandbox: Sandbox, text: str, channel: Channel | None = None, wait: float = 15
) -> list[Message]:
    """Mention the bot and wait for its final text; gives the new messages of its."""
    channel = channel or sandbox.channel("general")
    before = len(replies(sandbox, channel))
    await sandbox.person("Mina").say(channel, f"{sandbox.bot.mention} {text}")

    def new() -> list[Message]:
        return replies(sandbox, channel)[before:]

    await sandbox.until(lambda: new() and "-# " in new()[-1].content, timeout=wait)
    return new()


def buttons(message: Message) -> list[str]:
    """The custom ids of the buttons below a message."""
    return [button["custom_id"] for row in message.components for button in row["components"]]


def button(message: Message, control: str) -> str:
    """The custom id of one button below a message."""
    return next(each for each in buttons(message) if f":{control}:" in each)


def answers(question: Message) -> list[Message]:
    """The bot's messages that reply to a question; one that needs more has them behind the first."""
    return [each for each in question.channel.messages if each.reference_id == question.id]


def has_ended(question: Message) -> bool:
    """Whether the last of these messages is in its final state."""
    shown = answers(question)
    return bool(shown) and "▌" not in shown[-1].content and ":stop:" not in str(buttons(shown[-1]))
