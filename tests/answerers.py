"""Answerers over fakes, that do what a test's style says."""

from dataclasses import replace

from bot.chat.answers.answering import Answerer
from bot.chat.answers.delivery import Dispatcher
from bot.chat.answers.policy import Policy
from bot.chat.answers.recording import Recorder
from bot.chat.books import Books
from bot.chat.ports import ChatModel, Clock, Memory
from bot.chat.remembering.prompting import Style
from bot.chat.settings.quotas import Quotas
from bot.core.config import table
from bot.core.config.kinds import Value
from tests.config_fakes import FakeConfigStore, a_configuration
from tests.fakes import FakeBooks, FakeClock

NO_QUOTAS: dict[str, Value] = {"open_answers": 0, "quota.person.minute.questions": 0}


def environment_of(style: Style) -> dict[str, Value]:
    """The settings that lead to *style* again."""
    return {
        table.MODEL.key: style.model,
        table.TEMPERATURE.key: style.temperature,
        table.ANSWER_TOKENS.key: style.max_tokens,
        table.MEMORY_TOKENS.key: style.context_tokens,
        table.FOOTER.key: style.facts,
        table.NOTICE_SECONDS.key: style.notice_after,
        table.REASONING.key: style.reasoning,
        table.MEMORY_MODE.key: style.memory,
        table.SIDE_BY_SIDE.key: style.side_by_side,
        table.PARTS.key: style.layout.messages,
    }


def a_policy(
    model: ChatModel,
    style: Style,
    store: FakeConfigStore | None = None,
    books: Books | None = None,
    clock: Clock | None = None,
    **settings: Value,
) -> Policy:
    """A policy that wants *style*, without quotas unless the *settings* or the store have some."""
    store, clock = store or FakeConfigStore(), clock or FakeClock()
    environment = {**NO_QUOTAS, **environment_of(style), **settings}
    configuration = a_configuration(store, clock, environment)
    quotas = Quotas(books or FakeBooks(), store, configuration, clock)
    base = Style(style.model, persona=style.persona)

    def with_its_persona(wanted: Style) -> Style:
        return replace(wanted, persona=style.persona)

    return Policy(configuration, quotas, model, clock, base, fit=with_its_persona)


def an_answerer(
    model: ChatModel,
    memory: Memory,
    dispatcher: Dispatcher,
    style: Style,
    books: Books | None = None,
) -> Answerer:
    clock, books = FakeClock(), books or FakeBooks()
    recorder = Recorder(model, memory, books, clock)
    policy = a_policy(model, style, books=books)
    return Answerer(model, memory, recorder, dispatcher, clock, policy)
