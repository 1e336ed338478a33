"""The chart of daily usage: a picture with a ground of its own, for every theme of Discord."""

import io
from collections.abc import Callable, Sequence
from datetime import date

_GROUND, _INK, _FAINT, _BAR = "#2b2d31", "#f2f3f5", "#4e5058", "#7b8cff"
_SIZE = (8.0, 3.2)  # inches
_DPI = 150  # 1,200 pixels wide: about twice of what Discord shows
_LABELS_EVERY = 5  # days


def draw_days(days: Sequence[tuple[date, float]], name: Callable[[float], str]) -> bytes:
    """Give a PNG with one bar for each day; *name* writes an amount in short.

    It takes a second or two, so it belongs into a thread. There are no words in it, for no font
    with Hangul is certain: what is drawn is said beside the picture.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - a second that only a picture costs
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as above

    amounts = [amount for _, amount in days]
    figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor=_GROUND, layout="constrained")
    axes = figure.subplots()
    axes.set_facecolor(_GROUND)
    bars = axes.bar(range(len(days)), amounts, width=0.75, color=_BAR)
    highest = [name(amount) if amount == max(amounts) > 0 else "" for amount in amounts]
    axes.bar_label(bars, highest, color=_INK, fontsize=13, padding=3)
    # The last day is today: the labels count back from there.
    shown = range(len(days) - 1, -1, -_LABELS_EVERY)
    axes.set_xticks(shown, [f"{days[place][0]:%m-%d}" for place in shown])
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(lambda amount, _: name(amount))
    axes.tick_params(length=0, labelcolor=_INK, labelsize=13)
    axes.grid(axis="y", color=_FAINT)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.margins(x=0.02, y=0.18)
    axes.set_ylim(bottom=0)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
