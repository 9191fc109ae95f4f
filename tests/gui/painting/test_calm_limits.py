"""Limits of axes are round, hold what they are for, and change only when it is time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting.calm_limits import limits_around, loss_limits, stays, ticks

VALUES = st.floats(-1e12, 1e12)


def flat(values: np.ndarray) -> np.ndarray:
    return np.zeros_like(values)


@pytest.mark.parametrize(
    ("value", "limits"), [(0.3, (-2, 2)), (-0.9, (-3, 1)), (1.3, (-1, 3)), (7.3, (2.5, 12.5)), (100, (50, 150))]
)
def test_limits_are_round_and_around_the_value(value, limits):
    assert limits_around(value, flat, 1.0) == pytest.approx(limits)


@given(VALUES)
def test_a_value_begins_in_the_middle_part(value):
    low, high = limits_around(value, flat, 1.0)
    assert low < value < high
    assert stays(value, (low, high))


def test_a_value_may_move_through_the_middle_part_only():
    assert stays(1.1, (-2.0, 2.0))
    assert not stays(1.3, (-2.0, 2.0))
    assert not stays(-1.3, (-2.0, 2.0))


def test_a_steep_valley_is_looked_at_closely():
    low, high = limits_around(0.0, lambda values: 1000 * values**2, 1.0)
    assert (low, high) == (-0.1, 0.1)


@given(VALUES)
def test_limits_never_close_up(value):
    low, high = limits_around(value, lambda values: np.full_like(values, np.inf), 1.0)
    assert low < value < high


@given(st.lists(st.floats(0.0, 1e9), min_size=1))
def test_limits_hold_every_loss(losses):
    low, high = loss_limits(np.array(losses))
    assert 0 <= low <= min(losses)
    assert high >= max(losses)
    assert high > low


def test_limits_of_losses_stay_while_they_fit_and_are_filled():
    before = loss_limits(np.array([0.1, 0.9]))
    assert loss_limits(np.array([0.25, 0.7]), before) is before
    assert loss_limits(np.array([0.3, 0.4]), before) != before
    assert loss_limits(np.array([0.3, 1.7]), before)[1] >= 1.7


def test_losses_beyond_all_bounds_are_left_out():
    assert loss_limits(np.array([np.inf, np.nan])) == (0.0, 1.0)
    assert loss_limits(np.array([1.0, np.inf, 2.0])) == loss_limits(np.array([1.0, 2.0]))


def test_ticks_are_round_and_no_more_than_there_is_room_for():
    assert ticks((-2.0, 2.0), 5) == [-2, -1, 0, 1, 2]
    assert ticks((-2.0, 2.0), 2) == [-2, 2]
    assert ticks((0.1, 0.6), 3) == [0.1, 0.6]
    for most in range(2, 20):
        found = ticks((2.5, 12.5), most)
        assert 2 <= len(found) <= most
        assert all(2.5 <= tick <= 12.5 for tick in found)
