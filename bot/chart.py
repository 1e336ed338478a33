"""The bot's two pictures, as PNG: what was used each day, and how fast a model answered."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import ceil, floor, log10

from PIL import Image, ImageDraw, ImageFont

# A ground of its own, for every theme of Discord.
_GROUND, _INK, _FAINT, _BAR = "#2b2d31", "#f2f3f5", "#4e5058", "#7b8cff"
_PAPER, _DARK = "#ffffff", "#313338"
_WIDTH, _HEIGHT = 1200, 480  # about twice of what Discord shows
_CEILING, _FLOOR = 66, 418  # where the axis of the days ends and begins
_WIDE_AT_MOST = 64  # one bar alone would be a wall
_LOW_AT_LEAST = 3  # a day of little use is none without
_LABELS_EVERY = 5  # days
_MOST_TICKS = 6
_BENCH_WIDTH, _HEAD, _ROW, _FOOT = 1800, 150, 96, 76
_FINE = 2  # Pillow's corners have steps: all is drawn larger by this, and reduced in the end
_ROUND, _EDGE, _GAP, _PATCH = 6, 24, 14, 36
_SIZE, _TITLE_SIZE = 29, 38  # of the letters
_CAPITALS = 0.69  # of the size: how high capitals and digits are (the font's table OS/2)
_TOP, _RIGHT = (True, True, False, False), (False, True, True, False)  # the corners that are round


@dataclass(frozen=True, slots=True)
class Panel:
    """Lying bars below a *title*.

    *parts* are the parts of each bar, from its left: their names in the legend and their colours.
    Each of the *rows* has an amount for each part, and the text behind the bar.
    """

    title: str
    parts: Mapping[str, str]
    rows: Sequence[tuple[Sequence[float], str]]


def draw_days(days: Sequence[tuple[date, float]], name: Callable[[float], str]) -> bytes:
    """Give a PNG of 1,200 × 480 pixels with one bar for each day; *name* writes an amount in short.

    It takes some tens of milliseconds, so it belongs into a thread. There are no words in it, for
    the font has no Hangul: what is drawn is said beside the picture.
    """
    canvas = _Canvas(_WIDTH, _HEIGHT, _GROUND, _INK)
    most = max(amount for _, amount in days)
    ticks = _ticks(most or 1.0, name)
    left, right = _EDGE + _GAP + max(canvas.width(name(tick)) for tick in ticks), _WIDTH - _EDGE
    rise, slot = (_FLOOR - _CEILING) / ticks[-1], (right - left) / len(days)
    for tick in ticks:
        y = _FLOOR - tick * rise
        canvas.bar((left, y - 1, right, y + 1), _FAINT)
        canvas.write(left - _GAP, y, name(tick), "r")
    half = min(0.75 * slot, _WIDE_AT_MOST) / 2
    for place, (day, amount) in enumerate(days):
        x, y = left + (place + 0.5) * slot, _FLOOR - max(amount * rise, _LOW_AT_LEAST)
        if amount:
            canvas.bar((x - half, y, x + half, _FLOOR), _BAR, _TOP)
        # The last day is today: the labels count back from there.
        if (len(days) - 1 - place) % _LABELS_EVERY == 0:
            canvas.write(x, (_FLOOR + _HEIGHT) / 2, f"{day:%m-%d}", "m")
    if most:
        x = left + ([amount for _, amount in days].index(most) + 0.5) * slot
        canvas.write(x, _FLOOR - most * rise - _SIZE, name(most), "m")
    return canvas.png()


def draw_panels(title: str, names: Sequence[str], panels: Sequence[Panel]) -> bytes:
    """Give a PNG with the *panels* side by side, the first the widest; *names* are of the rows.

    It takes some tens of milliseconds, so it belongs into a thread. What the font does not have
    (all but ASCII) becomes a question mark.
    """
    canvas = _Canvas(_BENCH_WIDTH, _HEAD + _ROW * len(names) + _FOOT, _PAPER, _DARK)
    canvas.write(_EDGE, 50, title, size=_TITLE_SIZE)
    left = _EDGE + _GAP + max(map(canvas.width, names))
    for place, each in enumerate(names):
        canvas.write(left - _GAP, _middle(place), each, "r")
    shares = range(len(panels) + 1, 1, -1)
    share = (_BENCH_WIDTH - _EDGE - left) / sum(shares)
    for panel, times in zip(panels, shares, strict=True):
        _draw_panel(canvas, panel, left, times * share)
        left += times * share
    return canvas.png()


def _draw_panel(canvas: "_Canvas", panel: Panel, left: float, width: float) -> None:
    canvas.write(left, _HEAD - 36, panel.title)
    room = width - 4 * _GAP - max(canvas.width(text) for _, text in panel.rows)
    scale = room / max(sum(amounts) for amounts, _ in panel.rows)
    colours = list(panel.parts.values())
    for place, (amounts, text) in enumerate(panel.rows):
        y, right = _middle(place), left
        for colour, amount in zip(colours, amounts, strict=True):
            begin, right = right, right + amount * scale
            corners = _RIGHT if colour == colours[-1] else None
            canvas.bar((begin, y - 0.3 * _ROW, right, y + 0.3 * _ROW), colour, corners)
        canvas.write(right + _GAP, y, text)
    y = _middle(len(panel.rows)) - 10
    legend = panel.parts if len(panel.parts) > 1 else {}
    for part, colour in legend.items():
        canvas.bar((left, y - 10, left + _PATCH, y + 10), colour)
        left += _PATCH + _GAP
        canvas.write(left, y, part)
        left += canvas.width(part) + 3 * _GAP


def _middle(place: int) -> float:
    return _HEAD + (place + 0.5) * _ROW


def _ticks(most: float, name: Callable[[float], str]) -> list[float]:
    """Give round amounts from 0 to at least *most*, as many as have room and names of their own.

    Their step is 1, 2 or 5 times a power of ten: Heckbert, "Nice Numbers for Graph Labels",
    Graphics Gems, 1990.
    """
    steps = (digit * 10.0**power for power in count(floor(log10(most)) - 1) for digit in (1, 2, 5))
    scales = ([number * step for number in range(ceil(most / step) + 1)] for step in steps)
    return next(
        ticks
        for ticks in scales
        if len(ticks) <= _MOST_TICKS and len({name(tick) for tick in ticks}) == len(ticks)
    )


class _Canvas:
    """What is drawn on, in pixels of the picture; letters are of the *ink*.

    The font is the one that Pillow brings: Aileron by Sora Sagano, "No Rights Reserved".
    """

    def __init__(self, width: int, height: int, ground: str, ink: str) -> None:
        self._width, self._ground, self._ink = width, ground, ink
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), ground)
        self._pen = ImageDraw.Draw(self._image)

    def bar(
        self,
        box: tuple[float, float, float, float],
        colour: str,
        corners: tuple[bool, bool, bool, bool] | None = None,
    ) -> None:
        """Fill from left, top to right, bottom, on whole pixels; nothing where that is none."""
        left, top, right, bottom = (round(each) * _FINE for each in box)
        radius = min(_ROUND * _FINE, right - left, bottom - top) if corners else 0
        if left < right and top < bottom:
            inner = (left, top, right - 1, bottom - 1)  # Pillow paints the last ones, too
            self._pen.rounded_rectangle(inner, radius, colour, corners=corners)

    def width(self, text: str, size: int = _SIZE) -> float:
        """Give how wide a text is."""
        return self._pen.textlength(_drawable(text), _font(size)) / _FINE

    def write(self, x: float, y: float, text: str, side: str = "l", size: int = _SIZE) -> None:
        """Write a text with its left, middle or right (l, m, r) at *x*, its digits around *y*.

        Where it would leave the picture it is moved, and made shorter where it has no room at all.
        """
        room = self._width - 2 * _EDGE
        while (wide := self.width(text, size)) > room:
            text = f"{text[:-4]}..."
        left = x - wide * {"l": 0.0, "m": 0.5, "r": 1.0}[side]
        left = min(max(left, _EDGE), _EDGE + room - wide)
        place = (left * _FINE, (y + _CAPITALS / 2 * size) * _FINE)
        self._pen.text(
            place,
            _drawable(text),
            self._ink,
            _font(size),
            anchor="ls",
            stroke_width=4 * _FINE,  # keeps what is behind it from the letters
            stroke_fill=self._ground,
        )

    def png(self) -> bytes:
        """Give the picture."""
        file = io.BytesIO()
        self._image.reduce(_FINE).save(file, "PNG")
        return file.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size * _FINE)


def _drawable(text: str) -> str:
    """Give a text of what the font has: ASCII, and little more."""
    text = text.replace("×", "x")
    return "".join(each if each.isascii() and each.isprintable() else "?" for each in text)
