"""The settings that hold for one question, as an answer needs them."""

from dataclasses import dataclass, replace

from bot.chat.remembering.prompting import MemoryMode, Style
from bot.core.config import personas, quotas, table
from bot.core.config.layers import Asking, Values
from bot.core.config.limits import Limit
from bot.core.config.options import Option, T
from bot.core.config.personas import ASSISTANT, READY, Scene
from bot.core.reply.thoughts import Reasoning
from bot.core.talk.prompt import estimate_tokens


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds for a question; `effective[table.MODEL]` gives the value of an option."""

    asking: Asking
    values: Values

    def __getitem__(self, option: Option[T]) -> T:
        return self.values[option]

    @property
    def answers_here(self) -> bool:
        """Whether questions are answered in this channel at all."""
        channels = self[table.CHANNELS]
        asking = self.asking
        return not channels or asking.place_id in channels or asking.channel_id in channels

    @property
    def may_ask(self) -> bool:
        """Whether the person has a role that may ask."""
        roles = self[table.ROLES]
        return not roles or not set(roles).isdisjoint(self.asking.roles)

    def limits(self, now: float) -> list[Limit]:
        """Give the limits of quotas that hold for who asks."""
        return quotas.limits(self.values, self.asking, now)

    def prompt(self, scene: Scene, language: str) -> str:
        """Give the system's message; *language* (ko or en) is that of a ready-made persona.

        A persona that does not exist any more is the assistant.
        """
        name = self[table.PERSONA]
        own = self.values.get(table.OWN_PERSONA + name)
        text = own if isinstance(own, str) else READY.get(name, READY[ASSISTANT])[language]
        return personas.prompt(text, self[table.FACTS], scene)

    def style(self, base: Style, scene: Scene, language: str) -> Style:
        """Give *base* as the settings want it; the facts do not take room from the memory."""
        facts = self[table.FACTS]
        return replace(
            base,
            model=self[table.MODEL],
            persona=self.prompt(scene, language),
            temperature=self[table.TEMPERATURE],
            max_tokens=self[table.ANSWER_TOKENS],
            context_tokens=self[table.MEMORY_TOKENS] + (estimate_tokens(facts) if facts else 0),
            facts=self[table.FOOTER],
            notice_after=self[table.NOTICE_SECONDS],
            reasoning=Reasoning(self[table.REASONING]),
            memory=MemoryMode(self[table.MEMORY_MODE]),
            side_by_side=self[table.SIDE_BY_SIDE],
            layout=replace(base.layout, messages=self[table.PARTS]),
        )
