"""Where to look for what was missed: laws over any channels."""

from hypothesis import given, strategies as st

from bot.core.talk.missed import MOST_CHANNELS, WINDOW, missed

NOW = 1_800_000_000.0


def at_time(seconds: float) -> int:
    """The first id of a moment, as Discord makes it."""
    return int((seconds - 1_420_070_400) * 1000) << 22


IDS = st.floats(NOW - 2 * WINDOW, NOW).map(at_time)
CHANNELS = st.dictionaries(st.integers(1, 200), IDS, max_size=80)


def test_the_id_of_discords_own_example_is_read_as_its_time() -> None:
    # https://discord.com/developers/docs/reference#snowflakes-snowflake-id-format-structure-left-to-right
    example, at = 175928847299117063, 1462015105.796
    assert missed({1: example}, {}, at + WINDOW - 1) != {}
    assert missed({1: example}, {}, at + WINDOW + 1) == {}


@given(CHANNELS, CHANNELS)
def test_only_channels_that_said_something_unheard_in_time_are_looked_at(
    newest: dict[int, int], heard: dict[int, int]
) -> None:
    unheard = {each for each, last in newest.items() if last > heard.get(each, 0)}
    in_time = {each for each, last in newest.items() if last > at_time(NOW - WINDOW)}
    found = missed(newest, heard, NOW)
    assert len(found) == min(len(unheard & in_time), MOST_CHANNELS)
    assert found.keys() <= unheard & in_time


@given(CHANNELS, CHANNELS)
def test_nothing_is_looked_at_that_was_heard_or_is_too_old(
    newest: dict[int, int], heard: dict[int, int]
) -> None:
    for channel, behind in missed(newest, heard, NOW).items():
        assert behind == max(heard.get(channel, 0), at_time(NOW - WINDOW))


@given(CHANNELS)
def test_with_too_many_channels_the_latest_are_looked_at(newest: dict[int, int]) -> None:
    found = missed(newest, {}, NOW)
    skipped = [last for channel, last in newest.items() if channel not in found]
    if len(found) == MOST_CHANNELS:
        assert max(skipped, default=0) <= min(newest[channel] for channel in found)


@given(CHANNELS)
def test_a_server_that_was_heard_to_the_end_is_left_alone(newest: dict[int, int]) -> None:
    assert missed(newest, newest, NOW) == {}
