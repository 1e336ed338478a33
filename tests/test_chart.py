import io
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageChops, ImageColor, ImageFont

from bot import chart
from bot.chart import Panel, draw_days, draw_panels
from bot.chat.wording.usage_texts import dollars, tokens

SOME = [float(3 + number * 7 % 30) for number in range(30)]  # 3 to 32, each once
RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"
PANELS = [
    Panel("seconds", {"a": RED, "b": BLUE}, [((1, 3), "1 | 4"), ((2, 6), "2 | 8")]),
    Panel("speed", {"c": GREEN}, [((5,), "5"), ((50,), "50")]),
]


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    assert (image.format, image.mode) == ("PNG", "RGB")
    return image


def days(amounts: Sequence[float]) -> list[tuple[date, float]]:
    return [(date(2026, 11, 1) + timedelta(place), each) for place, each in enumerate(amounts)]


def of_colour(image: Image.Image, colour: str) -> Image.Image:
    """The points of a colour in white, all others in black."""
    away = ImageChops.difference(image, Image.new("RGB", image.size, colour)).split()
    farthest = ImageChops.lighter(ImageChops.lighter(away[0], away[1]), away[2])
    return farthest.point([255] + 255 * [0])


def runs(line: Sequence[int]) -> list[tuple[int, int]]:
    """Where white begins and ends on a line of points."""
    ends: list[tuple[int, int]] = []
    at = 0
    for point, same in groupby(line):
        begin, at = at, at + len(list(same))
        if point:
            ends.append((begin, at))
    return ends


def across(image: Image.Image, top: int, bottom: int) -> list[tuple[int, int]]:
    """Where between two heights anything white stands, from the left."""
    strip = image.crop((0, top, image.width, bottom))
    return runs(
        [max(strip.crop((x, 0, x + 1, strip.height)).tobytes()) for x in range(image.width)]
    )


def bars(image: Image.Image) -> list[tuple[int, int, int, int]]:
    """The standing bars: left, top, right, bottom."""
    white = of_colour(image, chart._BAR)
    found = []
    for left, right in across(white, 0, white.height):
        box = white.crop((left, 0, right, white.height)).getbbox()
        assert box
        found.append((left, box[1], right, box[3]))
    return found


def heights(amounts: Sequence[float]) -> list[int]:
    drawn = bars(picture(draw_days(days(amounts), dollars)))
    return [bottom - top for _, top, _, bottom in drawn]


def is_clear(image: Image.Image, ground: str) -> bool:
    """Whether nothing is drawn nearer to the edge than anything may come."""
    edge = chart._EDGE - 4
    inner = (image.width - 2 * edge, image.height - 2 * edge)
    image.paste(ImageColor.getrgb(ground), (edge, edge, edge + inner[0], edge + inner[1]))
    return image.getcolors() == [(image.width * image.height, ImageColor.getrgb(ground))]


def lying(image: Image.Image, place: int, colour: str) -> tuple[int, int]:
    """Where the part of a colour of a lying bar begins and ends."""
    y = chart._HEAD + place * chart._ROW + chart._ROW // 2
    [found] = across(of_colour(image, colour), y, y + 1)
    return found


@settings(max_examples=15)
@given(st.lists(st.integers(100, 10_000), min_size=1, max_size=30))
def test_bars_are_as_high_as_the_amounts(amounts: list[int]) -> None:
    drawn = heights(amounts)
    assert len(drawn) == len(amounts)
    for height, amount in zip(drawn, amounts, strict=True):
        assert height / max(drawn) == pytest.approx(amount / max(amounts), abs=2 / max(drawn))


def test_the_highest_bar_is_where_the_largest_amount_is_and_fills_most_of_the_picture() -> None:
    drawn = heights(SOME)
    assert drawn.index(max(drawn)) == SOME.index(max(SOME))
    assert max(drawn) > chart._HEIGHT / 2


