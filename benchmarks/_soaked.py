"""What was seen in a soak, and what is wrong with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from benchmarks._breaking import FAULTS
from benchmarks._fates import FINE, Fate, Trend, batches, trend
from benchmarks._talkers import Talkers

_FLAT = 1 / 600  # MiB a second
_BATCHES = 10  # of what was measured in the end


@dataclass(slots=True)
class Soaked:
    """What was seen."""

    talkers: Talkers
    came: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, MiB resident
    blocks: list[tuple[float, float]] = field(default_factory=list)  # seconds, pieces of memory
    tasks_before: int = 0
    tasks_after: int = 0
    lag: float = 0.0
    ended_early: bool = False

    @property
    def fates(self) -> Counter[Fate]:
        """How many questions had which fate."""
        return Counter(asked.fate for asked in self.talkers.asked)

    @property
    def course(self) -> str:
        """The memory at ten moments, the last of them the end."""
        looks = [mib for _, mib in self.memory]
        return " ".join(f"{looks[len(looks) * tenth // 10 - 1]:.0f}" for tenth in range(1, 11))

    @property
    def growth(self) -> Trend:
        """How the memory grew in the last two thirds, in MiB a second."""
        return _trend_of_the_end(self.memory)

    @property
    def is_flat(self) -> bool:
        """Whether the memory grows no more than by chance.

        What is resident is what was needed at once at the worst moment so far, so it rises by steps
        that say nothing; a leak also needs more and more pieces.
        """
        blocks = _trend_of_the_end(self.blocks)
        resident = self.growth.slope <= max(_FLAT, 2 * self.growth.error)
        return resident or blocks.slope <= 2 * blocks.error

    @property
    def complaints(self) -> list[str]:
        """Say what is wrong."""
        wrong = [f"{n} {name}" for name, n in self.fates.items() if name not in FINE]
        if not self.is_flat:
            wrong.append("the memory grows")
        if self.tasks_after > self.tasks_before:
            wrong.append(f"{self.tasks_after - self.tasks_before} tasks are left")
        if self.ended_early:
            wrong.append("the bot has ended by itself")
        return wrong


def _trend_of_the_end(points: Sequence[tuple[float, float]]) -> Trend:
    return trend(batches(points[len(points) // 3 :], _BATCHES))


def show(soaked: Soaked) -> None:
    """Print each fault with whom it met, then the fates, the memory, and all that is wrong."""
    table = Table("fault", "times", "questions that met it", "wrong", title="Soak")
    for name in FAULTS:
        met = [asked.fate for asked in soaked.talkers.asked if name in asked.faults]
        wrong = sum(each not in FINE for each in met)
        table.add_row(name, str(soaked.came[name]), str(len(met)), str(wrong))
    console = Console()
    console.print(table)
    fates = ", ".join(f"{number} {name}" for name, number in soaked.fates.most_common())
    growth, blocks = soaked.growth, _trend_of_the_end(soaked.blocks)
    console.print(
        f"{len(soaked.talkers.asked)} questions: {fates}. Memory over time, MiB: {soaked.course}, "
        f"growing at the end by {600 * growth.slope:.2f} ± {600 * growth.error:.2f} MiB in 10 minutes, "
        f"and {soaked.blocks[-1][1]:,.0f} blocks by {600 * blocks.slope:,.0f} ± {600 * blocks.error:,.0f}; "
        f"{soaked.tasks_before} tasks before, {soaked.tasks_after} after; worst lag {soaked.lag:.2f} s."
    )
    for asked in soaked.talkers.asked:
        if asked.fate not in FINE:
            shown = [message.content[-120:] for message in asked.replies]
            console.print(asked.fate, asked.message.id, sorted(asked.faults), shown, markup=False)
    console.print("; ".join(soaked.complaints) or "Nothing is wrong.")
