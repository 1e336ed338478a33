"""What holds for one answer: the settings of its place, and whether its quotas allow it."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.chat import texts
from bot.chat.languages import Language, language_of, speak
from bot.chat.ports import ChatModel, Clock
from bot.chat.remembering.prompting import Style
from bot.chat.settings.configuring import Configuration
from bot.chat.settings.effective import Effective
from bot.chat.settings.quotas import Admission, Notice, Quotas, Refusal
from bot.core.config import table
from bot.core.config.layers import Asking
from bot.core.config.limits import Measure, Subject, Use, Window
from bot.core.config.personas import Scene
from bot.core.talk.turns import Question
from bot.core.wire.usage import Usage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and by whom something is asked; names are for the persona.

    *locale* is the one of the server, or of the person in a direct message. *model* is what the
    person chose for this one question.
    """

    asking: Asking
    server: str = ""
    channel: str = ""
    locale: str | None = None
    model: str | None = None

    @classmethod
    def of(cls, question: Question) -> "Occasion":
        """Give the little that a remembered question tells."""
        return cls(Asking(question.server_id, question.channel_id, question.speaker_id))


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for an answer; it keeps this to its end."""

    effective: Effective
    style: Style
    language: Language

    @property
    def own_at_once(self) -> int:
        """How many answers of this person are written in the channel at once; 0: no limit."""
        return self.effective[table.OPEN_ANSWERS]


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to answer."""

    terms: Terms
    admission: Admission


class RefusedToAnswerError(Exception):
    """A setting or a quota is against an answer; the text is a sentence for who asked."""


class Policy:
    """Decides with the settings and the quotas; *fit* adapts a style to its model."""

    def __init__(
        self,
        configuration: Configuration,
        quotas: Quotas,
        model: ChatModel,
        clock: Clock,
        base: Style,
        *,
        fit: Callable[[Style], Style] = lambda style: style,
    ) -> None:
        self._configuration = configuration
        self._quotas = quotas
        self._model = model
        self._clock = clock
        self._base = base
        self._fit = fit
        self._noticed: Callable[[int, Notice], None] | None = None

    def when_noticed(self, call: Callable[[int, Notice], None]) -> None:
        """Have *call* told when a limit of a server comes to 80 or 100 %."""
        self._noticed = call

    async def terms(self, occasion: Occasion) -> Terms:
        """Give what holds now, and speak its language from here on. StorageError."""
        speak(language_of(occasion.locale))  # the best guess where the settings are out of reach
        effective = await self._configuration.effective(occasion.asking)
        chosen = effective[table.LANGUAGE]
        language = language_of(occasion.locale if chosen == "auto" else chosen)
        speak(language)
        scene = Scene(occasion.server, occasion.channel, self._today())
        style = effective.style(self._base, scene, language)
        if self._base.simple:
            style = replace(style, persona=self._base.persona)
        model = occasion.model or style.model
        layout = texts.layout(style.layout.messages)
        return Terms(effective, self._fit(replace(style, model=model, layout=layout)), language)

    @asynccontextmanager
    async def leave(
        self, terms: Terms, tokens: Callable[[], Awaitable[int]]
    ) -> AsyncIterator[Leave]:
        """Let an answer be made in the body, which is to `settle` what that used.

        RefusedToAnswerError when there is none. *tokens* estimates what it may take at most;
        that is only asked where a limit is about it.
        """
        if not terms.effective.answers_here:
            raise RefusedToAnswerError(texts.not_here())
        if not terms.effective.may_ask:
            raise RefusedToAnswerError(texts.not_for_you())
        admission = await self._admission(terms, tokens)
        try:
            yield Leave(terms, admission)
        finally:
            await self._quotas.settle(admission, None)  # where nothing came of it

    async def settle(self, leave: Leave, model: str, usage: Usage | None) -> None:
        """Count what an answer of *model* has used, as soon as it is booked: else it counts twice."""
        if usage is not None:
            cost = self._model.cost(model, usage, self._clock.wall()) or 0
            used = Use(1, usage.prompt_tokens + usage.completion_tokens, cost)
            self._tell(leave.terms, await self._quotas.settle(leave.admission, used))

    async def used_up(self, asking: Asking) -> str:
        """Give the sentence for a channel's or server's tokens or dollars that are used up.

        Empty while none are. It is for what goes on without a person, whose roles nobody knows
        then: limits of persons, and of questions, are not looked at. StorageError.
        """
        effective = await self._configuration.effective(asking)
        for each in await self._quotas.left(effective):
            limit = each.limit
            is_meant = limit.subject is not Subject.PERSON and limit.window is not Window.MINUTE
            if is_meant and limit.measure is not Measure.QUESTIONS and not each.left:
                return texts.used_up(each)
        return ""

    async def days_of(self, server_id: int) -> int:
        """Give how many days a server keeps its turns, 0 for ever. StorageError."""
        effective = await self._configuration.effective(Asking(server_id, 0, 0))
        return effective[table.MEMORY_DAYS]

    async def _admission(self, terms: Terms, tokens: Callable[[], Awaitable[int]]) -> Admission:
        limits = terms.effective.limits(self._clock.wall())
        estimate = Use(1)
        if any(limit.measure is not Measure.QUESTIONS for limit in limits):
            most = terms.style.max_tokens
            usage = Usage(await tokens(), most)
            cost = self._model.cost(terms.style.model, usage, self._clock.wall()) or 0
            estimate = Use(1, usage.prompt_tokens + most, cost)
        match await self._quotas.admit(terms.effective, estimate):
            case Refusal(standing, notices):
                self._tell(terms, notices)
                raise RefusedToAnswerError(texts.refused(standing))
            case Admission() as admission:
                return admission

    def _tell(self, terms: Terms, notices: Sequence[Notice]) -> None:
        server_id = terms.effective.asking.server_id
        for notice in notices:
            log.info("quota.notice server=%s percent=%d", server_id, notice.percent)
            if self._noticed is not None and server_id is not None:
                self._noticed(server_id, notice)

    def _today(self) -> str:
        return f"{datetime.fromtimestamp(self._clock.wall(), UTC):%Y-%m-%d} (UTC)"