def test_a_day_without_use_has_no_bar_and_one_with_little_has() -> None:
    assert heights([0.0] * 30) == []
    assert len(heights([0.0, 5.0, 0.0, 5.0])) == 2
    assert len(heights([0.001, 5.0, 0.0, 5.0])) == 3


def test_all_bars_stand_on_one_floor_and_are_equally_wide() -> None:
    drawn = bars(picture(draw_days(days(SOME), dollars)))
    assert len({bottom for _, _, _, bottom in drawn}) == 1
    widths = [right - left for left, _, right, _ in drawn]
    assert max(widths) - min(widths) <= 1
    gaps = [after[0] - before[2] for before, after in pairwise(drawn)]
    assert max(gaps) - min(gaps) <= 1
    assert min(gaps) > 2


def test_a_bar_is_round_above_and_stands_on_corners() -> None:
    image = picture(draw_days(days(SOME), dollars))
    bar = ImageColor.getrgb(chart._BAR)
    for left, top, right, bottom in bars(image):
        for x in (left, right - 1):
            assert image.getpixel((x, top)) != bar
            assert image.getpixel((x, bottom - 1)) == bar


def test_one_day_is_a_bar_and_no_wall() -> None:
    [(left, _, right, _)] = bars(picture(draw_days(days([5.0]), dollars)))
    assert right - left <= 64


@pytest.mark.parametrize("amounts", [SOME, [7.0] * 30])
def test_only_the_highest_bar_is_labelled(amounts: list[float]) -> None:
    image = picture(draw_days(days(amounts), dollars))
    highest = min(bars(image), key=lambda bar: bar[1])
    left = bars(image)[0][0] - 8  # where the names of the axis have ended
    ink = of_colour(image.crop((left, 0, image.width, highest[1])), chart._INK).getbbox()
    assert ink
    middle = left + (ink[0] + ink[2]) / 2
    assert middle == pytest.approx((highest[0] + highest[2]) / 2, abs=3)
    assert ink[2] - ink[0] < 60
    assert 4 <= highest[1] - ink[3] <= 30


@pytest.mark.parametrize("count", [1, 6, 30])
def test_every_fifth_day_is_named_back_from_today_and_none_touches_the_next(count: int) -> None:
    image = picture(draw_days(days([1.0] * count), dollars))
    named = of_colour(image, chart._INK)
    letters = across(named, chart._FLOOR + 14, image.height)
    words = 1 + sum(after - before > 20 for (_, before), (after, _) in pairwise(letters))
    assert words == (count + 4) // 5
    left, _, right, _ = bars(image)[(count - 1) % 5]
    assert abs((left + right) / 2 - (letters[0][0] + letters[4][1]) / 2) <= 3  # as in 11-05


@pytest.mark.parametrize("name", [dollars, tokens])
@pytest.mark.parametrize("most", [0, 0.000001, 1, 12_345_678, 9_999_999_999])
@pytest.mark.parametrize("place", [0, 29])
def test_whatever_the_amounts_are_nothing_comes_near_the_edge(
    name: Callable[[float], str], most: float, place: int
) -> None:
    amounts = [0.0] * 30
    amounts[place] = most
    image = picture(draw_days(days(amounts), name))
    assert image.size == (1200, 480)
    assert is_clear(image, chart._GROUND)


@given(st.floats(1e-6, 1e12), st.sampled_from([dollars, tokens]))
def test_an_axis_has_few_round_steps_with_names_of_their_own_and_reaches_the_most(
    most: float, name: Callable[[float], str]
) -> None:
    ticks = chart._ticks(most, name)
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert 2 <= len(ticks) <= 6
    assert len({name(tick) for tick in ticks}) == len(ticks)
    step = ticks[1]
    assert ticks == pytest.approx([step * number for number in range(len(ticks))])
    assert float(f"{step:.12e}"[:14]) in {1, 2, 5}


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), (13.5, [0, 5, 10, 15]), (41, [0, 10, 20, 30, 40, 50])],
)
def test_axes_are_what_one_would_draw_by_hand(most: float, ticks: list[float]) -> None:
    assert chart._ticks(most, dollars) == pytest.approx(ticks)


