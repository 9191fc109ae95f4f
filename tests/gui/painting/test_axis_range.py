"""Ranges of axes: round, above all values, never shrinking while values come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting.axis_range import FINE, epoch_range, input_range, loss_range, round_up, ticks, value_range

POSITIVE = st.floats(min_value=1e-300, max_value=1e300)


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.3, 0.5), (1.0, 1.0), (1.01, 2.0), (20, 20), (21, 50), (0.001, 0.001), (999, 1000)]
)
def test_numbers_are_rounded_up_to_1_2_5(value, rounded):
    assert round_up(value) == pytest.approx(rounded)


@pytest.mark.parametrize(("value", "rounded"), [(1.2, 1.5), (2.5, 3.0), (6, 7.0), (8, 10.0)])
def test_fine_steps_come_between(value, rounded):
    assert round_up(value, FINE) == pytest.approx(rounded)


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_what_is_no_positive_number_gives_1(value):
    assert round_up(value) == 1.0


@given(POSITIVE)
def test_a_rounded_number_is_never_below_and_at_most_two_and_a_half_times_above(value):
    assert value * (1 - 1e-9) <= round_up(value) <= value * 2.5 * (1 + 1e-9)


@given(st.lists(st.integers(0, 10**6), min_size=2))
def test_the_range_of_epochs_grows_with_them(epochs):
    ends = [epoch_range(last)[1] for last in sorted(epochs)]
    assert ends == sorted(ends)
    assert all(end >= last for end, last in zip(ends, sorted(epochs), strict=True))


@given(st.lists(POSITIVE, min_size=1, max_size=50))
def test_the_range_of_the_loss_holds_all_values_and_never_shrinks(losses):
    tops = [loss_range([np.array(losses[: count + 1])], log=False)[1] for count in range(len(losses))]
    assert tops == sorted(tops)
    assert tops[-1] >= max(losses) * (1 - 1e-9)


@given(st.lists(st.floats(min_value=1e-11, max_value=1e300), min_size=1, max_size=50))
def test_a_logarithmic_range_is_of_whole_powers_of_ten(losses):
    low, high = loss_range([np.array(losses)], log=True)
    assert (low, high) == (round(low), round(high))
    assert low <= np.log10(min(losses)) + 1e-9
    assert np.log10(max(losses)) - 1e-9 <= high
    assert high - low >= 1


@pytest.mark.parametrize("log", [False, True])
def test_without_any_figure_there_is_a_range_all_the_same(log):
    low, high = loss_range([np.array([np.nan, np.inf])], log)
    assert low < high


@pytest.mark.parametrize(
    ("ends", "rounded"), [((-6, 6), (-8, 8)), ((0, 3), (-0.5, 3.5)), ((-2, 25), (-5, 30)), ((7, 7), (6.4, 7.6))]
)
def test_inputs_have_room_up_to_round_numbers(ends, rounded):
    assert input_range(*ends) == pytest.approx(rounded)


@pytest.mark.parametrize(
    ("values", "rounded"),
    [
        ([0, 3, 6, 9], (0, 10)),
        ([0, 12], (0, 20)),
        ([-4.5, 6], (-5, 10)),
        ([-3, -1], (-5, 0)),
        ([-1e-9, 6], (0, 10)),
        ([0, 1], (0, 1)),
        ([0, 0], (0, 1)),
        ([3, np.inf, np.nan, -1e305], (0, 5)),
    ],
)
def test_values_of_an_output_stand_between_round_numbers_and_0(values, rounded):
    assert value_range(np.array(values, dtype=float)) == pytest.approx(rounded)


@given(st.lists(st.floats(min_value=-1e300, max_value=1e300, allow_subnormal=False), min_size=1))
def test_the_range_of_an_output_grows_with_its_values_and_holds_them(values):
    ranges = [value_range(np.array(values[: count + 1])) for count in range(len(values))]
    low, high = ranges[-1]
    room = 0.0101 * (high - low)
    assert low - room <= min(values) <= max(values) <= high + room
    # What is as good as nothing has the range of nothing.
    largest = np.maximum.accumulate(np.abs(values))
    sizes = [max(-low, high) for (low, high), size in zip(ranges, largest, strict=True) if size >= 1e-300]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("ends", "most", "labelled"),
    [
        ((-8, 8), 6, [-8, -4, 0, 4, 8]),
        ((0, 1), 3, [0, 0.5, 1]),
        ((-5, 10), 6, [-5, -2.5, 0, 2.5, 5, 7.5, 10]),
        ((-0.5, 3.5), 6, [0, 1, 2, 3]),
        ((0, 1), 0, [0, 1]),
    ],
)
def test_ticks_are_round_and_at_both_ends_where_that_is_possible(ends, most, labelled):
    assert ticks(*ends, most) == pytest.approx(labelled)


@given(st.floats(min_value=1e-290, max_value=1e290), st.integers(1, 12))
def test_there_are_few_ticks_and_0_is_one_of_them(size, most):
    low, high = value_range(np.array([-size / 3, size]))
    found = ticks(low, high, most)
    assert 0 in found
    assert 1 <= len(found) <= most + 1
    assert all(low * (1 + 1e-6) <= tick <= high * (1 + 1e-6) for tick in found)


@pytest.mark.parametrize("value", [5e-324, 1e-320, 1e-301])
def test_what_is_as_good_as_nothing_has_the_range_of_nothing(value):
    assert round_up(value) == 1.0
