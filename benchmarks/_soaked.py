"""What was seen in a soak, and what is wrong with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from benchmarks._asked import Call
from benchmarks._breaking import FAULTS
from benchmarks._fates import FINE, Fate, Trend, batches, drift, trend
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
    def ignored(self) -> list[Call]:
        """The commands and buttons to which the bot could have responded, and did not."""
        there = (each for each in self.talkers.asked if not each.is_gone)
        calls = (call for each in there for call in each.calls)
        return [call for call in calls if call.failed and not call.excused]

    @property
    def course(self) -> str:
        """The memory at ten moments, the last of them the end."""
        looks = [mib for _, mib in self.memory]
        return " ".join(f"{looks[len(looks) * tenth // 10 - 1]:.0f}" for tenth in range(1, 11))

    @property
    def growth(self) -> Trend:
        """How the memory grew in the last two thirds, in MiB a second."""
        return drift(_end_of(self.memory))

    @property
    def more_blocks(self) -> Trend:
        """How the number of pieces grew meanwhile, in pieces a second."""
        return trend(_end_of(self.blocks))

    @property
    def is_flat(self) -> bool:
        """Whether neither what is resident nor the number of pieces grows more than by chance."""
        resident, blocks = self.growth, self.more_blocks
        is_flat = resident.slope <= max(_FLAT, 2 * resident.error)
        return is_flat and blocks.slope <= 2 * blocks.error

    @property
    def complaints(self) -> list[str]:
        """Say what is wrong."""
        wrong = [f"{n} {name}" for name, n in self.fates.items() if name not in FINE]
        if strays := self.talkers.claims.strays:
            wrong.append(f"{len(strays)} messages that belong to no question")
        if self.ignored:
            wrong.append(f"{len(self.ignored)} commands or buttons without a response")
        if not self.is_flat:
            wrong.append("the memory grows")
        if self.tasks_after > self.tasks_before:
            wrong.append(f"{self.tasks_after - self.tasks_before} tasks are left")
        if self.ended_early:
            wrong.append("the bot has ended by itself")
        return wrong


def _end_of(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return batches(points[len(points) // 3 :], _BATCHES)


def _ways(soaked: Soaked) -> Table:
    """Tell how was asked, and what came of it."""
    asked = soaked.talkers.asked
    fates = [fate for fate in Fate if soaked.fates[fate]]
    table = Table("way of asking", "questions", *fates)
    for way in sorted({each.way for each in asked}):
        found = Counter(each.fate for each in asked if each.way == way)
        table.add_row(way, str(found.total()), *(str(found[fate]) for fate in fates))
    presses = Counter(_press(call) for each in asked for call in each.presses)
    table.caption = ", ".join(f"{number} {name}" for name, number in presses.most_common())
    return table


def _press(call: Call) -> str:
    """Tell which button was pressed, and whether nothing responded."""
    return f"{call.name} without a response" if call.failed else call.name


def show(soaked: Soaked) -> None:
    """Print each fault with whom it met, then the fates, the memory, and all that is wrong."""
    table = Table("fault", "times", "questions that met it", "wrong", title="Soak")
    for name in FAULTS:
        met = [asked.fate for asked in soaked.talkers.asked if name in asked.faults]
        wrong = sum(each not in FINE for each in met)
        table.add_row(name, str(soaked.came[name]), str(len(met)), str(wrong))
    console = Console()
    console.print(table)
    console.print(_ways(soaked))
    fates = ", ".join(f"{number} {name}" for name, number in soaked.fates.most_common())
    growth, blocks = soaked.growth, soaked.more_blocks
    console.print(
        f"{len(soaked.talkers.asked)} questions: {fates}. Memory over time, MiB: {soaked.course}, "
        f"growing at the end by {600 * growth.slope:.2f} ± {600 * growth.error:.2f} MiB in 10 minutes, "
        f"and {soaked.blocks[-1][1]:,.0f} blocks by {600 * blocks.slope:,.0f} ± {600 * blocks.error:,.0f}; "
        f"{soaked.tasks_before} tasks before, {soaked.tasks_after} after; worst lag {soaked.lag:.2f} s."
    )
    for asked in soaked.talkers.asked:
        if asked.fate not in FINE:
            where = f"in channel {asked.channel.id}"
            console.print(
                asked.fate, asked.way, asked.id, where, sorted(asked.faults), markup=False
            )
            for message in asked.shown:
                last = [
                    f"{now.at - asked.at:.1f} s: {now.content[-120:]}" for now in message.versions
                ]
                console.print(
                    message.id, f"deleted: {bool(message.deleted_at)}", last[-4:], markup=False
                )
    for call in soaked.ignored:
        tries = soaked.talkers.tries(call)
        console.print("No response to", call.name, call.interaction.id, *tries, markup=False)
    for message in soaked.talkers.claims.strays:
        console.print("Of no question:", message.id, message.content[-120:], markup=False)
    console.print("; ".join(soaked.complaints) or "Nothing is wrong.")