def test_lying_bars_are_as_long_as_their_amounts_part_behind_part() -> None:
    image = picture(draw_panels("model", ["one", "two"], PANELS))
    red, blue, green = (
        [lying(image, place, colour) for place in (0, 1)] for colour in (RED, BLUE, GREEN)
    )
    assert [end for _, end in red] == [begin for begin, _ in blue]
    for part, amounts in ((red, (1, 2)), (blue, (3, 6)), (green, (5, 50))):
        short, long = (end - begin for begin, end in part)
        assert short == pytest.approx(long * amounts[0] / amounts[1], abs=1)
    assert blue[1][1] - red[1][0] == pytest.approx(4 * (red[1][1] - red[1][0]), abs=4)
    assert len({begin for begin, _ in red}) == len({begin for begin, _ in green}) == 1


def test_the_parts_of_a_bar_stand_in_the_legend_where_there_are_several() -> None:
    image = picture(draw_panels("model", ["one", "two"], PANELS))
    below = image.crop((0, chart._HEAD + 2 * chart._ROW, image.width, image.height))
    seen = [bool(of_colour(below, colour).getbbox()) for colour in (RED, BLUE, GREEN)]
    assert seen == [True, True, False]


def test_only_the_end_of_a_lying_bar_is_round() -> None:
    image = picture(draw_panels("model", ["one", "two"], PANELS))
    row = image.crop((0, chart._HEAD, image.width, chart._HEAD + chart._ROW))
    for colour, is_round in ((RED, False), (BLUE, True), (GREEN, True)):
        box = of_colour(row, colour).getbbox()
        assert box
        corner = row.getpixel((box[2] - 1, box[1]))
        assert (corner != ImageColor.getrgb(colour)) is is_round


def test_a_part_of_nothing_is_not_drawn() -> None:
    panel = Panel("seconds", {"a": RED, "b": BLUE}, [((1, 0), "1 | 1")])
    image = picture(draw_panels("model", ["one"], [panel]))
    assert lying(image, 0, RED)
    row = image.crop((0, chart._HEAD, image.width, chart._HEAD + chart._ROW))
    assert of_colour(row, BLUE).getbbox() is None


@pytest.mark.parametrize("title", ["model", "a/very-long-model-name " * 8])
def test_nothing_of_the_panels_comes_near_the_edge(title: str) -> None:
    rows = [((1e6, 1e7), "1000000.00 | 10000000.00"), ((0.001, 0.002), "0.00 | 0.00")]
    panels = [Panel("seconds", {"a": RED, "b": BLUE}, rows), PANELS[1]]
    image = picture(draw_panels(title, ["10 × 200 at once", "50 tokens"], panels))
    assert is_clear(image, chart._PAPER)


def test_a_bar_never_reaches_into_the_panel_beside_it() -> None:
    image = picture(draw_panels("model", ["one", "two"], PANELS))
    dark = of_colour(image, chart._DARK)
    y, green = chart._HEAD + chart._ROW, lying(image, 1, GREEN)[0]
    text = across(dark.crop((0, 0, green, dark.height)), y, y + chart._ROW)
    assert text[-1][1] < green - 2 * chart._GAP


def test_what_the_font_does_not_have_is_a_question_mark_and_never_a_box() -> None:
    asked = draw_panels("모델 \n", ["10 × 200", "two"], PANELS)
    assert asked == draw_panels("?? ?", ["10 x 200", "two"], PANELS)
    font = ImageFont.load_default(40)
    box = bytes(font.getmask("\uffff"))
    drawn = [chr(code) for code in range(0x21, 0x7F)]
    assert bytes(font.getmask("모")) == box
    assert [each for each in drawn if bytes(font.getmask(each)) == box] == []
